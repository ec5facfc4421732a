//! Lines that only moved: the terminal moves them itself, which costs a few bytes where drawing them anew costs thousands.
//!
//! ```text
//! CSI top ; bottom r   margins (DECSTBM)
//! CSI top ; 1 H        into the first line between them
//! CSI n M, CSI n L     takes n lines out there, or puts n blank ones in (DL, IL)
//! CSI r                no margins
//! ```
//!
//! A VT102 can do that, and so can everything since, the Linux console included, which knows no SU and SD.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::buffer::{Buffer, Cell};

/// Lines that moved together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The first line of the screen that takes part, from 0.
    top: u16,
    /// The last.
    bottom: u16,
    /// By how many lines.
    by: u16,
    /// Whether up: what was below is now above.
    up: bool,
}

/// What has changed, as a rectangle: columns and lines, from 0, the last included.
#[derive(Debug, Clone, Copy)]
struct Changed {
    left: u16,
    right: u16,
    top: u16,
    bottom: u16,
}

/// Fewer lines than this are drawn as quickly.
const WORTHWHILE: usize = 4;

impl Scroll {
    /// How the lines between two pictures of one size moved, judged by the columns in which there are `changes`; `None`
    /// where too few did.
    pub(super) fn between(old: &Buffer, new: &Buffer, changes: &[(u16, u16, &Cell)]) -> Option<Self> {
        let Changed { left, right, top, bottom } = Changed::of(changes)?;
        let line = |buffer: &Buffer, y: u16| {
            let mut hasher = DefaultHasher::new();
            (left..=right).filter_map(|x| buffer.cell((x, y))).for_each(|cell| hash(cell, &mut hasher));
            hasher.finish()
        };
        // A line that stands in several places, such as a blank one, says nothing.
        let mut places: HashMap<u64, Option<u16>> = HashMap::new();
        for y in top..=bottom {
            places.entry(line(old, y)).and_modify(|place| *place = None).or_insert(Some(y));
        }
        // By how far lines moved: how many did, and between which lines of the screen.
        let mut shifts: HashMap<i32, (usize, u16, u16)> = HashMap::new();
        for y in top..=bottom {
            if let Some(Some(was)) = places.get(&line(new, y))
                && *was != y
            {
                let (lines, from, to) = shifts.entry(i32::from(*was) - i32::from(y)).or_insert((0, bottom, top));
                *lines += 1;
                *from = (*from).min(y).min(*was);
                *to = (*to).max(y).max(*was);
            }
        }
        let (shift, (lines, top, bottom)) =
            shifts.into_iter().max_by_key(|(shift, (lines, ..))| (*lines, -shift.abs()))?;
        let by = u16::try_from(shift.unsigned_abs()).ok()?;
        (lines >= WORTHWHILE).then_some(Self { top, bottom, by, up: shift > 0 })
    }

    /// Makes of what a terminal shows what it shows after it.
    pub(super) fn apply(self, shown: &mut Buffer) {
        let Self { top, bottom, by, up } = self;
        let width = usize::from(shown.area.width);
        let (lines, cells) = (usize::from(top) * width..(usize::from(bottom) + 1) * width, usize::from(by) * width);
        let Some(moved) = shown.content.get_mut(lines).filter(|moved| cells <= moved.len()) else { return };
        let blank = if up {
            moved.rotate_left(cells);
            moved.len() - cells..moved.len()
        } else {
            moved.rotate_right(cells);
            0..cells
        };
        moved.get_mut(blank).into_iter().flatten().for_each(Cell::reset);
    }

    /// What has a terminal do it. Its colours must be the usual ones: blank lines take them on.
    pub(super) fn bytes(self) -> String {
        let Self { top, bottom, by, up } = self;
        let (top, bottom, verb) = (top + 1, bottom + 1, if up { 'M' } else { 'L' });
        format!("\x1b[{top};{bottom}r\x1b[{top};1H\x1b[{by}{verb}\x1b[r")
    }
}

impl Changed {
    fn of(changes: &[(u16, u16, &Cell)]) -> Option<Self> {
        let (x, y, _) = *changes.first()?;
        let first = Self { left: x, right: x, top: y, bottom: y };
        Some(changes.iter().fold(first, |so_far, (x, y, _)| Self {
            left: so_far.left.min(*x),
            right: so_far.right.max(*x),
            top: so_far.top.min(*y),
            bottom: so_far.bottom.max(*y),
        }))
    }
}

/// A cell as it is seen, but for the bar of the cursor, which stays while the lines under it move.
fn hash(cell: &Cell, hasher: &mut DefaultHasher) {
    cell.symbol().hash(hasher);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Style};

    fn lines(first: usize) -> Buffer {
        let texts: Vec<String> = (0..12)
            .map(|line| {
                if (2..11).contains(&line) { format!("left {line:2} | row {:3}", first + line) } else { "frame".into() }
            })
            .collect();
        Buffer::with_lines(texts)
    }

    fn between(old: &Buffer, new: &Buffer) -> Option<Scroll> {
        Scroll::between(old, new, &old.diff(new))
    }

    #[test]
    fn lines_that_moved_are_moved_and_the_rest_is_drawn() {
        let (old, new) = (lines(10), lines(11));
        let scroll = between(&old, &new).expect("they moved");
        assert_eq!(scroll, Scroll { top: 2, bottom: 10, by: 1, up: true });
        assert_eq!(scroll.bytes(), "\x1b[3;11r\x1b[3;1H\x1b[1M\x1b[r");
        let back = between(&new, &old).expect("they moved back");
        assert_eq!(back.bytes(), "\x1b[3;11r\x1b[3;1H\x1b[1L\x1b[r");
        assert_eq!(between(&old, &old), None);
        assert_eq!(between(&old, &lines(500)), None);
    }

    /// A terminal of which a few lines moved, and others changed.
    fn pictures() -> impl Strategy<Value = (Buffer, Buffer)> {
        let line = prop::sample::select(vec!["", "a", "bb", "ü漢字", "日x", "long line of text"]);
        let screen = prop::collection::vec((line, 0..3_u8), 10);
        (screen.clone(), screen, 0..8_usize).prop_map(|(old, other, by)| {
            let draw = |lines: &[(&str, u8)]| {
                let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 18, 10));
                for (y, (text, colour)) in (0..).zip(lines) {
                    buffer.set_string(0, y, format!("{y}{text}"), Style::new().fg(Color::Indexed(*colour)));
                }
                buffer
            };
            let new: Vec<_> = old.iter().skip(by).chain(&other).take(10).copied().collect();
            (draw(&old), draw(&new))
        })
    }

    proptest! {
        #[test]
        fn whatever_moved_the_screen_is_right_in_the_end((old, new) in pictures()) {
            if let Some(scroll) = between(&old, &new) {
                let mut shown = old.clone();
                scroll.apply(&mut shown);
                let changes: Vec<(u16, u16, Cell)> =
                    shown.diff(&new).into_iter().map(|(x, y, cell)| (x, y, cell.clone())).collect();
                for (x, y, cell) in changes {
                    shown[(x, y)] = cell;
                }
                prop_assert!(shown.diff(&new).is_empty());
            }
        }
    }
}
