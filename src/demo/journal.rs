//! What was asked of the server and what became of it, for a test to read and to wait for. No secret is kept.

use std::sync::Arc;

use tokio::sync::watch;

/// How many requests are remembered. A server that runs for days forgets the later ones, not its memory's end.
const REMEMBERED: usize = 100_000;

/// How a request was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// No `Authorization` header.
    None,
    /// HTTP Basic, as the token endpoint wants it.
    Basic,
    /// A token.
    Bearer,
    /// HTTP Digest.
    Digest {
        /// The server's nonce.
        nonce: String,
        /// The client's count of uses of that nonce, `nc`.
        count: u32,
    },
    /// Something else, or not to be read.
    Unknown,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is being answered, or held.
    Pending,
    /// An answer with this status went out.
    Answered(u16),
    /// The connection was cut, by a fault or by the client, before there was an answer.
    Abandoned,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The number of the connection that it came on, from 0.
    pub connection: u64,
    /// The method.
    pub method: String,
    /// The request target as sent: path and query.
    pub target: String,
    /// The `Accept` header.
    pub accept: Option<String>,
    /// How it was signed.
    pub signature: Signature,
    /// What became of it.
    pub outcome: Outcome,
    /// Why the signature was refused, where it was.
    pub refused: Option<&'static str>,
}

/// All requests, in the order of their arrival. Cloning gives the same journal.
#[derive(Debug, Clone)]
pub struct Journal(Arc<watch::Sender<Vec<Entry>>>);

impl Default for Journal {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(Vec::new())))
    }
}

impl Journal {
    /// Everything so far.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.0.borrow().clone()
    }

    /// Everything so far, once it is as wanted.
    pub async fn wait_until(&self, mut wanted: impl FnMut(&[Entry]) -> bool) -> Vec<Entry> {
        match self.0.subscribe().wait_for(|entries| wanted(entries)).await {
            Ok(entries) => entries.clone(),
            // The sender lives in `self`, so waiting cannot fail.
            Err(_) => self.entries(),
        }
    }

    /// Everything so far, once `count` requests have arrived.
    pub async fn wait_for(&self, count: usize) -> Vec<Entry> {
        self.wait_until(|entries| entries.len() >= count).await
    }

    /// Notes the arrival of a request; its outcome goes to what is returned.
    pub(super) fn arrived(&self, entry: Entry) -> Line {
        let mut place = None;
        self.0.send_if_modified(|entries| {
            let room = entries.len() < REMEMBERED;
            if room {
                place = Some(entries.len());
                entries.push(entry);
            }
            room
        });
        Line { journal: self.clone(), place, open: true }
    }
}

/// The line of one request in the journal. Dropped without an outcome, the request was abandoned.
pub(super) struct Line {
    journal: Journal,
    place: Option<usize>,
    open: bool,
}

impl Line {
    /// Notes why the signature was refused.
    pub fn refused(&self, why: Option<&'static str>) {
        self.change(|entry| entry.refused = why);
    }

    /// Notes the status of the answer.
    pub fn answered(mut self, status: u16) {
        self.open = false;
        self.change(|entry| entry.outcome = Outcome::Answered(status));
    }

    fn change(&self, change: impl FnOnce(&mut Entry)) {
        self.journal.0.send_if_modified(|entries| match self.place.and_then(|place| entries.get_mut(place)) {
            Some(entry) => {
                change(entry);
                true
            }
            None => false,
        });
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.open {
            self.change(|entry| entry.outcome = Outcome::Abandoned);
        }
    }
}
