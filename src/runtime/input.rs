//! The keyboard: one thread that reads, so that nothing the program does makes a key wait.
//!
//! `EventStream` hangs when it is drained, so a thread and a channel do. What comes in one go is taken in as one, so that a
//! paste of thousands of keys costs one frame: the thread says when nothing more has come. It hands over what it has read
//! before it looks, for crossterm waits in `poll`, too, for the rest of a sequence that was cut.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use crate::runtime::background::{Heard, Listener};
use crate::runtime::keyboard;

/// Events that may wait to be taken in; the rest waits in the kernel.
const WAITING: usize = 4096;

/// Of how many events a frame is due, whatever more is coming.
const MOST: usize = 16_384;

/// crossterm looks at nothing in no time at all. This is less than a millisecond, which is what the system counts in.
const GLANCE: Duration = Duration::from_micros(20);

/// Longer than this nobody waits for the rest of what comes in one go.
const PAUSE: Duration = Duration::from_millis(2);

/// How long a terminal is given to answer before it is left: what came later would be typed into the shell.
const ANSWER: Duration = Duration::from_millis(200);

/// What the thread says.
enum Read {
    Heard(Heard),
    /// Nothing more has come with it.
    Quiet,
}

/// What the thread has read.
pub(super) struct Input {
    reads: mpsc::Receiver<Read>,
    /// Until when an answer of the terminal may be on its way.
    answer_due: Option<Instant>,
}

impl Input {
    /// Starts to read; `asks` is whether the terminal is asked for its background. The thread ends with the terminal, or
    /// with the program.
    pub(super) fn start(asks: bool) -> Self {
        let (sender, reads) = mpsc::channel(WAITING);
        thread::spawn(move || {
            let mut listener = asks.then(Listener::default);
            while let Ok(heard) = read(listener.as_mut()) {
                let mut said = heard.into_iter().map(Read::Heard);
                if said.any(|one| sender.blocking_send(one).is_err()) {
                    break;
                }
                if matches!(event::poll(GLANCE), Ok(false)) && sender.blocking_send(Read::Quiet).is_err() {
                    break;
                }
            }
        });
        let mut input = Self { reads, answer_due: None };
        input.asked(asks);
        input
    }

    /// The terminal was taken just now, and perhaps asked.
    pub(super) fn asked(&mut self, asks: bool) {
        self.answer_due = asks.then(|| Instant::now() + ANSWER);
    }

    /// Waits for what comes next; `None` where the terminal is gone.
    pub(super) async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Read::Heard(heard) = self.reads.recv().await? {
                return Some(self.note(heard));
            }
        }
    }

    /// What comes with what came last, in one go.
    pub(super) async fn rest(&mut self) -> Vec<Heard> {
        let mut rest = Vec::new();
        while rest.len() < MOST
            && let Ok(Some(Read::Heard(heard))) = timeout(PAUSE, self.reads.recv()).await
        {
            rest.push(self.note(heard));
        }
        rest
    }

    /// Takes all that has been read, without waiting.
    pub(super) fn drain(&mut self) -> Vec<Heard> {
        let mut drained = Vec::new();
        while let Ok(read) = self.reads.try_recv() {
            if let Read::Heard(heard) = read {
                drained.push(self.note(heard));
            }
        }
        drained
    }

    /// Waits until no answer is on its way any more, for the terminal is about to be given back. What is typed meanwhile
    /// is nobody's.
    pub(super) async fn settle(&mut self) {
        while let Some(due) = self.answer_due {
            if timeout_at(due, self.next()).await.ok().flatten().is_none() {
                self.answer_due = None;
            }
        }
    }

    fn note(&mut self, heard: Heard) -> Heard {
        if matches!(heard, Heard::Background(_)) {
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
