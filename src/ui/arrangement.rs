//! The columns, to be arranged: order, width, whether they are in sight and whether they stay while the others scroll.

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::column::Column;
use crate::app::columns::{Arranged, Columns};
use crate::app::layout::Frame;
use crate::ui::pane::{Title, frame};
use crate::ui::theme::Theme;

/// Draws the list over the whole of `area`, the row at `place` under the cursor.
pub(super) fn render(columns: &Columns, place: usize, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let facts = vec!["the upper stands to the left".to_owned()];
    let title = Title { name: "Columns".to_owned(), facts, vital: 0, focused: true };
    let inside = frame(&title, theme, area, kind, screen);
    let name_width = Column::ALL.iter().map(|column| column.heading().width()).max().unwrap_or(0);
    for ((row, arranged), line) in columns.all().iter().enumerate().zip(inside.rows()) {
        let under_cursor = row == place;
        let pointer = if under_cursor { theme.glyphs.pointer } else { " " };
        let name = arranged.column.heading();
        let text = format!("{pointer} {name}{}   {}", " ".repeat(name_width - name.width()), state(arranged));
        let style = match (under_cursor, arranged.hidden) {
            (true, _) => theme.cursor,
            (false, true) => theme.dim,
            (false, false) => Style::new(),
        };
        screen.render_widget(Line::from(Span::raw(text)).style(style), line);
    }
}

/// `shown, 16 wide, stays`.
fn state(arranged: &Arranged) -> String {
    let shown = if arranged.hidden { "hidden" } else { "shown " };
    let width = arranged.width.map_or_else(|| "usual width".to_owned(), |width| format!("{width} wide"));
    let stays = if arranged.frozen { "   stays while the others scroll" } else { "" };
    format!("{shown}   {width}{stays}")
}
