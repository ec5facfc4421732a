//! What is being typed, with the cursor in it.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use crate::ui::cut;
use crate::ui::theme::Theme;

/// `/led█ger`, at most `width` wide; what is around the cursor stays in sight.
pub(super) fn line(input: &Input, sign: &'static str, theme: &Theme, width: usize) -> Line<'static> {
    let (before, after) = split_at_cursor(input);
    let mut after = after.chars();
    let under = after.next().map_or_else(|| " ".to_owned(), String::from);
    let under = theme.own(&under).to_string();
    let mark = theme.glyphs.ellipsis;
    let room = width.saturating_sub(sign.width() + under.width() + 2);
    let before = cut::keep_end(theme.own(&before).as_str(), room, mark);
    let room = width.saturating_sub(before.width() + sign.width() + under.width() + 1);
    let rest = cut::keep_start(theme.own(after.as_str()).as_str(), room, mark);
    Line::from(vec![
        Span::styled(sign, theme.accent),
        Span::raw(before),
        Span::styled(under, Style::new().add_modifier(Modifier::REVERSED)),
        Span::raw(rest),
    ])
}

fn split_at_cursor(input: &Input) -> (String, String) {
    let characters = input.value().chars();
    (characters.clone().take(input.cursor()).collect(), characters.skip(input.cursor()).collect())
}
