//! Reading what lies over the panes.

use crate::app::action::{Action, Motion};
use crate::app::model::{Model, Overlay, Sheet};

pub(super) fn act(model: &mut Model, action: Action) {
    let page = usize::from(model.size.height).saturating_sub(4).max(1);
    let Some(overlay) = &mut model.overlay else { return };
    match action {
        Action::Move(motion) => {
            overlay.top = match motion {
                Motion::Up => overlay.top.saturating_sub(1),
                Motion::Down => overlay.top.saturating_add(1),
                Motion::PageUp => overlay.top.saturating_sub(page),
                Motion::PageDown => overlay.top.saturating_add(page),
                Motion::HalfUp => overlay.top.saturating_sub(page / 2),
                Motion::HalfDown => overlay.top.saturating_add(page / 2),
                Motion::First => 0,
                Motion::Last => usize::MAX,
            };
        }
        Action::Help if overlay.sheet != Sheet::Help => show(model, Sheet::Help),
        Action::Story if overlay.sheet != Sheet::Story => show(model, Sheet::Story),
        _ => model.overlay = None,
    }
}

/// Shows all that is known of the selected certificate.
pub(super) fn show_certificate(model: &mut Model) {
    if model.certificates.as_ref().is_some_and(|pane| pane.selected().is_some()) {
        show(model, Sheet::Certificate);
    }
}

fn show(model: &mut Model, sheet: Sheet) {
    model.overlay = Some(Overlay { sheet, top: 0 });
}
