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

use crate::app::action::Action;
use crate::app::certificates::{Certificates, Matches};
use crate::app::feed::{Extent, Row};
use crate::app::helps::Help;
use crate::app::keymap::Keymap;
use crate::app::layout::{Frame, POINTER, Pane, split_at_line};
use crate::app::model::Model;
use crate::app::source::Source;
use crate::domain::figures;
use crate::ui::pane::{Title, frame, sentence};
use crate::ui::rows::{Age, Rows, arrow, heading};
use crate::ui::theme::Theme;
use crate::ui::{board, cut, line, say};

/// From this width on the title has room for the user's name.
const ROOM_FOR_NAME: u16 = 60;

/// More of a filter the title does not show: the prompt has it whole.
const ROOM_FOR_FILTER: usize = 26;

/// Draws the pane.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let focused = model.focus == Pane::Certificates;
    let Some(pane) = &model.certificates else {
        let title = Title { name: "Certificates".to_owned(), facts: Vec::new(), vital: 0, focused };
        let inside = frame(&title, theme, area, kind, screen);
        return sentence("Open a user to see the certificates that Atlas issued.", theme.dim, inside, screen);
    };
    // Where it is narrow the path above names the user.
    let is_narrow = area.width < ROOM_FOR_NAME;
    let name = match &pane.source {
        Source::User { .. } if is_narrow => "Certificates".to_owned(),
        Source::User { owner, .. } => format!("Certificates of {}", theme.foreign(&owner.user)),
        Source::Board(_) if is_narrow => "Board".to_owned(),
        Source::Board(_) => "Expiry board".to_owned(),
    };
    let (mut vital, others) = facts(pane, &model.settings.keymap, theme);
    if let Some(seen) = model.certificates_remembered() {
        vital.insert(0, say::remembered(seen, model.now));
    }
    if pane.source.is_board() {
        vital.insert(vital.len().min(1), board::coverage(model));
    }
    let title = Title { name, vital: vital.len(), facts: [vital, others].concat(), focused };
    let inside = frame(&title, theme, area, kind, screen);
    if let Some((text, style)) = instead_of_rows(pane, &model.settings.keymap, theme) {
        return sentence(&text, style, inside, screen);
    }
    let has_bars = model.layout().is_some_and(|layout| layout.bars);
    let (bars, table) = split_at_line(inside, has_bars.into());
    board::bars(model, theme, bars, screen);
    render_rows(pane, model, theme, table, focused, screen);
    scroll_bar(pane, theme, table, screen);
}

/// `row 3 of 17,500 · loaded 500`, `12 match in 500 of 17,500 · stopped · /critical · by created`: every count with how
/// much of the list it has seen. First the phrases without which the rows would be taken for what they are not, the most
/// important first, then those that can be read elsewhere too.
fn facts(pane: &Certificates, keymap: &Keymap, theme: &Theme) -> (Vec<String>, Vec<String>) {
    let coverage = pane.coverage();
    if pane.feed.extent() == Extent::Unknown {
        return (Vec::new(), Vec::new());
    }
    let about = if coverage.certain { "" } else { "about " };
    let (loaded, of) = (figures::count(coverage.loaded), format!("{about}{}", figures::count(coverage.of)));
    let whole = pane.feed.is_complete();
    let rows = figures::count(pane.rows());
    let place = figures::count((pane.cursor().at + 1).min(pane.rows()));
    let is_sorted = pane.order().is_some();
    let first = match (pane.is_filtered(), is_sorted) {
        (true, _) if whole => format!("{rows} of {loaded} match"),
        (true, _) => format!("{rows} match in {loaded} of {of}"),
        (false, true) if !whole => format!("sorted {loaded} of {of}"),
        _ => format!("row {place} of {of}"),
    };
    let (mut vital, mut others) = (vec![first], Vec::new());
    vital.extend(pane.matches().and_then(matches));
    let advised = |what: &str, joint: &str, action, effect| {
        let advice = keymap.phrase(action, effect).map_or_else(String::new, |advice| format!("{joint}{advice}"));
        format!("{what}{}", theme.own(&advice))
    };
    if pane.is_loading_all() {
        vital.push(advised("loading", ", ", Action::Back, "stops"));
    } else if !whole && !pane.is_filtered() && !is_sorted {
        others.push(format!("loaded {loaded}"));
    } else if !whole {
        vital.push("stopped".to_owned());
    }
    if pane.has_shifted() {
        vital.push(advised("changed while read", ": ", Action::Refresh, "mends it"));
    }
    if pane.gone() > 0 {
        vital.push(format!("{} gone: {}", figures::count(pane.gone()), theme.own(&keymap.key_of(Action::Board))));
    }
    if pane.is_filtered() {
        let typed = theme.own(pane.filter_applied());
        vital.push(format!("/{}", cut::keep_start(typed.as_str(), ROOM_FOR_FILTER, theme.glyphs.ellipsis)));
    }
    if pane.marks() > 0 {
        others.push(format!("{} marked", figures::count(pane.marks())));
    }
    others.extend(pane.order().map(|order| format!("by {} {}", order.column.name(), arrow(order, theme))));
    (vital, others)
}

