//! Certificates as Atlas issues them: dates that clamp at the end of a month, serials of 63 bits, lists in the order of
//! `createdAt`.

use std::iter;

use chrono::{DateTime, Months, TimeDelta, Utc};

use super::super::noise::Noise;
use super::SWEPT_AFTER;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The serial number, positive, at most 63 bits: Atlas's `_id`.
    pub serial: u64,
    /// `notBefore`: one hour before it was issued.
    pub created_at: DateTime<Utc>,
    /// Whole months after it was issued.
    pub not_after: DateTime<Utc>,
    /// The subject.
    pub subject: String,
}

/// The certificates of one user, ascending by `created_at`.
#[derive(Debug, Clone)]
pub enum Issued {
    /// A few, each with its own story.
    Few(Vec<Certificate>),
    /// Many from an automaton, each computed when it is asked for.
    Series(Series),
}

/// Certificates issued at a steady pace, the last of them not long ago.
#[derive(Debug, Clone)]
pub struct Series {
    /// What the serials follow from.
    pub noise: Noise,
    /// How many.
    pub count: usize,
    /// How long from one to the next.
    pub pace: TimeDelta,
    /// How long each lives.
    pub months: u32,
    /// The moment before which the last was issued.
    pub until: DateTime<Utc>,
    /// The subject of all.
    pub subject: String,
}

impl Issued {
    /// No certificate.
    #[must_use]
    pub const fn none() -> Self {
        Self::Few(Vec::new())
    }

    /// How many certificates are listed at `now`.
    #[must_use]
    pub fn listed(&self, now: DateTime<Utc>) -> usize {
        match self {
            Self::Few(all) => all.iter().filter(|certificate| is_listed(certificate, now)).count(),
            Self::Series(series) => series.count - series.swept(now),
        }
    }

    /// The certificates listed at `now`, `count` of them from the `first` on, counted from 0.
    #[must_use]
    pub fn page(&self, now: DateTime<Utc>, first: usize, count: usize) -> Vec<Certificate> {
        match self {
            Self::Few(all) => {
                all.iter().filter(|certificate| is_listed(certificate, now)).skip(first).take(count).cloned().collect()
            }
            Self::Series(series) => {
                let start = series.swept(now).saturating_add(first).min(series.count);
                let end = start.saturating_add(count).min(series.count);
                (start..end).map(|place| series.certificate(place)).collect()
            }
        }
    }
}

fn is_listed(certificate: &Certificate, now: DateTime<Utc>) -> bool {
    certificate.not_after + SWEPT_AFTER > now
}

impl Series {
    /// The certificate at `place`, 0 for the oldest, in a time that does not depend on it.
    fn certificate(&self, place: usize) -> Certificate {
        let noise = self.noise.numbered(place as u64);
        // A few seconds late, as a scheduled job is; less than the pace, so the order stays.
        let late = TimeDelta::seconds(i64::try_from(noise.numbered(1).below(40)).unwrap_or(0));
        let from_end = i32::try_from(self.count - place).unwrap_or(i32::MAX);
        issued_at(self.until - self.pace * from_end + late, self.months, serial(noise), &self.subject)
    }

    /// How many of the oldest are no longer listed. All live equally long, so they leave in order (but for the 29th of
    /// February, whose certificates may end with those of the 28th).
    fn swept(&self, now: DateTime<Utc>) -> usize {
        let (mut swept, mut listed) = (0, self.count);
        while swept < listed {
            let middle = swept.midpoint(listed);
            if is_listed(&self.certificate(middle), now) {
                listed = middle;
            } else {
                swept = middle + 1;
            }
        }
        swept
    }
}

/// A serial as Atlas draws them: positive, 63 bits, never 0.
pub(super) fn serial(noise: Noise) -> u64 {
    (noise.word() >> 1).max(1)
}

/// A certificate issued at `issued` for so many months: `createdAt` is an hour earlier, a month's end clamps.
pub(super) fn issued_at(issued: DateTime<Utc>, months: u32, serial: u64, subject: &str) -> Certificate {
    Certificate {
        serial,
        created_at: issued - TimeDelta::hours(1),
        not_after: issued.checked_add_months(Months::new(months)).unwrap_or(issued),
        subject: subject.to_owned(),
    }
}

/// A certificate that ends exactly at `not_after`, issued for `months` if a calendar allows it, or else for the fewest
/// months that it does: nothing issued for 3 months ends on the 31st of May.
pub(super) fn ending_at(not_after: DateTime<Utc>, months: u32, serial: u64, subject: &str) -> Certificate {
    iter::once(months)
        .chain(1..=24)
        .filter_map(|months| not_after.checked_sub_months(Months::new(months)).map(|issued| (issued, months)))
        .map(|(issued, months)| issued_at(issued, months, serial, subject))
        .find(|certificate| certificate.not_after == not_after)
        .unwrap_or_else(|| issued_at(not_after, 0, serial, subject))
}
