//! The columns of the certificate table as a person arranged them, and how far they are scrolled.
//!
//! What was arranged stays as arranged, and what does not fit is reached by scrolling; left alone, columns give way by
//! their worth.

mod room;

use crate::app::column::{Column, Nature};

pub use room::{GAP, Placed};

/// A column that a person makes wider ends here: wider than any screen.
const WIDEST: usize = 500;
/// By how much a key makes a column wider or narrower.
const STEP: usize = 4;

/// A column as it is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arranged {
    /// Which.
    pub column: Column,
    /// Its width, where a person chose one.
    pub width: Option<usize>,
    /// Whether it is out of sight.
    pub hidden: bool,
    /// Whether it stays while the others scroll.
    pub frozen: bool,
}

impl Arranged {
    /// A column as it is where nobody arranged it.
    #[must_use]
    pub fn usual(column: Column) -> Self {
        Self { column, width: None, hidden: false, frozen: column == Column::State }
    }
}

/// All columns as they are arranged, and how far they are scrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    arranged: Vec<Arranged>,
    /// Columns that are scrolled out of sight to the left, of those that are not frozen.
    scrolled: usize,
    /// Whether something was arranged that is not kept yet.
    news: bool,
    /// Whether the rows are of many owners, so that the owner is a column.
    of_many: bool,
}

impl Default for Columns {
    fn default() -> Self {
        Self { arranged: Column::ALL.map(Arranged::usual).to_vec(), scrolled: 0, news: false, of_many: false }
    }
}

impl Columns {
    /// These, as they were arranged once: whatever came of them meanwhile, every column is there once and one of them is
    /// in sight. One that is not among them stands behind the one that it usually stands behind.
    #[must_use]
    pub fn of(kept: impl IntoIterator<Item = Arranged>) -> Self {
        let mut arranged: Vec<Arranged> = Vec::with_capacity(Column::ALL.len());
        let place_of = |arranged: &[Arranged], column| arranged.iter().position(|other| other.column == column);
        for one in kept {
            if place_of(&arranged, one.column).is_none() {
                let least = one.column.nature().least;
                arranged.push(Arranged { width: one.width.map(|width| width.clamp(least, WIDEST)), ..one });
            }
        }
        let mut before = None;
        for column in Column::ALL {
            if place_of(&arranged, column).is_none() {
                let behind = before.and_then(|before| place_of(&arranged, before)).map_or(0, |place| place + 1);
                arranged.insert(behind, Arranged::usual(column));
            }
            before = Some(column);
        }
        if arranged.iter().all(|one| one.hidden || one.column == Column::Owner) {
            Self::default()
        } else {
            Self { arranged, ..Self::default() }
        }
    }

    /// Says whether the rows are of many owners.
    pub(super) fn show_owners(&mut self, of_many: bool) {
        self.of_many = of_many;
    }

    fn is_in_sight(&self, one: &Arranged) -> bool {
        !one.hidden && (self.of_many || one.column != Column::Owner)
    }

    /// Every column, in its order.
    #[must_use]
    pub fn all(&self) -> &[Arranged] {
        &self.arranged
    }

    /// Whether every column is as it is where nobody arranged any.
    #[must_use]
    pub fn are_usual(&self) -> bool {
        self.arranged.iter().copied().eq(Column::ALL.map(Arranged::usual))
    }

    /// Whether something was arranged since this was asked last.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// Gives every column its usual place and width.
    pub fn reset(&mut self) {
        *self = Self { news: self.news || !self.are_usual(), of_many: self.of_many, ..Self::default() };
    }

    /// Shows or hides the column at a place. The last one that is in sight stays.
    pub fn toggle(&mut self, place: usize) {
        // That of the owner alone would leave a user's list without any.
        let in_sight = self.arranged.iter().filter(|one| !one.hidden && one.column != Column::Owner).count();
        if let Some(one) = self.arranged.get_mut(place)
            && (one.hidden || in_sight > 1 || one.column == Column::Owner)
        {
            one.hidden = !one.hidden;
            self.news = true;
        }
    }

