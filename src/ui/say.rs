//! Numbers and dates as they stand everywhere on the screen.

use chrono::{DateTime, Utc};

use crate::domain::expiry::Span;

/// `2026-11-29 09:15`, in UTC.
pub(super) fn minute(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-29`, in UTC.
pub(super) fn day(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d").to_string()
}

/// `2026-11-29 09:15:00 UTC`.
pub(super) fn second(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `in 5 d`, `3 h ago`.
pub(super) fn relative(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = Span::between(now, moment);
    if moment < now { format!("{span} ago") } else { format!("in {span}") }
}
