//! A list of certificates as far as it is known: pages by number, with gaps.
//!
//! Atlas: ascending `createdAt` (undocumented), `totalCount` an estimate, the end where no `next` link is. The list is no
//! snapshot: when a certificate expires, all behind it move up by one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::{Bound, Range};

use chrono::{DateTime, Utc};

use crate::atlas::error::Error;
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::certificate::Certificate;
use crate::domain::holding::{Holding, HoldingId};

/// The sparse list.
#[derive(Debug)]
pub struct Feed {
    page_size: usize,
    pages: BTreeMap<PageNumber, Slot>,
    /// Rows and pages of this round that are here, counted as they come: a long list costs no more per key than a short.
    counts: Counts,
    extent: Extent,
    /// The round in which the end was seen.
    closed_in: Option<u32>,
    /// The server's count on the last page of this round that told one.
    counted: Option<u64>,
    /// When a page without any row came last.
    seen_empty: Option<DateTime<Utc>>,
    /// Counts the refreshes: a page of an earlier round is shown, but asked for again.
    round: u32,
}

/// What is known of one page.
#[derive(Debug, Default)]
struct Slot {
    holdings: Vec<Holding>,
    /// The round that brought it; `None` while it has not come.
    round: Option<u32>,
    seen: Option<DateTime<Utc>>,
    failure: Option<Failure>,
    /// Whether the rows are remembered from an earlier run.
    is_remembered: bool,
    /// The round in which an overlap sent it back. Once a round is enough: a server that repeats itself for ever must not
    /// be asked for ever.
    sent_back: Option<u32>,
}

/// What is here.
#[derive(Debug, Default)]
struct Counts {
    /// Rows, of whatever round.
    rows: usize,
    /// Pages of this round.
    fresh: usize,
    /// Pages whose last answer in this round was an error.
    failed: BTreeSet<PageNumber>,
}

#[derive(Debug)]
struct Failure {
    round: u32,
    error: Error,
}

/// How long the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Nothing has come yet.
    Unknown,
    /// More comes after `at_least` rows; `estimate` is what the server said, if it did.
    Open {
        /// Rows that are certain.
        at_least: usize,
        /// The server's `totalCount`.
        estimate: Option<usize>,
    },
    /// A page without a `next` link has come: the list has this many rows.
    Closed(usize),
}

