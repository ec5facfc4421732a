//! The server's clock, as far as its answers tell: time left is measured against it, not against this machine's.

use chrono::{DateTime, TimeDelta, Utc};

/// The difference that a `Date` header, which has whole seconds, and the way of an answer can make.
const NOISE: TimeDelta = TimeDelta::seconds(5);
/// From this difference on a person should know that this machine's clock is off.
const SKEW_WORTH_A_WORD: TimeDelta = TimeDelta::seconds(60);

/// How far the server's clock is ahead of this machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerClock {
    ahead: TimeDelta,
}

impl Default for ServerClock {
    fn default() -> Self {
        Self { ahead: TimeDelta::zero() }
    }
}

impl ServerClock {
    /// Learns from an answer that arrived at `now`. A difference that noise explains leaves the clocks as one, so that
    /// no row flickers between two readings.
    pub fn learn(&mut self, server_time: DateTime<Utc>, now: DateTime<Utc>) {
        let ahead = server_time - now;
        if (ahead - self.ahead).abs() > NOISE {
            self.ahead = if ahead.abs() > NOISE { ahead } else { TimeDelta::zero() };
        }
    }

    /// What the server's clock shows when this machine's shows `now`.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now.checked_add_signed(self.ahead).unwrap_or(now)
    }

    /// What this machine's clock shows when the server's shows `moment`.
    #[must_use]
    pub fn local(self, moment: DateTime<Utc>) -> DateTime<Utc> {
        moment.checked_sub_signed(self.ahead).unwrap_or(moment)
    }

    /// How far the server's clock is ahead, where that is worth a word.
    #[must_use]
    pub fn skew(self) -> Option<TimeDelta> {
        (self.ahead.abs() >= SKEW_WORTH_A_WORD).then_some(self.ahead)
    }
}
