//! What a moment is held against: a span of time from now, or a date.

use std::ops::Range;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

/// How a moment is to stand to what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `:`
    Within,
}

/// What was written, and the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    order: Order,
    value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// The length of time from now, or until now.
    Span(TimeDelta),
    /// A year, month, day, minute or second: from its first moment to the first one after it.
    Date(Range<DateTime<Utc>>),
}

impl Bound {
    /// Reads a span or a date; `None` where it is neither, or a span is not to be ordered: no certificate ends in thirty
    /// days to the second.
    pub(super) fn read(order: Order, typed: &str) -> Option<Self> {
        let value = match (date(typed), span(typed)) {
            (Some(date), _) => Value::Date(date),
            (None, Some(span)) if order != Order::Within => Value::Span(span),
            _ => return None,
        };
        Some(Self { order, value })
    }

    /// Whether a text could become a span or a date by typing on.
    pub(super) fn is_begun(order: Order, typed: &str) -> bool {
        let by_date = DATES.iter().filter_map(|whole| whole.get(typed.len()..));
        let letters = typed.len() - typed.trim_end_matches(|character: char| character.is_ascii_alphabetic()).len();
        let (head, letters) = typed.split_at_checked(typed.len() - letters).unwrap_or_default();
        let mut units = UNITS.iter().filter(|unit| unit.starts_with(letters));
        by_date.map(|rest| typed.to_owned() + rest).any(|whole| date(&whole).is_some())
            || (order != Order::Within && (typed == "-" || units.any(|unit| span(&format!("{head}{unit}")).is_some())))
    }

    /// Whether what passes depends on when it is asked.
    pub(super) fn depends_on_time(&self) -> bool {
        matches!(self.value, Value::Span(_))
    }

    /// Judges a moment, and how far it is away in the direction in which spans are counted.
    pub(super) fn admits(&self, moment: DateTime<Utc>, away: TimeDelta) -> bool {
        match (&self.value, self.order) {
            (Value::Span(span), Order::Below) => away < *span,
            (Value::Span(span), Order::AtMost) => away <= *span,
            (Value::Span(span), Order::Above) => away > *span,
            (Value::Span(span), Order::AtLeast) => away >= *span,
            (Value::Span(span), Order::Within) => away == *span,
            (Value::Date(date), Order::Below) => moment < date.start,
            (Value::Date(date), Order::AtMost) => moment < date.end,
            (Value::Date(date), Order::Above) => moment >= date.end,
            (Value::Date(date), Order::AtLeast) => moment >= date.start,
            (Value::Date(date), Order::Within) => date.contains(&moment),
        }
    }
}

/// What a person may mean by a date to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct When {
    /// As the moment at which a certificate was made: a span of time reaches back.
    pub created: Option<DateTime<Utc>>,
    /// As the moment at which it ends: a span of time reaches on.
    pub not_after: Option<DateTime<Utc>>,
}

impl When {
    /// Reads a date, `30d`, `in 30d`, `30d ago`, `yesterday`, `today` or `tomorrow`. Nothing where it is none of them.
    #[must_use]
    pub fn read(typed: &str, now: DateTime<Utc>) -> Self {
        let typed = typed.trim().to_ascii_lowercase();
        let both = |date: Option<DateTime<Utc>>| Self { created: date, not_after: date };
        let day = |days: i64| {
            now.checked_add_signed(TimeDelta::days(days)).map(|day| day.date_naive().and_time(NaiveTime::MIN).and_utc())
        };
        let before = |span: TimeDelta| now.checked_sub_signed(span);
        let after = |span: TimeDelta| now.checked_add_signed(span);
        match typed.as_str() {
            "yesterday" => return both(day(-1)),
            "today" => return both(day(0)),
            "tomorrow" => return both(day(1)),
            _ => {}
        }
        if let Some(ahead) = typed.strip_prefix("in ") {
            return Self { created: None, not_after: span(ahead.trim()).and_then(after) };
        }
        if let Some(ago) = typed.strip_suffix(" ago") {
            return both(span(ago.trim()).and_then(before));
        }
        match (date(&typed), span(&typed)) {
            (Some(date), _) => both(Some(date.start)),
            (None, span) => Self { created: span.and_then(before), not_after: span.and_then(after) },
        }
    }
}

/// Ends with which what is half typed may become a date: days and months begin with 0, or with another digit.
const DATES: [&str; 2] = ["2000-01-01T00:00:00Z", "2000-10-10T00:00:00Z"];

