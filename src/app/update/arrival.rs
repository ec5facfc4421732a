//! Answers and errors. One whose ticket is no longer held came too late and changes nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::app::effect::{Answer, Request, Sighting};
use crate::app::helps::{self, Help};
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::plan;
use crate::app::ticket::Ticket;
use crate::app::update::{arrange_projects, arrange_users, choose, look_up, open, recollection, table};
use crate::atlas::error::Error;
use crate::atlas::page::{Page, PageNumber};
use crate::domain::holding::Holding;

pub(super) fn arrived(model: &mut Model, ticket: Ticket, result: Result<Answer, Error>) {
    let Some(request) = model.flights.land(ticket) else { return };
    // A key of the same moment may have led elsewhere before the request could be given up.
    if !plan::wanted(model).contains(&request) {
        return;
    }
    model.waiting = None;
    match result {
        Ok(answer) => {
            learn_the_time(model, &answer);
            match answer {
                Answer::Organisations(page) => model.organisations.arrived(page_of(&request), page, model.now),
                Answer::Projects(page) => {
                    see(model, &request, &page, Sighting::Projects);
                    model.projects.listing.arrived(page_of(&request), page, model.now);
                    arrange_projects(model);
                    open::wished_project(model);
                    open::offer_last_place(model);
                }
                Answer::Users(page) => {
                    if let Some(project) = model.users.as_ref().map(|users| users.project.clone()) {
                        see(model, &request, &page, |users, at, whole| Sighting::Users(project, users, at, whole));
                    }
                    if let Some(users) = &mut model.users {
                        users.picker.listing.arrived(page_of(&request), page, model.now);
                    }
                    arrange_users(model);
                    open::wished_user(model);
                }
                Answer::Certificates(page) => {
                    let owner = model.certificates.as_ref().and_then(|pane| pane.source.owner().cloned());
                    if let Some(owner) = owner {
                        see(model, &request, &page, |some, at, whole| Sighting::Certificates(owner, some, at, whole));
                    }
                    let (judge, now, height) = (model.judge(), model.now, model.height_of(Pane::Certificates));
                    if let Some(pane) = &mut model.certificates
                        && let Some(owner) = pane.source.owner().cloned()
                    {
                        let page = page.map(|certificate| Holding::listed(certificate, Arc::clone(&owner)));
                        pane.arrived(page_of(&request), page, judge, now, height);
                    }
                    table::say_what_was_missed(model);
                    look_up::take_aim(model);
                }
                Answer::Rotation(rotations) => {
                    model.rotation = None;
                    choose::show_rotation(model, &rotations);
                }
                Answer::Timeline(timeline) => model.timeline = Some(timeline),
                Answer::Board(page) => {
                    let (judge, now, height) = (model.judge(), model.now, model.height_of(Pane::Certificates));
                    if let Some(pane) = &mut model.certificates {
                        pane.arrived(page_of(&request), page, judge, now, height);
                    }
                    table::say_what_was_missed(model);
                    look_up::take_aim(model);
                }
                Answer::Recalled(recollection) => recollection::arrived(model, recollection),
            }
        }
        Err(error) => failed(model, &request, error),
    }
}

/// Notes for the memory what has come. Only a list of one page is known to be whole: between two pages one item may slip
/// through without a trace.
fn see<T: Clone>(
    model: &mut Model,
    request: &Request,
    page: &Page<T>,
    sighting: impl FnOnce(Vec<T>, DateTime<Utc>, bool) -> Sighting,
) {
    let at = page.server_time.unwrap_or_else(|| model.server_now());
    // What is missing is told by the server's clock alone.
    let whole = page_of(request) == PageNumber::MIN && !page.has_next && page.server_time.is_some();
    model.sightings.push(sighting(page.items.clone(), at, whole));
}

/// By the names that stand on the screen.
fn named(model: &Model, request: &Request, error: Error) -> Error {
    let (Request::Users(id, _) | Request::Certificates(id, ..)) = request else { return error };
    let project = model.projects.listing.items().iter().find(|project| project.id == *id);
    project.map_or(error.clone(), |project| error.of_project(project))
}

fn failed(model: &mut Model, request: &Request, error: Error) {
    let error = named(model, request, error);
    match request {
        // A key without a role in the organisation still sees its projects: their ids do instead of names.
        Request::Organisations(_) => return model.organisations.failed(error),
        Request::Recall(question) => return recollection::failed(model, question),
        Request::Projects(_) => {
            model.projects.listing.failed(error.clone());
            open::wished_project(model);
        }
        Request::Users(..) => {
            if let Some(users) = &mut model.users {
                users.picker.listing.failed(error.clone());
            }
            open::wished_user(model);
        }
        // The memory always answers.
        Request::Timeline(_) | Request::Rotation(..) => {}
        Request::Certificates(_, _, page) | Request::Board(_, _, page) => {
            if let Some(pane) = &mut model.certificates {
                pane.failed(*page, error.clone());
            }
        }
    }
    model.word = why_no_others_come(model, request, &error).or(model.word.take());
    model.trouble = Some(error);
}

/// Where rows stand there is no other place that says why they are not Atlas's, not all, or not of now. The keys that help
/// come first: a narrow screen cuts the end.
fn why_no_others_come(model: &Model, request: &Request, error: &Error) -> Option<String> {
    let projects = &model.projects.listing;
    let is_part = matches!(request, Request::Projects(_)) && projects.seen().is_none() && !projects.items().is_empty();
    let is_in_sight = model.focus == pane_of(request) && model.seen().is_some();
    if !(is_part || is_in_sight) {
        return None;
    }
    let helps = helps::phrases(error, Help::Whole, &model.settings.keymap);
    let what = if is_part { "Not all" } else { "Not refreshed" };
    Some(format!("{what} ({helps}): {}.", error.cause()))
}

/// Where the answer to a request would be seen.
fn pane_of(request: &Request) -> Pane {
    match request {
        Request::Organisations(_) | Request::Projects(_) => Pane::Projects,
        Request::Users(..) => Pane::Users,
        Request::Certificates(..)
        | Request::Board(..)
        | Request::Timeline(_)
        | Request::Rotation(..)
        | Request::Recall(_) => Pane::Certificates,
    }
}

fn learn_the_time(model: &mut Model, answer: &Answer) {
    let server_time = match answer {
        Answer::Organisations(page) => page.server_time,
        Answer::Projects(page) => page.server_time,
        Answer::Users(page) => page.server_time,
        Answer::Certificates(page) => page.server_time,
        Answer::Board(page) => page.server_time,
        Answer::Timeline(_) | Answer::Rotation(_) | Answer::Recalled(_) => None,
    };
    if let Some(server_time) = server_time {
        model.clock.learn(server_time, model.now);
    }
}

fn page_of(request: &Request) -> PageNumber {
    match request {
        Request::Organisations(page)
        | Request::Projects(page)
        | Request::Users(_, page)
        | Request::Certificates(_, _, page)
        | Request::Board(_, _, page) => *page,
        Request::Timeline(_) | Request::Rotation(..) | Request::Recall(_) => PageNumber::MIN,
    }
}
