//! The terminal while it is ours: raw, on its alternate screen, the cursor hidden. However the program ends, it is given
//! back whole: a drop, a panic, a suspension and a signal all end in one `restore` that is harmless to repeat.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{Command, queue};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

use crate::runtime::canvas::Canvas;
use crate::runtime::signals;

/// Whether the terminal is ours at the moment.
static OURS: AtomicBool = AtomicBool::new(false);
static PANIC_HOOK: Once = Once::new();

/// The terminal, until it is dropped.
pub struct Session {
    terminal: Terminal<Canvas>,
    /// Unbuffered: what is written to it goes out in one piece.
    output: File,
}

impl Session {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where standard output is no terminal, or cannot be made raw.
    pub fn start() -> io::Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "standard output is not a terminal"));
        }
        PANIC_HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                restore();
                report(panic);
            }));
        });
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut session = Self { terminal: Terminal::new(Canvas::default())?, output };
        session.take()?;
        Ok(session)
    }

    fn take(&mut self) -> io::Result<()> {
        terminal::enable_raw_mode()?;
        OURS.store(true, Ordering::SeqCst);
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Hide, Clear(ClearType::All))?;
        self.output.write_all(&bytes)
    }

    /// Draws what has changed, in one write and one synchronized update; nothing is written where nothing has.
    ///
    /// # Errors
    /// Where the terminal cannot be written, or has been given back because something panicked.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !OURS.load(Ordering::SeqCst) {
            return Err(io::Error::other("a part of the program has failed; its report is above"));
        }
        self.terminal.draw(render)?;
        let changes = self.terminal.backend_mut().take();
        if changes.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(changes.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend(changes);
        queue!(bytes, EndSynchronizedUpdate)?;
        self.output.write_all(&bytes)
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

/// Gives the terminal back as it was. A terminal that is gone cannot be restored, and needs not be.
fn restore() {
    if OURS.swap(false, Ordering::SeqCst) {
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
    let _ = DisableBracketedPaste.write_ansi(&mut bytes);
    let _ = LeaveAlternateScreen.write_ansi(&mut bytes);
    let _ = Show.write_ansi(&mut bytes);
    bytes
}
