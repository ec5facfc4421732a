//! Looking for a date in a list of which a few pages are here, by halves: Atlas lists certificates in ascending
//! `createdAt` (undocumented), so that a list of 200 pages answers after 8.

use chrono::{DateTime, Utc};

use crate::app::feed::{Feed, Row};
use crate::domain::holding::Holding;

/// One of the two dates of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// When it was made.
    Created,
    /// When it ends.
    NotAfter,
}

/// A date that is being looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seek {
    date: DateTime<Utc>,
    dated: Dated,
    /// The first row of or after the date lies within these, the upper one included.
    from: usize,
    to: usize,
}

/// How a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The first row that was made at the date or after it; or the last row, where all are older.
    Row(usize),
    /// This row is to be looked at next, and is not here.
    Needs(usize),
}

impl Seek {
    /// Begins with all of `rows` rows.
    #[must_use]
    pub fn new(dated: Dated, date: DateTime<Utc>, rows: usize) -> Self {
        Self { date, dated, from: 0, to: rows.saturating_sub(1) }
    }

    /// What is looked for.
    #[must_use]
    pub fn date(&self) -> DateTime<Utc> {
        self.date
    }

    /// By which date.
    #[must_use]
    pub fn dated(&self) -> Dated {
        self.dated
    }

    /// Whether a row stands before the date. On a board what is no longer listed stands before everything else.
    fn is_before(&self, holding: &Holding) -> bool {
        match self.dated {
            Dated::Created => holding.certificate.created_at.is_some_and(|made| made < self.date),
            Dated::NotAfter => {
                !holding.standing.is_listed() || holding.certificate.not_after.is_some_and(|end| end < self.date)
            }
        }
    }

    /// Goes on as far as what is here allows.
    pub fn go_on(&mut self, feed: &Feed) -> Found {
        self.to = self.to.min(feed.rows().saturating_sub(1));
        while self.from < self.to {
            let middle = usize::midpoint(self.from, self.to);
            match feed.row(middle) {
                Row::Here(one) | Row::Stale(one) if self.is_before(one) => {
                    self.from = middle + 1;
                }
                Row::Here(_) | Row::Stale(_) => self.to = middle,
                Row::Awaited if feed.is_settled(feed.page_of(middle)) => break,
                Row::Awaited => return Found::Needs(middle),
                // Behind a page that cannot be had nothing can be said.
                Row::Failed(_) => break,
            }
        }
        Found::Row(self.to)
    }
}
