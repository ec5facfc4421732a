//! The certificate table's state: whose certificates, what has come, how it is arranged, where the cursor is.

mod dates;
mod finding;
mod marking;
mod remembering;
mod selecting;

use chrono::{DateTime, Utc};
use tui_input::Input;

use crate::app::action::Motion;
use crate::app::column::Column;
use crate::app::cursor::Cursor;
use crate::app::feed::{Extent, Feed, Row};
use crate::app::filter::{Filter, FilterError};
use crate::app::judge::Judge;
use crate::app::order::Order;
use crate::app::seek::{Dated, Found, Seek};
use crate::app::source::Source;
use crate::atlas::error::Error;
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::holding::{Holding, HoldingId};
use finding::Finding;
use marking::Marks;
use remembering::Remembering;
use selecting::Selection;

pub use finding::{Matches, Sought};

/// How many screens a held page key passes in the time of a slow answer, and some: 30 a second, 250 ms. Never more than half
/// a page of the list, so that no page is asked for that nobody comes near to.
const SCREENS_AHEAD: usize = 8;
/// How many pages may be under way while the whole list is being loaded.
const PAGES_AT_ONCE: usize = 4;

/// Certificates on the screen.
#[derive(Debug)]
pub struct Certificates {
    /// Whose certificates they are.
    pub source: Source,
    /// What has come.
    pub feed: Feed,
    /// What was typed to filter.
    pub filter_typed: Input,
    /// What was typed to find.
    pub find_typed: Input,
    filter: Filter,
    /// The filter as it was typed.
    filter_applied: String,
    filter_error: Option<FilterError>,
    finding: Finding,
    order: Option<Order>,
    cursor: Cursor,
    selection: Selection,
    marks: Marks,
    /// The rows of the feed that are on the screen, in their order there; `None` where that is all, as listed.
    arranged: Option<Vec<usize>>,
    seek: Option<Seek>,
    /// Whether the whole list is wanted, though it is shown as listed.
    whole: bool,
    /// The end that is looked for while the rest of the list comes.
    awaited_end: Option<DateTime<Utc>>,
    /// The date that no certificate had when one went there.
    missed: Option<Dated>,
    /// Whether the person stopped the loading of the whole list.
    stopped: bool,
    /// Whether a page showed that the list had changed while it was read.
    shifted: bool,
    remembering: Remembering,
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
    pub fn new(source: Source, page_size: PageSize) -> Self {
        Self {
            source,
            feed: Feed::new(page_size),
            filter_typed: Input::default(),
            find_typed: Input::default(),
            filter: Filter::default(),
            filter_applied: String::new(),
            filter_error: None,
            finding: Finding::default(),
            order: None,
            cursor: Cursor::default(),
            selection: Selection::default(),
            marks: Marks::default(),
            arranged: None,
            seek: None,
            whole: false,
            awaited_end: None,
            missed: None,
            stopped: false,
            shifted: false,
            remembering: Remembering::default(),
        }
    }

