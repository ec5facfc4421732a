//! Actions while browsing.

use crate::app::action::{Action, Menu, Motion};
use crate::app::certificates::Certificates;
use crate::app::chooser::Kind;
use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay, Prompt, Scroll, Sheet};
use crate::app::update::{AUTO_REFRESH, arrange_users, board, choose, look_up, open, show, sign_in, table, typing};
use crate::atlas::endpoint;

pub(super) fn act(model: &mut Model, action: Action) -> Option<Effect> {
    match action {
        Action::Move(motion) => go(model, motion),
        Action::Open => open::under_cursor(model),
        Action::Back => back(model),
        Action::NextPane => open::focus(model, neighbour(model, model.focus, true)),
        Action::PreviousPane => open::focus(model, neighbour(model, model.focus, false)),
        Action::Filter => model.prompt = typing::can_filter(model).then_some(Prompt::Filter),
        Action::Refresh => refresh(model),
        Action::AutoRefresh => auto_refresh(model),
        Action::Freeze => {
            model.frozen = if model.frozen.is_some() { None } else { Some(model.server_now()) };
        }
        Action::OtherUsers => {
            if let Some(users) = &mut model.users {
                users.others_shown = !users.others_shown;
                arrange_users(model);
            }
        }
        Action::VisitBefore => {
            let place = model.visits.before();
            open::visit(model, place);
        }
        Action::VisitAfter => {
            let place = model.visits.after();
            open::visit(model, place);
        }
        Action::Menu(Menu::Sort) => show(model, Overlay::Menu(Menu::Sort)),
        Action::Menu(Menu::Copy) => {
            model.certificates.iter_mut().for_each(Certificates::hold_on);
            show(model, Overlay::Menu(Menu::Copy));
        }
        Action::SignIn => return Some(sign_in::offer(model)),
        Action::Story => show(model, Overlay::Sheet(Sheet::Story, Scroll::FromStart(0))),
        Action::Requests => show(model, Overlay::Requests(Scroll::FromStart(0))),
        Action::GoAnywhere => choose::open(model, Kind::Anywhere),
        Action::Palette => choose::open(model, Kind::Palette),
        Action::Columns => show(model, Overlay::Columns(0)),
        Action::Mouse => {
            model.mouse = !model.mouse;
            model.word = Some(mouse_word(model));
            return Some(Effect::Mouse(model.mouse));
        }
        Action::Board => board::toggle(model),
        Action::Window => board::change_window(model),
        Action::Rotation => model.rotation = Some((board::scope(model), model.judge().now)),
        Action::Later => board::along(model, true),
        Action::Earlier => board::along(model, false),
        Action::Bars => model.unit = model.unit.next(),
        Action::LookUp => look_up::ask(model),
        Action::Owner => board::visit_owner(model),
        Action::Stop if board::stop(model) => {}
        Action::WebConsole => return web_console(model),
        other => return table::act(model, other),
    }
    None
}

fn mouse_word(model: &Model) -> String {
    if model.mouse {
        let fact = "The mouse points and scrolls; with Shift it selects text";
        model.settings.keymap.advice(fact, Action::Mouse, "gives it back")
    } else {
        "The mouse selects text again.".to_owned()
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

/// First stops what is under way for the whole list, then clears the filter, then forgets what was to be found, then puts the rows back into the server's
/// order, then goes back a pane.
fn back(model: &mut Model) {
    if model.focus == Pane::Certificates
        && (board::stop(model) || model.certificates.as_mut().is_some_and(Certificates::stop))
    {
        return;
    }
    if typing::clear(model) {
        return;
    }
    if model.focus == Pane::Certificates && model.certificates.as_mut().is_some_and(Certificates::forget_find) {
        return;
    }
    match model.focus {
        Pane::Projects => {}
        Pane::Users => open::focus(model, Pane::Projects),
        Pane::Certificates => {
            let is_board = model.is_board();
            match (table::put_back(model), is_board) {
                (true, _) => {}
                (false, true) => board::close(model),
                (false, false) => open::focus(model, Pane::Users),
            }
        }
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

/// Asks again for what the focused pane shows.
pub(super) fn refresh(model: &mut Model) {
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
        Pane::Certificates if model.is_board() => {
            board::scan_again(model);
        }
        Pane::Certificates => {
            if let Some(pane) = &mut model.certificates {
                pane.refresh();
            }
        }
    }
}

fn auto_refresh(model: &mut Model) {
    model.refresh_due = if model.refresh_due.is_some() { None } else { Some(model.now + AUTO_REFRESH) };
    let word = match (model.refresh_due, model.frozen) {
        (None, _) => "Asks only when told to.",
        (Some(_), None) => "Asks again every minute.",
        (Some(_), Some(_)) => "Asks again every minute once the screen is no longer frozen.",
    };
    model.word = Some(word.to_owned());
}

/// The page of the project's database users, from which each leads on. On another machine a browser helps nobody, so the
/// address is shown, to be opened where the person sits.
fn web_console(model: &mut Model) -> Option<Effect> {
    let (console, users) = (model.console()?, model.users.as_ref()?);
    // An id is the server's text: in an address nothing of it may be more than an id.
    let project = endpoint::encoded(users.project.id.as_str())?;
    let address = format!("{console}/v2/{project}#/security/database/users");
    if model.settings.remote {
        show(model, Overlay::Sheet(Sheet::Address(address), Scroll::FromStart(0)));
        return None;
    }
    Some(Effect::Browse(address))
}
