//! What the memory adds to one user's list: the last known rows while Atlas is asked, and how many have gone since.

use chrono::{DateTime, Utc};

use super::Certificates;
use crate::app::judge::Judge;
use crate::domain::holding::Holding;

/// How far the memory was asked.
#[derive(Debug, Default)]
pub(super) struct Remembering {
    /// Whether the last known rows were had, or cannot be.
    is_recalled: bool,
    /// How many have gone lately, and after how many whole lists that was known.
    gone: Option<(u64, usize)>,
    /// How often the whole list has come.
    lists: u64,
}

impl Certificates {
    /// Whether the last known rows are to be asked for: as long as nothing has come from Atlas.
    #[must_use]
    pub fn wants_rows(&self) -> bool {
        self.may_be_remembered() && !self.remembering.is_recalled && self.feed.is_unknown()
    }

    /// After how many whole lists it is to be asked what has gone; `None` where that is known.
    #[must_use]
    pub fn wants_gone(&self) -> Option<u64> {
        let lists = self.remembering.lists;
        let is_known = self.remembering.gone.is_some_and(|(known, _)| known == lists);
        (self.may_be_remembered() && !is_known).then_some(lists)
    }

    /// A board is all memory, and who has no certificates never had any.
    fn may_be_remembered(&self) -> bool {
        !self.source.is_board() && self.source.why_no_certificates().is_none()
    }

    /// Takes in the last known rows, seen last at `seen` by this machine's clock.
    pub fn recalled(&mut self, holdings: Vec<Holding>, seen: Option<DateTime<Utc>>, judge: Judge, height: usize) {
        self.remembering.is_recalled = true;
        if let Some(seen) = seen {
            let held = self.held();
            self.feed.recall(holdings, seen);
            self.arrange(judge);
            self.follow_selection(held.as_ref(), height);
        }
    }

    /// Whether any of the rows in sight are remembered from an earlier run, and not Atlas's answer.
    #[must_use]
    pub fn shows_remembered(&self, height: usize) -> bool {
        let window = self.cursor.window(self.rows(), height);
        match &self.arranged {
            None => self.feed.is_remembered(window),
            Some(rows) => {
                rows.iter().skip(window.start).take(window.len()).any(|row| self.feed.is_remembered(*row..row + 1))
            }
        }
    }

    /// Takes in how many have gone lately. Where nobody could say it stays as it was.
    pub fn heard_of_gone(&mut self, gone: Option<usize>) {
        let gone = gone.unwrap_or(self.gone());
        self.remembering.gone = Some((self.remembering.lists, gone));
    }

    /// How many certificates that were listed before have ended or gone lately.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.remembering.gone.map_or(0, |(_, gone)| gone)
    }

    /// Others may have gone with it.
    pub(super) fn note_whole_list(&mut self) {
        self.remembering.lists += u64::from(self.feed.is_complete());
    }
}