    /// Rows on the screen, in all.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.arranged.as_ref().map_or_else(|| self.feed.rows(), Vec::len)
    }

    /// The row at a place on the screen.
    #[must_use]
    pub fn row(&self, place: usize) -> Row<'_> {
        self.feed_row(place).map_or(Row::Awaited, |row| self.feed.row(row))
    }

    fn feed_row(&self, place: usize) -> Option<usize> {
        match &self.arranged {
            None => Some(place),
            Some(rows) => rows.get(place).copied(),
        }
    }

    /// Where the cursor is.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The certificate at a place on the screen, where it has come.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<&Holding> {
        self.feed_row(place).and_then(|row| self.feed.holding(row))
    }

    /// The certificate under the cursor, where it has come.
    #[must_use]
    pub fn selected(&self) -> Option<&Holding> {
        self.at(self.cursor.at)
    }

    /// The filter that is on; the empty one where none is.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The filter that is on, as it was typed.
    #[must_use]
    pub fn filter_applied(&self) -> &str {
        &self.filter_applied
    }

    /// Why what was typed is no filter; the one before it stays on.
    #[must_use]
    pub fn filter_error(&self) -> Option<&FilterError> {
        self.filter_error.as_ref()
    }

    /// By what the rows are sorted, where not as listed.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        self.order
    }

    /// Whether a filter is on.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.filter.is_empty()
    }

    /// Whether the rows are filtered or sorted, so that only what has come is on the screen.
    #[must_use]
    pub fn is_arranged(&self) -> bool {
        self.arranged.is_some()
    }

    /// Whether the list was seen to change while it was read.
    #[must_use]
    pub fn has_shifted(&self) -> bool {
        self.shifted
    }

    /// When the oldest of the rows in sight came. Where none is in sight, when all was seen that is none.
    #[must_use]
    pub fn seen(&self, height: usize) -> Option<DateTime<Utc>> {
        if self.rows() == 0 {
            return self.feed.seen_whole();
        }
        let window = self.cursor.window(self.rows(), height);
        match &self.arranged {
            None => self.feed.seen(window),
            Some(rows) => rows.get(window)?.iter().filter_map(|row| self.feed.seen(*row..row + 1)).min(),
        }
    }

    /// When Atlas was asked of those in sight on a board that it lists, the longest ago, by its clock: that the memory told
    /// of them just now makes them no younger.
    #[must_use]
    pub fn last_seen(&self, height: usize) -> Option<DateTime<Utc>> {
        if !self.source.is_board() {
            return None;
        }
        let window = self.cursor.window(self.rows(), height);
        let listed = window.filter_map(|place| self.at(place)).filter(|one| one.standing.is_listed());
        listed.filter_map(|one| one.last_seen).min()
    }

    /// How much of the list has come.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let loaded = self.feed.loaded();
        Coverage { loaded, of: self.feed.rows().max(loaded), certain: matches!(self.feed.extent(), Extent::Closed(_)) }
    }

    /// Whether a date is being looked for.
    #[must_use]
    pub fn is_seeking(&self) -> bool {
        self.seek.is_some()
    }

    /// The certificates on the screen that have come, in its order.
    pub fn shown(&self) -> impl Iterator<Item = &Holding> {
        let listed = self.arranged.is_none().then(|| self.feed.holdings().map(|(_, one)| one));
        let arranged = self.arranged.iter().flatten().filter_map(|row| self.feed.holding(*row));
        listed.into_iter().flatten().chain(arranged)
    }

    /// Has the rest of the list loaded as well, or no more of it than is looked at.
    pub(super) fn load_rest(&mut self, whole: bool) {
        self.whole = whole;
    }

    /// Whether the rest of the list is being loaded.
    #[must_use]
    pub fn is_loading_all(&self) -> bool {
        let is_wanted = self.whole || (self.arranged.is_some() && !self.stopped);
        is_wanted && !self.feed.is_complete() && self.feed.failure().is_none()
    }

    /// Stops loading the rest. Says whether there was anything to stop.
    pub fn stop(&mut self) -> bool {
        let loading = self.is_loading_all() || self.seek.is_some();
        self.stopped |= loading;
        self.give_up_the_date();
        loading
    }

    /// Looks for a date no longer.
    fn give_up_the_date(&mut self) {
        self.seek = None;
        self.awaited_end = None;
        self.missed = None;
    }

    /// Moves the cursor.
    pub fn go(&mut self, motion: Motion, height: usize) {
        self.cursor.go(motion, self.rows(), height);
        self.moved();
    }

    /// Puts the cursor on a place on the screen, as near as there is one.
    pub fn go_to(&mut self, place: usize, height: usize) {
        self.cursor.go_to(place, self.rows(), height);
        self.moved();
    }

    /// Puts the cursor on a certificate that has come; a filter that hides it is taken away.
    pub fn select(&mut self, identity: &HoldingId, judge: Judge, height: usize) {
        let Some(row) = self.feed.find_shown(identity) else { return };
        if self.place_of(row).is_none() {
            self.filter_typed.reset();
            self.apply_filter(judge, height);
        }
        if let Some(place) = self.place_of(row) {
            self.go_to(place, height);
        }
    }

    fn moved(&mut self) {
        self.give_up_the_date();
        self.note_selection();
        self.let_go_of_the_end();
    }

    /// Brings the cursor back within the rows, after these or the height have changed.
    pub fn settle(&mut self, height: usize) {
        self.cursor.settle(self.rows(), height);
        // A board is read from the top, and grows above whatever came first: until a person has chosen nothing is.
        if !self.selection.is_of_one() && !self.source.is_board() {
            self.note_selection();
        }
    }

    /// Asks for everything anew; what is here stays until its successor comes.
    pub fn refresh(&mut self) {
        self.feed.refresh();
        self.stopped = false;
        self.shifted = false;
    }

    /// Applies what was typed as a filter.
    pub fn apply_filter(&mut self, judge: Judge, height: usize) {
        match Filter::parse(self.filter_typed.value()) {
            Ok(filter) => {
                self.filter = filter;
                self.filter_applied = self.filter_typed.value().to_owned();
                self.filter_error = None;
            }
            Err(why) => self.filter_error = Some(why),
        }
        // Unless the selected certificate is still in sight, the first that is left is where to look. Clearing the filter
        // leads back to the selected one, as long as the cursor was not moved meanwhile.
        self.cursor = Cursor::default();
        self.arrange_anew(None, judge, height);
    }

    /// Sorts, or puts the rows back into the server's order.
    pub fn apply_order(&mut self, order: Option<Order>, judge: Judge, height: usize) {
        self.order = order;
        let held = self.held();
        self.arrange_anew(held.as_ref(), judge, height);
    }

    fn arrange_anew(&mut self, held: Option<&HoldingId>, judge: Judge, height: usize) {
        self.stopped = false;
        self.give_up_the_date();
        self.arrange(judge);
        self.follow_selection(held, height);
    }

    /// Works out which rows are on the screen, and in which order.
    fn arrange(&mut self, judge: Judge) {
        self.arranged = self.arrangement(judge);
        self.find_anew(judge);
    }

    fn arrangement(&self, judge: Judge) -> Option<Vec<usize>> {
        if self.filter.is_empty() && self.order.is_none() {
            return None;
        }
        let mut searcher = self.source.searcher(&self.filter, judge);
        let admitted = self.feed.holdings().filter(|(_, one)| searcher.admits(one));
        Some(match self.order {
            Some(order) => order.sorted(admitted, judge),
            None => admitted.map(|(row, _)| row).collect(),
        })
    }

    /// Whether other rows may be on the screen, or in another order, when time has passed.
    #[must_use]
    pub fn depends_on_time(&self) -> bool {
        self.filter.depends_on_time()
            || self.find().depends_on_time()
            || self.order.is_some_and(|order| order.column == Column::State)
    }

    /// Brings what depends on the time up to date.
    pub fn time_passed(&mut self, judge: Judge, height: usize) {
        if self.depends_on_time() {
            let held = self.held();
            self.arrange(judge);
            self.follow_selection(held.as_ref(), height);
        }
    }

    /// Takes in a page.
    pub fn arrived(
        &mut self,
        number: PageNumber,
        page: Page<Holding>,
        judge: Judge,
        seen: DateTime<Utc>,
        height: usize,
    ) {
        let held = self.held();
        let replaced = self.marked_from(number, !page.has_next || page.items.is_empty());
        self.shifted |= self.feed.arrived(number, page, seen);
        self.note_whole_list();
        self.follow_marks(number, replaced);
        if self.order.is_some() {
            self.arrange(judge);
        } else {
            self.splice(number, judge);
        }
        self.follow_selection(held.as_ref(), height);
        self.seek_on(height);
        self.await_end(height);
        self.settle_selection();
    }

    /// Puts the rows of one page, filtered, into their place among the others, which are in the order of the list.
    fn splice(&mut self, number: PageNumber, judge: Judge) {
        let here = self.feed.rows_of(number);
        let Some(rows) = &mut self.arranged else {
            let page = self.feed.page_size();
            return self.find_among(here.start..here.start + page, page, judge);
        };
        let next = self.feed.rows_of(number.saturating_add(1));
        let from = rows.partition_point(|row| *row < here.start);
        let to = rows.partition_point(|row| *row < next.start).max(from);
        let mut searcher = self.source.searcher(&self.filter, judge);
        let admitted = here.filter(|row| self.feed.holding(*row).is_some_and(|one| searcher.admits(one)));
        let before = rows.len();
        rows.splice(from..to, admitted);
        let new = rows.len() + (to - from) - before;
        rows.truncate(rows.partition_point(|row| *row < self.feed.rows()));
        self.find_among(from..to, new, judge);
    }

    fn place_of(&self, row: usize) -> Option<usize> {
        match &self.arranged {
            None => Some(row),
            Some(rows) if self.order.is_none() => rows.binary_search(&row).ok(),
            Some(rows) => rows.iter().position(|other| *other == row),
        }
    }

    /// Notes that a page could not be had.
    pub fn failed(&mut self, number: PageNumber, error: Error) {
        // Behind a page that cannot be had nothing can be found by halves.
        self.give_up_the_date();
        self.feed.failed(number, error);
    }

    /// The pages that are to be asked for now: those in sight first, then those that a held key soon comes to; under a filter or an order all, a few at a time.
    #[must_use]
    pub fn wanted(&self, height: usize) -> Vec<PageNumber> {
        if self.source.why_no_certificates().is_some() {
            return Vec::new();
        }
        if self.feed.extent() == Extent::Unknown {
            return if self.feed.failure().is_some() { Vec::new() } else { vec![PageNumber::MIN] };
        }
        if self.is_loading_all() {
            return self.feed.missing(0..self.feed.rows()).take(PAGES_AT_ONCE).collect();
        }
        if self.arranged.is_some() {
            return Vec::new();
        }
        let rows = self.feed.rows();
        let window = self.cursor.window(rows, height);
        // Whoever is at the end is not on the way anywhere.
        let screens = if self.cursor.at + 1 == rows { 1 } else { SCREENS_AHEAD };
        let further = height.max((height * screens).min(self.feed.page_size() / 2));
        let ahead = if self.cursor.upward {
            window.start.saturating_sub(further)..window.start
        } else {
            window.end..(window.end + further).min(rows)
        };
        let mut wanted: Vec<PageNumber> = self.feed.missing(window).chain(self.feed.missing(ahead)).collect();
        if let Some(Found::Needs(row)) = self.seek.map(|mut seek| seek.go_on(&self.feed)) {
            wanted.extend(Some(self.feed.page_of(row)).filter(|page| !self.feed.is_settled(*page)));
        }
        wanted.extend(self.pages_to_look_at().filter(|page| !self.feed.is_settled(*page)));
        let mut once = Vec::with_capacity(wanted.len());
        for page in wanted {
            if !once.contains(&page) {
                once.push(page);
            }
        }
        once
    }
}
