//! The selected certificate under the table.
//!
//! ```text
//! ┌ Certificate ───────────────────────────────────────────────────────────────────────┐
//! │ common name          svc-ledger               not after  2026-11-29 09:15:00 UTC   │
//! │ organizational unit  payments                            Sun 10:15 here · in 4 d   │
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::action::Action;
use crate::app::feed::Row;
use crate::app::helps::Help;
use crate::app::keymap::Keymap;
use crate::app::layout::{Frame, split_at_column, split_at_line};
use crate::app::model::Model;
use crate::domain::holding::Holding;
use crate::ui::facts::{self, Fact};
use crate::ui::pane::{Title, frame, sentence};
use crate::ui::theme::Theme;
use crate::ui::{line, say};

/// Label, `2026-11-29 09:15:00 UTC`, or a serial in hexadecimal.
const DATES_WIDTH: u16 = 42;
/// Below this subject and dates stand one under the other.
const SIDE_BY_SIDE: u16 = 76;

/// Draws the pane.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let title = Title { name: "Certificate".to_owned(), facts: Vec::new(), vital: 0, focused: false };
    let inside = frame(&title, theme, area, kind, screen);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let Some(pane) = &model.certificates else { return };
    match pane.selected() {
        Some(holding) => certificate_facts(holding, model, theme, inside, screen),
        None if pane.rows() == 0 => {}
        None => match pane.row(pane.cursor().at) {
            Row::Failed(error) => {
                let text = say::trouble(error, Help::Whole, &model.settings.keymap, theme);
                sentence(&text, theme.danger, inside, screen);
            }
            _ => sentence("Not here yet.", theme.dim, inside, screen),
        },
    }
}

fn certificate_facts(holding: &Holding, model: &Model, theme: &Theme, area: Rect, screen: &mut Screen<'_>) {
    let keymap = &model.settings.keymap;
    let certificate = &holding.certificate;
    let subject: Vec<Fact> =
        facts::of_memory(holding, model, theme).into_iter().chain(facts::of_subject(certificate, theme)).collect();
    let dates = facts::of_dates(certificate, model, theme);
    let raw = facts::as_written(certificate, theme);
    if area.width < SIDE_BY_SIDE {
        let all: Vec<Fact> = dates.into_iter().chain(subject).chain(raw).collect();
        let has_room = facts::has_room_beside(facts::label_width(&all), area.width.into());
        let draw = if has_room { column } else { stacked };
        return draw(&all, keymap, theme, area, screen);
    }
    let (above, below) = split_at_line(area, area.height.saturating_sub(1));
    let (left, right) = split_at_column(above, above.width.saturating_sub(DATES_WIDTH));
    let left = Rect { width: left.width.saturating_sub(2), ..left };
    column(&subject, keymap, theme, left, screen);
    column(&dates, keymap, theme, right, screen);
    if let Some(raw) = raw {
        let label_width = facts::label_width(&subject).max(raw.label_width());
        line::draw(&raw.line(label_width, below.width.into(), theme), below, screen);
    }
}

fn column(facts: &[Fact], keymap: &Keymap, theme: &Theme, area: Rect, screen: &mut Screen<'_>) {
    let label_width = facts::label_width(facts);
    let height = usize::from(area.height);
    for (place, (fact, row)) in facts.iter().zip(area.rows()).enumerate() {
        let more = facts.len().saturating_sub(place);
        if place + 1 == height && more > 1 {
            line::draw(&those_left(more, keymap, theme), row, screen);
        } else {
            line::draw(&fact.line(label_width, row.width.into(), theme), row, screen);
        }
    }
}

/// As many facts as have room, their labels above them.
fn stacked(facts: &[Fact], keymap: &Keymap, theme: &Theme, area: Rect, screen: &mut Screen<'_>) {
    let mut rows = area.rows().collect::<Vec<_>>().into_iter();
    for (place, fact) in facts.iter().enumerate() {
        let lines = fact.lines(area.width.into(), area.width.into(), theme);
        let left = facts.len() - place;
        let needed = lines.len() + usize::from(left > 1);
        if needed > rows.len() {
            if let Some(row) = rows.next() {
                line::draw(&those_left(left, keymap, theme), row, screen);
            }
            return;
        }
        for (line, row) in lines.into_iter().zip(rows.by_ref()) {
            line::draw(&line, row, screen);
        }
    }
}

/// `3 more: enter shows all`
fn those_left(count: usize, keymap: &Keymap, theme: &Theme) -> Line<'static> {
    let shows_all = keymap.phrase(Action::Open, "shows all").map(|phrase| format!(": {phrase}"));
    Line::styled(format!("{count} more{}", theme.own(&shows_all.unwrap_or_default())), theme.dim)
}