    /// Keeps the column at a place in sight, or lets it scroll.
    pub fn freeze(&mut self, place: usize) {
        if let Some(one) = self.arranged.get_mut(place) {
            one.frozen = !one.frozen;
            self.news = true;
        }
    }

    /// Makes the column at a place wider, or narrower.
    pub fn resize(&mut self, place: usize, wider: bool) {
        if let Some(one) = self.arranged.get_mut(place) {
            let Nature { width, least, .. } = one.column.nature();
            let now = one.width.unwrap_or(width);
            let then = if wider { now + STEP } else { now.saturating_sub(STEP) };
            one.width = Some(then.clamp(least, WIDEST));
            self.news = true;
        }
    }

    /// Changes places with the next column, or the one before. Says where it stands now.
    pub fn shift(&mut self, place: usize, right: bool) -> usize {
        let other = if right { place + 1 } else { place.wrapping_sub(1) };
        if place < self.arranged.len() && other < self.arranged.len() {
            self.arranged.swap(place, other);
            self.news = true;
            other
        } else {
            place
        }
    }

    /// Scrolls by a column: to the right only as long as something lies beyond the edge.
    pub fn scroll(&mut self, right: bool, width: usize) {
        if !right {
            self.scrolled = self.scrolled.saturating_sub(1);
        } else if self.has_more_right(width) {
            let moving = self.arranged.iter().filter(|one| self.is_in_sight(one) && !one.frozen).count();
            self.scrolled = (self.scrolled + 1).min(moving.saturating_sub(1));
        }
    }

    /// Whether columns are scrolled out of sight to the left.
    #[must_use]
    pub fn has_more_left(&self) -> bool {
        self.skipped() > 0
    }

    /// Whether columns lie beyond the right edge of `width` columns of the terminal.
    #[must_use]
    pub fn has_more_right(&self, width: usize) -> bool {
        let last = self.arranged.iter().rfind(|one| self.is_in_sight(one) && !one.frozen).map(|one| one.column);
        last.is_some_and(|last| self.placed(width).last().is_none_or(|placed| placed.column != last))
    }

    /// Those that have room in `width` columns of the terminal, from left to right.
    #[must_use]
    pub fn placed(&self, width: usize) -> Vec<Placed> {
        let in_sight = self.arranged.iter().filter(|one| self.is_in_sight(one));
        let shown: Vec<Arranged> = if self.scrolled == 0 && self.are_usual() {
            room::by_worth(in_sight.copied().collect(), width)
        } else {
            let (frozen, moving): (Vec<Arranged>, Vec<Arranged>) = in_sight.copied().partition(|one| one.frozen);
            frozen.into_iter().chain(moving.into_iter().skip(self.skipped())).collect()
        };
        room::place(&shown, width)
    }

