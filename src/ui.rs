//! Model to frame. One file a pane, each exporting one `render`. Reads, never changes.

mod certificates;
mod columns;
mod cut;
mod detail;
mod facts;
mod foot;
mod header;
mod pane;
mod projects;
mod say;
mod sheet;
pub mod theme;
mod users;

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::widgets::Paragraph;

use crate::app::layout::{Layout, SMALLEST};
use crate::app::model::Model;
use crate::ui::theme::Theme;

/// Draws the whole screen.
pub fn render(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let Some(layout) = model.layout() else { return too_small(frame) };
    header::render(model, theme, layout.header, frame);
    match &model.overlay {
        Some(overlay) => sheet::render(model, overlay, theme, between(&layout), frame),
        None => panes(model, &layout, theme, frame),
    }
    foot::render(model, theme, layout.foot, frame);
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

fn too_small(frame: &mut Frame<'_>) {
    let word = format!("needs {}×{}", SMALLEST.width, SMALLEST.height);
    let area = frame.area();
    let middle = Rect { y: area.height / 2, height: area.height.min(1), ..area };
    frame.render_widget(Paragraph::new(word).alignment(Alignment::Center), middle);
}
