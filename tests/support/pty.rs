//! A terminal with a program in it, as a person has it: keys go in, bytes come out, and a screen is made of them. Whoever
//! waits here waits for bytes, or for their end.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tokio::time::timeout;

/// What the keys send that have no character of their own.
pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";
pub const RIGHT: &str = "\x1b[C";
pub const LEFT: &str = "\x1b[D";
pub const HOME: &str = "\x1b[H";
pub const END: &str = "\x1b[F";
pub const PAGE_DOWN: &str = "\x1b[6~";
pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";
pub const CTRL_C: &str = "\x03";
/// As far as page down goes, in one byte.
pub const CTRL_F: &str = "\x06";
pub const CTRL_Z: &str = "\x1a";

/// Around everything that belongs to one picture.
pub const FRAME_BEGINS: &str = "\x1b[?2026h";
pub const FRAME_ENDS: &str = "\x1b[?2026l";

/// What is waited for comes within milliseconds; after this long it will not come.
const PATIENCE: Duration = Duration::from_mins(1);

/// Columns and rows.
pub type Size = (u16, u16);

pub struct Terminal {
    process: u32,
    ended: oneshot::Receiver<ExitStatus>,
    /// Until it is taken away.
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Box<dyn Write + Send>,
    output: UnboundedReceiver<Vec<u8>>,
    /// Whether the reader is to let go of the terminal once it has read something more.
    lets_go: Arc<AtomicBool>,
    /// The settings of the line before the program had it.
    untouched: String,
    bytes: Vec<u8>,
    parser: vt100::Parser,
    has_ended: bool,
    /// The program's home: empty, so that nobody's own settings have a say.
    _home: TempDir,
}

impl Terminal {
    /// Runs a command with these variables, and as few others as possible.
    pub fn start(command: &[String], environment: &[(&str, &str)], size: Size) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let (sender, output) = mpsc::unbounded_channel();
        let reader = pair.master.try_clone_reader().unwrap();
        let lets_go = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&lets_go);
        thread::spawn(move || read(reader, &sender, &told));
        let untouched = line_settings(&*pair.master);
        let child = pair.slave.spawn_command(in_environment(command, environment, &home)).unwrap();
        // The reader sees the end only where nobody but the program holds the other side.
        drop(pair.slave);
        let process = child.process_id().unwrap();
        let (sender, ended) = oneshot::channel();
        thread::spawn(move || sender.send(wait(child)));
        Self {
            process,
            ended,
            keyboard: pair.master.take_writer().unwrap(),
            master: Some(pair.master),
            output,
            lets_go,
            untouched,
            bytes: Vec::new(),
            parser: vt100::Parser::new(cells(size.1), cells(size.0), 0),
            has_ended: false,
            _home: home,
        }
    }

    /// Types; keys that have no character are the constants above.
    pub fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    pub fn resize(&mut self, size: Size) {
        self.parser.set_size(cells(size.1), cells(size.0));
        self.master().resize(pty_size(size)).unwrap();
    }

    /// Everything that was written so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Everything that was written so far, as text.
    pub fn output(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What was written after the first `mark` bytes, as text.
    pub fn output_since(&self, mark: usize) -> String {
        String::from_utf8_lossy(&self.bytes[mark..]).into_owned()
    }

    /// What a person sees: blanks at a line's end, drawn or not, are not to be seen.
    pub fn screen(&self) -> String {
        let contents = self.parser.screen().contents();
        contents.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    pub fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// What the program has asked of the terminal for the bytes to come.
    pub fn modes(&self) -> Modes {
        let screen = self.parser.screen();
        Modes {
            alternate_screen: screen.alternate_screen(),
            cursor_hidden: screen.hide_cursor(),
            bracketed_paste: screen.bracketed_paste(),
            mouse: screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
        }
    }

    /// Whether the line is set as it was before the program had it.
    pub fn has_its_line_settings(&self) -> bool {
        line_settings(self.master()) == self.untouched
    }

    /// Whether a text on the screen begins bold.
    pub fn is_bold(&self, text: &str) -> bool {
        let screen = self.parser.screen();
        let (rows, columns) = screen.size();
        let starts = |row: u16, column: u16| {
            let rest = (column..columns.get()).filter_map(|column| screen.cell(row, column));
            rest.map(vt100::Cell::contents).collect::<String>().starts_with(text)
        };
        let mut cells = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        let (row, column) = cells.find(|(row, column)| starts(*row, *column)).expect(text);
        screen.cell(row, column).unwrap().bold()
    }

    /// The program that has the keys; its number is that of its process group too.
    pub fn pid(&self) -> i32 {
        self.master().process_group_leader().expect("somebody has the terminal")
    }

    /// Sends a signal by its name to the program that has the keys.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.pid().to_string()]).status().unwrap();
        assert!(sent.success(), "SIG{name} could not be sent");
    }

    pub async fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| screen.contains(text)).await;
    }

    /// Waits until a whole frame shows what is wanted.
    pub async fn wait_for(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let came = timeout(PATIENCE, async {
            while !(self.is_whole() && wanted(&self.screen())) {
                if !self.take_in().await {
                    return false;
                }
            }
            true
        });
        let came = came.await.unwrap_or(false);
        assert!(came, "{what:?} never came; the screen is\n{}", self.screen());
    }

    /// Waits until the program has ended, and takes in all that it wrote.
    pub async fn wait_exit(&mut self) -> ExitStatus {
        let ended = timeout(PATIENCE, async {
            while self.take_in().await {}
            (&mut self.ended).await
        });
        let Ok(status) = ended.await else { panic!("it never ended; the screen is\n{}", self.screen()) };
        self.has_ended = true;
        status.unwrap()
    }

    /// Takes the terminal away, as a window does that is closed, and waits until the program has ended.
    pub async fn hang_up(mut self) -> ExitStatus {
        self.lets_go.store(true, Ordering::SeqCst);
        // Another size makes the program write, which is what the reader waits for.
        let (rows, columns) = self.parser.screen().size();
        self.resize((columns.get() + 1, rows.get()));
        let ended = timeout(PATIENCE, async {
            while self.take_in().await {}
            self.keyboard = Box::new(std::io::sink());
            self.master = None;
            (&mut self.ended).await
        });
        let Ok(status) = ended.await else { panic!("it went on without a terminal") };
        self.has_ended = true;
        status.unwrap()
    }

    fn master(&self) -> &dyn MasterPty {
        self.master.as_deref().expect("the terminal is there")
    }

    /// Takes in what has come; `false` where nothing will come any more.
    async fn take_in(&mut self) -> bool {
        let Some(chunk) = self.output.recv().await else { return false };
        self.parser.process(&chunk);
        self.bytes.extend(chunk);
        true
    }

    /// Whether no frame is half drawn.
    fn is_whole(&self) -> bool {
        last(&self.bytes, FRAME_BEGINS) <= last(&self.bytes, FRAME_ENDS)
    }
}

