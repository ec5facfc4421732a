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
use std::hash::BuildHasher;

use foldhash::quality::FixedState;
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

/// What has changed between two pictures: about how many bytes that takes, and the rectangle that it is in, the last column
/// and line included.
#[derive(Debug, Clone, Copy)]
struct Changed {
    bytes: usize,
    left: usize,
    right: usize,
    top: u16,
    bottom: u16,
}

/// Fewer lines than this are drawn as quickly.
const WORTHWHILE: usize = 4;
/// About how many bytes moving lines takes. Less than a few times that is not worth a look.
const PRICE: usize = 30;
/// About how many bytes it takes to go to a cell and to set its colours.
const JUMP: usize = 10;

impl Scroll {
    /// How the lines between two pictures of one size moved, judged by the columns in which something has changed; `None`
    /// where nothing is gained by moving them.
    pub(super) fn between(old: &Buffer, new: &Buffer) -> Option<Self> {
        let changed = Changed::between(old, new).filter(|changed| changed.bytes >= 3 * PRICE)?;
        let Changed { left, right, top, bottom, .. } = changed;
        let (hashes, mut text) = (FixedState::default(), String::new());
        // As it is seen, but for the bar of the cursor, which stays while the lines under it move.
        let mut line = |buffer: &Buffer, y: u16| {
            text.clear();
            let cells = row(buffer, y).get(left..=right).unwrap_or_default();
            text.extend(cells.iter().map(Cell::symbol));
            hashes.hash_one(&text)
        };
        // A line that stands in several places, such as a blank one, says nothing.
        let mut places: HashMap<u64, Option<u16>, FixedState> = HashMap::default();
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
        let scroll = Self { top, bottom, by, up: shift > 0 };
        (lines >= WORTHWHILE && PRICE + scroll.left_to_draw(old, new) < changed.bytes).then_some(scroll)
    }

    /// About how many bytes what is still to be drawn after it takes.
    fn left_to_draw(self, old: &Buffer, new: &Buffer) -> usize {
        let height = new.area.height;
        let blank = vec![Cell::EMPTY; new.area.width.into()];
        let was = |y| self.comes_from(y).map_or(blank.as_slice(), |from| row(old, from));
        (0..height).map(|y| bytes(differing(was(y), row(new, y)))).sum()
    }

    /// The line that it puts into line `y`; `None` where that becomes blank.
    fn comes_from(self, y: u16) -> Option<u16> {
        let Self { top, bottom, by, up } = self;
        let lines = top..=bottom;
        if !lines.contains(&y) {
            return Some(y);
        }
        let from = if up { y.checked_add(by) } else { y.checked_sub(by) };
        from.filter(|from| lines.contains(from))
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
    fn between(old: &Buffer, new: &Buffer) -> Option<Self> {
        let of_line = |y: u16| {
            let (old, new) = (row(old, y), row(new, y));
            let left = differing(old, new).next()?;
            let right = differing(old, new).last()?;
            Some(Self { bytes: bytes(differing(old, new)), left, right, top: y, bottom: y })
        };
        (0..new.area.height).filter_map(of_line).reduce(|above, below| Self {
            bytes: above.bytes + below.bytes,
            left: above.left.min(below.left),
            right: above.right.max(below.right),
            top: above.top,
            bottom: below.bottom,
        })
    }
}

/// The cells of a line. A picture begins in the corner of the screen.
fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}

/// About how many bytes it takes to draw these columns of a line.
fn bytes(columns: impl Iterator<Item = usize>) -> usize {
    let mut next = None;
    let cost = |column| {
        let is_beside = next.replace(column + 1) == Some(column);
        1 + if is_beside { 0 } else { JUMP }
    };
    columns.map(cost).sum()
}

/// The columns in which two lines differ.
fn differing<'cells>(old: &'cells [Cell], new: &'cells [Cell]) -> impl Iterator<Item = usize> + 'cells {
    old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new).map(|(column, _)| column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Style};

    fn lines(first: usize) -> Buffer {
        let texts: Vec<String> = (0..12)
            .map(|line| {
                let row = (first + line) as u128 * 0x9e37_79b9_7f4a_7c15_f39c_c060;
                if (2..11).contains(&line) { format!("left {line:2} | {row:032x}") } else { "frame".into() }
            })
            .collect();
        Buffer::with_lines(texts)
    }

    #[test]
    fn lines_that_moved_are_moved_and_the_rest_is_drawn() {
        let (old, new) = (lines(10), lines(11));
        let scroll = Scroll::between(&old, &new).expect("they moved");
        assert_eq!(scroll, Scroll { top: 2, bottom: 10, by: 1, up: true });
        assert_eq!(scroll.bytes(), "\x1b[3;11r\x1b[3;1H\x1b[1M\x1b[r");
        let back = Scroll::between(&new, &old).expect("they moved back");
        assert_eq!(back.bytes(), "\x1b[3;11r\x1b[3;1H\x1b[1L\x1b[r");
        assert_eq!(Scroll::between(&old, &old), None);
        assert_eq!(Scroll::between(&old, &lines(500)), None);
    }

    /// A terminal of which a few lines moved, and others changed.
    fn pictures() -> impl Strategy<Value = (Buffer, Buffer)> {
        let line = prop_oneof![Just(String::new()), Just("often there".to_owned()), "[a-zü漢字]{6,9}"];
        let screen = prop::collection::vec((line, 0..3_u8), 30);
        (screen.clone(), screen, 0..8_usize).prop_map(|(old, other, by)| {
            let draw = |lines: &[(String, u8)]| {
                let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 18, 30));
                for (y, (text, colour)) in (0..).zip(lines) {
                    buffer.set_string(0, y, text, Style::new().fg(Color::Indexed(*colour)));
                }
                buffer
            };
            let new: Vec<_> = old.iter().skip(by).chain(&other).take(30).cloned().collect();
            (draw(&old), draw(&new))
        })
    }

    proptest! {
        #[test]
        fn whatever_moved_the_screen_is_right_in_the_end((old, new) in pictures()) {
            if let Some(scroll) = Scroll::between(&old, &new) {
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