/// Units as they are written out, for those who are half way through one.
const UNITS: [&str; 7] = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"];

/// `30d`, `36h`, `2w`, `3mo`, `1y`, `1d12h`, `1.5 days`, `0`; with a minus for what has been. Months and years are those of
/// `humantime`: 30.44 and 365.25 days.
fn span(typed: &str) -> Option<TimeDelta> {
    let (sign, unsigned) = match typed.strip_prefix('-') {
        Some(unsigned) => (-1, unsigned),
        None => (1, typed),
    };
    let written = humantime::parse_duration(unsigned)
        .or_else(|_| humantime::parse_duration(&with_months(&unsigned.to_ascii_lowercase())));
    TimeDelta::from_std(written.ok()?).ok()?.checked_mul(sign)
}

/// `mo` is what this program itself writes for months, and `humantime` does not know it.
fn with_months(text: &str) -> String {
    let mut parts = text.split("mo");
    let first = parts.next().unwrap_or_default().to_owned();
    let month = |text: String, after: &str| text + if after.starts_with("nth") { "mo" } else { "month" } + after;
    parts.fold(first, month)
}

/// `2026`, `2026-11`, `2026-11-29`, `2026-11-29T09:15`, with seconds and `Z` if need be, or a blank for the `T`: in UTC.
fn date(typed: &str) -> Option<Range<DateTime<Utc>>> {
    let (day, time) = match typed.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time.strip_suffix(['Z', 'z']).unwrap_or(time))),
        None => (typed, None),
    };
    let mut parts = day.split('-');
    let year = digits::<4>(parts.next()?)?;
    let (month, day) = (parts.next().map(digits::<2>), parts.next().map(digits::<2>));
    if parts.next().is_some() {
        return None;
    }
    let first = |month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    let midnight = |date: NaiveDate| date.and_hms_opt(0, 0, 0).map(|time| time.and_utc());
    let (from, to) = match (month, day, time) {
        (None, None, None) => {
            let from = first(1, 1)?;
            (from, from.checked_add_months(Months::new(12))?)
        }
        (Some(month), None, None) => {
            let from = first(month?, 1)?;
            (from, from.checked_add_months(Months::new(1))?)
        }
        (Some(month), Some(day), None) => {
            let from = first(month?, day?)?;
            (from, from.checked_add_days(Days::new(1))?)
        }
        (Some(month), Some(day), Some(time)) => return on(first(month?, day?)?, time),
        _ => return None,
    };
    Some(midnight(from)?..midnight(to)?)
}

/// The minute `09:15`, or the second `09:15:00`, of a day.
fn on(day: NaiveDate, time: &str) -> Option<Range<DateTime<Utc>>> {
    let mut parts = time.split(':');
    let (hour, minute) = (digits::<2>(parts.next()?)?, digits::<2>(parts.next()?)?);
    let second = parts.next().map(digits::<2>);
    if parts.next().is_some() {
        return None;
    }
    let length = TimeDelta::seconds(if second.is_some() { 1 } else { 60 });
    let from = day.and_hms_opt(hour, minute, second.unwrap_or(Some(0))?)?.and_utc();
    Some(from..from.checked_add_signed(length)?)
}

