//! A cursor over rows of which a window is seen. It knows nothing of what the rows are.

use std::ops::Range;

use crate::app::action::Motion;

/// Which row the cursor is on and which row the window begins with. Kept within the rows by [`Cursor::settle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// The row, from 0.
    pub at: usize,
    /// The first row in sight.
    pub top: usize,
    /// Whether the last motion was to the last row: then the cursor stays on the last row while the number of rows is
    /// still being found out.
    pub at_end: bool,
    /// Whether the last motion went up, so that what is needed next lies above.
    pub upward: bool,
}

impl Cursor {
    /// Moves within `rows` rows of which `height` are in sight.
    pub fn go(&mut self, motion: Motion, rows: usize, height: usize) {
        let last = rows.saturating_sub(1);
        let page = height.max(1);
        self.upward = matches!(motion, Motion::Up | Motion::PageUp | Motion::HalfUp | Motion::First | Motion::Last);
        self.at_end = motion == Motion::Last;
        let step = match motion {
            Motion::Up | Motion::Down => 1,
            Motion::PageUp | Motion::PageDown => page,
            Motion::HalfUp | Motion::HalfDown => page.div_ceil(2),
            Motion::First | Motion::Last => rows,
        };
        let before = self.at;
        self.at = if self.upward && motion != Motion::Last {
            self.at.saturating_sub(step)
        } else {
            self.at.saturating_add(step).min(last)
        };
        if matches!(motion, Motion::PageUp | Motion::PageDown | Motion::HalfUp | Motion::HalfDown) {
            // The window moves with the cursor, so that the eye finds the row at the same height.
            self.top = (self.top + self.at).saturating_sub(before);
        }
        self.settle(rows, height);
    }

    /// Goes to `row`, or to the last row there is.
    pub fn go_to(&mut self, row: usize, rows: usize, height: usize) {
        self.upward = row < self.at;
        self.at_end = false;
        self.at = row;
        if !self.window(rows, height).contains(&row) {
            // In the middle, so that what is around it can be seen.
            self.top = row.saturating_sub(height / 2);
        }
        self.settle(rows, height);
    }

    /// Puts the cursor on `row` and lets the window move by as much, so that nothing seems to jump.
    pub fn carry_to(&mut self, row: usize) {
        self.top = (self.top + row).saturating_sub(self.at);
        self.at = row;
        self.at_end = false;
    }

    /// Brings cursor and window back within `rows` rows, `height` of them in sight.
    pub fn settle(&mut self, rows: usize, height: usize) {
        let last = rows.saturating_sub(1);
        self.at = if self.at_end { last } else { self.at.min(last) };
        let height = height.max(1);
        let lowest_top = (self.at + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest_top, self.at).min(rows.saturating_sub(height));
    }

    /// The rows in sight.
    #[must_use]
    pub fn window(&self, rows: usize, height: usize) -> Range<usize> {
        self.top.min(rows)..(self.top + height).min(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MOTIONS: [Motion; 8] = [
        Motion::Up,
        Motion::Down,
        Motion::PageUp,
        Motion::PageDown,
        Motion::HalfUp,
        Motion::HalfDown,
        Motion::First,
        Motion::Last,
    ];

    #[test]
    fn a_page_moves_the_window_by_a_page() {
        let mut cursor = Cursor { at: 3, ..Cursor::default() };
        cursor.go(Motion::PageDown, 100, 10);
        assert_eq!((cursor.at, cursor.top), (13, 10));
        cursor.go(Motion::PageUp, 100, 10);
        assert_eq!((cursor.at, cursor.top), (3, 0));
    }

    #[test]
    fn the_end_is_followed_while_it_is_being_found_out() {
        let mut cursor = Cursor::default();
        cursor.go(Motion::Last, 1, 10);
        cursor.settle(500, 10);
        assert_eq!((cursor.at, cursor.top), (499, 490));
        cursor.go(Motion::Up, 500, 10);
        cursor.settle(600, 10);
        assert_eq!(cursor.at, 498);
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_in_sight(
            motions in proptest::collection::vec((0_usize..8, 0_usize..60, 0_usize..12), 1..60),
        ) {
            let mut cursor = Cursor::default();
            for (motion, rows, height) in motions {
                cursor.go(MOTIONS[motion], rows, height);
                prop_assert!(cursor.at < rows.max(1));
                prop_assert!(rows == 0 || height == 0 || cursor.window(rows, height).contains(&cursor.at));
            }
        }
    }
}
