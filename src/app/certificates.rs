//! The certificate table's state: which user, what has come, what the filter leaves, where the cursor is.

use chrono::{DateTime, Utc};
use tui_input::Input;

use crate::app::action::Motion;
use crate::app::cursor::Cursor;
use crate::app::feed::{Extent, Feed, Row};
use crate::app::filter::{Filter, FilterError};
use crate::atlas::error::Error;
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::certificate::{Certificate, Identity};
use crate::domain::expiry::Limits;
use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;

/// How many pages may be under way while the whole list is being loaded.
const PAGES_AT_ONCE: usize = 4;

/// One user's certificates on the screen.
#[derive(Debug)]
pub struct Certificates {
    /// The project.
    pub project: Project,
    /// The user.
    pub user: DatabaseUser,
    /// What has come.
    pub feed: Feed,
    /// What was typed to filter.
    pub filter: Input,
    /// Why what was typed is no filter. Until it is one again, the last one that was stays on.
    pub filter_error: Option<FilterError>,
    cursor: Cursor,
    selected: Option<Identity>,
    view: View,
    /// Whether the person stopped the loading of the whole list.
    stopped: bool,
    /// The certificate that was selected before a refresh, until its place is known again.
    sought: Option<Identity>,
    /// Whether a page showed that the list had changed while it was read.
    shifted: bool,
}

/// Which rows of the feed are on the screen.
#[derive(Debug)]
enum View {
    /// All, in the list's order, come or not.
    AsListed,
    /// Those that a filter leaves of what has come: their rows in the feed, ascending.
    Filtered(Filter, Vec<usize>),
}

/// By what a severity is judged: the limits and the server's time.
#[derive(Debug, Clone, Copy)]
pub struct Judge {
    /// When a certificate is critical, or soon.
    pub limits: Limits,
    /// The server's time.
    pub now: DateTime<Utc>,
}

/// How much of the list has been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Rows that have come.
    pub loaded: usize,
    /// Rows that there are, or are thought to be.
    pub of: usize,
    /// Whether `of` is certain.
    pub certain: bool,
}

impl Certificates {
    /// Nothing has come yet.
    #[must_use]
    pub fn new(project: Project, user: DatabaseUser, page_size: PageSize) -> Self {
        Self {
            project,
            user,
            feed: Feed::new(page_size),
            filter: Input::default(),
            filter_error: None,
            cursor: Cursor::default(),
            selected: None,
            view: View::AsListed,
            stopped: false,
            sought: None,
            shifted: false,
        }
    }

    /// Rows on the screen, in all.
    #[must_use]
    pub fn rows(&self) -> usize {
        match &self.view {
            View::AsListed => self.feed.rows(),
            View::Filtered(_, rows) => rows.len(),
        }
    }

