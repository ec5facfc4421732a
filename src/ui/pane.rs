//! The frame of a pane: its title, what it counts, and whether it has the keys.
//!
//! ```text
//! ┌ Projects ● ──────────── 24 ┐      wide
//! ─ Projects ● ──────────── 24 ─      narrow
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Wrap};
use unicode_width::UnicodeWidthStr;

use crate::app::layout::Frame;
use crate::ui::cut;
use crate::ui::theme::Theme;

/// A name is cut this far to make room for the vital facts, and no further.
const SHORTEST_NAME: usize = 8;

/// What a pane says of itself.
pub(super) struct Title {
    /// Its name.
    pub name: String,
    /// What it counts: phrases, the most important first. Those that find no room are left out.
    pub facts: Vec<String>,
    /// How many of them come before the whole of the name.
    pub vital: usize,
    /// Whether it has the keys.
    pub focused: bool,
}

/// How much of a title's line its name and its facts have.
pub(super) fn room_of_title(area: Rect, focused: bool, theme: &Theme) -> usize {
    let mark = if focused { theme.glyphs.focus.width() + 1 } else { 0 };
    usize::from(area.width).saturating_sub(4 + mark + 2)
}

/// Draws the frame and gives back what is inside.
pub(super) fn frame(title: &Title, theme: &Theme, area: Rect, frame: Frame, screen: &mut Screen<'_>) -> Rect {
    let borders = match frame {
        Frame::Box => Borders::ALL,
        Frame::Title => Borders::TOP,
    };
    let line_style = if title.focused { theme.accent } else { theme.dim };
    let name_style = if title.focused { theme.accent.patch(theme.strong) } else { Style::new() };
    let mark = if title.focused { format!(" {}", theme.glyphs.focus) } else { String::new() };
    let room = room_of_title(area, title.focused, theme);
    let joint = format!(" {} ", theme.glyphs.dot);
    let shortest = title.name.width().min(SHORTEST_NAME);
    let facts: Vec<&str> = title.facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    let vital = facts.iter().take(title.vital).copied().collect::<Vec<_>>().join(&joint);
    let shown = cut::keep_words(&vital, room.saturating_sub(shortest + 3), theme.glyphs.ellipsis);
    let taken = if shown.is_empty() { 0 } else { shown.width() + 3 };
    let name = cut::keep_start(&title.name, room.saturating_sub(taken).max(shortest), theme.glyphs.ellipsis);
    let facts = if shown == vital { fitting(&facts, &joint, room.saturating_sub(name.width() + 3)) } else { shown };
    let mut block = Block::new()
        .borders(borders)
        .border_set(theme.glyphs.lines)
        .border_style(line_style)
        .title(Line::from(vec![Span::styled(format!(" {name}{mark} "), name_style)]));
    if !facts.is_empty() {
        block = block.title(Line::styled(format!(" {facts} "), Style::new()).right_aligned());
    }
    let inside = block.inner(area);
    screen.render_widget(block, area);
    inside
}

/// As many phrases as fit into `room`, joined.
pub(super) fn fitting(phrases: &[impl AsRef<str>], joint: &str, room: usize) -> String {
    let mut line = String::new();
    for phrase in phrases.iter().map(AsRef::as_ref).filter(|phrase| !phrase.is_empty()) {
        let joint = if line.is_empty() { "" } else { joint };
        if line.width() + joint.width() + phrase.width() > room {
            break;
        }
        line = line + joint + phrase;
    }
    line
}

/// A pane that has no rows says why, and what to do.
pub(super) fn sentence(text: &str, style: Style, area: Rect, screen: &mut Screen<'_>) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    screen.render_widget(Paragraph::new(text).style(style).wrap(Wrap { trim: true }), area);
}
