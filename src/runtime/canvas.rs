//! Where ratatui draws: bytes that the session writes out in one piece, as few as will do, and none at all where nothing
//! has changed.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth as _};
use ratatui::layout::{Position, Rect, Size};

use crate::runtime::scroll::Scroll;

/// A crossterm backend that keeps its bytes. The cursor is hidden for as long as the terminal is ours.
pub(super) struct Canvas {
    inner: CrosstermBackend<Ink>,
    ink: Ink,
    /// What the terminal shows.
    shown: Buffer,
}

/// Fewer cells than this are not worth a look for lines that moved.
const FEW: usize = 60;

/// The bytes, held by the backend that writes them and by the canvas that gives them out.
#[derive(Clone, Default)]
struct Ink(Rc<RefCell<Vec<u8>>>);

impl io::Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Default for Canvas {
    fn default() -> Self {
        let ink = Ink::default();
        Self { inner: CrosstermBackend::new(ink.clone()), ink, shown: Buffer::default() }
    }
}

impl Canvas {
    /// Where lines of the `old` picture moved, has the terminal move them instead of what was drawn since `before`, if that
    /// takes fewer bytes.
    fn shorten(&mut self, before: usize, mut old: Buffer, changes: &[(u16, u16, &Cell)]) -> io::Result<()> {
        if old.area != self.shown.area {
            return Ok(());
        }
        let Some(scroll) = Scroll::between(&old, &self.shown, changes) else { return Ok(()) };
        let plain = self.ink.0.borrow_mut().split_off(before);
        scroll.apply(&mut old);
        self.ink.0.borrow_mut().extend(scroll.bytes().into_bytes());
        self.inner.draw(old.diff(&self.shown).into_iter())?;
        let mut ink = self.ink.0.borrow_mut();
        if ink.len() - before >= plain.len() {
            ink.truncate(before);
            ink.extend(plain);
        }
        Ok(())
    }

    /// Takes the bytes that were drawn.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.ink.0.take()
    }
}

/// Puts cells into what the terminal shows.
fn put(shown: &mut Buffer, changes: &[(u16, u16, &Cell)]) {
    let far = changes.iter().fold(shown.area, |area, (x, y, _)| area.union(Rect::new(0, 0, x + 1, y + 1)));
    if far != shown.area {
        // Of what was never drawn nothing is known: as wide a picture, and blank.
        let mut wider = Buffer::empty(far);
        // Not with `merge`, which counts the cells in 16 bits.
        for place in shown.area.positions() {
            if let (Some(was), Some(is)) = (shown.cell(place), wider.cell_mut(place)) {
                is.clone_from(was);
            }
        }
        *shown = wider;
    }
    for (x, y, cell) in changes {
        if let Some(place) = shown.cell_mut((*x, *y)) {
            place.clone_from(cell);
        }
        // A wide letter covers the cells beside it.
        for covered in 1..cell.symbol().cell_width() {
            if let Some(place) = shown.cell_mut((x + covered, *y)) {
                place.reset();
            }
        }
    }
}

impl Backend for Canvas {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changes: Vec<(u16, u16, &Cell)> = content.collect();
        // The crossterm backend would reset the colours for nothing.
        if changes.is_empty() {
            return Ok(());
        }
        let before = self.ink.0.borrow().len();
        self.inner.draw(changes.iter().copied())?;
        if changes.len() < FEW {
            put(&mut self.shown, &changes);
            return Ok(());
        }
        let old = self.shown.clone();
        put(&mut self.shown, &changes);
        self.shorten(before, old, &changes)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, _position: P) -> io::Result<()> {
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        // ratatui clears all there is or nothing; of what is left after anything else nothing is known.
        self.shown = Buffer::default();
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    #[test]
    fn nothing_changed_is_nothing_written() {
        let mut canvas = Canvas::default();
        let empty = Buffer::empty(Rect::new(0, 0, 4, 1));
        canvas.draw(empty.diff(&empty).into_iter()).expect("drawn");
        assert!(canvas.take().is_empty());
        let full = Buffer::with_lines(["abcd"]);
        canvas.draw(empty.diff(&full).into_iter()).expect("drawn");
        assert!(String::from_utf8_lossy(&canvas.take()).contains("abcd"));
        assert!(canvas.take().is_empty());
    }

    /// A list of rows from `first` on, under a heading.
    fn list(first: usize) -> Buffer {
        let rows = (first..first + 20)
            .map(|row| format!("{row:3} 漢字 {:032x}", (row as u128 + 1) * 0x9e37_79b9_7f4a_7c15_f39c_c060));
        Buffer::with_lines(["heading".to_owned()].into_iter().chain(rows))
    }

    /// What a terminal shows that was given all of it.
    fn shows(bytes: &[u8]) -> String {
        let mut parser = vt100::Parser::new(21.try_into().expect("lines"), 60.try_into().expect("columns"), 0);
        parser.process(bytes);
        parser.screen().contents()
    }

    fn plain(buffer: &Buffer) -> String {
        let mut canvas = Canvas::default();
        canvas.draw(Buffer::empty(buffer.area).diff(buffer).into_iter()).expect("drawn");
        shows(&canvas.take())
    }

    #[test]
    fn lines_that_moved_cost_little_and_are_right() {
        let (mut canvas, mut bytes) = (Canvas::default(), Vec::new());
        let empty = Buffer::empty(list(0).area);
        canvas.draw(empty.diff(&list(0)).into_iter()).expect("drawn");
        bytes.extend(canvas.take());
        let mut at = 0;
        for to in [1, 2, 5, 3, 18, 0] {
            canvas.draw(list(at).diff(&list(to)).into_iter()).expect("drawn");
            let change = canvas.take();
            assert!(
                to.abs_diff(at) > 5 || String::from_utf8_lossy(&change).contains('r'),
                "{at} to {to}: nothing was moved"
            );
            bytes.extend(change);
            assert_eq!(shows(&bytes), plain(&list(to)), "{at} to {to}");
            at = to;
        }
    }

    /// Of a screen that was cleared no line can be moved.
    #[test]
    fn after_a_clear_nothing_is_taken_to_be_there() {
        let (mut canvas, mut bytes) = (Canvas::default(), Vec::new());
        let empty = Buffer::empty(list(0).area);
        canvas.draw(empty.diff(&list(0)).into_iter()).expect("drawn");
        canvas.clear_region(ClearType::All).expect("cleared");
        canvas.draw(empty.diff(&list(5)).into_iter()).expect("drawn");
        bytes.extend(canvas.take());
        assert_eq!(shows(&bytes), plain(&list(5)));
    }
}
