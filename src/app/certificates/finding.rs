//! Looking for a text without hiding the rows that have none of it. Where it stands is worked out once a text and once a
//! page, so that a key that goes on to the next match costs no more in a long list than in a short.

use std::ops::Range;

use super::Certificates;
use super::selecting::Selection;
use crate::app::cursor::Cursor;
use crate::app::filter::{Filter, FilterError};
use crate::app::judge::Judge;

/// A search for a text.
#[derive(Debug, Default)]
pub(super) struct Finding {
    text: Filter,
    error: Option<FilterError>,
    /// The places on the screen whose rows have it, ascending.
    hits: Vec<usize>,
    /// Where the person was when they began to type.
    from: Option<(Cursor, Selection)>,
}

/// What became of a search for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// The cursor is on it.
    Here,
    /// It is on it after going round the end of the list.
    Round,
    /// Nothing that has come has it.
    Nowhere,
}

/// How many rows have what is looked for, and which of them the cursor is on, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matches {
    /// The one under the cursor, where it is one.
    pub at: Option<usize>,
    /// All of them.
    pub of: usize,
    /// Whether more may come.
    pub so_far: bool,
}

impl Certificates {
    /// What is being looked for.
    #[must_use]
    pub fn find(&self) -> &Filter {
        &self.finding.text
    }

    /// Why what was typed is nothing to look for; what was looked for before still is.
    #[must_use]
    pub fn find_error(&self) -> Option<&FilterError> {
        self.finding.error.as_ref()
    }

    /// How many rows have what is looked for. `None` where nothing is.
    #[must_use]
    pub fn matches(&self) -> Option<Matches> {
        if self.finding.text.is_empty() {
            return None;
        }
        let hits = &self.finding.hits;
        let at = hits.binary_search(&self.cursor.at).ok().map(|place| place + 1);
        Some(Matches { at, of: hits.len(), so_far: !self.feed.is_complete() })
    }

    /// Notes where the person is, who is about to type.
    pub fn begin_find(&mut self) {
        self.finding.from = Some((self.cursor, self.selection.clone()));
    }

    /// The cursor goes back to where it was: each letter is looked for from there, and a wrong one leads nowhere for good.
    pub fn back_to_begin(&mut self, height: usize) {
        if let Some((cursor, selection)) = self.finding.from.clone() {
            (self.cursor, self.selection) = (cursor, selection);
            self.follow_selection(None, height);
            self.settle_selection();
        }
    }

    /// As if nothing had been typed.
    pub fn drop_find(&mut self, height: usize) {
        self.back_to_begin(height);
        self.forget_find();
    }

    /// Nobody types any more: what cannot be read is not looked for.
    pub(in crate::app) fn end_find(&mut self) {
        self.finding.error = None;
    }

    /// Looks for nothing any more. Says whether there was something.
    pub fn forget_find(&mut self) -> bool {
        self.find_typed.reset();
        !std::mem::take(&mut self.finding).text.is_empty()
    }

    /// Takes what was typed as what to look for.
    pub fn apply_find(&mut self, judge: Judge) {
        match Filter::parse(self.find_typed.value()) {
            Ok(text) => {
                self.finding.text = text;
                self.finding.error = None;
                self.find_anew(judge);
            }
            Err(why) => self.finding.error = Some(why),
        }
    }

    /// Works out anew which rows have what is looked for, after they or their order have changed.
    pub(super) fn find_anew(&mut self, judge: Judge) {
        if self.finding.text.is_empty() {
            self.finding.hits.clear();
            return;
        }
        let mut searcher = self.source.searcher(&self.finding.text, judge);
        self.finding.hits = match &self.arranged {
            // Only what has come is looked at: a gap of a million rows holds nothing.
            None => self.feed.holdings().filter(|(_, one)| searcher.admits(one)).map(|(row, _)| row).collect(),
            Some(rows) => {
                let mut has_it = |row: &usize| self.feed.holding(*row).is_some_and(|one| searcher.admits(one));
                rows.iter().enumerate().filter(|(_, row)| has_it(row)).map(|(place, _)| place).collect()
            }
        };
    }

    /// The same where the rows at some places were replaced by `new` others, and those behind have moved accordingly.
    pub(super) fn find_among(&mut self, old: Range<usize>, new: usize, judge: Judge) {
        if self.finding.text.is_empty() {
            return;
        }
        let mut searcher = self.source.searcher(&self.finding.text, judge);
        let places = old.start..old.start + new;
        let found: Vec<usize> =
            places.filter(|place| self.at(*place).is_some_and(|one| searcher.admits(one))).collect();
        let rows = self.rows();
        let hits = &mut self.finding.hits;
        let from = hits.partition_point(|place| *place < old.start);
        let to = hits.partition_point(|place| *place < old.end).max(from);
        for place in hits.iter_mut().skip(to) {
            *place = *place - old.len() + new;
        }
        hits.splice(from..to, found);
        hits.truncate(hits.partition_point(|place| *place < rows));
    }

    /// Goes to the next row that has what is looked for, or the one before, round the ends; `from_here`: the row under
    /// the cursor counts. Only rows that have come are searched.
    pub fn find_on(&mut self, forward: bool, from_here: bool, height: usize) -> Sought {
        let (hits, here) = (&self.finding.hits, self.cursor.at);
        let place = if forward {
            let behind = hits.partition_point(|place| *place < here + usize::from(!from_here));
            hits.get(behind).or(hits.first())
        } else {
            let before = hits.partition_point(|place| *place < here + usize::from(from_here));
            before.checked_sub(1).and_then(|before| hits.get(before)).or(hits.last())
        };
        let Some(place) = place.copied() else { return Sought::Nowhere };
        let round = if forward { place < here } else { place > here };
        self.go_to(place, height);
        if round { Sought::Round } else { Sought::Here }
    }
}
