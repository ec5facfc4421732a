//! The certificate table: only the rows in sight are ever looked at.
//!
//! ```text
//!   State          Left  Not after (UTC)   Subject                      Serial            Created
//! ✗ expired     41 min   2026-11-24 11:02  CN=svc-ledger,OU=payments    1B6EBA8348904A92  2026-08-24
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::certificates::{Certificates, Judge};
use crate::app::feed::{Extent, Row};
use crate::app::layout::{Frame, Pane};
use crate::app::model::Model;
use crate::domain::certificate::Certificate;
use crate::domain::expiry;
use crate::domain::figures;
use crate::domain::printable::Printable;
use crate::ui::columns::{Column, GAP, columns};
use crate::ui::cut;
use crate::ui::pane::{Title, frame, sentence};
use crate::ui::say;
use crate::ui::theme::Theme;

/// Between the frame and the first column: the pointer and a blank.
const MARGIN: u16 = 2;

/// From this width on the title has room for the user's name.
const ROOM_FOR_NAME: u16 = 60;

/// Draws the pane.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let focused = model.focus == Pane::Certificates;
    let Some(pane) = &model.certificates else {
        let title = Title { name: "Certificates".to_owned(), facts: Vec::new(), focused };
        let inside = frame(&title, theme, area, kind, screen);
        return sentence("Open a user to see the certificates that Atlas issued.", theme.dim, inside, screen);
    };
    // Where it is narrow the path above names the user.
    let name = if area.width < ROOM_FOR_NAME {
        "Certificates".to_owned()
    } else {
        format!("Certificates of {}", Printable::new(&pane.user.name))
    };
    let title = Title { name, facts: facts(pane), focused };
    let inside = frame(&title, theme, area, kind, screen);
    if let Some((text, style)) = instead_of_rows(pane, theme) {
        return sentence(&text, style, inside, screen);
    }
    render_rows(pane, model, theme, inside, focused, screen);
    scroll_bar(pane, theme, inside, screen);
}

/// `row 3 of 17,500`, `loaded 500`, `12 match`: every count with how much of the list it has seen.
fn facts(pane: &Certificates) -> Vec<String> {
    let coverage = pane.coverage();
    if pane.feed.extent() == Extent::Unknown {
        return Vec::new();
    }
    let of =
        if coverage.certain { figures::count(coverage.of) } else { format!("about {}", figures::count(coverage.of)) };
    let place = figures::count((pane.cursor().at + 1).min(pane.rows()));
    let whole = pane.feed.is_complete();
    let shifted = if pane.has_shifted() { "changed while read: r" } else { "" };
    if pane.is_filtered() {
        let (rows, filter) = (figures::count(pane.rows()), Printable::new(pane.filter.value()));
        let searched = match (whole, pane.is_loading_all()) {
            (true, _) => format!("searched all {of}"),
            (false, true) => format!("searching: {} of {of}, esc stops", figures::count(coverage.loaded)),
            (false, false) => format!("searched only {} of {of}", figures::count(coverage.loaded)),
        };
        return vec![format!("{rows} match"), searched, shifted.to_owned(), format!("/{filter}")];
    }
    let loaded = if whole { String::new() } else { format!("loaded {}", figures::count(coverage.loaded)) };
    vec![format!("row {place} of {of}"), shifted.to_owned(), loaded]
}

/// What stands where there are no rows: why, and what to do.
fn instead_of_rows(pane: &Certificates, theme: &Theme) -> Option<(String, Style)> {
    if let Some(why) = pane.user.authentication.why_no_certificates() {
        return Some((why.to_owned(), theme.dim));
    }
    if pane.rows() > 0 {
        return None;
    }
    match (pane.feed.failure(), pane.feed.extent()) {
        (Some(error), Extent::Unknown) => {
            Some((format!("{} (r tries again, e tells more)", error.headline()), theme.danger))
        }
        (None, Extent::Unknown) => Some(("Loading certificates …".to_owned(), theme.dim)),
        _ if pane.is_loading_all() => Some(("No match so far.".to_owned(), theme.dim)),
        _ if pane.is_filtered() && !pane.feed.is_complete() => {
            Some(("No match in what has come; the search was stopped. Change the filter, or r.".to_owned(), theme.dim))
        }
        _ if pane.is_filtered() => Some(("Nothing matches the filter. Esc clears it.".to_owned(), theme.dim)),
        _ => Some((
            "No unexpired certificates. Atlas lists only those: one that has expired is no longer here.".to_owned(),
            theme.dim,
        )),
    }
}