/// `match 2 of 5`; `5 matches so far` where the cursor is on none of them and more may come. Nothing where there is none: a
/// sentence of its own says that.
fn matches(Matches { at, of, so_far }: Matches) -> Option<String> {
    let count = match (at, of) {
        (_, 0) => return None,
        (Some(at), of) => format!("match {} of {}", figures::count(at), figures::count(of)),
        (None, 1) => "1 match".to_owned(),
        (None, of) => format!("{} matches", figures::count(of)),
    };
    Some(if so_far { count + " so far" } else { count })
}

/// What stands where there are no rows: why, and what to do.
fn instead_of_rows(pane: &Certificates, keymap: &Keymap, theme: &Theme) -> Option<(String, Style)> {
    if let Some(why) = pane.source.why_no_certificates() {
        return Some((why.to_owned(), theme.dim));
    }
    if pane.rows() > 0 {
        return None;
    }
    let advice = |fact: &str, action, does: &str| theme.own(&keymap.advice(fact, action, does)).to_string();
    match (pane.feed.failure(), pane.feed.extent()) {
        (Some(error), Extent::Unknown) => Some((say::trouble(error, Help::Whole, keymap, theme), theme.danger)),
        (None, Extent::Unknown) => Some((format!("Loading certificates {}", theme.glyphs.going_on), theme.dim)),
        _ if pane.is_loading_all() => Some(("No match so far.".to_owned(), theme.dim)),
        _ if pane.is_filtered() && !pane.feed.is_complete() => {
            Some((advice("No match in what has come; the search was stopped", Action::Refresh, "goes on"), theme.dim))
        }
        _ if pane.is_filtered() => Some((advice("Nothing matches the filter", Action::Back, "clears it"), theme.dim)),
        _ if pane.gone() > 0 => {
            let fact = "No unexpired certificates. Atlas lists only those";
            let gone = format!("{fact}; {} that were seen before have ended or gone", figures::count(pane.gone()));
            Some((advice(&gone, Action::Board, "shows them"), theme.warning))
        }
        _ => Some((
            "No unexpired certificates. Atlas lists only those: one that has expired is no longer here.".to_owned(),
            theme.dim,
        )),
    }
}

fn render_rows(pane: &Certificates, model: &Model, theme: &Theme, area: Rect, focused: bool, screen: &mut Screen<'_>) {
    let width = model.layout().map_or(0, |layout| layout.table_width());
    let columns = model.columns.placed(width);
    let mut lines = area.rows();
    if let Some(line) = lines.next() {
        line::draw(&heading(pane, &columns, theme), line, screen);
        let right = Rect { x: line.right().saturating_sub(1), ..line };
        let edges = [
            (model.columns.has_more_left(), theme.glyphs.more_left, line),
            (model.columns.has_more_right(width), theme.glyphs.more_right, right),
        ];
        for (_, glyph, edge) in edges.into_iter().filter(|(has_more, ..)| *has_more) {
            screen.render_widget(Span::styled(glyph, theme.dim), Rect { width: 1, ..edge });
        }
    }
    let window = pane.cursor().window(pane.rows(), usize::from(area.height.saturating_sub(1)));
    let row = Rows { columns: &columns, judge: model.judge(), filter: pane.filter(), find: pane.find(), theme };
    for (place, area) in window.zip(lines) {
        let area = Rect { width: area.width.saturating_sub(1), ..area };
        let under_cursor = place == pane.cursor().at;
        let mut spans = match pane.row(place) {
            Row::Here(holding) => row.cells(holding, Age::Current),
            Row::Stale(holding) if pane.source.is_board() => row.cells(holding, Age::Current),
            Row::Stale(holding) => row.cells(holding, Age::Old),
            Row::Awaited => vec![Span::styled(theme.glyphs.awaited, theme.dim)],
            Row::Failed(error) => {
                let text = say::trouble(error, Help::Short, &model.settings.keymap, theme);
                let room = usize::from(area.width).saturating_sub(usize::from(POINTER) + 2);
                vec![Span::styled(cut::keep_start(&text, room, theme.glyphs.ellipsis), theme.danger)]
            }
        };
        let marked = pane.at(place).is_some_and(|certificate| pane.is_marked(certificate));
        let pointer = if under_cursor { theme.glyphs.pointer } else { " " };
        let mark = if marked { Span::styled(theme.glyphs.mark, theme.marked) } else { Span::raw(" ") };
        spans.splice(0..0, [Span::raw(pointer), mark]);
        if under_cursor && focused {
            // One bar: reversed, each colour would be a patch of its own.
            let plain = Modifier::BOLD | Modifier::UNDERLINED;
            let weight = |span: &Span<'_>| Style::new().add_modifier(span.style.add_modifier & plain);
            for span in &mut spans {
                span.style = weight(span);
            }
        }
        let style = match (under_cursor, focused) {
            (true, true) => theme.cursor,
            (true, false) => theme.remembered,
            (false, _) => Style::new(),
        };
        line::draw(&Line::from(spans).style(style), area, screen);
    }
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
