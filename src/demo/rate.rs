//! Token buckets: how many requests each kind of resource bears, as Atlas documents and sends it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// The resources that share a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Set {
    /// The list of organisations.
    Organisations,
    /// One organisation.
    Organisation,
    /// Projects, one or all.
    Projects,
    /// Database users of a project.
    Users,
    /// Certificates, a bucket for each project.
    Certificates,
}

/// How large a bucket is and how it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// What a full bucket holds: `RateLimit-Limit`.
    pub limit: u32,
    /// How many requests come back at once,
    pub refill: u32,
    /// each time after so many seconds.
    pub seconds: u32,
}

/// The capacity of every bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacities {
    /// [`Set::Organisations`].
    pub organisations: Capacity,
    /// [`Set::Organisation`].
    pub organisation: Capacity,
    /// [`Set::Projects`].
    pub projects: Capacity,
    /// [`Set::Users`].
    pub users: Capacity,
    /// [`Set::Certificates`].
    pub certificates: Capacity,
}

impl Default for Capacities {
    /// The limits are recorded (`RateLimit-Limit`, 2026), the refill is documented for organisations and projects and
    /// taken to be alike for the others.
    fn default() -> Self {
        let of = |limit, refill| Capacity { limit, refill, seconds: 60 };
        Self {
            organisations: of(300, 100),
            organisation: of(500, 100),
            projects: of(1200, 500),
            users: of(10_000, 5000),
            certificates: of(1200, 500),
        }
    }
}

impl Capacities {
    /// The same limit for every set, refilled by `limit` each minute.
    #[must_use]
    pub const fn all(limit: u32) -> Self {
        let one = Capacity { limit, refill: limit, seconds: 60 };
        Self { organisations: one, organisation: one, projects: one, users: one, certificates: one }
    }

    const fn of(&self, set: Set) -> Capacity {
        match set {
            Set::Organisations => self.organisations,
            Set::Organisation => self.organisation,
            Set::Projects => self.projects,
            Set::Users => self.users,
            Set::Certificates => self.certificates,
        }
    }
}

/// What a request found in its bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub capacity: Capacity,
    /// What is left after this request.
    pub remaining: u32,
    /// Where the bucket was empty: seconds until it is not.
    pub retry_after: Option<u32>,
}

struct Bucket {
    left: u32,
    filled_at: DateTime<Utc>,
}

/// The buckets of one server.
pub(super) struct Buckets {
    capacities: Capacities,
    by_scope: Mutex<HashMap<(Set, String), Bucket>>,
}

impl Buckets {
    pub fn new(capacities: Capacities) -> Self {
        Self { capacities, by_scope: Mutex::default() }
    }

    /// Takes one request out of the bucket of `set` for `scope`: a project's id, or nothing for the caller as a whole.
    pub fn take(&self, set: Set, scope: &str, now: DateTime<Utc>) -> Found {
        let capacity = self.capacities.of(set);
        let mut buckets = self.by_scope.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket =
            buckets.entry((set, scope.to_owned())).or_insert_with(|| Bucket { left: capacity.limit, filled_at: now });
        bucket.fill(capacity, now);
        match bucket.left.checked_sub(1) {
            Some(remaining) => {
                bucket.left = remaining;
                Found { capacity, remaining, retry_after: None }
            }
            None => Found { capacity, remaining: 0, retry_after: Some(bucket.seconds_to_fill(capacity, now)) },
        }
    }
}

impl Bucket {
    /// Adds what has come back since the last time, in whole steps: the documented 429 asks for 55 seconds where 5
    /// requests come back every 60, which a steady trickle would not.
    fn fill(&mut self, capacity: Capacity, now: DateTime<Utc>) {
        let step = i64::from(capacity.seconds.max(1));
        let steps = ((now - self.filled_at).num_seconds() / step).max(0);
        let back = u32::try_from(steps).unwrap_or(u32::MAX).saturating_mul(capacity.refill);
        self.left = self.left.saturating_add(back).min(capacity.limit);
        self.filled_at += TimeDelta::seconds(steps * step);
    }

    fn seconds_to_fill(&self, capacity: Capacity, now: DateTime<Utc>) -> u32 {
        let gone = u32::try_from((now - self.filled_at).num_seconds().max(0)).unwrap_or(0);
        capacity.seconds.saturating_sub(gone).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_bucket_says_when_it_fills_and_then_does() {
        let capacity = Capacity { limit: 10, refill: 5, seconds: 60 };
        let buckets = Buckets::new(Capacities { certificates: capacity, ..Capacities::default() });
        let start = DateTime::from_timestamp(1_800_000_000, 0).expect("a moment");
        let take = |after| buckets.take(Set::Certificates, "a", start + TimeDelta::seconds(after));
        assert!((0..10).rev().eq((0..10).map(|_| take(0).remaining)), "ten are borne");
        assert_eq!(take(5).retry_after, Some(55));
        assert_eq!(take(59).retry_after, Some(1));
        assert_eq!((take(60).remaining, take(60).remaining), (4, 3));
        assert_eq!(take(6000).remaining, 9, "a full bucket stays full");
        let other = buckets.take(Set::Certificates, "b", start);
        assert_eq!((other.remaining, other.retry_after), (9, None), "another project has its own");
    }
}