/// What is known of one row.
#[derive(Debug)]
pub enum Row<'feed> {
    /// It is here.
    Here(&'feed Holding),
    /// It is here from before the last refresh, and may have moved or gone since.
    Stale(&'feed Holding),
    /// It has not come yet.
    Awaited,
    /// Its page could not be had.
    Failed(&'feed Error),
}

impl Feed {
    /// Nothing known.
    #[must_use]
    pub fn new(page_size: PageSize) -> Self {
        Self {
            page_size: page_size.get().into(),
            pages: BTreeMap::new(),
            counts: Counts::default(),
            extent: Extent::Unknown,
            closed_in: None,
            counted: None,
            seen_empty: None,
            round: 0,
        }
    }

    /// Puts in place what is remembered as of `seen`, where nothing has come: rows that stand until Atlas's own come, as
    /// those of an earlier round do.
    pub fn recall(&mut self, holdings: Vec<Holding>, seen: DateTime<Utc>) {
        if self.extent != Extent::Unknown || holdings.is_empty() {
            return;
        }
        self.extent = Extent::Closed(holdings.len());
        self.counts.rows = holdings.len();
        let mut holdings = holdings.into_iter().peekable();
        let mut number = PageNumber::MIN;
        while holdings.peek().is_some() {
            let slot = self.pages.entry(number).or_default();
            slot.holdings = holdings.by_ref().take(self.page_size).collect();
            slot.seen = Some(seen);
            slot.is_remembered = true;
            number = number.saturating_add(1);
        }
    }

    /// Whether any of these rows are remembered from an earlier run.
    #[must_use]
    pub fn is_remembered(&self, rows: Range<usize>) -> bool {
        let pages = self.page_of(rows.start)..=self.page_of(rows.end.saturating_sub(1).max(rows.start));
        self.pages.range(pages).any(|(_, slot)| slot.is_remembered)
    }

    /// Whether nothing has come yet.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.extent == Extent::Unknown
    }

    /// How long the list is, as far as is known.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Rows to show: the length, or what is thought to be it, or one row to stand for what is to come.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self.extent {
            Extent::Unknown => 0,
            Extent::Open { at_least, estimate } => estimate.unwrap_or(0).max(at_least + 1),
            Extent::Closed(rows) => rows,
        }
    }

    /// Rows that are here, of this round or an earlier one.
    #[must_use]
    pub fn loaded(&self) -> usize {
        self.counts.rows
    }

    /// Whether every row is here, of this round.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let Extent::Closed(rows) = self.extent else { return false };
        // Pages behind the end are dropped, so those that are fresh are all among the needed ones.
        self.counts.fresh >= rows.div_ceil(self.page_size)
    }

    /// Rows of a full page.
    #[must_use]
    pub fn page_size(&self) -> usize {
        self.page_size
    }

    /// The page that holds `row`.
    #[must_use]
    pub fn page_of(&self, row: usize) -> PageNumber {
        let number = u32::try_from(row / self.page_size).unwrap_or(u32::MAX - 1);
        PageNumber::MIN.saturating_add(number)
    }

    /// The first row of `page`.
    fn first_row_of(&self, page: PageNumber) -> usize {
        (page.get() as usize - 1).saturating_mul(self.page_size)
    }

    /// The rows of a page that has come.
    #[must_use]
    pub fn rows_of(&self, page: PageNumber) -> Range<usize> {
        let first = self.first_row_of(page);
        first..first + self.pages.get(&page).map_or(0, |slot| slot.holdings.len())
    }

    /// The row at `index`.
    #[must_use]
    pub fn row(&self, index: usize) -> Row<'_> {
        let page = self.page_of(index);
        let Some(slot) = self.pages.get(&page) else { return Row::Awaited };
        let within = index - self.first_row_of(page).min(index);
        match (slot.holdings.get(within), &slot.failure) {
            (Some(certificate), _) if slot.round == Some(self.round) => Row::Here(certificate),
            (Some(certificate), _) => Row::Stale(certificate),
            (None, Some(failure)) if failure.round == self.round => Row::Failed(&failure.error),
            (None, _) => Row::Awaited,
        }
    }

    /// The certificate at `index`, of whatever round.
    #[must_use]
    pub fn holding(&self, index: usize) -> Option<&Holding> {
        match self.row(index) {
            Row::Here(certificate) | Row::Stale(certificate) => Some(certificate),
            Row::Awaited | Row::Failed(_) => None,
        }
    }

    /// The certificate at `index`, without what else is known of it.
    #[must_use]
    pub fn certificate(&self, index: usize) -> Option<&Certificate> {
        self.holding(index).map(|holding| &holding.certificate)
    }

    /// Every certificate that is here, with its row, in the list's order.
    pub fn holdings(&self) -> impl Iterator<Item = (usize, &Holding)> {
        self.pages.iter().flat_map(|(page, slot)| {
            let first = self.first_row_of(*page);
            slot.holdings.iter().enumerate().map(move |(within, certificate)| (first + within, certificate))
        })
    }

    /// The row of a certificate that has come in this round.
    #[must_use]
    pub fn find(&self, identity: &HoldingId) -> Option<usize> {
        self.find_on(|slot| slot.round == Some(self.round), identity)
    }

    /// The row of a certificate that is here: of this round, or else of an earlier one.
    #[must_use]
    pub fn find_shown(&self, identity: &HoldingId) -> Option<usize> {
        self.find(identity).or_else(|| self.find_on(|slot| slot.round != Some(self.round), identity))
    }

    fn find_on(&self, admit: impl Fn(&Slot) -> bool, identity: &HoldingId) -> Option<usize> {
        self.pages.iter().filter(|(_, slot)| admit(slot)).find_map(|(page, slot)| {
            let within = slot.holdings.iter().position(|certificate| certificate.is(identity))?;
            Some(self.first_row_of(*page) + within)
        })
    }

    /// Takes in a page that came. Says whether it showed that the list has shifted meanwhile: then the pages that
    /// overlap with it are asked for again. Where the count has fallen, what moved up over the end of a page that was here
    /// already is on none.
    pub fn arrived(&mut self, number: PageNumber, page: Page<Holding>, now: DateTime<Utc>) -> bool {
        // Behind an empty page nothing comes, whatever it links to.
        let page = Page { has_next: page.has_next && !page.items.is_empty(), ..page };
        self.extent = self.extent_after(number, &page);
        if !page.has_next {
            self.closed_in = Some(self.round);
        }
        if page.items.is_empty() {
            self.seen_empty = Some(now);
        }
        let has_shrunk = self.counted.zip(page.total).is_some_and(|(before, now)| now < before);
        self.counted = page.total.or(self.counted);
        let shifted = self.forget_overlaps(number, &page.items) || has_shrunk;
        self.forget(number);
        if !page.items.is_empty() {
            self.counts.rows += page.items.len();
            self.counts.fresh += 1;
            let sent_back = self.pages.remove(&number).and_then(|slot| slot.sent_back);
            let slot =
                Slot { holdings: page.items, round: Some(self.round), seen: Some(now), sent_back, ..Slot::default() };
            self.pages.insert(number, slot);
        }
        if !page.has_next {
            let behind: Vec<PageNumber> =
                self.pages.range((Bound::Excluded(number), Bound::Unbounded)).map(|(page, _)| *page).collect();
            for page in behind {
                self.forget(page);
                self.pages.remove(&page);
            }
        }
        shifted
    }

    /// Takes what is here of a page out of the counts.
    fn forget(&mut self, number: PageNumber) {
        self.counts.failed.remove(&number);
        let Some(slot) = self.pages.get_mut(&number) else { return };
        self.counts.rows -= slot.holdings.len();
        self.counts.fresh -= usize::from(slot.round == Some(self.round));
        slot.holdings.clear();
        slot.round = None;
        slot.seen = None;
        slot.failure = None;
        slot.is_remembered = false;
    }

    /// The end of the rows that are here.
    fn held_to(&self) -> usize {
        let last = self.pages.iter().rev().find(|(_, slot)| !slot.holdings.is_empty());
        last.map_or(0, |(page, slot)| self.first_row_of(*page) + slot.holdings.len())
    }

    /// How long the list is, now that `page` has come.
    fn extent_after(&self, number: PageNumber, page: &Page<Holding>) -> Extent {
        let end = self.first_row_of(number) + page.items.len();
        let estimate = page.total.and_then(|total| usize::try_from(total).ok());
        if page.has_next {
            // Once the end was seen in this round, a page before it does not make it uncertain again.
            if let Extent::Closed(rows) = self.extent
                && self.closed_in == Some(self.round)
                && end < rows
            {
                return self.extent;
            }
            let (so_far, thought) = match self.extent {
                Extent::Open { at_least, estimate } => (at_least, estimate),
                Extent::Unknown | Extent::Closed(_) => (0, None),
            };
            // A row of an earlier round that stands behind stays until its page has come: it may be the one under the cursor.
            let held = Some(self.held_to()).filter(|held| *held > end);
            return Extent::Open { at_least: so_far.max(end), estimate: estimate.or(thought).max(held) };
        }
        if !page.items.is_empty() || number == PageNumber::MIN {
            return Extent::Closed(end);
        }
        // An empty page lies behind the end: the list ends somewhere before it.
        let before = self.first_row_of(number);
        let at_least = match self.extent {
            Extent::Open { at_least, .. } => at_least.min(before.saturating_sub(1)),
            Extent::Closed(rows) if rows <= before => return Extent::Closed(rows),
            Extent::Unknown | Extent::Closed(_) => 0,
        };
        Extent::Open { at_least, estimate: Some(before) }
    }

    /// The list has shifted where a certificate of the new page also stands on another page: what is older of the two
    /// shows a state that is gone. Those pages go back to the round before.
    fn forget_overlaps(&mut self, number: PageNumber, items: &[Holding]) -> bool {
        let round = self.round;
        let neighbours = [number.get().checked_sub(1).and_then(PageNumber::new), number.checked_add(1)];
        let mut shifted = false;
        for neighbour in neighbours.into_iter().flatten() {
            let current = |slot: &&mut Slot| slot.round == Some(round) && slot.sent_back != Some(round);
            let Some(slot) = self.pages.get_mut(&neighbour).filter(current) else { continue };
            let known: HashSet<HoldingId> = slot.holdings.iter().map(Holding::identity).collect();
            if items.iter().any(|certificate| known.contains(&certificate.identity())) {
                slot.round = None;
                self.counts.fresh -= 1;
                slot.sent_back = Some(round);
                shifted = true;
            }
        }
        shifted
    }

    /// Notes that a page could not be had.
    pub fn failed(&mut self, number: PageNumber, error: Error) {
        let round = self.round;
        self.counts.failed.insert(number);
        self.pages.entry(number).or_default().failure = Some(Failure { round, error });
    }

    /// Why a page could not be had in this round, of the first such page.
    #[must_use]
    pub fn failure(&self) -> Option<&Error> {
        let page = self.counts.failed.first()?;
        self.pages.get(page)?.failure.as_ref().map(|failure| &failure.error)
    }

    /// Whether rows of an earlier round stand where this one's could not be had.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        let is_old = |slot: &Slot| !slot.holdings.is_empty() && slot.round != Some(self.round);
        self.failure().is_some() && self.pages.values().any(is_old)
    }

    /// Begins a new round: what is here stays in sight, and is asked for again as it is looked at. Of an empty list
    /// nothing can be looked at, so it is as unknown as at first.
    pub fn refresh(&mut self) {
        self.round += 1;
        self.counts.fresh = 0;
        self.counts.failed.clear();
        self.counted = None;
        if self.extent == Extent::Closed(0) {
            self.extent = Extent::Unknown;
        }
    }

    /// Whether `page` has come in this round.
    #[must_use]
    pub fn is_fresh(&self, page: PageNumber) -> bool {
        self.pages.get(&page).is_some_and(|slot| slot.round == Some(self.round))
    }

    /// Whether the end of the list was seen in this round.
    #[must_use]
    pub fn is_end_fresh(&self) -> bool {
        self.closed_in == Some(self.round) && matches!(self.extent, Extent::Closed(_))
    }

    /// Whether `page` was asked for in this round and has answered, with certificates or with an error.
    #[must_use]
    pub fn is_settled(&self, page: PageNumber) -> bool {
        self.pages.get(&page).is_some_and(|slot| {
            slot.round == Some(self.round) || slot.failure.as_ref().is_some_and(|failure| failure.round == self.round)
        })
    }

    /// The pages of `rows` that are still to be asked for, in the list's order.
    pub fn missing(&self, rows: Range<usize>) -> impl Iterator<Item = PageNumber> {
        let last = rows.end.checked_sub(1).filter(|last| *last >= rows.start).map(|last| self.page_of(last));
        let first = last.map(|_| self.page_of(rows.start));
        std::iter::successors(first, move |page| page.checked_add(1).filter(|next| Some(*next) <= last))
            .filter(|page| !self.is_settled(*page))
    }

    /// When the oldest page of the list came; of an empty list, when that was seen.
    #[must_use]
    pub fn seen_whole(&self) -> Option<DateTime<Utc>> {
        self.pages.values().filter_map(|slot| slot.seen).min().or(self.seen_empty)
    }

    /// When the oldest of these rows came.
    #[must_use]
    pub fn seen(&self, rows: Range<usize>) -> Option<DateTime<Utc>> {
        let pages = self.page_of(rows.start)..=self.page_of(rows.end.saturating_sub(1).max(rows.start));
        self.pages.range(pages).filter_map(|(_, slot)| slot.seen).min()
    }
}
