//! Where ratatui draws: bytes that the session writes out in one piece, as few as will do, and none at all where nothing
//! has changed.

use std::cell::RefCell;
use std::rc::Rc;
use std::{io, mem};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};

use crate::runtime::bridge::bridged;
use crate::runtime::scroll::Scroll;

/// A crossterm backend that keeps its bytes. The cursor is hidden for as long as the terminal is ours.
pub(super) struct Canvas {
    inner: CrosstermBackend<Ink>,
    ink: Ink,
    /// What the terminal shows.
    shown: Buffer,
}

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
    /// Has the terminal show the next picture: lines that only moved are moved by itself, where that is shorter. What it
    /// showed before is given back, to be painted over.
    pub(super) fn show(&mut self, next: Buffer) -> io::Result<Buffer> {
        if self.shown.area != next.area {
            // Whoever changes the size clears the screen.
            self.shown = Buffer::empty(next.area);
        }
        if let Some(scroll) = Scroll::between(&self.shown, &next) {
            scroll.apply(&mut self.shown);
            self.ink.0.borrow_mut().extend(scroll.bytes().into_bytes());
        }
        let changes = self.shown.diff(&next);
        // The backend would reset the colours for nothing.
        if !changes.is_empty() {
            self.inner.draw(bridged(changes, &next).into_iter())?;
        }
        Ok(mem::replace(&mut self.shown, next))
    }

    /// Takes the bytes that were drawn.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.ink.0.take()
    }
}

impl Backend for Canvas {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.inner.draw(content)
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
        canvas.show(Buffer::empty(Rect::new(0, 0, 4, 1))).expect("drawn");
        assert!(canvas.take().is_empty());
        canvas.show(Buffer::with_lines(["abcd"])).expect("drawn");
        assert!(String::from_utf8_lossy(&canvas.take()).contains("abcd"));
        let before = canvas.show(Buffer::with_lines(["abcd"])).expect("drawn");
        assert!(canvas.take().is_empty());
        assert_eq!(before, Buffer::with_lines(["abcd"]), "what was shown is given back");
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
        canvas.show(buffer.clone()).expect("drawn");
        shows(&canvas.take())
    }

    #[test]
    fn lines_that_moved_cost_little_and_are_right() {
        let (mut canvas, mut bytes) = (Canvas::default(), Vec::new());
        canvas.show(list(0)).expect("drawn");
        bytes.extend(canvas.take());
        let mut at = 0;
        for to in [1, 2, 5, 3, 18, 0] {
            canvas.show(list(to)).expect("drawn");
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
        canvas.show(list(0)).expect("drawn");
        canvas.clear_region(ClearType::All).expect("cleared");
        canvas.show(list(5)).expect("drawn");
        bytes.extend(canvas.take());
        assert_eq!(shows(&bytes), plain(&list(5)));
    }
}
