//! Actions while the columns are arranged.

use crate::app::action::{Action, Motion};
use crate::app::model::{Model, Overlay};

pub(super) fn act(model: &mut Model, action: Action) {
    let Some(Overlay::Columns(place)) = &mut model.overlay else { return };
    let last = model.columns.all().len().saturating_sub(1);
    match action {
        Action::Move(Motion::Up | Motion::PageUp | Motion::HalfUp) => *place = place.saturating_sub(1),
        Action::Move(Motion::Down | Motion::PageDown | Motion::HalfDown) => *place = (*place + 1).min(last),
        Action::Move(Motion::First) => *place = 0,
        Action::Move(Motion::Last) => *place = last,
        Action::ToggleColumn => model.columns.toggle(*place),
        Action::FreezeColumn => model.columns.freeze(*place),
        Action::Widen => model.columns.resize(*place, true),
        Action::Narrow => model.columns.resize(*place, false),
        Action::ColumnLeft => *place = model.columns.shift(*place, false),
        Action::ColumnRight => *place = model.columns.shift(*place, true),
        Action::UsualColumns => model.columns.reset(),
        _ => model.overlay = None,
    }
}
