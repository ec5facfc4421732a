//! What somebody looks up, and what is remembered of it: matches, or else the nearest. The answer is asked for again while
//! a scan reads on.

use crate::app::action::Motion;
use crate::app::recall::Recall;
use crate::domain::holding::{Holding, HoldingId};
use crate::domain::lookup::Clue;
use crate::memory::Found;

/// A lookup.
#[derive(Debug)]
pub struct LookUp {
    clues: Vec<Clue>,
    /// Counts how often it was asked.
    revision: u64,
    is_answered: bool,
    found: Option<Found>,
    at: usize,
    selected: Option<HoldingId>,
    /// How many lines of the one under the cursor are out of sight above.
    pub below: usize,
}

/// Lines of a screenful that one scrolls by.
const SCREEN: usize = 6;

impl LookUp {
    /// It is to be asked.
    #[must_use]
    pub fn new(clues: Vec<Clue>) -> Self {
        Self { clues, revision: 0, is_answered: false, found: None, at: 0, selected: None, below: 0 }
    }

    /// What is looked up, best clue first.
    #[must_use]
    pub fn clues(&self) -> &[Clue] {
        &self.clues
    }

    /// What is remembered of it; `None` while nothing has been said.
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    /// What is to be asked now.
    #[must_use]
    pub fn question(&self) -> Option<Recall> {
        (!self.is_answered).then(|| Recall::LookUp(self.clues.clone(), self.revision))
    }

    /// Other certificates may be remembered now.
    pub fn ask_again(&mut self) {
        self.revision += 1;
        self.is_answered = false;
    }

    /// Takes in what is remembered; `None` where nobody could say. The cursor stays on its certificate.
    pub fn answered(&mut self, found: Option<Found>) {
        self.is_answered = true;
        self.found = found.or(self.found.take());
        let place = self.candidates().position(|one| self.selected.as_ref().is_some_and(|id| one.is(id)));
        if place.is_none() {
            self.below = 0;
        }
        self.at = place.unwrap_or(0);
    }

    /// The matches, or else the nearest.
    pub fn candidates(&self) -> impl Iterator<Item = &Holding> {
        self.found.iter().flat_map(|found| found.matches.iter().chain(&found.nearest))
    }

    /// Whether what is looked up is there.
    #[must_use]
    pub fn has_match(&self) -> bool {
        self.found.as_ref().is_some_and(|found| !found.matches.is_empty())
    }

    /// Which of the candidates is under the cursor.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// The candidate under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Holding> {
        self.candidates().nth(self.at)
    }

    /// Goes to another candidate, or, by pages, through the lines of one.
    pub fn go(&mut self, motion: Motion) {
        let last = self.candidates().count().saturating_sub(1);
        self.at = match motion {
            Motion::Up => self.at.saturating_sub(1),
            Motion::Down => (self.at + 1).min(last),
            Motion::First => 0,
            Motion::Last => last,
            Motion::PageUp | Motion::HalfUp => {
                self.below = self.below.saturating_sub(SCREEN);
                return;
            }
            Motion::PageDown | Motion::HalfDown => {
                self.below = self.below.saturating_add(SCREEN);
                return;
            }
        };
        self.below = 0;
        self.selected = self.selected().map(Holding::identity);
    }
}