    /// How many columns are scrolled past: what was hidden since may have left fewer than were.
    fn skipped(&self) -> usize {
        let moving = self.arranged.iter().filter(|one| self.is_in_sight(one) && !one.frozen).count();
        self.scrolled.min(moving.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn headings(columns: &Columns, width: usize) -> Vec<&'static str> {
        columns.placed(width).into_iter().map(|placed| placed.column.heading()).collect()
    }

    #[test]
    fn columns_give_way_by_their_worth() {
        let columns = Columns::default();
        assert_eq!(headings(&columns, 100), ["State", "Left", "Not after (UTC)", "Subject", "Serial", "Created"]);
        assert_eq!(headings(&columns, 85), ["State", "Left", "Not after (UTC)", "Subject", "Serial"]);
        let cut = columns.placed(76);
        assert_eq!(cut.last().map(|placed| (placed.column, placed.width)), Some((Column::Serial, 9)));
        assert_eq!(headings(&columns, 64), ["State", "Left", "Not after (UTC)", "Subject"]);
        assert_eq!(headings(&columns, 36), ["State", "Left", "Subject"]);
    }

    #[test]
    fn what_has_no_room_is_reached_by_scrolling() {
        let mut columns = Columns::default();
        let mut seen = headings(&columns, 40);
        for _ in 0..10 {
            columns.scroll(true, 40);
            seen.extend(headings(&columns, 40));
            assert_eq!(headings(&columns, 40).first(), Some(&"State"), "the frozen column stays");
        }
        for column in Column::ALL.into_iter().filter(|column| *column != Column::Owner) {
            assert!(seen.contains(&column.heading()), "{column:?} in {seen:?}");
        }
        (0..10).for_each(|_| columns.scroll(false, 40));
        assert_eq!(headings(&columns, 36), headings(&Columns::default(), 36));
    }

    /// Of a board's columns one stands last, which a user's list has not.
    #[test]
    fn nothing_more_is_to_the_right_where_every_column_has_room() {
        let mut columns = Columns::default();
        for place in 3..6 {
            columns.shift(place, true);
        }
        assert!(!columns.has_more_right(200));
        columns.show_owners(true);
        assert!(!columns.has_more_right(200) && columns.has_more_right(40));
    }

    #[test]
    fn what_a_person_arranged_stays() {
        let mut columns = Columns::default();
        assert_eq!(columns.shift(5, false), 4);
        columns.toggle(1);
        assert_eq!(headings(&columns, 90), ["State", "Not after (UTC)", "Serial", "Subject", "Created"]);
        columns.resize(0, true);
        assert_eq!(columns.placed(90).first().map(|placed| placed.width), Some(14));
    }

    #[test]
    fn what_was_kept_comes_back_whatever_it_is_now() {
        let mut columns = Columns::default();
        columns.shift(5, false);
        columns.toggle(6);
        columns.resize(4, true);
        assert!(columns.take_news() && !columns.take_news());
        assert_eq!(Columns::of(columns.all().iter().copied()).all(), columns.all());
        columns.reset();
        assert!(columns.take_news() && columns.are_usual());
        columns.reset();
        assert!(!columns.take_news());

        let usual = Arranged::usual;
        let some = [usual(Column::Serial), usual(Column::State), usual(Column::Serial)];
        assert_eq!(
            headings(&Columns::of(some), 200),
            ["State", "Serial", "Created", "Left", "Not after (UTC)", "Subject"],
            "the frozen one first, and each behind its usual neighbour"
        );
        let hidden = Column::ALL.map(|column| Arranged { hidden: true, ..usual(column) });
        assert!(Columns::of(hidden).are_usual());
        let wide = Columns::of([Arranged { width: Some(usize::MAX), ..usual(Column::State) }]);
        assert_eq!(wide.all().first().and_then(|one| one.width), Some(WIDEST));
    }

    proptest! {
        #[test]
        fn columns_never_overlap_nor_leave_the_width(
            width in 0_usize..300,
            steps in proptest::collection::vec((0_usize..7, 0_usize..5), 0..30),
        ) {
            let mut columns = Columns::default();
            for (place, step) in steps {
                match step {
                    0 => columns.toggle(place),
                    1 => columns.freeze(place),
                    2 => columns.resize(place, place % 2 == 0),
                    3 => { columns.shift(place, place % 2 == 0); }
                    _ => columns.scroll(place % 3 != 0, width),
                }
            }
            let placed = columns.placed(width);
            prop_assert!(!placed.is_empty() && !columns.all().iter().all(|one| one.hidden));
            prop_assert!(placed.windows(2).all(|pair| pair[0].x + pair[0].width + GAP <= pair[1].x));
            prop_assert!(placed.iter().all(|placed| placed.x + placed.width <= width.max(placed.x)));
        }
    }
}