/// A test that fails leaves no program behind.
impl Drop for Terminal {
    fn drop(&mut self) {
        if !self.has_ended {
            // Either may have ended by itself meanwhile; a job need not end with its shell.
            let job = self.master.as_ref().and_then(|master| master.process_group_leader());
            for process in job.map(|job| job.to_string()).into_iter().chain([self.process.to_string()]) {
                let _ = Command::new("kill").args(["-s", "KILL", &process]).status();
            }
        }
    }
}

/// What a program can leave behind in a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Modes {
    pub alternate_screen: bool,
    pub cursor_hidden: bool,
    pub bracketed_paste: bool,
    pub mouse: bool,
}

impl Modes {
    /// As a shell has it.
    pub const USUAL: Self =
        Self { alternate_screen: false, cursor_hidden: false, bracketed_paste: false, mouse: false };
    /// As the program has it.
    pub const TAKEN: Self = Self { alternate_screen: true, cursor_hidden: true, bracketed_paste: true, mouse: false };
}

fn in_environment(command: &[String], environment: &[(&str, &str)], home: &TempDir) -> CommandBuilder {
    let mut builder = CommandBuilder::new(&command[0]);
    builder.args(&command[1..]);
    builder.env_clear();
    builder.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    builder.env("TERM", "xterm-256color");
    builder.env("HOME", home.path());
    builder.env("XDG_CONFIG_HOME", home.path());
    for (name, value) in environment {
        builder.env(name, value);
    }
    builder
}

/// Of the process itself, for only that tells the number of a signal.
fn wait(mut child: Box<dyn Child + Send + Sync>) -> ExitStatus {
    let child: &mut dyn Child = &mut *child;
    child.downcast_mut::<std::process::Child>().expect("a process of this system").wait().unwrap()
}

/// The speed, the flags and the characters of a line, as text.
fn line_settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a line has settings"))
}

/// Reads until the terminal is nobody's any more, which some systems call an error.
fn read(mut reader: Box<dyn Read + Send>, sender: &UnboundedSender<Vec<u8>>, lets_go: &AtomicBool) {
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        if sender.send(buffer[..count].to_vec()).is_err() || lets_go.load(Ordering::SeqCst) {
            break;
        }
    }
}

fn last(bytes: &[u8], part: &str) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part.as_bytes())
}

fn pty_size((cols, rows): Size) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}
