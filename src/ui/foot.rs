//! The last line: what is being typed, what was just said, why one waits, or else which keys help here.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use crate::app::action::Action;
use crate::app::keymap::{BINDINGS, Binding};
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::domain::printable::Printable;
use crate::ui::cut;
use crate::ui::theme::Theme;

/// Draws the line.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let width = usize::from(area.width).saturating_sub(2);
    let line = if model.typing {
        prompt(model, theme, width)
    } else if let Some(word) = &model.word {
        Line::styled(format!(" {}", cut::keep_start(word, width)), theme.warning)
    } else if let Some(waiting) = &model.waiting {
        Line::styled(format!(" {}", cut::keep_start(waiting, width)), theme.warning)
    } else {
        hints(model, theme, width)
    };
    frame.render_widget(line, area);
}

/// `/led█      enter open · esc clear`
fn prompt(model: &Model, theme: &Theme, width: usize) -> Line<'static> {
    let Some(input) = typed(model) else { return Line::default() };
    let (before, after) = split_at_cursor(input);
    let mut after = after.chars();
    let under = after.next().map_or_else(|| " ".to_owned(), String::from);
    let before = cut::keep_end(Printable::new(&before).as_str(), width.saturating_sub(4));
    let rest = Printable::new(after.as_str());
    let rest = cut::keep_start(rest.as_str(), width.saturating_sub(before.width() + 3));
    let enter = if model.focus == Pane::Certificates { "keep" } else { "open" };
    let hint = format!("   enter {enter} {} esc clear", theme.glyphs.dot);
    let room = width.saturating_sub(before.width() + rest.width() + 3);
    let hint = if hint.width() <= room { hint } else { String::new() };
    Line::from(vec![
        Span::styled(" /", theme.accent),
        Span::raw(before),
        Span::styled(Printable::new(&under).to_string(), Style::new().add_modifier(Modifier::REVERSED)),
        Span::raw(rest),
        Span::styled(hint, theme.dim),
    ])
}

fn typed(model: &Model) -> Option<&Input> {
    match model.focus {
        Pane::Projects => Some(&model.projects.filter),
        Pane::Users => model.users.as_ref().map(|users| &users.picker.filter),
        Pane::Certificates => model.certificates.as_ref().map(|pane| &pane.filter),
    }
}

fn split_at_cursor(input: &Input) -> (String, String) {
    let characters = input.value().chars();
    (characters.clone().take(input.cursor()).collect(), characters.skip(input.cursor()).collect())
}

/// `enter open   / filter   ? keys   q quit`: as many as there is room for; help and leaving always have room.
fn hints(model: &Model, theme: &Theme, width: usize) -> Line<'static> {
    let useful: Vec<&Binding> = BINDINGS.iter().filter(|binding| is_useful(model, binding)).collect();
    let always = |binding: &&&Binding| matches!(binding.action, Action::Help | Action::Quit);
    let mut room = width.saturating_sub(useful.iter().filter(always).map(|binding| room_for(binding)).sum());
    let mut spans = vec![Span::raw(" ")];
    for binding in &useful {
        if !always(&binding) {
            let Some(left) = room.checked_sub(room_for(binding)) else { continue };
            room = left;
        }
        let key = binding.keys.first().copied().unwrap_or_default();
        spans.push(Span::styled(key, theme.accent));
        spans.push(Span::styled(format!(" {}   ", binding.hint), theme.dim));
    }
    Line::from(spans)
}

fn room_for(binding: &Binding) -> usize {
    binding.keys.first().map_or(0, |key| key.width()) + binding.hint.width() + 4
}

/// Whether a key does something where one is.
fn is_useful(model: &Model, binding: &Binding) -> bool {
    if binding.hint.is_empty() || !binding.modes.contains(&model.mode()) {
        return false;
    }
    match binding.action {
        Action::Back => model.overlay.is_some() || model.focus != Pane::Projects,
        Action::OtherUsers => model.focus == Pane::Users,
        _ => true,
    }
}
