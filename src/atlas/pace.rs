//! How fast to ask: a few requests at a time, slower when the server's bucket runs low, and not at all for as long as it
//! says so. Atlas fills its buckets by some hundred tokens a minute.

use std::sync::{Mutex, MutexGuard, PoisonError};
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
    gate: Mutex<Gate>,
}

#[derive(Default)]
struct Gate {
    /// Nothing goes out earlier than this.
    not_before: Option<Instant>,
    /// Whether the bucket is so low that each request has to earn its token first.
    is_low: bool,
    /// How many requests the server bears, as it told last.
    left: Option<u64>,
}

impl Pace {
    pub(super) fn new(at_once: usize) -> Self {
        Self { permits: Semaphore::new(at_once.max(1)), gate: Mutex::default() }
    }

    /// Waits for a turn, and tells for how long that was for the server's sake; the turn ends with the permit.
    pub(super) async fn turn(&self) -> (Option<SemaphorePermit<'_>>, Duration) {
        // The semaphore is never closed.
        let permit = self.permits.acquire().await.ok();
        let began = Instant::now();
        let mut held = Duration::ZERO;
        // Again after each sleep: meanwhile the server may have asked for more time, or another taken the place.
        while let Some(moment) = self.closed_until() {
            tokio::time::sleep_until(moment).await;
            held = began.elapsed();
        }
        (permit, held)
    }

    fn closed_until(&self) -> Option<Instant> {
        self.gate().closed_until(Instant::now())
    }

    /// Learns from an answer's headers.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        if let Some(remaining) = remaining(headers) {
            self.gate().learn(remaining, Instant::now());
        }
    }

    /// How many requests the server bears, as it told last.
    pub(super) fn left(&self) -> Option<u64> {
        self.gate().left
    }

    /// Nothing goes out for a while.
    pub(super) fn hold(&self, pause: Duration) {
        self.gate().hold(Instant::now() + pause);
    }

    /// Whether nothing goes out for longer than it takes to earn a token.
    pub(super) fn is_held(&self) -> bool {
        self.gate().not_before.is_some_and(|moment| moment > Instant::now() + TOKEN)
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many more requests of its kind the server bears, as an answer tells.
pub(super) fn remaining(headers: &HeaderMap) -> Option<u64> {
    headers.get("ratelimit-remaining")?.to_str().ok()?.trim().parse().ok()
}

impl Gate {
    /// Until when nothing may go out. Where something may, this moment's place is taken: while the bucket is low the next
    /// place is one token later.
    fn closed_until(&mut self, now: Instant) -> Option<Instant> {
        if let Some(moment) = self.not_before.filter(|moment| now < *moment) {
            return Some(moment);
        }
        self.not_before = self.is_low.then(|| now + TOKEN);
        None
    }

    fn learn(&mut self, remaining: u64, now: Instant) {
        self.left = Some(remaining);
        let was_low = std::mem::replace(&mut self.is_low, remaining < LOW);
        if self.is_low && !was_low {
            self.hold(now + TOKEN);
        }
    }

    fn hold(&mut self, until: Instant) {
        self.not_before = Some(self.not_before.map_or(until, |already| already.max(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When each of four requests goes out that come at once and sleep for as long as they are told, counted from `start`.
    fn departures(gate: &mut Gate, start: Instant, now: Instant, mut at: impl FnMut(&mut Gate, Instant)) -> Vec<u128> {
        let (mut sleeping, mut gone) = (vec![now; 4], Vec::new());
        while let Some(wakes) = sleeping.iter().min().copied() {
            at(gate, wakes);
            let (awake, still): (Vec<_>, Vec<_>) = sleeping.into_iter().partition(|moment| *moment == wakes);
            sleeping = still;
            for _ in awake {
                match gate.closed_until(wakes) {
                    Some(later) => sleeping.push(later),
                    None => gone.push((wakes - start).as_millis() / TOKEN.as_millis()),
                }
            }
        }
        gone
    }

    #[test]
    fn while_the_bucket_is_low_requests_go_one_by_one() {
        let (mut gate, start) = (Gate::default(), Instant::now());
        assert_eq!(departures(&mut gate, start, start, |_, _| {}), [0, 0, 0, 0]);
        gate.learn(3, start);
        assert_eq!(departures(&mut gate, start, start, |_, _| {}), [1, 2, 3, 4]);
        gate.learn(500, start + TOKEN * 4);
        assert_eq!(departures(&mut gate, start, start + TOKEN * 5, |_, _| {}), [5, 5, 5, 5]);
    }

    #[test]
    fn a_hold_binds_those_who_sleep_already() {
        let (mut gate, start) = (Gate::default(), Instant::now());
        gate.hold(start + TOKEN);
        let longer = |gate: &mut Gate, now: Instant| {
            if now == start + TOKEN {
                gate.hold(start + TOKEN * 10);
            }
        };
        assert_eq!(departures(&mut gate, start, start, longer), [10, 10, 10, 10]);
    }
}
