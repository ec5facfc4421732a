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

/// What has changed in a line: about how many bytes that takes, and between which columns it is, the last included.
#[derive(Debug, Clone, Copy)]
struct Changed {
    bytes: usize,
    left: usize,
    right: usize,
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
        let changes: Vec<Option<Changed>> =
            (0..new.area.height).map(|y| Changed::between(row(old, y), row(new, y))).collect();
        let bytes = changes.iter().flatten().map(|line| line.bytes).sum::<usize>();
        if bytes < 3 * PRICE {
            return None;
        }
        let left = changes.iter().flatten().map(|line| line.left).min()?;
        let right = changes.iter().flatten().map(|line| line.right).max()?;
        let is_changed = |line: &Option<Changed>| line.is_some();
        let top = u16::try_from(changes.iter().position(is_changed)?).ok()?;
        let bottom = u16::try_from(changes.iter().rposition(is_changed)?).ok()?;
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
        let moved = usize::from(top)..=usize::from(bottom);
        let drawn = changes.get(moved)?.iter().flatten().map(|line| line.bytes).sum::<usize>();
        (lines >= WORTHWHILE && PRICE + scroll.left_to_draw(old, new) < drawn).then_some(scroll)
    }

    /// About how many bytes what is still to be drawn of its lines takes after it.
    fn left_to_draw(self, old: &Buffer, new: &Buffer) -> usize {
        let Self { top, bottom, by, up } = self;
        let (lines, blank) = (top..=bottom, vec![Cell::EMPTY; new.area.width.into()]);
        let was = |y: u16| {
            let from = if up { y.checked_add(by) } else { y.checked_sub(by) };
            from.filter(|from| lines.contains(from)).map_or(blank.as_slice(), |from| row(old, from))
        };
        let left = lines.clone().filter_map(|y| Changed::between(was(y), row(new, y)));
        left.map(|line| line.bytes).sum()
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
    fn between(old: &[Cell], new: &[Cell]) -> Option<Self> {
        let differing = old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new);
        differing.map(|(column, _)| column).fold(None, |so_far: Option<Self>, column| match so_far {
            None => Some(Self { bytes: JUMP + 1, left: column, right: column }),
            Some(Self { bytes, left, right }) => {
                let jump = if right + 1 == column { 0 } else { JUMP };
                Some(Self { bytes: bytes + jump + 1, left, right: column })
            }
        })
    }
}

/// The cells of a line. A picture begins in the corner of the screen.
fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
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
