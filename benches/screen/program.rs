//! A program in a pseudo-terminal, timed by when its bytes come. The screen is made of them after the clock was read.

use std::io::{Read, Write};
use std::sync::LazyLock;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use regex_lite::Regex;
use vt100::Parser;

use super::answers::Answers;
use super::process;

pub const DOWN: &str = "\x1b[B";
pub const UP: &str = "\x1b[A";
pub const PAGE_DOWN: &str = "\x1b[6~";
pub const END: &str = "\x1b[F";
pub const HOME: &str = "\x1b[H";

/// Columns and rows.
const SIZE: (u16, u16) = (120, 40);
/// What is waited for is on the screen by then, or never.
const LONGEST: Duration = Duration::from_secs(30);
/// What moves the cursor or sets modes and colours, and so draws nothing: the heartbeat of csvlens is made of it.
static SILENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\x1b\[[0-9;:?<>= ]*[A-IRZa-z`]|\x1b[()][0-9A-Z]|\x1b[=>78]|[\r\n\x00\x0e\x0f]").unwrap()
});

/// How long the answer to a key is waited for.
#[derive(Clone, Copy)]
pub struct Patience {
    /// For its first byte.
    first: Duration,
    /// For a further one: quiet for so long, the answer is over.
    quiet: Duration,
}

impl Patience {
    /// A move.
    pub const MOVE: Self = Self { first: Duration::from_millis(500), quiet: Duration::from_millis(40) };
    /// What goes over all rows, a filter or a sort.
    pub const WORK: Self = Self { first: Duration::from_secs(10), quiet: Duration::from_millis(250) };
}

/// What a key brought.
pub struct Redraw {
    /// From the key to the first byte that draws, in ms.
    pub first: f64,
    /// From the key to the last byte that draws, in ms.
    pub last: f64,
    pub bytes: f64,
}

struct Chunk {
    at: Instant,
    bytes: usize,
    draws: bool,
}

pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    parser: Parser<Answers>,
    began: Instant,
}

impl Program {
    pub fn start(command: &[String], environment: &[(String, String)]) -> Self {
        let (columns, rows) = SIZE;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::new(&command[0]);
        builder.args(&command[1..]);
        builder.env("TERM", "xterm-256color");
        builder.env("COLORTERM", "truecolor");
        for (name, value) in environment {
            builder.env(name, value);
        }
        let reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        let began = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        std::thread::spawn(move || read(reader, &sender));
        let cells = |count: u16| count.try_into().unwrap();
        Self {
            child,
            keyboard: pair.master.take_writer().unwrap(),
            _master: pair.master,
            output,
            parser: Parser::new_with_callbacks(cells(rows), cells(columns), 0, Answers::default()),
            began,
        }
    }

    /// What comes until `until`, put on the screen. Questions of the program are answered.
    fn chunk(&mut self, until: Instant) -> Option<Chunk> {
        let (at, bytes) = self.output.recv_timeout(until.saturating_duration_since(Instant::now())).ok()?;
        self.parser.process(&bytes);
        let answers = self.parser.callbacks_mut().take();
        if !answers.is_empty() {
            self.keyboard.write_all(&answers).unwrap();
        }
        let draws = !SILENT.replace_all(&String::from_utf8_lossy(&bytes), "").is_empty();
        Some(Chunk { at, bytes: bytes.len(), draws })
    }

    /// From the start of the process to the first text, and to `text`, in ms; nothing where it never is on the screen.
    pub fn wait_for(&mut self, text: &str) -> Option<(f64, f64)> {
        let mut paint = None;
        let until = Instant::now() + LONGEST;
        let mut at = self.began;
        while !self.shows(text) {
            let Some(chunk) = self.chunk(until) else {
                println!("{text:?} never came; the screen is\n{}", self.parser.screen().contents());
                return None;
            };
            at = chunk.at;
            if paint.is_none() && !self.parser.screen().contents().trim().is_empty() {
                paint = Some(at);
            }
        }
        Some((ms(paint.unwrap_or(at) - self.began), ms(at - self.began)))
    }

    pub fn shows(&self, text: &str) -> bool {
        self.parser.screen().contents().contains(text)
    }

    /// Takes in what comes until nothing was drawn for so long.
    pub fn settle(&mut self, quiet: Duration) {
        let mut last = Instant::now();
        while let Some(chunk) = self.chunk(last + quiet) {
            if chunk.draws {
                last = chunk.at;
            }
        }
    }

    /// How many bytes come in so long a time.
    pub fn listen(&mut self, time: Duration) -> usize {
        let until = Instant::now() + time;
        std::iter::from_fn(|| self.chunk(until)).map(|chunk| chunk.bytes).sum()
    }

    /// Types, as a terminal does where the program has asked for application cursor keys. The program's output is taken in
    /// meanwhile, however much is typed.
    pub fn send(&mut self, keys: &str) {
        let mut keys = keys.to_owned();
        if self.parser.screen().application_cursor() {
            for key in [UP, DOWN, HOME, END] {
                keys = keys.replace(key, &key.replace('[', "O"));
            }
        }
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// What the keys, in one write, draw; nothing where they draw nothing.
    pub fn press(&mut self, keys: &str, patience: Patience) -> Option<Redraw> {
        let pressed = Instant::now();
        self.send(keys);
        let (mut until, mut bytes) = (pressed + patience.first, 0);
        let (mut first, mut last) = (None, pressed);
        while let Some(chunk) = self.chunk(until) {
            bytes += chunk.bytes;
            if chunk.draws {
                first = first.or(Some(chunk.at));
                last = chunk.at;
                until = last + patience.quiet;
            }
        }
        Some(Redraw { first: ms(first? - pressed), last: ms(last - pressed), bytes: bytes as f64 })
    }

    /// From a key to when `text` is on the screen, in ms; nothing where it is not by `until`.
    pub fn press_until(&mut self, key: &str, text: &str, until: Instant) -> Option<f64> {
        let pressed = Instant::now();
        self.send(key);
        let mut at = pressed;
        while !self.shows(text) {
            at = self.chunk(until)?.at;
        }
        Some(ms(at - pressed))
    }

    /// From the key that leaves to the end of the process, in ms; nothing where it had to be killed.
    pub fn leave(mut self, key: &str) -> Option<f64> {
        let pressed = Instant::now();
        self.send(key);
        while self.child.try_wait().unwrap().is_none() {
            if pressed.elapsed() > LONGEST {
                return None;
            }
            let _ = self.chunk(Instant::now() + Duration::from_micros(200));
        }
        Some(ms(pressed.elapsed()))
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn peak(&self) -> f64 {
        process::peak(self.process()).unwrap_or_default()
    }
}

/// One that was given up is not left behind.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut reader: Box<dyn Read + Send>, sender: &mpsc::Sender<(Instant, Vec<u8>)>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
            break;
        }
    }
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
