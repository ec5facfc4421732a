//! The last requests and what came of them.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::atlas::exchange::{Exchange, Outcome};
use crate::domain::figures;
use crate::domain::printable::Printable;

/// So many are kept: as text they still fit into a terminal's clipboard.
const KEPT: usize = 200;

/// The last requests.
#[derive(Debug, Default)]
pub struct Exchanges {
    /// In the order in which they ended.
    kept: VecDeque<Noted>,
    /// How many there were.
    ended: usize,
}

/// A request that has ended.
#[derive(Debug)]
pub struct Noted {
    /// When it was sent, by this machine's clock.
    pub sent: DateTime<Utc>,
    /// The request.
    pub exchange: Exchange,
}

impl Noted {
    /// Whether its answer only says how to sign in, as the first of each run does.
    #[must_use]
    pub fn is_challenge(&self) -> bool {
        !self.exchange.signed && self.exchange.outcome == Outcome::Status(401)
    }

    /// Whether it came to nothing.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        !matches!(self.exchange.outcome, Outcome::Status(..400) | Outcome::GivenUp) && !self.is_challenge()
    }
}

impl Exchanges {
    /// Takes in a request that has just ended.
    pub fn note(&mut self, exchange: Exchange, now: DateTime<Utc>) {
        let took = TimeDelta::from_std(exchange.took).unwrap_or_default();
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(Noted { sent: now - took, exchange });
        self.ended += 1;
    }

    /// Those that are kept, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Noted> {
        self.kept.iter().rev()
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none has ended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How it stands, in phrases, what matters most first: how many there were; of those that are kept the median and the
    /// longest time until there was an answer or none; what the rate limit still allows; what has failed and how long the
    /// rate limit held back.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        let waited_for = self.kept.iter().filter(|one| one.exchange.outcome != Outcome::GivenUp);
        let mut times: Vec<Duration> = waited_for.map(|one| one.exchange.took).collect();
        times.sort_unstable();
        let median = times.get(times.len() / 2).map(|time| format!("median {}", figures::duration(*time)));
        let worst = times.last().map(|time| format!("worst {}", figures::duration(*time)));
        let failed = self.kept.iter().filter(|one| one.has_failed()).count();
        let held: Duration = self.kept.iter().map(|one| one.exchange.held).sum();
        let left = self.kept.iter().rev().find_map(|one| one.exchange.left);
        let left = left.map(|left| figures::count(usize::try_from(left).unwrap_or(usize::MAX)));
        let phrases = [
            Some(figures::counted(self.ended, "request")),
            median,
            worst,
            left.map(|left| format!("rate limit {left} left")),
            (failed > 0).then(|| format!("{} failed", figures::count(failed))),
            (!held.is_zero()).then(|| format!("held back {}", figures::duration(held))),
        ];
        phrases.into_iter().flatten().collect()
    }

    /// All that are kept, as text for a ticket: a line each, in the order in which they ended.
    #[must_use]
    pub fn text(&self) -> Printable<'static> {
        let head = format!("atlas-certs {}: {}", env!("CARGO_PKG_VERSION"), self.summary().join(", "));
        let line = |one: &Noted| {
            let sent = one.sent.to_rfc3339_opts(SecondsFormat::Millis, true);
            Printable::new(&format!("{sent} {}", one.exchange)).into_owned()
        };
        Printable::joined(std::iter::once(Printable::new(&head)).chain(self.kept.iter().map(line)), "\n")
    }
}
