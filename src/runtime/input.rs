//! The keyboard: one thread that reads, so that nothing the program does makes a key wait.
//!
//! `EventStream` hangs when it is drained, and `poll(0)` does not coalesce a burst: it never looks. A thread and a channel
//! do.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::runtime::background::{Heard, Listener};
use crate::runtime::keyboard;

/// Events that may wait to be taken in. A paste of this length is taken in as one; the rest of a longer one waits in the
/// kernel.
const WAITING: usize = 4096;

/// How long a terminal is given to answer before it is left: what came later would be typed into the shell.
const ANSWER: Duration = Duration::from_millis(200);

/// What the thread has read.
pub(super) struct Input {
    heard: mpsc::Receiver<Heard>,
    /// Until when an answer of the terminal may be on its way.
    answer_due: Option<Instant>,
}

impl Input {
    /// Starts to read; `asks` is whether the terminal is asked for its background. The thread ends with the terminal, or
    /// with the program.
    pub(super) fn start(asks: bool) -> Self {
        let (sender, heard) = mpsc::channel(WAITING);
        thread::spawn(move || {
            let mut listener = asks.then(Listener::default);
            while let Ok(heard) = read(listener.as_mut()) {
                if heard.into_iter().any(|one| sender.blocking_send(one).is_err()) {
                    break;
                }
            }
        });
        let mut input = Self { heard, answer_due: None };
        input.asked(asks);
        input
    }

    /// The terminal was taken just now, and perhaps asked.
    pub(super) fn asked(&mut self, asks: bool) {
        self.answer_due = asks.then(|| Instant::now() + ANSWER);
    }

    /// Waits for what comes next; `None` where the terminal is gone.
    pub(super) async fn next(&mut self) -> Option<Heard> {
        let heard = self.heard.recv().await;
        self.note(heard)
    }

    /// Takes all that has been read, without waiting.
    pub(super) fn drain(&mut self) -> Vec<Heard> {
        std::iter::from_fn(|| {
            let heard = self.heard.try_recv().ok();
            self.note(heard)
        })
        .collect()
    }

    /// Waits until no answer is on its way any more, for the terminal is about to be given back. What is typed meanwhile
    /// is nobody's.
    pub(super) async fn settle(&mut self) {
        while let Some(due) = self.answer_due {
            let heard = timeout_at(due, self.heard.recv()).await.ok().flatten();
            if self.note(heard).is_none() {
                self.answer_due = None;
            }
        }
    }

    fn note(&mut self, heard: Option<Heard>) -> Option<Heard> {
        if matches!(heard, Some(Heard::Background(_))) {
            self.answer_due = None;
        }
        heard
    }
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
