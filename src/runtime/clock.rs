//! The one place that asks what time it is.

use chrono::{DateTime, Local, NaiveDateTime, Utc};

/// This machine's time.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "everything else is given the time by who calls this")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A moment as the clocks on this machine's walls show it.
#[must_use]
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.with_timezone(&Local).naive_local()
}
