//! The terminal while it is ours: raw, on its alternate screen, the cursor hidden. However the program ends, it is given
//! back whole: a drop, a panic, a suspension and a signal all end in one `restore` that is harmless to repeat.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::mem;
use std::os::fd::AsFd;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    SetTitle,
};
use crossterm::{Command, queue};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use tokio::sync::Notify;

use crate::domain::printable::Printable;
use crate::runtime::background::QUESTION;
use crate::runtime::canvas::Canvas;
use crate::runtime::signals;

/// Pushes the window's title onto the terminal's stack (XTWINOPS 22), and takes it back. Who has no such stack ignores it.
const KEEP_TITLE: &str = "\u{1b}[22;0t";
const TITLE_BACK: &str = "\u{1b}[23;0t";

/// Whether the terminal is ours at the moment. Who writes to it holds this, so that nothing is drawn on a terminal that was
/// given back meanwhile.
static OURS: Mutex<bool> = Mutex::new(false);
static PANIC_HOOK: Once = Once::new();
/// Told of a panic once it is reported.
static PANICKED: Notify = Notify::const_new();

/// The terminal, until it is dropped.
pub struct Session {
    terminal: Terminal<Canvas>,
    /// What the window is called now.
    title: String,
    mouse: bool,
    /// Unbuffered: what is written to it goes out in one piece.
    output: File,
    /// Whether the terminal is asked for its background when it is taken.
    asks: bool,
}

impl Session {
    /// Takes the terminal; `asks` is whether to ask it for its background, which it may answer among the keys.
    ///
    /// # Errors
    /// Where standard output is no terminal, or cannot be made raw.
    pub fn start(asks: bool) -> io::Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "standard output is not a terminal"));
        }
        PANIC_HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                restore();
                report(panic);
                PANICKED.notify_one();
            }));
        });
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let terminal = Terminal::new(Canvas::default())?;
        let mut session = Self { terminal, title: String::new(), mouse: false, output, asks };
        session.take()?;
        Ok(session)
    }

    fn take(&mut self) -> io::Result<()> {
        let mut ours = ours();
        terminal::enable_raw_mode()?;
        let mut bytes = Vec::new();
        // Taken once more, the title that is there is the program's own.
        if !mem::replace(&mut *ours, true) {
            bytes.extend_from_slice(KEEP_TITLE.as_bytes());
        }
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Hide, Clear(ClearType::All))?;
        if self.mouse {
            queue!(bytes, EnableMouseCapture)?;
        }
        if self.asks {
            bytes.extend(QUESTION);
        }
        self.title.clear();
        // In one write: a terminal that is quick has answered before the first frame is there.
        self.output.write_all(&bytes)
    }

    /// Whether the mouse points.
    #[must_use]
    pub const fn points(&self) -> bool {
        self.mouse
    }

    /// Lets the mouse point, or gives it back to the terminal for selecting text.
    ///
    /// # Errors
    /// Where the terminal cannot be written.
    pub fn point(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let mut bytes = Vec::new();
        if on {
            queue!(bytes, EnableMouseCapture)?;
        } else {
            queue!(bytes, DisableMouseCapture)?;
        }
        self.write(&bytes)
    }

    /// Sends a text to the terminal's clipboard (OSC 52). Nothing comes back: whether it was taken nobody can know.
    ///
    /// # Errors
    /// Where the terminal cannot be written.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(bytes, CopyToClipboard::to_clipboard_from(text))?;
        self.write(&bytes)
    }

    /// Draws what has changed and names the window, in one write and one synchronized update; nothing is written where
    /// nothing has changed. `title` is printable.
    ///
    /// # Errors
    /// Where the terminal cannot be written, or has been given back because something panicked.
    pub fn draw(&mut self, title: &Printable<'_>, render: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        still_ours(&ours())?;
        self.paint(render)?;
        let mut changes = self.terminal.backend_mut().take();
        if self.title != title.as_str() {
            title.as_str().clone_into(&mut self.title);
            queue!(changes, SetTitle(&self.title))?;
        }
        if changes.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(changes.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend(changes);
        queue!(bytes, EndSynchronizedUpdate)?;
        self.write(&bytes)
    }

    /// As `Terminal::draw` does, but for the comparison of two pictures, which the canvas makes.
    fn paint(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.autoresize()?;
        render(&mut self.terminal.get_frame());
        let next = mem::take(self.terminal.current_buffer_mut());
        let area = next.area;
        let mut before = self.terminal.backend_mut().show(next)?;
        before.resize(area);
        before.reset();
        *self.terminal.current_buffer_mut() = before;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let ours = ours();
        still_ours(&ours)?;
        self.output.write_all(bytes)
    }

    /// Whether the terminal is ours still.
    ///
    /// # Errors
    /// Where it has been given back because something panicked.
    pub fn is_whole(&self) -> io::Result<()> {
        still_ours(&ours())
    }

    /// Waits until some thread has panicked, which has given the terminal back.
    pub async fn panicked() {
        PANICKED.notified().await;
    }

    /// The next frame is drawn whole, whatever the terminal shows now.
    ///
    /// # Errors
    /// Where the terminal's size cannot be told.
    pub fn repaint(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// Where the terminal does not tell.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Gives the terminal back and stops; comes back when the shell lets the program go on.
    ///
    /// # Errors
    /// Where the program cannot be stopped, or the terminal not be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        restore();
        signals::stop_here()?;
        self.resume()
    }

    /// Takes the terminal again after somebody else had it.
    ///
    /// # Errors
    /// Where it cannot be made raw.
    pub fn resume(&mut self) -> io::Result<()> {
        self.take()?;
        self.repaint()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

fn ours() -> MutexGuard<'static, bool> {
    OURS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// It is not any more where something has panicked.
fn still_ours(ours: &MutexGuard<'static, bool>) -> io::Result<()> {
    if **ours { Ok(()) } else { Err(io::Error::other("a part of the program has failed; its report is above")) }
}

/// Gives the terminal back as it was. A terminal that is gone cannot be restored, and needs not be.
fn restore() {
    let mut ours = ours();
    if mem::take(&mut *ours) {
        let _ = io::stdout().write_all(goodbye().as_bytes());
        let _ = io::stdout().flush();
        let _ = terminal::disable_raw_mode();
    }
}

fn goodbye() -> String {
    let mut bytes = String::new();
    // Writing into a string does not fail.
    let _ = EndSynchronizedUpdate.write_ansi(&mut bytes);
    let _ = SetAttribute(Attribute::Reset).write_ansi(&mut bytes);
    let _ = DisableMouseCapture.write_ansi(&mut bytes);
    let _ = DisableBracketedPaste.write_ansi(&mut bytes);
    let _ = LeaveAlternateScreen.write_ansi(&mut bytes);
    let _ = Show.write_ansi(&mut bytes);
    bytes + TITLE_BACK
}
