//! Where ratatui draws: bytes that the session writes out in one piece, and none at all where nothing has changed.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// A crossterm backend that keeps its bytes. The cursor is hidden for as long as the terminal is ours.
pub(super) struct Canvas {
    inner: CrosstermBackend<Ink>,
    ink: Ink,
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
        Self { inner: CrosstermBackend::new(ink.clone()), ink }
    }
}

impl Canvas {
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
        let mut content = content.peekable();
        // The crossterm backend would reset the colours for nothing.
        if content.peek().is_none() { Ok(()) } else { self.inner.draw(content) }
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
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
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
}
