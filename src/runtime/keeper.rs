//! Keeping what is kept between runs: one write at a time, of the newest, and the last before the program ends.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::kept::Kept;
use crate::app::message::Message;
use crate::domain::printable::Printable;
use crate::runtime::desk_file;

/// A disk that takes longer than this keeps nobody from leaving.
const AT_THE_END: Duration = Duration::from_secs(2);

/// Who writes.
pub(super) struct Keeper {
    newest: watch::Sender<Kept>,
    writer: JoinHandle<()>,
}

impl Keeper {
    /// Nothing to write yet. What cannot be written is told.
    pub(super) fn start(path: PathBuf, messages: mpsc::Sender<Message>) -> Self {
        let (newest, mut seen) = watch::channel(Kept::default());
        let writer = tokio::spawn(async move {
            // The last is still seen after the sender has gone.
            while seen.changed().await.is_ok() {
                let kept = seen.borrow_and_update().clone();
                if let Err(why) = write(path.clone(), kept).await {
                    // Who has left reads nothing any more.
                    let _ = messages.try_send(Message::Failed(told(&path, &why)));
                }
            }
        });
        Self { newest, writer }
    }

    /// Writes this, and what has not been written before it no more.
    pub(super) fn keep(&self, kept: Kept) {
        self.newest.send_replace(kept);
    }

    /// Waits until the newest is written.
    pub(super) async fn finish(self) {
        drop(self.newest);
        let _ = timeout(AT_THE_END, self.writer).await;
    }
}

async fn write(path: PathBuf, kept: Kept) -> std::io::Result<()> {
    tokio::task::spawn_blocking(move || desk_file::write(&path, &kept)).await.map_err(std::io::Error::other)?
}

fn told(path: &Path, why: &std::io::Error) -> String {
    format!(
        "What was opened and arranged cannot be kept in {}: {why}",
        Printable::new(&path.to_string_lossy()).quoted()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kept with the columns up to this one hidden.
    fn hiding(columns: usize) -> Kept {
        let mut kept = Kept::default();
        (0..columns).for_each(|place| kept.columns.toggle(place));
        kept
    }

    #[tokio::test]
    async fn the_newest_is_on_the_disk_at_the_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(desk_file::NAME);
        let (messages, mut told) = mpsc::channel(1);
        let keeper = Keeper::start(path.clone(), messages);
        (1..=4).for_each(|columns| keeper.keep(hiding(columns)));
        keeper.finish().await;
        assert_eq!(desk_file::read(&path).columns.all(), hiding(4).columns.all());
        assert!(told.recv().await.is_none());
    }

    #[tokio::test]
    async fn what_cannot_be_kept_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        let (messages, mut told) = mpsc::channel(1);
        let keeper = Keeper::start(file.join(desk_file::NAME), messages);
        keeper.keep(hiding(1));
        let word = told.recv().await;
        assert!(matches!(&word, Some(Message::Failed(word)) if word.contains("cannot be kept in")), "{word:?}");
        keeper.finish().await;
    }
}
