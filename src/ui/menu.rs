//! The keys of a menu: all that one chooses from, so they take as many lines above the foot as they need.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use crate::app::action::Menu;
use crate::app::keymap::{Bound, Mode};
use crate::app::model::Model;
use crate::ui::foot;
use crate::ui::theme::Theme;

/// Between two keys.
const GAP: &str = "  ";

/// Draws the keys, the last line of them at `foot`.
pub(super) fn render(model: &Model, menu: Menu, theme: &Theme, foot: Rect, frame: &mut Frame<'_>) {
    let most = usize::from(frame.area().height / 2).max(1);
    let lines = lines(model, menu, theme, usize::from(foot.width), most);
    let above = u16::try_from(lines.len().saturating_sub(1)).unwrap_or_default().min(foot.y);
    let area = Rect { y: foot.y - above, height: above + foot.height, ..foot };
    frame.render_widget(Clear, area);
    for (line, area) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(line, area);
    }
}

/// `Copy   d serial  x hex`, and what does not fit on the lines below, under the first key where there is room for that.
fn lines(model: &Model, menu: Menu, theme: &Theme, width: usize, most: usize) -> Vec<Line<'static>> {
    let name = match menu {
        Menu::Sort => " Sort by   ",
        Menu::Copy => " Copy   ",
    };
    let indent = if width >= 60 { name.width() } else { 1 };
    let key = |bound: &Bound| {
        let key = Span::styled(theme.printed(&bound.first_key()).to_string(), theme.accent);
        [key, Span::styled(format!(" {}", foot::hint(model, bound)), theme.dim)]
    };
    let mut lines = vec![Line::from(Span::styled(name, theme.strong))];
    let (mut used, mut is_first) = (name.width(), true);
    for bound in model.settings.keymap.of_mode(Mode::Menu(menu)).filter(|bound| foot::is_useful(model, bound)) {
        let spans = key(bound);
        let gap = if is_first { "" } else { GAP };
        let needed = gap.width() + spans.iter().map(Span::width).sum::<usize>();
        // What tells that there is more needs room too.
        let room = if lines.len() == most { width.saturating_sub(GAP.width() + 1) } else { width };
        if used + needed > room && !is_first {
            if lines.len() == most {
                if let Some(line) = lines.last_mut() {
                    line.push_span(Span::styled(format!("{GAP}{}", theme.glyphs.going_on), theme.dim));
                }
                break;
            }
            lines.push(Line::from(" ".repeat(indent)));
            (used, is_first) = (indent, true);
        }
        let gap = if is_first { "" } else { GAP };
        used += gap.width() + spans.iter().map(Span::width).sum::<usize>();
        is_first = false;
        if let Some(line) = lines.last_mut() {
            line.push_span(Span::raw(gap));
            line.extend(spans);
        }
    }
    lines
}
