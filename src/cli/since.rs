//! From when on: so long before the server's time, or a date.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::config::severity::span;

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// So long ago.
    Ago(TimeDelta),
    /// Then.
    At(DateTime<Utc>),
}

impl Since {
    /// The moment, where it is `now` by the server's clock.
    pub(super) fn by(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Ago(span) => now.checked_sub_signed(span).unwrap_or(DateTime::UNIX_EPOCH),
            Self::At(moment) => moment,
        }
    }
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let of_day = || text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let date = || text.parse::<DateTime<Utc>>().ok().or_else(of_day);
        span(text).ok().map(Self::Ago).or_else(|| date().map(Self::At)).ok_or_else(|| {
            format!(
                "“{text}” is neither a span of time nor a date: write it like 7d, 2026-11-24 or 2026-11-24T10:00:00Z"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_and_a_date_are_told_apart() {
        let now: DateTime<Utc> = "2026-11-24T14:03:00Z".parse().expect("a time");
        for (text, moment) in [
            ("1d", "2026-11-23T14:03:00Z"),
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            ("2026-11-20T01:00:00+01:00", "2026-11-20T00:00:00Z"),
        ] {
            let since: Since = text.parse().expect(text);
            assert_eq!(Ok(since.by(now)), moment.parse(), "{text}");
        }
        assert!("yesterday".parse::<Since>().is_err_and(|why| why.contains("7d, 2026-11-24")));
    }
}
