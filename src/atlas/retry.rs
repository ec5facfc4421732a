//! When to try again: what is transient, a few times, with growing pauses that do not fall together.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::atlas::error::{Error, Kind};

/// Longer than this nobody waits without being asked.
const LONGEST: Duration = Duration::from_mins(2);
/// Atlas advises 10, 20, 40 s where a 429 does not say how long: twenty times what a broken connection needs.
const RATE_FACTOR: u32 = 20;

/// The pauses before each further try, of which a request uses one after the other.
pub(super) fn pauses(first: Duration, attempts: usize) -> impl Iterator<Item = Duration> {
    let growing = ExponentialBuilder::new().with_min_delay(first).with_factor(2.0).with_jitter();
    growing.with_max_times(attempts.saturating_sub(1)).build()
}

/// How long to wait before a request that failed with `error` is sent again; `None` where it is not worth it.
pub(super) fn pause_after(error: &Error, next: Option<Duration>) -> Option<Duration> {
    let next = next?;
    let pause = match error.kind() {
        Kind::SlowDown(Some(told)) => told.saturating_add(next / 4),
        Kind::SlowDown(None) => next * RATE_FACTOR,
        _ if error.is_transient() => next,
        _ => return None,
    };
    (pause <= LONGEST).then_some(pause)
}

/// `Retry-After`: seconds, or a date, which is held against the answer's own `Date` (RFC 9110 §10.2.3).
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    (http_date(text)? - server_time(headers)?).to_std().ok()
}

/// The `Date` header.
pub(super) fn server_time(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

/// Atlas also writes dates whose day has one digit, which is not RFC 9110's form: RFC 2822's allows both.
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc2822(text.trim()).ok()?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::error::Facts;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        assert_eq!(retry_after(&headers(&[("retry-after", "55")])), Some(Duration::from_secs(55)));
        let dated =
            headers(&[("retry-after", "Mon, 5 Aug 2024 00:01:00 GMT"), ("date", "Mon, 05 Aug 2024 00:00:00 GMT")]);
        assert_eq!(retry_after(&dated), Some(Duration::from_mins(1)));
        assert_eq!(retry_after(&headers(&[("retry-after", "soon")])), None);
    }

    #[test]
    fn pauses_grow_and_end() {
        let pauses: Vec<Duration> = pauses(Duration::from_millis(500), 4).collect();
        assert_eq!(pauses.len(), 3);
        // Each from twice the one before up to as much again, which is the jitter: they never overlap.
        for (pause, least) in pauses.iter().zip([500, 1000, 2000].map(Duration::from_millis)) {
            assert!((least..=least * 2).contains(pause), "{pauses:?}");
        }
        assert!(pauses.is_sorted());
    }

    #[test]
    fn a_wait_without_end_is_not_waited_for() {
        let error = Error::new(Kind::SlowDown(Some(Duration::MAX)), "x", Facts::default());
        assert_eq!(pause_after(&error, Some(Duration::from_secs(1))), None);
    }
}
