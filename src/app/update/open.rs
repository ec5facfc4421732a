//! Opening a project or a user: by the cursor, or because the command line named one.

use crate::app::action::Action;
use crate::app::certificates::Certificates;
use crate::app::layout::Pane;
use crate::app::model::{Model, Users, Wish};
use crate::app::picker::{Pick, Picker};
use crate::app::source::Source;
use crate::app::update::browse::refresh;
use crate::app::update::{arrange_projects, arrange_users, settle};
use crate::app::visits::Place;
use crate::domain::naming;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;

/// Opens what the cursor is on.
pub(super) fn under_cursor(model: &mut Model) {
    if is_failed(model) {
        return refresh(model);
    }
    // Who opens something has another wish now than the one that the command line or a prompt had.
    if model.focus != Pane::Certificates {
        model.wish = Wish::default();
    }
    match model.focus {
        Pane::Projects => {
            if let Some(project) = model.projects.selected().cloned() {
                open_project(model, project);
                focus(model, Pane::Users);
            }
        }
        Pane::Users => {
            let chosen = model.users.as_ref().and_then(|users| users.picker.selected().cloned());
            if let Some(user) = chosen {
                open_user(model, user);
                focus(model, Pane::Certificates);
            }
        }
        Pane::Certificates => super::read::show_certificate(model),
    }
}

/// Whether the cursor is on nothing because it could not be had: then opening it is to try again.
fn is_failed(model: &Model) -> bool {
    match model.focus {
        Pane::Projects => model.projects.selected().is_none() && model.projects.listing.failure().is_some(),
        Pane::Users => {
            let failed = |users: &Users| users.picker.selected().is_none() && users.picker.listing.failure().is_some();
            model.users.as_ref().is_some_and(failed)
        }
        Pane::Certificates => {
            let failed = |pane: &Certificates| pane.selected().is_none() && pane.feed.failure().is_some();
            model.certificates.as_ref().is_some_and(failed)
        }
    }
}

/// Gives the keys to a pane; the panes may change places with that.
pub(super) fn focus(model: &mut Model, pane: Pane) {
    if model.focus != pane {
        // What is typed next is not meant for another pane's filter.
        model.prompt = None;
    }
    model.focus = pane;
    settle(model);
}

/// Opens the project that the command line named, once it has come; the only project there is needs no naming.
pub(super) fn wished_project(model: &mut Model) {
    let listing = &model.projects.listing;
    let Some(wanted) = model.wish.project.clone() else {
        if let (true, [only]) = (listing.is_settled(), listing.items())
            && model.users.is_none()
        {
            let only = only.clone();
            open_project(model, only);
            focus(model, Pane::Users);
        }
        return;
    };
    match naming::project(listing.items(), &wanted) {
        // A name may stand again, or better, on a page that has not come: only an id is certain before.
        Ok(project) if !listing.is_settled() && project.id.as_str() != wanted => {}
        Ok(project) => {
            let project = project.clone();
            model.wish.project = None;
            let height = model.height_of(Pane::Projects);
            model.projects.select(project.id(), height);
            open_project(model, project);
            focus(model, Pane::Users);
        }
        Err(why) if listing.is_complete() => {
            model.wish = Wish::default();
            model.word = Some(naming::sentence(&naming::not_found("project", &wanted, &why)));
        }
        Err(_) => {}
    }
}

/// Where nothing was opened yet, says where an earlier run ended, and which key leads there.
pub(super) fn offer_last_place(model: &mut Model) {
    let is_free = model.users.is_none() && model.wish == Wish::default() && model.word.is_none();
    let Some(place) = model.visits.last_run().filter(|_| is_free) else { return };
    let project = model.projects.listing.items().iter().find(|project| project.id == place.project);
    let Some(project) = project.map(|project| Printable::new(&project.name).into_owned()) else { return };
    let user = place.user.as_deref().map(|user| format!(" / {}", Printable::new(user))).unwrap_or_default();
    let phrase = model.settings.keymap.phrase(Action::VisitBefore, "leads there again");
    model.word = phrase.map(|phrase| format!("The last time ended at {project}{user}: {phrase}."));
}

/// Opens the user that the command line named, once it has come.
pub(super) fn wished_user(model: &mut Model) {
    let Some(users) = &mut model.users else { return };
    let Some(wanted) = model.wish.user.clone() else { return };
    let (is_complete, is_settled) = (users.picker.listing.is_complete(), users.picker.listing.is_settled());
    match naming::user(users.picker.listing.items(), &wanted) {
        // A namesake who has certificates may stand on a page that has not come.
        Ok(user) if !is_settled && !user.authentication.may_have_certificates() => {}
        Ok(user) => {
            let user = user.clone();
            users.others_shown |= !user.authentication.may_have_certificates();
            model.wish.user = None;
            arrange_users(model);
            let height = model.height_of(Pane::Users);
            if let Some(users) = &mut model.users {
                users.picker.select(user.id(), height);
            }
            open_user(model, user);
            focus(model, Pane::Certificates);
        }
        Err(why) if is_complete => {
            model.wish.user = None;
            model.word = Some(naming::sentence(&naming::not_found("user", &wanted, &why)));
        }
        Err(_) => {}
    }
}

/// Goes to a place that was visited, or chosen from a list.
pub(super) fn visit(model: &mut Model, place: Option<Place>) {
    let Some(place) = place else { return };
    let Some(project) = model.projects.listing.items().iter().find(|project| project.id == place.project).cloned()
    else {
        model.word = Some("That project is no longer in the list.".to_owned());
        return;
    };
    let height = model.height_of(Pane::Projects);
    model.projects.filter.reset();
    arrange_projects(model);
    model.projects.select(project.id(), height);
    model.wish = Wish { project: None, user: place.user.map(String::from) };
    open_project(model, project);
    focus(model, Pane::Users);
    wished_user(model);
}

fn open_project(model: &mut Model, project: Project) {
    arrive(model, Place { project: project.id.clone(), user: None });
    if model.users.as_ref().is_some_and(|users| users.project.id == project.id) {
        return;
    }
    model.certificates = None;
    model.users = Some(Users { project, picker: Picker::default(), others_shown: false });
}

/// Notes where one is. On the way to a user the project is no place of its own.
fn arrive(model: &mut Model, place: Place) {
    if place.user.is_some() || model.wish.user.is_none() {
        model.recent.note(&place);
        model.visits.arrive(place);
    }
}

fn open_user(model: &mut Model, user: DatabaseUser) {
    let Some(users) = &model.users else { return };
    let place = Place { project: users.project.id.clone(), user: Some(user.name.clone()) };
    arrive(model, place);
    let Some(users) = &model.users else { return };
    let already = |pane: &Certificates| match &pane.source {
        Source::User { owner, user: open } => owner.project.id == users.project.id && open.id() == user.id(),
        Source::Board(_) => false,
    };
    if model.certificates.as_ref().is_some_and(already) {
        return;
    }
    model.shelved = None;
    let source = Source::user(users.project.clone(), user);
    model.certificates = Some(Certificates::new(source, model.settings.page_size));
}
