//! The selected certificate: known by what it is and not by where it stands, so that the cursor follows it.

use chrono::{DateTime, Utc};

use super::Certificates;
use crate::atlas::page::PageNumber;
use crate::domain::holding::{Holding, HoldingId};

/// Of how many pages, the selected certificate's own among them, one may be on which it is looked for: 4,000 certificates may
/// expire between two refreshes.
const FURTHEST: usize = 8;

/// What a person chose.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    certificate: Option<HoldingId>,
    /// When it was created. Atlas: ascending `createdAt`, undocumented.
    created_at: Option<DateTime<Utc>>,
    /// The row of the feed in which it was seen last, where it most often still is.
    row: Option<usize>,
}

impl Selection {
    /// Whether anything was chosen.
    pub(super) const fn is_of_one(&self) -> bool {
        self.certificate.is_some()
    }
}

impl Certificates {
    /// Takes the certificate under the cursor for the selected one.
    pub fn choose(&mut self) {
        if self.selected().is_some() {
            self.note_selection();
        }
    }

    /// As [`Self::choose`], where nothing is selected yet: what is acted upon is not to change under the hand.
    pub(in crate::app) fn hold_on(&mut self) {
        if !self.selection.is_of_one() {
            self.choose();
        }
    }

    pub(super) fn note_selection(&mut self) {
        let here = self.selected();
        self.selection = Selection {
            certificate: here.map(Holding::identity),
            created_at: here.and_then(|one| one.certificate.created_at),
            row: self.feed_row(self.cursor.at),
        };
    }

    /// Whether what was chosen is not known to be here any more: its page is asked for anew, or came without it.
    fn is_sought(&self) -> bool {
        let Selection { certificate: Some(identity), row, .. } = &self.selection else { return false };
        let is_here = |row: usize| {
            self.feed.is_fresh(self.feed.page_of(row)) && self.feed.holding(row).is_some_and(|one| one.is(identity))
        };
        !row.is_some_and(is_here)
    }

    /// The certificate under the cursor, where it only holds the place of the selected one, which a filter hides.
    pub(super) fn held(&self) -> Option<HoldingId> {
        let selected = self.selection.certificate.as_ref()?;
        self.selected().filter(|here| !self.cursor.at_end && !here.is(selected)).map(Holding::identity)
    }

    /// The cursor goes where the selected certificate went; where that is not among the rows, with the one that was `held` in
    /// its place. Where neither is, it stays where it is.
    pub(super) fn follow_selection(&mut self, held: Option<&HoldingId>, height: usize) {
        let place = self.selection.certificate.as_ref().and_then(|identity| self.place_of_one(identity));
        let place = place.or_else(|| held.and_then(|identity| self.place_of_one(identity)));
        // Who is on the way to the end is not held up by where the end was.
        if let Some(place) = place.filter(|place| *place != self.cursor.at && !self.cursor.at_end) {
            self.cursor.carry_to(place);
        }
        self.settle(height);
        self.let_go_of_the_end();
    }

    /// The place of a certificate on the screen, which is most often the cursor's.
    fn place_of_one(&self, identity: &HoldingId) -> Option<usize> {
        if self.selected().is_some_and(|here| here.is(identity)) {
            return Some(self.cursor.at);
        }
        self.row_of(identity).and_then(|row| self.place_of(row))
    }

    /// Where the selected certificate stands in the feed.
    fn row_of(&self, identity: &HoldingId) -> Option<usize> {
        let is_there = |row: &usize| self.feed.holding(*row).is_some_and(|one| one.is(identity));
        self.selection.row.filter(is_there).or_else(|| self.feed.find_shown(identity))
    }

    /// Where the end is known the cursor is on a certificate, not on the end: that one is meant from then on.
    pub(super) fn let_go_of_the_end(&mut self) {
        if self.cursor.at_end && self.feed.is_end_fresh() && self.selected().is_some() {
            self.cursor.at_end = false;
            self.note_selection();
        }
    }

    /// After a refresh the certificate that was selected is either here again, or looked for on the pages before (what
    /// expires lets the rest move up), or gone: then what took its place is selected.
    pub(super) fn settle_selection(&mut self) {
        if !self.is_sought() {
            return;
        }
        let found = self.selection.certificate.as_ref().and_then(|identity| self.feed.find(identity));
        if found.is_some() {
            // A filter may hide it: where the cursor is says nothing of it.
            self.selection.row = found;
        } else if self.feed.is_fresh(self.page_of_selection())
            && !self.is_loading_all()
            && self.pages_to_look_at().next().is_none()
        {
            self.note_selection();
        }
    }

    /// The pages that have not come anew and on which the selected certificate may be, now that it is not on its own: as
    /// long as that one has not come, none. A list only loses, so that it moves up, by as many pages as it may; a board
    /// grows above it, too.
    pub(super) fn pages_to_look_at(&self) -> impl Iterator<Item = PageNumber> {
        let own = Some(self.page_of_selection()).filter(|own| self.feed.is_fresh(*own) && self.is_sought());
        let is_board = self.source.is_board();
        let above = own.and_then(|own| if is_board { page_before(own) } else { Some(self.furthest_up(own)) });
        let last = self.feed.page_of(self.feed.rows().saturating_sub(1));
        let below = own.map(|own| own.saturating_add(1)).filter(|page| is_board && *page <= last);
        [above, below].into_iter().flatten().filter(|page| !self.feed.is_fresh(*page))
    }

    /// The first page, from the selected certificate's own up, that has not come, or does not begin behind it; no further
    /// than [`FURTHEST`]. Where dates are missing it may be on the page before, and nothing tells of more.
    fn furthest_up(&self, own: PageNumber) -> PageNumber {
        let begins_behind = |page: PageNumber| {
            let first = self.feed.holding(self.feed.rows_of(page).start).and_then(|one| one.certificate.created_at);
            let dates = first.zip(self.selection.created_at);
            self.feed.is_fresh(page) && dates.map_or(page == own, |(first, sought)| first >= sought)
        };
        let further = |page: &PageNumber| page_before(*page).filter(|_| begins_behind(*page));
        std::iter::successors(Some(own), further).take(FURTHEST).last().unwrap_or(own)
    }

    /// The page on which it was selected; the cursor's place is a row of the list only where that is shown as listed.
    fn page_of_selection(&self) -> PageNumber {
        let row = if self.is_arranged() { self.selection.row.unwrap_or_default() } else { self.cursor.at };
        self.feed.page_of(row.min(self.feed.rows().saturating_sub(1)))
    }
}

fn page_before(page: PageNumber) -> Option<PageNumber> {
    page.get().checked_sub(1).and_then(PageNumber::new)
}
