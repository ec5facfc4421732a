//! A list to pick from: filtered by typing, the selection kept by identity whatever arrives.

use tui_input::Input;

use crate::app::action::Motion;
use crate::app::cursor::Cursor;
use crate::app::listing::Listing;
use crate::app::nearness;
use crate::domain::project::{Project, ProjectId};
use crate::domain::user::DatabaseUser;

/// Something with a name and an identity.
pub trait Pick: Clone {
    /// What stays the same when the list is asked for again.
    type Id: PartialEq;
    /// The identity.
    fn id(&self) -> Self::Id;
    /// What a person types to find it.
    fn name(&self) -> &str;
}

impl Pick for Project {
    type Id = ProjectId;

    fn id(&self) -> ProjectId {
        self.id.clone()
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Pick for DatabaseUser {
    type Id = (Box<str>, Box<str>);

    fn id(&self) -> Self::Id {
        (self.database.clone(), self.name.clone())
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The list, what of it is in sight, and the cursor on it.
pub struct Picker<T: Pick> {
    /// Where the items come from.
    pub listing: Listing<T>,
    /// What was typed to filter it.
    pub filter: Input,
    cursor: Cursor,
    /// Indices into the listing, in the order of the screen.
    shown: Vec<usize>,
    selected: Option<T::Id>,
}

impl<T: Pick> Default for Picker<T> {
    fn default() -> Self {
        Self {
            listing: Listing::default(),
            filter: Input::default(),
            cursor: Cursor::default(),
            shown: Vec::new(),
            selected: None,
        }
    }
}

impl<T: Pick> Picker<T> {
    /// The items that the filter leaves, in order.
    pub fn shown(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().filter_map(|index| self.listing.items().get(*index))
    }

    /// How many items the filter leaves.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether the filter leaves nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Where the cursor is.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The item under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.shown().nth(self.cursor.at)
    }

    /// Moves the cursor.
    pub fn go(&mut self, motion: Motion, height: usize) {
        self.cursor.go(motion, self.shown.len(), height);
        self.selected = self.selected().map(Pick::id);
    }

    /// Puts the cursor on the item that is so far below the first in sight. Says whether there is one.
    pub fn go_to_in_sight(&mut self, row: usize, height: usize) -> bool {
        let place = self.cursor.top + row;
        let is_one = place < self.shown.len();
        if is_one {
            self.cursor.go_to(place, self.shown.len(), height);
            self.selected = self.selected().map(Pick::id);
        }
        is_one
    }

    /// Puts the cursor on the item with this identity, if it is in sight.
    pub fn select(&mut self, id: T::Id, height: usize) {
        self.selected = Some(id);
        self.follow_selection(height);
    }

    /// Works out what is in sight, of those that `admit` lets in, best match first, and else in the order of `rank` and
    /// the listing's own.
    pub fn arrange<R: Ord>(&mut self, admit: impl Fn(&T) -> bool, rank: impl Fn(&T) -> R, height: usize) {
        let items = self.listing.items();
        let admitted = items.iter().enumerate().filter(|(_, item)| admit(item));
        let typed = self.filter.value();
        self.shown = if typed.trim().is_empty() {
            let mut all: Vec<(usize, &T)> = admitted.collect();
            all.sort_by_key(|(_, item)| rank(item));
            all.into_iter().map(|(index, _)| index).collect()
        } else {
            best_matches(typed, &admitted.collect::<Vec<_>>())
        };
        self.follow_selection(height);
    }

    /// Puts the cursor back on the selected item, or keeps it at its height where that item is not in sight.
    fn follow_selection(&mut self, height: usize) {
        let place = self.shown().position(|item| Some(item.id()) == self.selected);
        if let Some(row) = place {
            self.cursor.carry_to(row);
        }
        self.cursor.settle(self.shown.len(), height);
    }

    /// Goes to the best match, as a new filter does.
    pub fn select_first(&mut self, height: usize) {
        self.selected = None;
        self.cursor = Cursor::default();
        self.go(Motion::First, height);
    }
}

/// The indices of the items whose names match what was typed, best first; equals stay in their order.
fn best_matches<T: Pick>(typed: &str, items: &[(usize, &T)]) -> Vec<usize> {
    let names: Vec<&str> = items.iter().map(|(_, item)| item.name()).collect();
    let mut scored = nearness::scores(typed, &names);
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().filter_map(|(_, place)| items.get(place).map(|(index, _)| *index)).collect()
}