    /// The row at a place on the screen.
    #[must_use]
    pub fn row(&self, place: usize) -> Row<'_> {
        self.feed_row(place).map_or(Row::Awaited, |row| self.feed.row(row))
    }

    fn feed_row(&self, place: usize) -> Option<usize> {
        match &self.view {
            View::AsListed => Some(place),
            View::Filtered(_, rows) => rows.get(place).copied(),
        }
    }

    /// Where the cursor is.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The certificate at a place on the screen, where it has come.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<&Certificate> {
        self.feed_row(place).and_then(|row| self.feed.certificate(row))
    }

    /// The certificate under the cursor, where it has come.
    #[must_use]
    pub fn selected(&self) -> Option<&Certificate> {
        self.at(self.cursor.at)
    }

    /// Whether a filter is on.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        matches!(self.view, View::Filtered(..))
    }

    /// Whether the list was seen to change while it was read.
    #[must_use]
    pub fn has_shifted(&self) -> bool {
        self.shifted
    }

    /// How much of the list has come.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let loaded = self.feed.loaded();
        Coverage { loaded, of: self.feed.rows().max(loaded), certain: matches!(self.feed.extent(), Extent::Closed(_)) }
    }

    /// Whether the rest of the list is being loaded for the filter's sake.
    #[must_use]
    pub fn is_loading_all(&self) -> bool {
        self.is_filtered() && !self.stopped && !self.feed.is_complete() && self.feed.failure().is_none()
    }

    /// Stops loading the rest. Says whether there was anything to stop.
    pub fn stop(&mut self) -> bool {
        let loading = self.is_loading_all();
        self.stopped |= loading;
        loading
    }

    /// Moves the cursor.
    pub fn go(&mut self, motion: Motion, height: usize) {
        self.cursor.go(motion, self.rows(), height);
        self.sought = None;
        self.note_selection();
    }

    /// Brings the cursor back within the rows, after these or the height have changed.
    pub fn settle(&mut self, height: usize) {
        self.cursor.settle(self.rows(), height);
        if self.selected.is_none() {
            self.note_selection();
        }
    }

    fn note_selection(&mut self) {
        self.selected = self.selected().map(Certificate::identity);
    }

    /// Asks for everything anew; what is here stays until its successor comes.
    pub fn refresh(&mut self) {
        self.feed.refresh();
        self.sought.clone_from(&self.selected);
        self.stopped = false;
        self.shifted = false;
    }

    /// Applies what was typed. Where that is no filter, everything stays as it is, and [`Self::filter_error`] says why.
    pub fn apply_filter(&mut self, judge: Judge, height: usize) {
        let filter = match Filter::parse(self.filter.value()) {
            Ok(filter) => filter,
            Err(why) => {
                self.filter_error = Some(why);
                return;
            }
        };
        self.filter_error = None;
        self.stopped = false;
        self.view = if filter.is_empty() {
            View::AsListed
        } else {
            let mut searcher = filter.searcher(judge.limits, judge.now);
            let admitted = self.feed.certificates().filter(|(_, one)| searcher.admits(one));
            let rows = admitted.map(|(row, _)| row).collect();
            View::Filtered(filter, rows)
        };
        // Unless the selected certificate is still in sight, the first that is left is where to look. Clearing the filter
        // leads back to the selected one, as long as the cursor was not moved meanwhile.
        self.cursor = Cursor::default();
        self.follow_selection(height);
    }

    /// Takes in a page.
    pub fn arrived(
        &mut self,
        number: PageNumber,
        page: Page<Certificate>,
        judge: Judge,
        seen: DateTime<Utc>,
        height: usize,
    ) {
        self.shifted |= self.feed.arrived(number, page, seen);
        if let View::Filtered(filter, rows) = &mut self.view {
            let here = self.feed.rows_of(number);
            let next = self.feed.rows_of(number.saturating_add(1));
            let from = rows.partition_point(|row| *row < here.start);
            let to = rows.partition_point(|row| *row < next.start).max(from);
            let mut searcher = filter.searcher(judge.limits, judge.now);
            let admitted = here.filter(|row| self.feed.certificate(*row).is_some_and(|one| searcher.admits(one)));
            rows.splice(from..to, admitted);
            rows.retain(|row| *row < self.feed.rows());
        }
        self.follow_selection(height);
        if self.sought.is_some() && self.feed.is_fresh(self.feed.page_of(self.cursor.at)) {
            self.settle_search();
        }
    }

    /// The cursor goes where the selected certificate went. A certificate that is nowhere in what has come leaves the
    /// cursor where it is.
    fn follow_selection(&mut self, height: usize) {
        if let Some(identity) = &self.selected
            && !self.selected().is_some_and(|here| here.is(identity))
            && let Some(place) = self.feed.find(identity).and_then(|row| self.place_of(row))
        {
            self.cursor.carry_to(place);
        }
        self.settle(height);
    }

    fn place_of(&self, row: usize) -> Option<usize> {
        match &self.view {
            View::AsListed => Some(row),
            View::Filtered(_, rows) => rows.binary_search(&row).ok(),
        }
    }

    /// After a refresh the certificate that was selected is either here again, or looked for on the page before (what
    /// expires lets the rest move up), or gone.
    fn settle_search(&mut self) {
        let found = self.sought.as_ref().is_some_and(|identity| self.feed.find(identity).is_some());
        if found || self.page_before().is_none_or(|page| self.feed.is_fresh(page)) {
            self.sought = None;
            self.note_selection();
        }
    }

    fn page_before(&self) -> Option<PageNumber> {
        self.feed.page_of(self.cursor.at).get().checked_sub(1).and_then(PageNumber::new)
    }

    /// Notes that a page could not be had.
    pub fn failed(&mut self, number: PageNumber, error: Error) {
        self.feed.failed(number, error);
    }

    /// The pages that are to be asked for now: those in sight first, then one screen ahead in the direction of travel;
    /// under a filter all, a few at a time.
    #[must_use]
    pub fn wanted(&self, height: usize) -> Vec<PageNumber> {
        if !self.user.authentication.may_have_certificates() {
            return Vec::new();
        }
        if self.feed.extent() == Extent::Unknown {
            return if self.feed.failure().is_some() { Vec::new() } else { vec![PageNumber::MIN] };
        }
        if self.is_filtered() {
            let mut missing = if self.is_loading_all() { self.feed.missing(0..self.feed.rows()) } else { Vec::new() };
            missing.truncate(PAGES_AT_ONCE);
            return missing;
        }
        let rows = self.feed.rows();
        let window = self.cursor.window(rows, height);
        let ahead = if self.cursor.upward {
            window.start.saturating_sub(height)..window.start
        } else {
            window.end..(window.end + height).min(rows)
        };
        let mut wanted = self.feed.missing(window);
        wanted.extend(self.feed.missing(ahead));
        if self.sought.is_some() && self.feed.is_fresh(self.feed.page_of(self.cursor.at)) {
            wanted.extend(self.page_before().filter(|page| !self.feed.is_fresh(*page)));
        }
        let mut once = Vec::with_capacity(wanted.len());
        for page in wanted {
            if !once.contains(&page) {
                once.push(page);
            }
        }
        once
    }
}
