//! The mouse: the wheel moves in the pane below it, a click gives the keys to a pane and its cursor to a row, a second
//! click opens it, and a click on a heading sorts.

use ratatui::layout::{Position, Rect};

use crate::app::action::{Action, Motion};
use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::message::{Mouse, MouseAct};
use crate::app::model::{Model, Overlay};
use crate::app::update::{act, choose, open};

/// Rows a notch of the wheel.
const NOTCH: usize = 3;

pub(super) fn at(model: &mut Model, mouse: Mouse) -> Option<Effect> {
    if !model.mouse {
        return None;
    }
    model.word = None;
    model.aim = None;
    match mouse.act {
        MouseAct::WheelUp => wheel(model, mouse.at, Motion::Up),
        MouseAct::WheelDown => wheel(model, mouse.at, Motion::Down),
        MouseAct::Click => return click(model, mouse.at),
    }
    None
}

fn wheel(model: &mut Model, at: Position, motion: Motion) {
    if model.overlay.is_none()
        && let Some((pane, _)) = pane_at(model, at)
        && pane != model.focus
    {
        open::focus(model, pane);
    }
    let mode = model.mode();
    for _ in 0..NOTCH {
        act(model, mode, Action::Move(motion));
    }
}

fn click(model: &mut Model, at: Position) -> Option<Effect> {
    if let Some(Overlay::Chooser(_)) = model.overlay {
        return click_entry(model, at);
    }
    if model.overlay.is_some() {
        model.overlay = None;
        return None;
    }
    let (pane, row) = pane_at(model, at)?;
    let already = pane == model.focus;
    open::focus(model, pane);
    match row {
        Hit::Row(row) => {
            let before = place(model, pane);
            let hit = go_to(model, pane, row);
            if hit && already && place(model, pane) == before {
                open::under_cursor(model);
            }
        }
        Hit::Heading(x) => {
            let layout = model.layout()?;
            let placed = model.columns.placed(layout.table_width());
            let column = placed.iter().rfind(|placed| placed.x <= x)?.column;
            return act(model, model.mode(), Action::SortBy(column));
        }
        Hit::Frame => {}
    }
    None
}

fn click_entry(model: &mut Model, at: Position) -> Option<Effect> {
    let height = choose::height(model);
    let Some(Overlay::Chooser(chooser)) = &mut model.overlay else { return None };
    // The first line, the frame and what is typed lie above the entries.
    let line = usize::from(at.y).checked_sub(3)?;
    let window = chooser.cursor().window(chooser.len(), height);
    if line < window.len() {
        chooser.go_to(window.start + line, height);
        return choose::choose(model);
    }
    None
}

/// What lies under the mouse within a pane.
enum Hit {
    /// A row, from the first in sight.
    Row(usize),
    /// A heading, this far from the first column.
    Heading(usize),
    /// Nothing.
    Frame,
}

fn pane_at(model: &Model, at: Position) -> Option<(Pane, Hit)> {
    let layout = model.layout()?;
    let panes =
        [(Pane::Projects, layout.projects), (Pane::Users, layout.users), (Pane::Certificates, layout.certificates)];
    let (pane, area) =
        panes.into_iter().find_map(|(pane, area)| Some((pane, area?)).filter(|(_, area)| area.contains(at)))?;
    let inside: Rect = layout.inside(area);
    if !inside.contains(at) {
        return Some((pane, Hit::Frame));
    }
    let row = usize::from(at.y - inside.y);
    let hit = match (pane, row.checked_sub(1)) {
        (Pane::Certificates, None) => Hit::Heading(usize::from(at.x - inside.x).saturating_sub(2)),
        (Pane::Certificates, Some(row)) => Hit::Row(row),
        (Pane::Projects | Pane::Users, _) => Hit::Row(row),
    };
    Some((pane, hit))
}

fn place(model: &Model, pane: Pane) -> usize {
    match pane {
        Pane::Projects => model.projects.cursor().at,
        Pane::Users => model.users.as_ref().map_or(0, |users| users.picker.cursor().at),
        Pane::Certificates => model.certificates.as_ref().map_or(0, |pane| pane.cursor().at),
    }
}

/// Puts the cursor of a pane on a row, counted from the first in sight. Says whether there is one: below the last row is
/// nothing to go to.
fn go_to(model: &mut Model, pane: Pane, row: usize) -> bool {
    let height = model.height_of(pane);
    match pane {
        Pane::Projects => model.projects.go_to_in_sight(row, height),
        Pane::Users => model.users.as_mut().is_some_and(|users| users.picker.go_to_in_sight(row, height)),
        Pane::Certificates => model.certificates.as_mut().is_some_and(|pane| {
            let place = pane.cursor().top + row;
            let is_one = place < pane.rows();
            if is_one {
                pane.go_to(place, height);
            }
            is_one
        }),
    }
}
