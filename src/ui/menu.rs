//! The choices of a menu, at the foot of the screen: as many lines as they need, over the lowest rows.
//!
//! ```text
//!  Sort by   n not after  t state
//!  u subject  i serial  c created
//!  l as listed
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use crate::app::action::{Action, Menu};
use crate::app::availability;
use crate::app::keymap::{Binding, Bound, Mode};
use crate::app::model::Model;
use crate::ui::theme::Theme;

/// Draws the menu, its last line on `foot`.
pub(super) fn render(model: &Model, menu: Menu, theme: &Theme, foot: Rect, screen: &mut Screen<'_>) {
    let lines = lines(model, menu, theme, foot.width.into());
    let height = u16::try_from(lines.len()).unwrap_or(foot.y).min(foot.y);
    let area = Rect { y: foot.bottom().saturating_sub(height), height, ..foot };
    screen.render_widget(Clear, area);
    for (line, row) in lines.into_iter().zip(area.rows()) {
        screen.render_widget(line, row);
    }
}

/// Every choice that there is now, whole.
fn lines(model: &Model, menu: Menu, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let name = match menu {
        Menu::Sort => "Sort by ",
        Menu::Copy => "Copy ",
    };
    let mut line = Line::from(vec![Span::raw(" "), Span::styled(name, theme.strong)]);
    let mut lines = Vec::new();
    // Any key closes a menu: the one for that is no choice.
    let choices = model.settings.keymap.of_mode(Mode::Menu(menu));
    let is_choice = |bound: &&Bound| {
        let Binding { action, hint, .. } = *bound.binding;
        action != Action::Back && !hint.is_empty() && availability::blocked(model, action).is_none()
    };
    for bound in choices.filter(is_choice) {
        let (key, hint) = (theme.own(&bound.first_key()).to_string(), bound.binding.hint);
        if key.is_empty() {
            continue;
        }
        if line.width() + 2 + key.width() + 1 + hint.width() > width {
            lines.push(std::mem::replace(&mut line, Line::raw(" ")));
        } else {
            line.push_span(Span::raw("  "));
        }
        line.push_span(Span::styled(key, theme.accent));
        line.push_span(Span::styled(format!(" {hint}"), theme.dim));
    }
    lines.push(line);
    lines
}
