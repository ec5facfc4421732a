//! The projects that the credentials can see.

use chrono::{DateTime, Utc};
use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::helps::Help;
use crate::app::keymap::Keymap;
use crate::app::layout::{Frame, Pane};
use crate::app::listing::Listing;
use crate::app::model::Model;
use crate::domain::expiry::Span;
use crate::domain::figures;
use crate::domain::lookup;
use crate::domain::printable::Printable;
use crate::ui::pane::{Title, frame, room_of_title, sentence};
use crate::ui::theme::Theme;
use crate::ui::{cut, line, say};

/// Draws the pane.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let picker = &model.projects;
    let focused = model.focus == Pane::Projects;
    let shown = picker.len();
    let mut title = title(&["Projects"], &picker.listing, shown, picker.filter.value(), focused, theme, area);
    title.facts.extend(age(&picker.listing, model));
    let inside = frame(&title, theme, area, kind, screen);
    if shown == 0 {
        let text = why_empty(
            &picker.listing,
            picker.filter.value(),
            "projects",
            "These credentials see no project: add them to one in Atlas.",
            &model.settings.keymap,
            theme,
        );
        let style = if picker.listing.failure().is_some() { theme.danger } else { theme.dim };
        return sentence(&text, style, inside, screen);
    }
    // The open one stands out wherever the cursor is: the other panes are about it.
    let open = model.users.as_ref().map(|users| &users.project.id);
    let rows = picker.shown().map(|project| {
        let style = match (open == Some(&project.id), picker.listing.remembered()) {
            (true, _) => theme.strong,
            (false, Some(_)) => theme.dim,
            (false, None) => Style::new(),
        };
        let (word, word_style) = end(model.outlook.of_project(&project.id), model, theme).unwrap_or_default();
        Item { name: theme.foreign(&project.name), word, word_style, style }
    });
    render_rows(rows, shown, picker.cursor(), focused, theme, inside, screen);
}

/// `3 h ago`, of items that are remembered: there is no room for more beside the count, and they are dim as well.
pub(super) fn age<T>(listing: &Listing<T>, model: &Model) -> Option<String> {
    listing.remembered().map(|seen| format!("{} ago", Span::between(seen, model.now)))
}

/// More of a filter than this is worth less than how many there are in all.
const TELLING: usize = 8;

/// `Projects /pay ● ─ 12 of 24`. What is out of sight because of a filter must be known to be: where there is little room
/// the name, the last of `names` being the shortest, and the count of all give way to it.
pub(super) fn title<T>(
    names: &[&str],
    listing: &Listing<T>,
    shown: usize,
    filter: &str,
    focused: bool,
    theme: &Theme,
    area: Rect,
) -> Title {
    let all = listing.items().len();
    let more = if listing.is_complete() || listing.remembered().is_some() { "" } else { "+" };
    let whole = format!("{}{more}", figures::count(all));
    let counts = match filter {
        "" if all == 0 && !listing.is_complete() => vec![String::new()],
        _ if shown == all => vec![whole],
        _ => vec![format!("{} of {whole}", figures::count(shown)), figures::count(shown)],
    };
    let filter = if filter.is_empty() { String::new() } else { format!("/{}", theme.own(filter)) };
    let room = room_of_title(area, focused, theme);
    let pairs = counts.iter().flat_map(|count| names.iter().map(move |name| (*name, count)));
    let mut cut = (String::new(), String::new());
    for (name, count) in pairs {
        let gaps = usize::from(!filter.is_empty()) + 3;
        let left = room.saturating_sub(name.width() + count.width() + gaps);
        let text = cut::keep_start(&filter, left, theme.glyphs.ellipsis);
        cut = (format!("{name} {text}").trim_end().to_owned(), count.clone());
        if left >= filter.width().min(TELLING) && room >= name.width() + count.width() + gaps {
            break;
        }
    }
    Title { name: cut.0, facts: vec![cut.1], vital: 1, focused }
}

/// Why a list shows nothing, and what to do.
pub(super) fn why_empty<T>(
    listing: &Listing<T>,
    filter: &str,
    what: &str,
    none: &str,
    keymap: &Keymap,
    theme: &Theme,
) -> String {
    match listing.failure() {
        Some(error) if listing.items().is_empty() => say::trouble(error, Help::Whole, keymap, theme),
        _ if !listing.is_complete() && listing.items().is_empty() => {
            format!("Loading {what} {}", theme.glyphs.going_on)
        }
        _ if looks_like_a_serial(filter) => theme
            .own(&keymap.advice("Nothing here is called like that", Action::LookUp, "looks up whose it is"))
            .to_string(),
        _ if !filter.is_empty() => {
            theme.own(&keymap.advice("Nothing matches the filter", Action::Back, "clears it")).to_string()
        }
        _ => none.to_owned(),
    }
}

/// Whether somebody pasted a serial where only names are.
fn looks_like_a_serial(filter: &str) -> bool {
    lookup::certain_serial(filter).is_some() || lookup::is_long_number(filter)
}

/// `3 h`, in the style of its severity: when the first certificate of somebody ends.
pub(super) fn end(end: Option<DateTime<Utc>>, model: &Model, theme: &Theme) -> Option<(String, Style)> {
    let judge = model.judge();
    let end = end.filter(|end| *end >= judge.now)?;
    Some((Span::between(judge.now, end).to_string(), theme.severity(judge.limits.severity(Some(end), judge.now))))
}

/// A row of a picker.
pub(super) struct Item<'text> {
    pub(super) name: Printable<'text>,
    /// At the right edge; printable.
    pub(super) word: String,
    pub(super) word_style: Style,
    pub(super) style: Style,
}

/// Before a name is cut shorter than this, the word beside it is left out.
const SHORTEST_NAME: usize = 10;

/// The window of a picker's rows: a name, and a word at the right edge.
pub(super) fn render_rows<'text>(
    rows: impl Iterator<Item = Item<'text>>,
    count: usize,
    cursor: Cursor,
    focused: bool,
    theme: &Theme,
    area: Rect,
    screen: &mut Screen<'_>,
) {
    let window = cursor.window(count, area.height.into());
    let width = usize::from(area.width);
    let in_sight = rows.enumerate().skip(window.start).take(window.len());
    for ((place, Item { name, word, word_style, style }), area) in in_sight.zip(area.rows()) {
        let under_cursor = place == cursor.at;
        let pointer = if under_cursor { theme.glyphs.pointer } else { " " };
        let room = |word: &str| width.saturating_sub(word.width() + 4);
        let has_room = room(&word) >= name.as_str().width().min(SHORTEST_NAME);
        let word = if has_room { word } else { String::new() };
        let room = room(&word);
        let name = cut::keep_start(name.as_str(), room, theme.glyphs.ellipsis);
        let gap = width.saturating_sub(2 + name.width() + word.width() + 1);
        let style = match (under_cursor, focused) {
            (true, true) => style.patch(theme.cursor),
            (true, false) => style.patch(theme.remembered),
            (false, _) => style,
        };
        let text = Line::from(vec![
            Piece::raw(format!("{pointer} {name}")),
            Piece::raw(" ".repeat(gap)),
            Piece::styled(word, if under_cursor { Style::new() } else { word_style }),
            Piece::raw(" "),
        ]);
        line::draw(&text.style(style), area, screen);
    }
}
