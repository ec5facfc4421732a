//! The keyboard: one thread that reads, so that nothing the program does makes a key wait.
//!
//! What comes in one go is taken in as one: a paste of thousands of keys costs one frame. `EventStream` hangs when it is
//! drained, and crossterm's `poll` with no time at all never looks.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::runtime::background::{Heard, Listener};
use crate::runtime::keyboard;

/// Of how many events a frame is due, whatever more is coming.
const AT_ONCE: usize = 16_384;
/// How many of these may wait to be taken in. The rest waits in the kernel.
const WAITING: usize = 1;
/// So little that nothing is waited for: less than a millisecond, which is what the system counts in.
const GLANCE: Duration = Duration::from_micros(20);

/// How long a terminal is given to answer before it is left: what came later would be typed into the shell.
const ANSWER: Duration = Duration::from_millis(200);

/// What the thread has read.
pub(super) struct Input {
    batches: mpsc::Receiver<Vec<Heard>>,
    /// Until when an answer of the terminal may be on its way.
    answer_due: Option<Instant>,
}

impl Input {
    /// Starts to read; `asks` is whether the terminal is asked for its background. The thread ends with the terminal, or
    /// with the program.
    pub(super) fn start(asks: bool) -> Self {
        let (sender, batches) = mpsc::channel(WAITING);
        thread::spawn(move || {
            let mut listener = asks.then(Listener::default);
            while let Ok(heard) = read_burst(listener.as_mut()) {
                if !heard.is_empty() && sender.blocking_send(heard).is_err() {
                    break;
                }
            }
        });
        let mut input = Self { batches, answer_due: None };
        input.asked(asks);
        input
    }

    /// The terminal was taken just now, and perhaps asked.
    pub(super) fn asked(&mut self, asks: bool) {
        self.answer_due = asks.then(|| Instant::now() + ANSWER);
    }

    /// Waits for what comes next; `None` where the terminal is gone.
    pub(super) async fn next(&mut self) -> Option<Vec<Heard>> {
        let heard = self.batches.recv().await?;
        self.note(&heard);
        Some(heard)
    }

    /// Takes all that has been read, without waiting.
    pub(super) fn drain(&mut self) -> Vec<Heard> {
        let heard: Vec<Heard> = std::iter::from_fn(|| self.batches.try_recv().ok()).flatten().collect();
        self.note(&heard);
        heard
    }

    /// Waits until no answer is on its way any more, for the terminal is about to be given back. What is typed meanwhile
    /// is nobody's.
    pub(super) async fn settle(&mut self) {
        while let Some(due) = self.answer_due {
            match timeout_at(due, self.next()).await {
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => self.answer_due = None,
            }
        }
    }

    fn note(&mut self, heard: &[Heard]) {
        if heard.iter().any(|one| matches!(one, Heard::Background(_))) {
            self.answer_due = None;
        }
    }
}

/// Reads what comes next, and all that has come with it.
fn read_burst(mut listener: Option<&mut Listener>) -> io::Result<Vec<Heard>> {
    let mut heard = read(listener.as_deref_mut())?;
    while heard.len() < AT_ONCE && event::poll(GLANCE)? {
        heard.extend(read(listener.as_deref_mut())?);
    }
    Ok(heard)
}

/// Reads what comes next, or lets go what was held back in vain.
fn read(listener: Option<&mut Listener>) -> io::Result<Vec<Heard>> {
    let Some(listener) = listener else { return Ok(keyboard::read()?.into_iter().map(Heard::Event).collect()) };
    if let Some(patience) = listener.patience()
        && !event::poll(patience)?
    {
        return Ok(listener.let_go());
    }
    Ok(keyboard::read()?.into_iter().flat_map(|event| listener.take(event)).collect())
}
