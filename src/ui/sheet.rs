//! A text that lies over the panes: the story of an error, the whole of a certificate, an address.

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::layout::Frame;
use crate::app::model::{Model, Scroll, Sheet};
use crate::app::scanning::Unread;
use crate::domain::figures;
use crate::ui::pane::{Title, frame};
use crate::ui::theme::Theme;
use crate::ui::{cut, facts};

/// Draws the sheet over the whole of `area`.
pub(super) fn render(model: &Model, sheet: &Sheet, scroll: Scroll, theme: &Theme, area: Rect, screen: &mut Screen<'_>) {
    let kind = model.layout().map_or(Frame::Title, |layout| layout.frame);
    let inner_width = usize::from(area.width).saturating_sub(4);
    let (name, lines) = match sheet {
        Sheet::Story => ("What went wrong", story(model, inner_width, theme)),
        Sheet::Certificate => ("Certificate", certificate(model, inner_width, theme)),
        Sheet::Address(address) => ("Atlas's web console", self::address(address, inner_width, theme)),
    };
    let height = usize::from(area.height).saturating_sub(if kind == Frame::Box { 2 } else { 1 });
    let top = scroll.top(lines.len(), height);
    let below = lines.len().saturating_sub(top + height);
    let facts = if below > 0 { vec![format!("{below} more below")] } else { Vec::new() };
    let title = Title { name: name.to_owned(), facts, vital: 1, focused: true };
    let inside = frame(&title, theme, area, kind, screen);
    for (line, row) in lines.into_iter().skip(top).zip(inside.rows()) {
        let row = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
        screen.render_widget(line, row);
    }
}

/// Whole and on lines of its own, so that it can be selected.
fn address(address: &str, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled("Open this where your browser is:", theme.dim), Line::default()];
    let address = theme.foreign(address);
    let mut rest = address.as_str();
    while !rest.is_empty() {
        let (head, tail) = cut::split_at_width(rest, width);
        lines.push(Line::raw(head.to_owned()));
        rest = tail;
    }
    lines
}

fn story(model: &Model, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let printed = |text: &str| wrapped(theme.printed(text).as_str(), width);
    let urgent = model.failures.iter().chain(&model.waiting).flat_map(|sentence| printed(sentence));
    let urgent = urgent.map(|line| Line::styled(line, theme.warning));
    let unread = model.scanning.as_ref().filter(|_| model.is_board()).map_or(&[][..], |scanning| &scanning.failures);
    if !unread.is_empty() {
        return urgent.chain(unread_lists(unread, width, theme)).collect();
    }
    let Some(error) = model.trouble_in_sight() else {
        let lines: Vec<Line<'static>> = urgent.collect();
        return if lines.is_empty() { vec![Line::raw("Nothing has gone wrong.")] } else { lines };
    };
    let headline = printed(&error.headline()).into_iter().map(|line| Line::styled(line, theme.danger));
    let told = error.story().into_iter().flat_map(|line| printed(&line)).map(Line::raw);
    urgent.chain(headline).chain([Line::default()]).chain(told).collect()
}

/// What a scan could not read, one after the other, and why.
fn unread_lists(unread: &[Unread], width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let head = format!("{} could not be read:", figures::counted(unread.len(), "list"));
    let mut lines = vec![Line::raw(head), Line::default()];
    for Unread { project, user, error } in unread {
        let project = theme.foreign(&project.name);
        let owner = match user {
            Some(user) => format!("{project}/{}", theme.foreign(user)),
            None => format!("{project}, its users"),
        };
        lines.push(Line::styled(cut::keep_end(&owner, width, theme.glyphs.ellipsis), theme.strong));
        let why = wrapped(theme.printed(&error.headline()).as_str(), width.saturating_sub(2));
        lines.extend(why.into_iter().map(|line| Line::styled(format!("  {line}"), theme.danger)));
    }
    lines
}

fn certificate(model: &Model, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let Some(holding) = model.certificates.as_ref().and_then(|pane| pane.selected()) else { return Vec::new() };
    let certificate = &holding.certificate;
    let mut all = facts::of_memory(holding, model, theme);
    all.extend(facts::of_dates(certificate, model, theme));
    all.extend(facts::of_subject(certificate, theme));
    all.extend(facts::as_written(certificate, theme));
    // On a narrow screen the values need the room.
    let label_width = facts::label_width(&all).min(width / 3);
    all.iter().flat_map(|fact| fact.lines(label_width, width, theme)).collect()
}

/// Breaks a text at blanks into lines of at most `width`.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if word.width() > width {
            // A word that no line can hold, such as a URL, is broken.
            let mut rest = word;
            while !rest.is_empty() {
                let (head, tail) = cut::split_at_width(rest, width);
                lines.push(head.to_owned());
                rest = tail;
            }
        } else if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(word.to_owned());
        } else {
            let joint = if line.is_empty() { "" } else { " " };
            *line += &format!("{joint}{word}");
        }
    }
    lines
}
