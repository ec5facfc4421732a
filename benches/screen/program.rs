//! A program in a pseudo-terminal, timed by when its bytes come.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub const DOWN: &str = "\x1b[B";
pub const PAGE_DOWN: &str = "\x1b[6~";
pub const END: &str = "\x1b[F";
pub const HOME: &str = "\x1b[H";

/// Quiet for so long, a redraw is over.
const QUIET: Duration = Duration::from_millis(40);
/// The same where work goes on behind the screen.
const QUIET_AT_WORK: Duration = Duration::from_millis(400);
/// A key that draws nothing within this draws nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(20);
/// Ticks of /proc's clocks in a second, on Linux.
const TICKS: u32 = 100;

pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    pid: u32,
    keyboard: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    began: Instant,
    application_keys: bool,
}

pub fn is_installed(name: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).stdout(Stdio::null()).status();
    let is = found.is_ok_and(|found| found.success());
    if !is {
        println!("{name} is not installed: left out");
    }
    is
}

impl Program {
    pub fn start(command: &[String], environment: &[(String, String)], (columns, rows): (u16, u16)) -> Self {
        let pair =
            native_pty_system().openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut builder = CommandBuilder::new(&command[0]);
        builder.args(&command[1..]);
        builder.env("TERM", "xterm-256color");
        builder.env("COLORTERM", "truecolor");
        for (name, value) in environment {
            builder.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, chunks) = mpsc::channel();
        let began = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let nonzero = |cells: u16| cells.try_into().unwrap();
        Self {
            pid: child.process_id().unwrap(),
            child,
            keyboard: pair.master.take_writer().unwrap(),
            _master: pair.master,
            chunks,
            parser: vt100::Parser::new(nonzero(rows), nonzero(columns), 0),
            began,
            application_keys: false,
        }
    }

    /// One chunk of output, and when it came. Questions of the program are answered as a terminal would.
    fn chunk(&mut self, patience: Duration) -> Option<(Instant, usize)> {
        let (at, bytes) = self.chunks.recv_timeout(patience).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for (asked, answer) in
            [("\x1b[6n", "\x1b[1;1R"), ("\x1b[c", "\x1b[?62;c"), ("\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\")]
        {
            if text.contains(asked) {
                self.keyboard.write_all(answer.as_bytes()).unwrap();
            }
        }
        self.application_keys |= text.contains("\x1b[?1h");
        self.parser.process(&bytes);
        Some((at, bytes.len()))
    }

    /// When the first text and when `text` was on the screen, from the start of the process; nothing where it never is.
    pub fn wait_for(&mut self, text: &str) -> Option<(Duration, Duration)> {
        let mut paint = None;
        while self.began.elapsed() < LONGEST {
            let (at, _) = self.chunk(LONGEST)?;
            let screen = self.screen();
            if paint.is_none() && !screen.trim().is_empty() {
                paint = Some(at - self.began);
            }
            if screen.contains(text) {
                return Some((paint?, at - self.began));
            }
        }
        println!("{text:?} never came; the screen is\n{}", self.screen());
        None
    }

    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    pub fn settle(&mut self) {
        self.wait_until_quiet(Duration::from_millis(600));
    }

    /// Takes in what comes until nothing has for so long.
    pub fn wait_until_quiet(&mut self, quiet: Duration) {
        while self.chunk(quiet).is_some() {}
    }

    /// How many bytes come in so long a time.
    pub fn listen(&mut self, time: Duration) -> usize {
        let (until, mut bytes) = (Instant::now() + time, 0);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            bytes += self.chunk(left).map_or(0, |(_, count)| count);
        }
        bytes
    }

    pub fn send(&mut self, keys: &str) {
        let keys = if self.application_keys {
            keys.replace("\x1b[", "\x1bO").replace("\x1bO6~", "\x1b[6~")
        } else {
            keys.to_owned()
        };
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// From the key to the last byte of its redraw, and its bytes; nothing where it draws nothing.
    pub fn press(&mut self, key: &str) -> Option<(Duration, usize)> {
        self.pressed(key, QUIET)
    }

    /// The same where work goes on behind the screen.
    pub fn press_slowly(&mut self, key: &str) -> Option<(Duration, usize)> {
        self.pressed(key, QUIET_AT_WORK)
    }

    fn pressed(&mut self, key: &str, quiet: Duration) -> Option<(Duration, usize)> {
        let pressed = Instant::now();
        self.send(key);
        let (mut last, mut bytes) = self.chunk(PATIENCE)?;
        while let Some((at, count)) = self.chunk(quiet) {
            last = at;
            bytes += count;
        }
        Some((last - pressed, bytes))
    }

    /// Many keys in one write, from the first to the last byte of all redraws.
    pub fn flood(&mut self, key: &str, count: usize) -> (Duration, usize) {
        let key = if self.application_keys { key.replace("\x1b[", "\x1bO") } else { key.to_owned() };
        let keys = key.repeat(count);
        let pressed = Instant::now();
        // Larger than what the kernel keeps: the program reads while this writes.
        std::thread::scope(|scope| {
            scope.spawn(|| self.keyboard.write_all(keys.as_bytes()).unwrap());
        });
        let (mut last, mut bytes) = (pressed, 0);
        while let Some((at, count)) = self.chunk(Duration::from_millis(500)) {
            last = at;
            bytes += count;
        }
        (last - pressed, bytes)
    }

    /// From the key that leaves to the end of the process.
    pub fn leave(mut self, key: &str) -> Duration {
        let pressed = Instant::now();
        self.send(key);
        while self.child.try_wait().unwrap().is_none() {
            if pressed.elapsed() > Duration::from_secs(5) {
                let _ = self.child.kill();
            }
            self.chunk(Duration::from_micros(200));
        }
        pressed.elapsed()
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.pid)).unwrap_or_default()
    }

    /// Of all that it has in memory, the most so far, in MiB.
    pub fn peak(&self) -> f64 {
        figure(&self.proc("status"), "VmHWM:") / 1024.0
    }

    pub fn cpu(&self) -> Duration {
        let stat = self.proc("stat");
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        let ticks =
            [11, 12].map(|field| fields.get(field).and_then(|text| text.parse::<u32>().ok()).unwrap_or_default());
        Duration::from_secs(1) * ticks.iter().sum::<u32>() / TICKS
    }

    /// How often its threads went to sleep.
    pub fn switches(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.pid)).into_iter().flatten().flatten();
        let status = tasks.map(|task| std::fs::read_to_string(task.path().join("status")).unwrap_or_default());
        status.map(|status| figure(&status, "\nvoluntary_ctxt_switches:") as u64).sum()
    }
}

fn figure(text: &str, name: &str) -> f64 {
    let behind = text.split(name).nth(1).unwrap_or_default();
    behind.split_whitespace().next().and_then(|figure| figure.parse().ok()).unwrap_or_default()
}

/// One that was given up is not left behind.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