/// A number of so many digits.
fn digits<const COUNT: usize>(text: &str) -> Option<u32> {
    let is_it = text.len() == COUNT && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_it { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spans_as_people_write_them() {
        for (typed, hours) in [
            ("0", 0),
            ("36h", 36),
            ("30d", 720),
            ("30D", 720),
            ("2w", 336),
            ("1d12h", 36),
            ("1.5 days", 36),
            ("-1d", -24),
            ("1y", 8_766),
        ] {
            assert_eq!(span(typed), Some(TimeDelta::hours(hours)), "{typed}");
        }
        let months = span("3months");
        assert!(months.is_some() && ["3mo", "3MO", "3month", "3M"].into_iter().all(|typed| span(typed) == months));
        assert!(span("3m") == Some(TimeDelta::minutes(3)) && span("1mo1d").is_some());
        for typed in ["", "-", "30", "d", "banana", "--1d", "99999999999999999999d", "9999999999y", "3mox"] {
            assert_eq!(span(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_date_is_the_whole_of_its_unit() {
        let range = |typed: &str| date(typed).map(|date| (date.start.to_rfc3339(), date.end.to_rfc3339()));
        for (typed, from, to) in [
            ("2026", "2026-01-01T00:00:00", "2027-01-01T00:00:00"),
            ("2026-12", "2026-12-01T00:00:00", "2027-01-01T00:00:00"),
            ("2024-02-29", "2024-02-29T00:00:00", "2024-03-01T00:00:00"),
            ("2026-11-29T09:15", "2026-11-29T09:15:00", "2026-11-29T09:16:00"),
            ("2026-11-29 09:15", "2026-11-29T09:15:00", "2026-11-29T09:16:00"),
            ("2026-11-29T09:15:07Z", "2026-11-29T09:15:07", "2026-11-29T09:15:08"),
        ] {
            assert_eq!(range(typed), Some((format!("{from}+00:00"), format!("{to}+00:00"))), "{typed}");
        }
        for typed in
            ["2026-13", "2026-02-30", "2026-1-1", "26-01-01", "2026-01-01T24:00", "2026T09:15", "2026-", "+026"]
        {
            assert_eq!(date(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_order_counts_from_the_right_end_of_the_unit() {
        let admits = |order, typed: &str, moment: &str| {
            Bound::read(order, typed).expect(typed).admits(moment.parse().expect(moment), TimeDelta::zero())
        };
        let (last, inside, next) = ("2026-10-31T23:59:59Z", "2026-11-29T09:15:00Z", "2026-12-01T00:00:00Z");
        for (order, expected) in [
            (Order::Below, [true, false, false]),
            (Order::AtMost, [true, true, false]),
            (Order::Above, [false, false, true]),
            (Order::AtLeast, [false, true, true]),
            (Order::Within, [false, true, false]),
        ] {
            assert_eq!([last, inside, next].map(|moment| admits(order, "2026-11", moment)), expected, "{order:?}");
        }
    }

    #[test]
    fn a_date_to_go_to_may_be_written_in_many_ways() {
        let now = "2026-11-24T14:03:00Z".parse().expect("a moment");
        let day =
            |date: Option<DateTime<Utc>>| date.map(|date| date.format("%m-%d %H:%M").to_string()).unwrap_or_default();
        for (typed, created, not_after) in [
            ("2026-11-29", "11-29 00:00", "11-29 00:00"),
            ("2026-11", "11-01 00:00", "11-01 00:00"),
            ("2026-11-29 09:15", "11-29 09:15", "11-29 09:15"),
            ("30D", "10-25 14:03", "12-24 14:03"),
            ("in 2 w", "", "12-08 14:03"),
            ("2h ago", "11-24 12:03", "11-24 12:03"),
            ("Yesterday", "11-23 00:00", "11-23 00:00"),
            ("tomorrow", "11-25 00:00", "11-25 00:00"),
            ("in 2026-11", "", ""),
            ("sort", "", ""),
            ("", "", ""),
        ] {
            let When { created: made, not_after: ends } = When::read(typed, now);
            assert_eq!((&*day(made), &*day(ends)), (created, not_after), "{typed}");
        }
    }

    #[test]
    fn half_of_a_value_is_told_from_a_wrong_one() {
        for typed in
            ["3", "-", "-3", "1d12", "30da", "3mon", "2027-", "2027-1", "2027-04-3", "2027-01-01T", "2027-01-01 2"]
        {
            assert!(Bound::read(Order::Below, typed).is_none() && Bound::is_begun(Order::Below, typed), "{typed}");
        }
        for typed in ["b", "30x", "2027-13", "2027-13-", "2027-02-3", "2027-01-01T25", "é"] {
            assert!(!Bound::is_begun(Order::Below, typed), "{typed}");
        }
        assert!(Bound::is_begun(Order::Within, "202") && !Bound::is_begun(Order::Within, "30d"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_bound_or_none(typed in any::<String>()) {
            let _ = (Bound::read(Order::Below, &typed), Bound::is_begun(Order::Within, &typed));
        }

        /// Whatever is typed on the way to a bound is begun or a bound itself.
        #[test]
        fn the_way_to_a_date_has_no_mistake(days in -700_000_i64..700_000, cut in 0_usize..16) {
            let day = DateTime::UNIX_EPOCH + TimeDelta::days(days) + TimeDelta::minutes(days.rem_euclid(1_440));
            let typed = day.format("%Y-%m-%dT%H:%M").to_string();
            prop_assert!(Bound::read(Order::Within, &typed).is_some());
            let half = &typed[..cut];
            prop_assert!(Bound::read(Order::Within, half).is_some() || Bound::is_begun(Order::Within, half), "{}", half);
        }
    }
}
