//! Model to frame. One file a pane, each exporting one `render`. Reads, never changes.

mod arrangement;
mod board;
mod certificates;
mod choosing;
mod cut;
mod detail;
mod facts;
mod foot;
mod header;
mod line;
mod look_up;
mod menu;
mod pane;
mod projects;
mod prompt;
mod requests;
mod rows;
mod say;
mod sheet;
mod sign_in;
pub mod theme;
mod users;

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::widgets::Paragraph;

use crate::app::action::Action;
use crate::app::chooser::Kind;
use crate::app::layout::{Layout, SMALLEST};
use crate::app::model::{Model, Overlay};
use crate::app::source::{Board, Scope, Source};
use crate::domain::printable::Printable;
use crate::ui::theme::Theme;

/// Draws the whole screen.
pub fn render(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let Some(layout) = model.layout() else { return too_small(model, theme, frame) };
    header::render(model, theme, layout.header, frame);
    let over = between(&layout);
    match &model.overlay {
        Some(Overlay::Requests(scroll)) => {
            requests::render(model, *scroll, theme, over, layout.frame, frame);
        }
        Some(Overlay::Sheet(sheet, scroll)) => sheet::render(model, sheet, *scroll, theme, over, frame),
        Some(Overlay::Chooser(chooser)) if chooser.kind == Kind::SignIn => {
            sign_in::ways(model, chooser, theme, over, layout.frame, frame);
        }
        Some(Overlay::Keys(form)) => sign_in::form(model, form, theme, over, layout.frame, frame),
        Some(Overlay::Chooser(chooser)) => choosing::render(chooser, theme, over, layout.frame, frame),
        Some(Overlay::LookUp(one)) => look_up::render(model, one, theme, over, layout.frame, frame),
        Some(Overlay::Columns(place)) => {
            arrangement::render(&model.columns, *place, theme, over, layout.frame, frame);
        }
        Some(Overlay::Menu(_)) | None => panes(model, &layout, theme, frame),
    }
    foot::render(model, theme, layout.foot, frame);
    if let Some(Overlay::Menu(menu)) = model.overlay {
        menu::render(model, menu, theme, layout.foot, frame);
    }
}

/// What the window is called: where one is.
#[must_use]
pub fn window_title(model: &Model, theme: &Theme) -> Printable<'static> {
    let source = model.certificates.as_ref().map(|pane| &pane.source);
    let user = source.map(|source| match source {
        Source::User { owner, .. } => format!("{} / {}", owner.project.name, owner.user),
        Source::Board(Board { scope: Scope::Project(project), .. }) => format!("{}, what ends next", project.name),
        Source::Board(Board { scope: Scope::All, .. }) => "what ends next".to_owned(),
    });
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
    let word = format!("needs {}{}{}{}", SMALLEST.width, theme.glyphs.times, SMALLEST.height, theme.own(&quits));
    let area = frame.area();
    let middle = Rect { y: area.height / 2, height: area.height.min(1), ..area };
    frame.render_widget(Paragraph::new(word).alignment(Alignment::Center), middle);
}
