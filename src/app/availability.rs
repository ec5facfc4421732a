//! Why an action cannot be done now. What cannot be done stays in sight and says so, in the palette as on its key.

use crate::app::action::{Action, Copied, Menu};
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay};
use crate::report::commands::SignIn;

/// Why `action` would do nothing now; `None` where it does something.
#[must_use]
pub fn blocked(model: &Model, action: Action) -> Option<String> {
    let pane = model.certificates.as_ref();
    let selected = pane.and_then(|pane| pane.selected());
    let keymap = &model.settings.keymap;
    let signs_in = model.reach().map(|reach| reach.sign_in);
    let unless = |holds: bool, why: &str| if holds { None } else { Some(why.to_owned()) };
    let unless_advised = |holds: bool, why: &str, key: Action, does: &str| {
        if holds { None } else { Some(keymap.advice(why, key, does)) }
    };
    let layout = model.layout();
    if is_about_the_table(action) && pane.is_some() && layout.is_some_and(|layout| layout.certificates.is_none()) {
        return Some(keymap.advice("The certificates are not on the screen", Action::NextPane, "leads there"));
    }
    match action {
        Action::Quick(_)
        | Action::Find
        | Action::Menu(Menu::Sort)
        | Action::SortBy(_)
        | Action::AsListed
        | Action::Columns => unless(pane.is_some(), "Open a user first: there is no certificate table yet."),
        Action::ScrollLeft | Action::ScrollRight => {
            unless(model.focus == Pane::Certificates, "Only the certificate table scrolls sideways.")
        }
        Action::Later | Action::Earlier | Action::Bars | Action::Window => {
            unless_advised(model.is_board(), "Only a board has that", Action::Board, "opens one")
        }
        Action::CopyFound => unless(
            matches!(&model.overlay, Some(Overlay::LookUp(look_up)) if look_up.selected().is_some()),
            "No certificate was found to copy from.",
        ),
        Action::CopyRequests => unless(!model.exchanges.is_empty(), "There are no requests to copy yet."),
        Action::Owner => unless(
            pane.is_some_and(|pane| pane.source.is_board() && pane.selected().is_some()),
            "Only a row of the board leads to its owner.",
        ),
        Action::Reverse => {
            let is_sorted = pane.is_some_and(|pane| pane.order().is_some());
            unless_advised(is_sorted, "The certificates are not sorted", Action::Menu(Menu::Sort), "sorts them")
        }
        Action::FindNext | Action::FindPrevious => {
            let is_finding = pane.is_some_and(|pane| !pane.find().is_empty());
            unless_advised(is_finding, "There is nothing to find yet", Action::Find, "asks what")
        }
        Action::Mark => unless(
            model.focus == Pane::Certificates && selected.is_some(),
            "No certificate is under the cursor: go to the table first.",
        ),
        Action::Export => {
            unless(pane.is_some_and(|pane| pane.rows() > 0), "There are no certificates to write: open a user first.")
        }
        Action::Copy(Copied::Curl) if signs_in == Some(SignIn::ServiceAccount) => {
            Some("A service account needs a token before curl: copy the Atlas CLI's command instead.".to_owned())
        }
        Action::Copy(Copied::Curl) if signs_in == Some(SignIn::Several) => Some(
            "The profiles sign in differently: with --profile and the one of this project there is a command."
                .to_owned(),
        ),
        Action::Copy(what) if what.is_command() => {
            unless(pane.is_some(), "Open a user first: the command is about one.")
        }
        Action::Menu(Menu::Copy) => unless(pane.is_some(), "Open a user first: there is nothing to copy yet."),
        Action::Copy(_) => unless(
            pane.is_some_and(|pane| !pane.chosen().is_empty()),
            "There is no certificate to copy from: none is under the cursor, or the marked ones are gone.",
        ),
        Action::ClearMarks => unless(pane.is_some_and(|pane| pane.marks() > 0), "Nothing is marked."),
        Action::Stop => {
            unless(pane.is_some_and(|pane| pane.is_loading_all() || pane.is_seeking()), "Nothing is being loaded.")
        }
        Action::VisitBefore => unless(model.visits.has_before(), "There is no place before this one."),
        Action::VisitAfter => unless(model.visits.has_after(), "There is no place after this one."),
        Action::OtherUsers if model.users.is_none() => Some("Open a project first: there are no users yet.".to_owned()),
        Action::OtherUsers => {
            let way = if model.focus == Pane::Projects { Action::NextPane } else { Action::PreviousPane };
            let are_shown = layout.is_none_or(|layout| layout.users.is_some());
            unless_advised(are_shown, "The users are not on the screen", way, "leads there")
        }
        Action::WebConsole => match (model.console(), &model.users) {
            (None, _) if signs_in == Some(SignIn::Several) => {
                Some("The profiles have different web consoles: use --profile and the one of this project.".to_owned())
            }
            (None, _) => Some("The simulated Atlas has no web console.".to_owned()),
            (Some(_), None) => Some("Open a project first.".to_owned()),
            (Some(_), Some(_)) => None,
        },
        _ => None,
    }
}

/// Whether an action is about rows that one should see.
fn is_about_the_table(action: Action) -> bool {
    matches!(
        action,
        Action::Menu(_)
            | Action::Copy(_)
            | Action::Export
            | Action::SortBy(_)
            | Action::AsListed
            | Action::Reverse
            | Action::ClearMarks
            | Action::Find
            | Action::FindNext
            | Action::FindPrevious
    )
}
