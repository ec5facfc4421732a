//! How many certificates end on each day, or week, or month: what the bars above a board show.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

use crate::app::source::Scope;

/// How long a bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// A day.
    #[default]
    Day,
    /// Seven days.
    Week,
    /// Thirty days: bars of one width can be compared.
    Month,
}

impl Unit {
    /// How long.
    #[must_use]
    pub const fn width(self) -> TimeDelta {
        TimeDelta::days(match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        })
    }

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "30 days",
        }
    }

    /// The next longer one, and the shortest again after the longest.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Day => Self::Week,
            Self::Week => Self::Month,
            Self::Month => Self::Day,
        }
    }
}

/// More bars than this no screen shows.
pub const BARS: usize = 240;

/// What is asked of the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Of whom.
    pub scope: Scope,
    /// Which state of the board it belongs to.
    pub revision: u64,
    /// When the first bar begins.
    pub from: DateTime<Utc>,
    /// How long a bar is.
    pub unit: Unit,
}

/// The bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What they answer.
    pub query: Query,
    /// How many certificates end in each.
    pub counts: Vec<usize>,
}

impl Timeline {
    /// The bar in which a moment lies.
    #[must_use]
    pub fn bar_of(&self, moment: DateTime<Utc>) -> Option<usize> {
        let Query { from, unit, .. } = &self.query;
        let bar = (moment - *from).num_seconds().checked_div(unit.width().num_seconds())?;
        usize::try_from(bar).ok().filter(|bar| moment >= *from && *bar < self.counts.len())
    }

    /// When the next bar with something in it begins, or the one before; `from`: the moment to go on from.
    #[must_use]
    pub fn neighbour(&self, from: Option<DateTime<Utc>>, later: bool) -> Option<DateTime<Utc>> {
        let here = from.and_then(|moment| self.bar_of(moment));
        let is_full = |bar: &usize| self.counts.get(*bar).is_some_and(|count| *count > 0);
        let bar = if later {
            let first = here.map_or(0, |bar| bar + 1);
            (first..self.counts.len()).find(is_full)
        } else {
            (0..here.unwrap_or(0)).rfind(is_full)
        };
        self.begin_of(bar?)
    }

    /// When a bar begins.
    #[must_use]
    pub fn begin_of(&self, bar: usize) -> Option<DateTime<Utc>> {
        let Query { from, unit, .. } = &self.query;
        Some(*from + unit.width() * i32::try_from(bar).ok()?)
    }
}

/// When the day of a moment began, in UTC.
#[must_use]
pub fn day_of(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.duration_trunc(TimeDelta::days(1)).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_from_a_full_bar_to_the_next() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().expect("a moment") };
        let from = day_of(at("2026-11-24T14:03:00Z"));
        let query = Query { scope: Scope::All, revision: 0, from, unit: Unit::Day };
        let timeline = Timeline { query, counts: vec![2, 0, 0, 1, 0] };
        assert_eq!(timeline.bar_of(at("2026-11-24T23:59:59Z")), Some(0));
        assert_eq!(timeline.bar_of(at("2026-11-23T23:59:59Z")), None);
        assert_eq!(timeline.bar_of(at("2026-11-29T00:00:00Z")), None);
        assert_eq!(timeline.neighbour(None, true), Some(from));
        let third = at("2026-11-27T00:00:00Z");
        assert_eq!(timeline.neighbour(Some(at("2026-11-24T20:00:00Z")), true), Some(third));
        assert_eq!(timeline.neighbour(Some(third), true), None);
        assert_eq!(timeline.neighbour(Some(third), false), Some(from));
    }
}
