//! Actions while browsing.

use crate::app::action::{Action, Motion};
use crate::app::certificates::Certificates;
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay, Sheet};
use crate::app::update::{arrange_users, open, typing};

pub(super) fn act(model: &mut Model, action: Action) {
    match action {
        Action::Move(motion) => go(model, motion),
        Action::Open => open::under_cursor(model),
        Action::Back => back(model),
        Action::NextPane => open::focus(model, neighbour(model, model.focus, true)),
        Action::PreviousPane => open::focus(model, neighbour(model, model.focus, false)),
        Action::Filter => model.typing = typing::can_type(model),
        Action::Refresh => refresh(model),
        Action::OtherUsers => {
            if let Some(users) = &mut model.users {
                users.others_shown = !users.others_shown;
                arrange_users(model);
            }
        }
        Action::Story => model.overlay = Some(Overlay { sheet: Sheet::Story, top: 0 }),
        Action::Help => model.overlay = Some(Overlay { sheet: Sheet::Help, top: 0 }),
        Action::Quit | Action::Repaint | Action::Suspend => {}
    }
}

fn go(model: &mut Model, motion: Motion) {
    let height = model.height_of(model.focus);
    match model.focus {
        Pane::Projects => model.projects.go(motion, height),
        Pane::Users => {
            if let Some(users) = &mut model.users {
                users.picker.go(motion, height);
            }
        }
        Pane::Certificates => {
            if let Some(pane) = &mut model.certificates {
                pane.go(motion, height);
            }
        }
    }
}

/// First stops what is under way for a filter, then clears the filter, then goes back a pane.
fn back(model: &mut Model) {
    if model.focus == Pane::Certificates && model.certificates.as_mut().is_some_and(Certificates::stop) {
        return;
    }
    if typing::clear(model) {
        return;
    }
    match model.focus {
        Pane::Projects => {}
        Pane::Users => open::focus(model, Pane::Projects),
        Pane::Certificates => open::focus(model, Pane::Users),
    }
}

/// The next pane that has something in it, round and round.
fn neighbour(model: &Model, from: Pane, forward: bool) -> Pane {
    let open = [
        Some(Pane::Projects),
        model.users.as_ref().map(|_| Pane::Users),
        model.certificates.as_ref().map(|_| Pane::Certificates),
    ];
    let open: Vec<Pane> = open.into_iter().flatten().collect();
    let place = open.iter().position(|pane| *pane == from).unwrap_or(0);
    let step = if forward { 1 } else { open.len() - 1 };
    open.get((place + step) % open.len()).copied().unwrap_or(from)
}

fn refresh(model: &mut Model) {
    match model.focus {
        Pane::Projects => {
            model.projects.listing.refresh();
            model.organisations.refresh();
        }
        Pane::Users => {
            if let Some(users) = &mut model.users {
                users.picker.listing.refresh();
            }
        }
        Pane::Certificates => {
            if let Some(pane) = &mut model.certificates {
                pane.refresh();
            }
        }
    }
}
