//! The keyboard: one thread that reads, so that nothing the program does makes a key wait.
//!
//! `EventStream` hangs when it is drained, and `poll(0)` does not coalesce a burst; a thread and a channel do.

use std::thread;

use crossterm::event::{self, Event, KeyEventKind, MouseEventKind};
use tokio::sync::mpsc;

/// Events that may wait to be taken in. A paste of this length is taken in as one; the rest of a longer one waits in the
/// kernel.
const WAITING: usize = 4096;

/// What the thread has read.
pub(super) struct Input {
    events: mpsc::Receiver<Event>,
}

impl Input {
    /// Starts to read. The thread ends with the terminal, or with the program.
    pub(super) fn start() -> Self {
        let (sender, events) = mpsc::channel(WAITING);
        thread::spawn(move || {
            while let Ok(event) = event::read() {
                if matters(&event) && sender.blocking_send(event).is_err() {
                    break;
                }
            }
        });
        Self { events }
    }

    /// Waits for an event; `None` where the terminal is gone.
    pub(super) async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// Takes all that has been read, without waiting.
    pub(super) fn drain(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }
}

/// Some terminals also tell when a key is let go; nothing here waits for that.
fn matters(event: &Event) -> bool {
    match event {
        Event::Key(key) => key.kind != KeyEventKind::Release,
        Event::Mouse(mouse) => !matches!(mouse.kind, MouseEventKind::Moved | MouseEventKind::Drag(_)),
        Event::Paste(_) | Event::Resize(..) => true,
        Event::FocusGained | Event::FocusLost => false,
    }
}
