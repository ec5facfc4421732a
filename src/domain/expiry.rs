//! How near a certificate is to its end: the severity, and the time left as a person would say it.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

/// How much attention a certificate asks for, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Its time is over: clients that present it are refused.
    Expired,
    /// Less than [`Limits::critical`] is left.
    Critical,
    /// Less than [`Limits::soon`] is left.
    Soon,
    /// Nothing to do yet.
    Ok,
    /// The server did not say when it ends.
    Unknown,
}

impl Severity {
    /// Every severity, worst first.
    pub const ALL: [Self; 5] = [Self::Expired, Self::Critical, Self::Soon, Self::Ok, Self::Unknown];

    /// The word, which alone carries the meaning.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Critical => "critical",
            Self::Soon => "soon",
            Self::Ok => "ok",
            Self::Unknown => "unknown",
        }
    }

    /// One column that underlines the word.
    #[must_use]
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Expired => "✗",
            Self::Critical => "!",
            Self::Soon => "~",
            Self::Ok => " ",
            Self::Unknown => "?",
        }
    }
}

/// From which time left on a certificate is critical, or soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    critical: TimeDelta,
    soon: TimeDelta,
}

/// Why two limits do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`critical` must be above zero and at most `soon`")]
pub struct LimitsOutOfOrder;

impl Limits {
    /// # Errors
    /// Where not `0 < critical <= soon`.
    pub fn new(critical: TimeDelta, soon: TimeDelta) -> Result<Self, LimitsOutOfOrder> {
        if TimeDelta::zero() < critical && critical <= soon {
            Ok(Self { critical, soon })
        } else {
            Err(LimitsOutOfOrder)
        }
    }

    /// Below this a certificate is critical.
    #[must_use]
    pub const fn critical(self) -> TimeDelta {
        self.critical
    }

    /// Below this a certificate is soon to be renewed.
    #[must_use]
    pub const fn soon(self) -> TimeDelta {
        self.soon
    }

    /// The severity at `now` of what ends at `not_after`. The last second is `not_after` itself (RFC 5280 §4.1.2.5:
    /// the validity period includes both ends).
    #[must_use]
    pub fn severity(self, not_after: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Severity {
        let Some(not_after) = not_after else { return Severity::Unknown };
        let left = not_after - now;
        if left < TimeDelta::zero() {
            Severity::Expired
        } else if left < self.critical {
            Severity::Critical
        } else if left < self.soon {
            Severity::Soon
        } else {
            Severity::Ok
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { critical: TimeDelta::days(7), soon: TimeDelta::days(30) }
    }
}

/// A span of time in the one unit that a person would say: `40 s`, `12 min`, `3 h`, `41 d`, `14 mo`, rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    count: i64,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    seconds: i64,
    name: &'static str,
    /// From this many seconds on the unit is used.
    from: i64,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A twelfth of 365.25 days; only spans of half a year and more are told in it.
const MONTH: i64 = 2_629_800;

const UNITS: [Unit; 5] = [
    Unit { seconds: MONTH, name: "mo", from: 200 * DAY },
    Unit { seconds: DAY, name: "d", from: 2 * DAY },
    Unit { seconds: HOUR, name: "h", from: 2 * HOUR },
    Unit { seconds: MINUTE, name: "min", from: 2 * MINUTE },
    Unit { seconds: 1, name: "s", from: 0 },
];

impl Span {
    /// The span between two moments, whichever comes first.
    #[must_use]
    pub fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self::of((to - from).num_seconds().saturating_abs())
    }

    fn of(seconds: i64) -> Self {
        let unit =
            UNITS.into_iter().find(|unit| seconds >= unit.from).unwrap_or(Unit { seconds: 1, name: "s", from: 0 });
        Self { count: seconds / unit.seconds, unit }
    }

    /// How long a countdown of `seconds` shows what [`Self::of`] shows now, in seconds (1 or more).
    fn lasts(seconds: i64) -> i64 {
        let Self { unit, .. } = Self::of(seconds);
        let within_unit = seconds % unit.seconds + 1;
        let to_next_unit = seconds - unit.from + 1;
        if unit.from == 0 { within_unit } else { within_unit.min(to_next_unit) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.count, self.unit.name)
    }
}

/// The first moment after `now` at which the time left until `not_after`, or its severity, reads otherwise. A countdown
/// in days wakes nobody every second.
#[must_use]
pub fn reads_otherwise_at(not_after: DateTime<Utc>, limits: Limits, now: DateTime<Utc>) -> DateTime<Utc> {
    let left = (not_after - now).num_seconds();
    if not_after < now {
        // Past its end the span grows.
        let gone = -left;
        let unit = Span::of(gone).unit;
        let within_unit = unit.seconds - gone % unit.seconds;
        return now + TimeDelta::seconds(within_unit.max(1));
    }
    let span_ends = TimeDelta::seconds(Span::lasts(left));
    let turns = [limits.soon, limits.critical]
        .into_iter()
        .map(|limit| not_after - now - limit + TimeDelta::seconds(1))
        .filter(|turn| *turn > TimeDelta::zero());
    now + turns.fold(span_ends, TimeDelta::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).expect("a moment")
    }

    #[test]
    fn severity_turns_at_the_limits_and_the_last_second_still_counts() {
        let limits = Limits::default();
        let of = |left: i64| limits.severity(Some(at(left)), at(0));
        assert_eq!(of(-1), Severity::Expired);
        assert_eq!(of(0), Severity::Critical);
        assert_eq!(of(7 * DAY - 1), Severity::Critical);
        assert_eq!(of(7 * DAY), Severity::Soon);
        assert_eq!(of(30 * DAY - 1), Severity::Soon);
        assert_eq!(of(30 * DAY), Severity::Ok);
        assert_eq!(limits.severity(None, at(0)), Severity::Unknown);
    }

    #[test]
    fn a_span_is_told_in_the_unit_that_a_person_would_say() {
        let said = |seconds| Span::of(seconds).to_string();
        assert_eq!(said(0), "0 s");
        assert_eq!(said(119), "119 s");
        assert_eq!(said(120), "2 min");
        assert_eq!(said(2 * HOUR), "2 h");
        assert_eq!(said(2 * DAY - 1), "47 h");
        assert_eq!(said(41 * DAY), "41 d");
        assert_eq!(said(425 * DAY), "13 mo");
    }

    #[test]
    fn limits_out_of_order_are_refused() {
        assert!(Limits::new(TimeDelta::days(30), TimeDelta::days(7)).is_err());
        assert!(Limits::new(TimeDelta::zero(), TimeDelta::days(7)).is_err());
        assert!(Limits::new(TimeDelta::days(7), TimeDelta::days(7)).is_ok());
    }

    proptest! {
        /// Until the promised moment nothing reads otherwise; at it, something does.
        #[test]
        fn the_next_moment_is_neither_late_nor_early(left in -900 * DAY..900 * DAY) {
            let limits = Limits::default();
            let shown = |now: i64| (limits.severity(Some(at(left)), at(now)), Span::between(at(now), at(left)).to_string());
            let next = (reads_otherwise_at(at(left), limits, at(0)) - at(0)).num_seconds();
            prop_assert!(next >= 1);
            prop_assert_eq!(shown(next - 1), shown(0));
            // From the last second to the first second past it "0 s" may stay "1 s" only by its severity.
            prop_assert_ne!(shown(next), shown(0));
        }
    }
}
