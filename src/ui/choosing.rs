//! A list that lies over the panes, to choose from: the keys, the palette, every place.
//!
//! ```text
//! ─ Actions ● ─────────────────────────── 4 of 61 ─
//!  /sort█
//! › s            Sort by a column
//!   S            Sort the other way round       The certificates are not sorted: s sorts them.
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::chooser::{BETWEEN_KEYS, Choice, Chooser, Entry, Kind};
use crate::app::layout::Frame;
use crate::domain::figures;
use crate::ui::cut;
use crate::ui::pane::{Title, frame, sentence};
use crate::ui::prompt;
use crate::ui::theme::Theme;

/// Draws the list over the whole of `area`.
pub(super) fn render(chooser: &Chooser, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let name = match chooser.kind {
        Kind::Keys => "Keys",
        Kind::Palette => "Actions",
        Kind::Anywhere => "Go to",
        Kind::Rotation => "Rotation: users whose last certificate ends first",
        Kind::SignIn => "Sign in",
    };
    // Few ways to sign in need no count.
    let facts = if chooser.kind == Kind::SignIn { Vec::new() } else { vec![figures::count(chooser.len())] };
    let title = Title { name: name.to_owned(), facts, vital: 1, focused: true };
    let inside = frame(&title, theme, area, kind, screen);
    let mut lines = inside.rows();
    if let Some(line) = lines.next() {
        screen.render_widget(typed(chooser, theme, line.width.into()), line);
    }
    if let Some(why) = chooser.why_empty() {
        let below = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        return sentence(theme.sentence(&why).as_str(), theme.dim, below, screen);
    }
    // Keys are short, and the words beside them are what is read.
    let widest = usize::from(inside.width) / 3;
    let label_width = chooser.shown().map(|entry| label(entry, widest, theme).width()).max().unwrap_or(0);
    let height = usize::from(inside.height.saturating_sub(1));
    let window = chooser.cursor().window(chooser.len(), height);
    let in_sight = chooser.shown().enumerate().skip(window.start).take(window.len());
    for ((place, entry), line) in in_sight.zip(lines) {
        let under_cursor = place == chooser.cursor().at;
        screen.render_widget(self::line(entry, under_cursor, label_width, theme, line.width.into()), line);
    }
}

fn typed(chooser: &Chooser, theme: &Theme, width: usize) -> Line<'static> {
    let sign = if chooser.kind == Kind::Palette { " :" } else { " /" };
    let mut line = prompt::line(&chooser.typed, sign, theme, width);
    let hint = match chooser.kind {
        Kind::Keys => "type a word or a key",
        Kind::Palette => "type a word, a key, a row number or a date",
        Kind::Anywhere => "type a part of a name or a serial",
        Kind::Rotation => "type a part of a name: time left, until when, how many, 90 days",
        Kind::SignIn => "type a part of a name",
    };
    if chooser.typed.value().is_empty() && line.width() + hint.width() + 2 <= width {
        line.push_span(Span::styled(format!("  {hint}"), theme.dim));
    }
    line
}

/// As many keys as there is room for, the first of them first: half the name of a key is no key.
fn label(entry: &Entry, room: usize, theme: &Theme) -> String {
    let label = theme.own(&entry.label);
    let mut kept = String::new();
    for key in label.as_str().split(BETWEEN_KEYS) {
        let joint = if kept.is_empty() { "" } else { BETWEEN_KEYS };
        if kept.width() + joint.width() + key.width() <= room {
            kept = kept + joint + key;
        }
    }
    if kept.is_empty() { cut::keep_start(label.as_str(), room, theme.glyphs.ellipsis) } else { kept }
}

/// What cannot be chosen now is dim, and says why where there is room.
fn line(entry: &Entry, under_cursor: bool, label_width: usize, theme: &Theme, width: usize) -> Line<'static> {
    let pointer = if under_cursor { theme.glyphs.pointer } else { " " };
    let label = label(entry, label_width, theme);
    let gap = " ".repeat(label_width.saturating_sub(label.width()) + 3);
    let room = width.saturating_sub(label_width + 5);
    let text = match entry.choice {
        Choice::Visit(_) | Choice::Select(_) => theme.printed(&entry.text),
        Choice::SignIn(_) | Choice::TypeKeys | Choice::Act(_) | Choice::Row(_) | Choice::Date(..) => {
            theme.own(&entry.text)
        }
    };
    let text = cut::keep_start(text.as_str(), room, theme.glyphs.ellipsis);
    let why = entry.blocked.as_deref().unwrap_or_default();
    let room_for_why = room.saturating_sub(text.width() + 3);
    let why = theme.sentence(why).to_string();
    let why = if why.width() <= room_for_why { format!("   {why}") } else { String::new() };
    let (label_style, text_style) = match (under_cursor, &entry.blocked) {
        (true, _) => (Style::new(), Style::new()),
        (false, Some(_)) => (theme.dim, theme.dim),
        (false, None) => (theme.accent, Style::new()),
    };
    let spans = vec![
        Span::raw(format!("{pointer} ")),
        Span::styled(label, label_style),
        Span::raw(gap),
        Span::styled(text, text_style),
        Span::styled(why, if under_cursor { Style::new() } else { theme.dim }),
    ];
    Line::from(spans).style(if under_cursor { theme.cursor } else { Style::new() })
}
