//! Reading what lies over the panes.

use crate::app::action::{Action, Motion};
use crate::app::effect::Effect;
use crate::app::model::{Model, Overlay, Scroll, Sheet};
use crate::app::update::show;
use crate::atlas::exchange::Exchange;

pub(super) fn act(model: &mut Model, action: Action) -> Option<Effect> {
    match (action, &mut model.overlay) {
        (Action::Move(motion), Some(Overlay::Sheet(_, scroll) | Overlay::Requests(scroll))) => {
            let page = usize::from(model.size.height).saturating_sub(4).max(1);
            *scroll = scrolled(*scroll, motion, page);
        }
        (Action::CopyRequests, _) => return Some(Effect::Copy(model.exchanges.text())),
        // The key that shows what is shown takes it away.
        (Action::Story, overlay) if !matches!(overlay, Some(Overlay::Sheet(Sheet::Story, _))) => {
            show(model, Overlay::Sheet(Sheet::Story, Scroll::FromStart(0)));
        }
        (Action::Requests, overlay) if !matches!(overlay, Some(Overlay::Requests(_))) => {
            show(model, Overlay::Requests(Scroll::FromStart(0)));
        }
        (_, overlay) => *overlay = None,
    }
    None
}

fn scrolled(scroll: Scroll, motion: Motion, page: usize) -> Scroll {
    match motion {
        Motion::Up => scroll.by(1, false),
        Motion::Down => scroll.by(1, true),
        Motion::PageUp => scroll.by(page, false),
        Motion::PageDown => scroll.by(page, true),
        Motion::HalfUp => scroll.by(page / 2, false),
        Motion::HalfDown => scroll.by(page / 2, true),
        Motion::First => Scroll::FromStart(0),
        Motion::Last => Scroll::FromEnd(0),
    }
}

/// Takes in a request that has ended. Who reads further down goes on reading the same lines.
pub(super) fn exchanged(model: &mut Model, exchange: Exchange) {
    model.exchanges.note(exchange, model.now);
    if let Some(Overlay::Requests(scroll)) = &mut model.overlay
        && matches!(scroll, Scroll::FromStart(1..))
    {
        *scroll = scroll.by(1, true);
    }
}

/// Shows all that is known of the selected certificate.
pub(super) fn show_certificate(model: &mut Model) {
    if let Some(pane) = model.certificates.as_mut().filter(|pane| pane.selected().is_some()) {
        pane.hold_on();
        show(model, Overlay::Sheet(Sheet::Certificate, Scroll::FromStart(0)));
    }
}
