//! Small things to do outside the program, none of which a key waits for: what becomes of them comes back as a word.

use std::process::Stdio;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::app::export::Export;
use crate::app::message::Message;
use crate::config::child;
use crate::domain::printable::Printable;
use crate::runtime::clipboard::ClipboardCommand;
use crate::runtime::export_file;

/// Who runs them.
pub(super) struct Errands {
    messages: mpsc::Sender<Message>,
    /// Files that are being written.
    writing: JoinSet<()>,
}

/// A disk that takes longer than this to take a list keeps nobody from leaving.
const AT_THE_END: Duration = Duration::from_secs(10);

/// What opens an address in the person's browser.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

impl Errands {
    pub(super) fn new(messages: mpsc::Sender<Message>) -> Self {
        Self { messages, writing: JoinSet::new() }
    }

    /// Runs one; what it says is shown.
    fn run(&self, errand: impl FnOnce() -> Option<String> + Send + 'static) {
        let messages = self.messages.clone();
        tokio::task::spawn_blocking(move || {
            if let Some(word) = errand() {
                // The receiver is gone only when the program is leaving.
                let _ = messages.blocking_send(Message::Told(word));
            }
        });
    }

    /// Gives a text to a command.
    pub(super) fn copy(&self, command: ClipboardCommand, text: Printable<'static>) {
        self.run(move || Some(command.give(text.as_str())));
    }

    /// Writes rows to a file.
    pub(super) fn export(&mut self, export: Box<Export>) {
        let messages = self.messages.clone();
        self.writing.spawn_blocking(move || {
            // Who has left reads nothing any more.
            let _ = messages.try_send(Message::Told(export_file::write(&export)));
        });
    }

    /// Waits until every file is written whole.
    pub(super) async fn finish(mut self) {
        let _ = timeout(AT_THE_END, async { while self.writing.join_next().await.is_some() {} }).await;
    }

    /// Opens an address.
    pub(super) fn browse(&self, address: String) {
        self.run(move || {
            let mut command = child::command(OPENER);
            command.arg(&address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let opened = command.status().is_ok_and(|status| status.success());
            Some(if opened {
                format!("Opened {address}")
            } else {
                format!("No browser could be started: open {address}")
            })
        });
    }
}
