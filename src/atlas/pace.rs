//! How fast to ask: a few requests at a time, slower when the server's bucket runs low, and not at all for as long as it
//! says so. Atlas fills its buckets by some hundred tokens a minute.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// Below this many tokens left every request waits for as long as it takes to earn one.
const LOW: u64 = 20;
/// Atlas: `GET /orgs`, the slowest bucket, earns 100 tokens in 60 s.
const TOKEN: Duration = Duration::from_millis(600);

/// Shared by all requests of a client.
pub(super) struct Pace {
    permits: Semaphore,
    not_before: Mutex<Option<Instant>>,
}

impl Pace {
    pub(super) fn new(at_once: usize) -> Self {
        Self { permits: Semaphore::new(at_once.max(1)), not_before: Mutex::new(None) }
    }

    /// Waits for a turn; the turn ends with the permit.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed.
        let permit = self.permits.acquire().await.ok();
        let not_before = *self.not_before.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(moment) = not_before {
            tokio::time::sleep_until(moment).await;
        }
        permit
    }

    /// Learns from an answer's headers.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let remaining =
            headers.get("ratelimit-remaining").and_then(|value| value.to_str().ok()?.trim().parse::<u64>().ok());
        if remaining.is_some_and(|remaining| remaining < LOW) {
            self.hold(TOKEN);
        }
    }

    /// Nothing goes out for a while.
    pub(super) fn hold(&self, pause: Duration) {
        let moment = Instant::now() + pause;
        let mut not_before = self.not_before.lock().unwrap_or_else(PoisonError::into_inner);
        *not_before = Some(not_before.map_or(moment, |already| already.max(moment)));
    }
}
