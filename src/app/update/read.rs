//! Reading what lies over the panes.

use crate::app::action::{Action, Motion};
use crate::app::model::{Model, Overlay, Sheet};
use crate::app::update::show;

pub(super) fn act(model: &mut Model, action: Action) {
    let page = usize::from(model.size.height).saturating_sub(4).max(1);
    let Some(Overlay::Sheet(sheet, top)) = &mut model.overlay else { return };
    match action {
        Action::Move(motion) => {
            *top = match motion {
                Motion::Up => top.saturating_sub(1),
                Motion::Down => top.saturating_add(1),
                Motion::PageUp => top.saturating_sub(page),
                Motion::PageDown => top.saturating_add(page),
                Motion::HalfUp => top.saturating_sub(page / 2),
                Motion::HalfDown => top.saturating_add(page / 2),
                Motion::First => 0,
                Motion::Last => usize::MAX,
            };
        }
        Action::Story if *sheet != Sheet::Story => show(model, Overlay::Sheet(Sheet::Story, 0)),
        _ => model.overlay = None,
    }
}

/// Shows all that is known of the selected certificate.
pub(super) fn show_certificate(model: &mut Model) {
    if model.certificates.as_ref().is_some_and(|pane| pane.selected().is_some()) {
        show(model, Overlay::Sheet(Sheet::Certificate, 0));
    }
}
