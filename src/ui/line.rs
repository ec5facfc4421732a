//! A line of text on the screen, as ratatui draws it: letters that are all of ASCII without the search for graphemes, which
//! is most of what a table costs.

use ratatui::Frame as Screen;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

/// Draws a line from the left edge of an area on.
pub(super) fn draw(line: &Line<'_>, area: Rect, screen: &mut Screen<'_>) {
    into(line, area, screen.buffer_mut());
}

fn into(line: &Line<'_>, area: Rect, buffer: &mut Buffer) {
    let mut area = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    buffer.set_style(area, line.style);
    for span in &line.spans {
        if area.is_empty() {
            return;
        }
        let width = if is_plain(&span.content) { letters(span, area, buffer) } else { other(span, area, buffer) };
        let width = width.min(area.width);
        area = Rect { x: area.x + width, width: area.width - width, ..area };
    }
}

/// A cell for each; how many there were.
fn letters(span: &Span<'_>, area: Rect, buffer: &mut Buffer) -> u16 {
    let start = buffer.index_of(area.x, area.y);
    let cells = buffer.content.get_mut(start..start + usize::from(area.width)).unwrap_or_default();
    for (cell, letter) in cells.iter_mut().zip(span.content.chars()) {
        cell.set_char(letter).set_style(span.style);
    }
    u16::try_from(span.content.len()).unwrap_or(u16::MAX)
}

/// As ratatui draws them, which leaves out what has no width of its own.
fn other(span: &Span<'_>, area: Rect, buffer: &mut Buffer) -> u16 {
    let width = u16::try_from(span.width()).unwrap_or(u16::MAX);
    if width > 0 {
        span.render(area, buffer);
    }
    width
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|letter| matches!(letter, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    fn style() -> impl Strategy<Value = Style> {
        let some = |colour| Style::new().fg(colour).add_modifier(Modifier::BOLD);
        prop_oneof![Just(Style::new()), Just(some(Color::Red)), Just(Style::new().bg(Color::Blue))]
    }

    proptest! {
        #[test]
        fn every_line_is_as_ratatui_draws_it(
            spans in prop::collection::vec(("[ -~]{0,9}|[a漢é\u{301}\u{7}]{0,5}", style()), 0..5),
            own in style(),
            x in 0_u16..30,
            width in 0_u16..40,
        ) {
            let spans: Vec<_> = spans.into_iter().map(|(text, style)| Span::styled(text, style)).collect();
            let (line, area) = (Line::from(spans).style(own), Rect { x, y: 1, width, height: 2 });
            let empty = Buffer::empty(Rect::new(0, 0, 30, 4));
            let (mut ours, mut theirs) = (empty.clone(), empty);
            into(&line, area, &mut ours);
            // One without any letter has not even its style there.
            prop_assume!(line.width() > 0);
            line.render(area.intersection(theirs.area), &mut theirs);
            prop_assert_eq!(ours, theirs);
        }
    }
}
