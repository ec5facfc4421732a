//! Marked certificates: kept by what they are, wherever they go, and counted as far as they are here.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::Certificates;
use crate::atlas::page::PageNumber;
use crate::domain::holding::{Holding, HoldingId};

/// What is marked.
#[derive(Debug, Default)]
pub(super) struct Marks {
    all: HashSet<HoldingId>,
    /// Those that have vanished from what is here. One that comes again, on another page, is marked still.
    vanished: HashSet<HoldingId>,
}

impl Certificates {
    /// Marks the certificate under the cursor, or takes its mark away.
    pub fn mark(&mut self) {
        if let Some(identity) = self.selected().map(Holding::identity)
            && !self.marks.all.remove(&identity)
        {
            self.marks.all.insert(identity);
        }
    }

    /// Takes every mark away.
    pub fn clear_marks(&mut self) {
        self.marks = Marks::default();
    }

    /// How many of the certificates that are here are marked.
    #[must_use]
    pub fn marks(&self) -> usize {
        self.marks.all.len() - self.marks.vanished.len()
    }

    /// Whether a certificate is marked.
    #[must_use]
    pub fn is_marked(&self, certificate: &Holding) -> bool {
        !self.marks.all.is_empty() && self.marks.all.contains(&certificate.identity())
    }

    /// The marked certificates in the order of the list; without any, the one under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Vec<&Holding> {
        self.chosen_rows().into_iter().map(|(_, one)| one).collect()
    }

    /// As [`Self::chosen`], each with the moment at which it came, by this machine's clock.
    #[must_use]
    pub fn chosen_with_dates(&self) -> Vec<(&Holding, Option<DateTime<Utc>>)> {
        self.chosen_rows().into_iter().map(|(row, one)| (one, self.feed.seen(row..row + 1))).collect()
    }

    fn chosen_rows(&self) -> Vec<(usize, &Holding)> {
        if self.marks.all.is_empty() {
            let row = self.feed_row(self.cursor.at);
            return row.and_then(|row| Some((row, self.feed.holding(row)?))).into_iter().collect();
        }
        // Where pages of two rounds overlap one certificate stands on both.
        let mut met = HashSet::new();
        let marked = self.feed.holdings().filter(|(_, one)| self.is_marked(one));
        marked.filter(|(_, one)| met.insert(one.identity())).collect()
    }

    /// The marked certificates that stand on a page; where the list ends with it, also those behind.
    pub(super) fn marked_from(&self, number: PageNumber, is_last: bool) -> Vec<HoldingId> {
        if self.marks.all.is_empty() {
            return Vec::new();
        }
        let rows = self.feed.rows_of(number);
        let behind = is_last.then(|| self.feed.holdings().filter(|(row, _)| *row >= rows.end));
        let behind = behind.into_iter().flatten().map(|(_, one)| one);
        let here = rows.clone().filter_map(|row| self.feed.holding(row));
        here.chain(behind).filter(|one| self.is_marked(one)).map(Holding::identity).collect()
    }

    /// Works out which marked certificates are here no longer, and which have come again.
    pub(super) fn follow_marks(&mut self, number: PageNumber, replaced: Vec<HoldingId>) {
        if !self.marks.vanished.is_empty() {
            for one in self.feed.rows_of(number).filter_map(|row| self.feed.holding(row)) {
                self.marks.vanished.remove(&one.identity());
            }
        }
        let mut gone: HashSet<HoldingId> = replaced.into_iter().collect();
        for (_, one) in self.feed.holdings() {
            if gone.is_empty() {
                break;
            }
            gone.remove(&one.identity());
        }
        self.marks.vanished.extend(gone);
    }
}
