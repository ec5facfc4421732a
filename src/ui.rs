//! Model to frame. One file a pane, each exporting one `render`. Reads, never changes.

mod arrangement;
mod certificates;
mod choosing;
mod cut;
mod detail;
mod facts;
mod foot;
mod header;
mod menu;
mod pane;
mod projects;
mod prompt;
mod rows;
mod say;
mod sheet;
pub mod theme;
mod users;

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::widgets::Paragraph;

use crate::app::action::Action;
use crate::app::layout::{Layout, SMALLEST};
use crate::app::model::{Model, Overlay};
use crate::domain::printable::Printable;
use crate::ui::theme::Theme;

/// Draws the whole screen.
pub fn render(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let Some(layout) = model.layout() else { return too_small(model, theme, frame) };
    header::render(model, theme, layout.header, frame);
    let over = between(&layout);
    match &model.overlay {
        Some(Overlay::Sheet(sheet, scroll)) => sheet::render(model, sheet, *scroll, theme, over, frame),
        Some(Overlay::Chooser(chooser)) => choosing::render(chooser, theme, over, layout.frame, frame),
        Some(Overlay::Columns(place)) => {
            arrangement::render(&model.columns, *place, theme, over, layout.frame, frame);
        }
        Some(Overlay::Menu(_)) | None => panes(model, &layout, theme, frame),
    }
    foot::render(model, theme, layout.foot, frame);
}

/// What the window is called: where one is.
#[must_use]
pub fn window_title(model: &Model, theme: &Theme) -> Printable<'static> {
    let user = model.certificates.as_ref().map(|pane| format!("{} / {}", pane.project.name, pane.user.name));
    let project = model.users.as_ref().map(|users| users.project.name.to_string());
    let place = user.or(project).map_or_else(String::new, |place| format!(": {place}"));
    theme.foreign(&format!("atlas-certs{place}")).into_owned()
}

fn panes(model: &Model, layout: &Layout, theme: &Theme, frame: &mut Frame<'_>) {
    if let Some(area) = layout.projects {
        projects::render(model, theme, area, layout.frame, frame);
    }
    if let Some(area) = layout.users {
        users::render(model, theme, area, layout.frame, frame);
    }
    if let Some(area) = layout.certificates {
        certificates::render(model, theme, area, layout.frame, frame);
    }
    if let Some(area) = layout.detail {
        detail::render(model, theme, area, layout.frame, frame);
    }
}

/// Everything between the first line and the last.
fn between(layout: &Layout) -> Rect {
    let top = layout.header.bottom();
    Rect { y: top, height: layout.foot.y.saturating_sub(top), ..layout.header }
}

fn too_small(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let quits = model.settings.keymap.phrase(Action::Quit, "quits").map(|phrase| format!(": {phrase}"));
    let quits = quits.unwrap_or_default();
    let word = format!("needs {}{}{}{}", SMALLEST.width, theme.glyphs.times, SMALLEST.height, theme.printed(&quits));
    let area = frame.area();
    let middle = Rect { y: area.height / 2, height: area.height.min(1), ..area };
    frame.render_widget(Paragraph::new(word).alignment(Alignment::Center), middle);
}