fn render_rows(pane: &Certificates, model: &Model, theme: &Theme, area: Rect, focused: bool, screen: &mut Screen<'_>) {
    let columns = columns(usize::from(area.width.saturating_sub(MARGIN + 2)));
    let heading = columns.iter().map(|(column, width)| aligned(*column, column.heading(), *width));
    let heading = heading.collect::<Vec<_>>().join(&" ".repeat(GAP));
    let mut lines = area.rows();
    if let Some(line) = lines.next() {
        screen.render_widget(Line::styled(format!("  {heading}"), theme.dim), line);
    }
    let window = pane.cursor().window(pane.rows(), usize::from(area.height.saturating_sub(1)));
    for (place, line) in window.zip(lines) {
        let under_cursor = place == pane.cursor().at;
        let style = match (under_cursor, focused) {
            (true, true) => theme.cursor,
            (true, false) => theme.remembered,
            (false, _) => Style::new(),
        };
        let pointer = if under_cursor { theme.glyphs.pointer } else { " " };
        let mut spans = vec![Span::raw(format!("{pointer} "))];
        match pane.row(place) {
            Row::Here(certificate) => spans.extend(cells(certificate, &columns, model.judge(), theme, Age::Current)),
            Row::Stale(certificate) => spans.extend(cells(certificate, &columns, model.judge(), theme, Age::Old)),
            Row::Awaited => spans.push(Span::styled(theme.glyphs.awaited, theme.dim)),
            Row::Failed(error) => {
                let room = usize::from(area.width).saturating_sub(6);
                let text = format!("{} (r tries again)", error.headline());
                spans.push(Span::styled(cut::keep_start(&text, room), theme.danger));
            }
        }
        if under_cursor && focused {
            // One bar: reversed, each colour would be a patch of its own.
            let weight = |span: &Span<'_>| Style::new().add_modifier(span.style.add_modifier & Modifier::BOLD);
            for span in &mut spans {
                span.style = weight(span);
            }
        }
        let line = Rect { width: line.width.saturating_sub(1), ..line };
        screen.render_widget(Line::from(spans).style(style), line);
    }
}

/// Whether a row has come since the last refresh.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    Current,
    Old,
}

fn cells(
    certificate: &Certificate,
    columns: &[(Column, usize)],
    judge: Judge,
    theme: &Theme,
    age: Age,
) -> Vec<Span<'static>> {
    let severity = judge.limits.severity(certificate.not_after, judge.now);
    let mut spans = Vec::with_capacity(columns.len() * 2);
    for (column, width) in columns {
        let text = match column {
            Column::State => format!("{} {}", theme.glyph(severity), severity.word()),
            Column::Left => {
                certificate.not_after.map_or_else(String::new, |end| expiry::Span::between(judge.now, end).to_string())
            }
            Column::NotAfter => certificate.not_after.map_or_else(String::new, say::minute),
            Column::Subject => telling_end(certificate.subject.as_deref().unwrap_or_default(), *width),
            Column::Serial => certificate
                .serial
                .as_ref()
                .map_or_else(String::new, |serial| cut::keep_ends(&serial.hex_plain(), *width)),
            Column::Created => certificate.created_at.map_or_else(String::new, say::day),
        };
        let style = match column {
            _ if age == Age::Old => theme.dim,
            Column::State | Column::Left => theme.severity(severity),
            Column::Created | Column::Serial => theme.dim,
            Column::NotAfter | Column::Subject => Style::new(),
        };
        if !spans.is_empty() {
            spans.push(Span::raw(" ".repeat(GAP)));
        }
        spans.push(Span::styled(aligned(*column, &text, *width), style));
    }
    spans
}

/// The end of a long subject that tells one from another is the one with the common name; RFC 2253 §2.1 writes it first,
/// many a tool last.
fn telling_end(subject: &str, width: usize) -> String {
    let printable = Printable::new(subject);
    let common_name = subject.to_ascii_lowercase().find("cn=");
    if common_name.is_some_and(|at| at > subject.len() / 2) {
        cut::keep_end(printable.as_str(), width)
    } else {
        cut::keep_start(printable.as_str(), width)
    }
}

/// Figures stand to the right, the rest to the left.
fn aligned(column: Column, text: &str, width: usize) -> String {
    let padding = " ".repeat(width.saturating_sub(text.width()));
    if column == Column::Left { padding + text } else { text.to_owned() + &padding }
}

/// At the right edge: where the window is in the whole list, true from the first page on.
fn scroll_bar(pane: &Certificates, theme: &Theme, area: Rect, screen: &mut Screen<'_>) {
    let track =
        Rect { x: area.right().saturating_sub(1), y: area.y + 1, width: 1, height: area.height.saturating_sub(1) };
    let (rows, height) = (pane.rows(), usize::from(track.height));
    if rows <= height || height == 0 {
        return;
    }
    let length = (height * height / rows).max(1);
    let travel = height - length;
    let top = (pane.cursor().top * travel).div_ceil(rows - height).min(travel);
    for (row, line) in track.rows().enumerate() {
        let on_handle = (top..top + length).contains(&row);
        let (glyph, style) =
            if on_handle { (theme.glyphs.handle, Style::new()) } else { (theme.glyphs.track, theme.dim) };
        screen.render_widget(Span::styled(glyph, style), line);
    }
}
