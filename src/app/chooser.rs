//! A list that lies over the panes to choose from: filtered by typing, best match first, and what cannot be done now stays
//! in sight and says why.

use chrono::{DateTime, Utc};
use tui_input::Input;

use crate::app::account::Who;
use crate::app::action::{Action, Motion};
use crate::app::cursor::Cursor;
use crate::app::nearness;
use crate::app::seek::Dated;
use crate::app::visits::Place;
use crate::domain::holding::HoldingId;
use crate::domain::printable::Printable;

/// The list.
#[derive(Debug)]
pub struct Chooser {
    /// What it is for.
    pub kind: Kind,
    /// What was typed.
    pub typed: Input,
    entries: Vec<Entry>,
    shown: Vec<usize>,
    cursor: Cursor,
}

/// What stands between the keys of a label. Within one there may be a blank: `s n` is one key after another.
pub const BETWEEN_KEYS: &str = "  ";

/// What a chooser is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every key, and what it does.
    Keys,
    /// Every action, row numbers, dates.
    Palette,
    /// Every project, user and certificate that is known.
    Anywhere,
    /// Every user, and how its certificates live side by side.
    Rotation,
    /// Every way to sign in.
    SignIn,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What stands at the left: keys, or what kind of thing it is.
    pub label: String,
    /// What is chosen, in words. Foreign text is printable already.
    pub text: String,
    /// Why it cannot be chosen now.
    pub blocked: Option<String>,
    /// What choosing it does.
    pub choice: Choice,
}

/// What choosing an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// As if its key had been pressed.
    Act(Action),
    /// Goes to a row of the table, from 0.
    Row(usize),
    /// Goes to the first certificate of this moment or a later one, by one of its dates.
    Date(Dated, DateTime<Utc>),
    /// Opens a project, or a user of it.
    Visit(Place),
    /// Selects a certificate of the open user.
    Select(HoldingId),
    /// Signs in.
    SignIn(Who),
    /// Opens the form for keys.
    TypeKeys,
}

impl Chooser {
    /// All entries, in their own order.
    #[must_use]
    pub fn new(kind: Kind, entries: Vec<Entry>) -> Self {
        let shown = (0..entries.len()).collect();
        Self { kind, typed: Input::default(), entries, shown, cursor: Cursor::default() }
    }

    /// Puts entries in, in the stead of those that are there; what was typed holds.
    pub fn fill(&mut self, entries: Vec<Entry>) {
        self.entries = entries;
        self.apply(Vec::new());
    }

    /// The entries that what was typed leaves, best first.
    pub fn shown(&self) -> impl Iterator<Item = &Entry> {
        self.shown.iter().filter_map(|index| self.entries.get(*index))
    }

    /// How many those are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether what was typed leaves nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Where the cursor is.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The entry under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Entry> {
        self.shown().nth(self.cursor.at)
    }

    /// Why nothing is shown, where that is so.
    #[must_use]
    pub fn why_empty(&self) -> Option<String> {
        if !self.is_empty() {
            return None;
        }
        let typed = self.typed.value().trim();
        Some(match self.kind {
            Kind::Palette if typed.strip_prefix("in ").unwrap_or(typed).starts_with(|c: char| c.is_ascii_digit()) => {
                format!("No such date: {}. Write 2027-01-31, 30d or a row number.", Printable::new(typed))
            }
            Kind::Keys | Kind::Palette => "No action is called like that.".to_owned(),
            Kind::Rotation if typed.is_empty() => {
                "No certificate is remembered of these users: a board reads them.".to_owned()
            }
            Kind::Rotation => "No such user is remembered.".to_owned(),
            Kind::SignIn => "No way to sign in is called like that.".to_owned(),
            Kind::Anywhere if typed.is_empty() => "No project has come yet.".to_owned(),
            Kind::Anywhere => {
                "Nothing matches. Of users only those of the open project are listed here, of certificates \
                               those of the open user that have come."
                    .to_owned()
            }
        })
    }

    /// Moves the cursor.
    pub fn go(&mut self, motion: Motion, height: usize) {
        self.cursor.go(motion, self.shown.len(), height);
    }

    /// Puts the cursor on an entry.
    pub fn go_to(&mut self, place: usize, height: usize) {
        self.cursor.go_to(place, self.shown.len(), height);
    }

    /// Applies what was typed. `first` come before everything that matches: what only this text means.
    pub fn apply(&mut self, first: Vec<Entry>) {
        self.entries.retain(|entry| !matches!(entry.choice, Choice::Row(_) | Choice::Date(..)));
        let typed = self.typed.value().trim();
        self.shown = if typed.is_empty() { (0..self.entries.len()).collect() } else { best(&self.entries, typed) };
        self.shown.splice(0..0, self.entries.len()..self.entries.len() + first.len());
        self.entries.extend(first);
        self.cursor = Cursor::default();
    }
}

/// The places of the entries that match, best first; a key that is typed whole comes before all.
fn best(entries: &[Entry], typed: &str) -> Vec<usize> {
    let texts: Vec<String> = entries.iter().map(|entry| format!("{} {}", entry.text, entry.label)).collect();
    let is_key = |place: usize| {
        let label = entries.get(place).map_or("", |entry| &entry.label);
        label.split(BETWEEN_KEYS).any(|key| key == typed)
    };
    let mut scored = nearness::scores(typed, &texts);
    scored.sort_by_key(|(score, place)| (std::cmp::Reverse((is_key(*place), *score)), *place));
    scored.into_iter().map(|(_, place)| place).collect()
}
