//! A short list that is walked to its end, page by page: projects, users, organisations.

use chrono::{DateTime, Utc};

use crate::atlas::error::Error;
use crate::atlas::page::{Page, PageNumber};

/// The items, and how far the walk is. While a list is walked again the items of the walk before stay.
#[derive(Debug)]
pub struct Listing<T> {
    items: Vec<T>,
    incoming: Vec<T>,
    walk: Walk,
    seen: Option<DateTime<Utc>>,
    /// When what is here was seen, where it is remembered and Atlas has not said all of its own yet.
    remembered: Option<DateTime<Utc>>,
    /// Whether the memory has said what it knows.
    is_recalled: bool,
}

/// How far the walk is.
#[derive(Debug)]
pub enum Walk {
    /// This page is to be asked for next.
    At(PageNumber),
    /// The last page has come.
    Done,
    /// A page could not be had.
    Failed(Error),
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            incoming: Vec::new(),
            walk: Walk::At(PageNumber::MIN),
            seen: None,
            remembered: None,
            is_recalled: false,
        }
    }
}

impl<T> Listing<T> {
    /// What is there to show.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// How far the walk is.
    #[must_use]
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// Whether every page has come.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        matches!(self.walk, Walk::Done)
    }

    /// Why the walk ended early.
    #[must_use]
    pub fn failure(&self) -> Option<&Error> {
        match &self.walk {
            Walk::Failed(error) => Some(error),
            Walk::At(_) | Walk::Done => None,
        }
    }

    /// When the items were last whole, in this run or an earlier one.
    #[must_use]
    pub fn seen(&self) -> Option<DateTime<Utc>> {
        self.seen.or(self.remembered)
    }

    /// When the items were seen, where they are remembered; `None` where they are Atlas's answer of this run.
    #[must_use]
    pub fn remembered(&self) -> Option<DateTime<Utc>> {
        self.remembered
    }

    /// Whether nothing more is to come: every page has, or none can be had and what is remembered stands.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_complete() || (self.failure().is_some() && self.remembered.is_some())
    }

    /// Whether the memory is to be asked.
    #[must_use]
    pub fn wants_memory(&self) -> bool {
        !self.is_recalled && self.seen.is_none()
    }

    /// Takes in what is remembered as of `seen`, by this machine's clock. It stands until Atlas's answer is whole, and gives
    /// way to whatever of that is here.
    pub fn recalled(&mut self, items: Vec<T>, seen: Option<DateTime<Utc>>) {
        self.is_recalled = true;
        if self.seen.is_none() && self.items.is_empty() && !items.is_empty() && seen.is_some() {
            self.items = items;
            self.remembered = seen;
        }
    }

    /// The page to ask for next.
    #[must_use]
    pub fn wanted(&self) -> Option<PageNumber> {
        match self.walk {
            Walk::At(page) => Some(page),
            Walk::Done | Walk::Failed(_) => None,
        }
    }

    /// Begins the walk anew.
    pub fn refresh(&mut self) {
        self.incoming.clear();
        self.walk = Walk::At(PageNumber::MIN);
    }

    /// Notes that a page could not be had: what is there stays.
    pub fn failed(&mut self, error: Error) {
        self.walk = Walk::Failed(error);
    }
}

impl<T: Clone> Listing<T> {
    /// Takes in a page that came. On the first walk its items show at once, later only when all are there.
    pub fn arrived(&mut self, number: PageNumber, page: Page<T>, now: DateTime<Utc>) {
        // Behind an empty page nothing comes, whatever it links to.
        let is_empty = page.items.is_empty();
        self.incoming.extend(page.items);
        if let Some(next) = number.checked_add(1).filter(|_| page.has_next && !is_empty) {
            self.walk = Walk::At(next);
            if self.seen().is_none() {
                self.items.clone_from(&self.incoming);
            }
        } else {
            self.walk = Walk::Done;
            self.seen = Some(now);
            self.remembered = None;
            self.items = std::mem::take(&mut self.incoming);
        }
    }
}
