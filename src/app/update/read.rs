//! Reading what lies over the panes.

use crate::app::action::{Action, Motion};
use crate::app::model::{Model, Overlay, Scroll, Sheet};
use crate::app::update::show;

pub(super) fn act(model: &mut Model, action: Action) {
    let page = usize::from(model.size.height).saturating_sub(4).max(1);
    let Some(Overlay::Sheet(sheet, scroll)) = &mut model.overlay else { return };
    match action {
        Action::Move(motion) => {
            *scroll = match motion {
                Motion::Up => scroll.by(1, false),
                Motion::Down => scroll.by(1, true),
                Motion::PageUp => scroll.by(page, false),
                Motion::PageDown => scroll.by(page, true),
                Motion::HalfUp => scroll.by(page / 2, false),
                Motion::HalfDown => scroll.by(page / 2, true),
                Motion::First => Scroll::FromStart(0),
                Motion::Last => Scroll::FromEnd(0),
            };
        }
        Action::Story if *sheet != Sheet::Story => show(model, Overlay::Sheet(Sheet::Story, Scroll::FromStart(0))),
        _ => model.overlay = None,
    }
}

/// Shows all that is known of the selected certificate.
pub(super) fn show_certificate(model: &mut Model) {
    if model.certificates.as_ref().is_some_and(|pane| pane.selected().is_some()) {
        show(model, Overlay::Sheet(Sheet::Certificate, Scroll::FromStart(0)));
    }
}
