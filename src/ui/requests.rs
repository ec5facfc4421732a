//! The last requests to Atlas, the newest on top. How long the server took and for how long its rate limit held the request
//! back stand apart.
//!
//! ```text
//! ┌ Requests ● ───────────────────────────────────────────────────────────── 9 more below ┐
//! │ 41 requests · median 84 ms · worst 2.1 s · rate limit 1,159 left                      │
//! │ time UTC  method  status  server  limit     size  try  asked for                      │
//! │ 14:03:12     GET     200   84 ms  1.2 s  12.3 kB  2/4  users of payments              │
//! ```

use std::time::Duration;

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::exchanges::Noted;
use crate::app::layout::Frame;
use crate::app::model::{Model, Scroll};
use crate::atlas::exchange::{Asked, Exchange, Outcome, Tried};
use crate::atlas::page::PageNumber;
use crate::domain::figures;
use crate::domain::project::ProjectId;
use crate::ui::cut;
use crate::ui::pane::{Title, fitting, frame, sentence};
use crate::ui::theme::Theme;

/// Between two columns.
const GAP: usize = 2;
/// An answer that takes longer than this is slow.
const SLOW: Duration = Duration::from_secs(1);
/// The summary and the headings.
const HEAD: usize = 2;

/// One column. What nothing is told in has no room.
struct Column {
    heading: &'static str,
    text: fn(&Noted) -> String,
    style: fn(&Noted, &Theme) -> Style,
    /// The least gives way first where there is little room; `None` never does.
    worth: Option<u8>,
}

/// The columns before the last, which says what was asked for.
const COLUMNS: &[Column] = &[
    Column {
        heading: "time UTC",
        text: |one| one.sent.format("%H:%M:%S").to_string(),
        style: |_, theme| theme.dim,
        worth: Some(4),
    },
    Column {
        heading: "method",
        text: |one| one.exchange.method.to_owned(),
        style: |_, theme| theme.dim,
        worth: Some(1),
    },
    Column { heading: "status", text: |one| one.exchange.outcome.to_string(), style: status_style, worth: None },
    Column {
        heading: "server",
        text: |one| figures::duration(one.exchange.took),
        style: |one, theme| if one.exchange.took >= SLOW { theme.warning } else { Style::new() },
        worth: None,
    },
    Column {
        heading: "limit",
        text: |one| if one.exchange.held.is_zero() { String::new() } else { figures::duration(one.exchange.held) },
        style: |_, theme| theme.warning,
        worth: None,
    },
    Column {
        heading: "size",
        text: |one| figures::bytes(one.exchange.bytes),
        style: |_, theme| theme.dim,
        worth: Some(2),
    },
    Column {
        heading: "try",
        text: |one| match one.exchange.tried {
            Tried { nth: 1, .. } => String::new(),
            Tried { nth, of } => format!("{nth}/{of}"),
        },
        style: |_, theme| theme.warning,
        worth: Some(3),
    },
];

/// Draws the requests over the whole of `area`.
pub(super) fn render(model: &Model, scroll: Scroll, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let exchanges = &model.exchanges;
    let height = usize::from(area.height).saturating_sub(HEAD + if kind == Frame::Box { 2 } else { 1 });
    let top = scroll.top(exchanges.len(), height);
    let below = exchanges.len().saturating_sub(top + height);
    let facts = if below > 0 { vec![format!("{below} more below")] } else { Vec::new() };
    let title = Title { name: "Requests".to_owned(), facts, vital: 1, focused: true };
    let inside = frame(&title, theme, area, kind, screen);
    if exchanges.is_empty() {
        return sentence("Nothing was asked of Atlas yet.", theme.dim, inside, screen);
    }
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let width = usize::from(inside.width);
    let columns = columns(model, width);
    let summary = fitting(&exchanges.summary(), &format!(" {} ", theme.glyphs.dot), width);
    let head = [Line::raw(summary), heading(&columns, width, theme)];
    let rows = exchanges.newest_first().skip(top).map(|one| line(one, &columns, model, width, theme));
    for (line, row) in head.into_iter().chain(rows).zip(inside.rows()) {
        screen.render_widget(line, row);
    }
}

/// The columns that have something to tell and room for it, each with its width. Two fifths are for what was asked for.
fn columns(model: &Model, width: usize) -> Vec<(&'static Column, usize)> {
    let width_of = |column: &Column| {
        let widest = model.exchanges.newest_first().map(|one| (column.text)(one).width()).max().unwrap_or(0);
        if widest == 0 { 0 } else { widest.max(column.heading.width()) }
    };
    let mut columns: Vec<_> =
        COLUMNS.iter().map(|column| (column, width_of(column))).filter(|(_, width)| *width > 0).collect();
    while taken(&columns) + width * 2 / 5 > width {
        let least = columns.iter().filter_map(|(column, _)| column.worth).min();
        let Some(place) = columns.iter().position(|(column, _)| least.is_some() && column.worth == least) else {
            break;
        };
        columns.remove(place);
    }
    columns
}

fn taken(columns: &[(&Column, usize)]) -> usize {
    columns.iter().map(|(_, width)| width + GAP).sum()
}

fn heading(columns: &[(&Column, usize)], width: usize, theme: &Theme) -> Line<'static> {
    let mut text: String = columns.iter().map(|(column, room)| cell(column.heading, *room)).collect();
    text += &cut::keep_start("asked for", width.saturating_sub(taken(columns)), theme.glyphs.ellipsis);
    Line::styled(text, theme.dim)
}

fn line(one: &Noted, columns: &[(&Column, usize)], model: &Model, width: usize, theme: &Theme) -> Line<'static> {
    let cells = columns
        .iter()
        .map(|(column, width)| Span::styled(cell(&(column.text)(one), *width), (column.style)(one, theme)));
    let room = width.saturating_sub(taken(columns));
    let asked = cut::keep_end(&asked(one, model, theme), room, theme.glyphs.ellipsis);
    cells.chain([Span::raw(asked)]).collect()
}

/// All but the last column stand to the right: most are figures, and the others are all of one width.
fn cell(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width())) + text + &" ".repeat(GAP)
}

fn status_style(one: &Noted, theme: &Theme) -> Style {
    match one.exchange.outcome {
        Outcome::Status(429) => theme.warning,
        _ if one.has_failed() => theme.danger,
        Outcome::Status(..300) => Style::new(),
        _ => theme.dim,
    }
}

/// `certificates of payments/svc-ledger, page 2, again: rate limit`.
fn asked(one: &Noted, model: &Model, theme: &Theme) -> String {
    let Exchange { asked, page, tried, again, .. } = &one.exchange;
    let project = |id: &ProjectId| {
        let known = model.projects.listing.items().iter().find(|project| project.id == *id);
        theme.foreign(known.map_or(id.as_str(), |project| &project.name)).to_string()
    };
    let mut text = match asked {
        Asked::Token => "token".to_owned(),
        Asked::Organisations => "organisations".to_owned(),
        Asked::Projects => "projects".to_owned(),
        Asked::Users(id) => format!("users of {}", project(id)),
        Asked::Certificates(id, user) => format!("certificates of {}/{}", project(id), theme.foreign(user)),
    };
    if *page > PageNumber::MIN {
        text += &format!(", page {page}");
    }
    if one.is_challenge() {
        text += ", to sign in";
    }
    if let Some(why) = again.filter(|_| tried.nth > 1) {
        text += &format!(", again: {why}");
    }
    text
}
