//! Answers and errors. One whose ticket is no longer held came too late and changes nothing.

use crate::app::effect::{Answer, Request};
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::plan;
use crate::app::ticket::Ticket;
use crate::app::update::{arrange_projects, arrange_users, open, table};
use crate::atlas::error::Error;
use crate::atlas::page::PageNumber;

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
                    model.projects.listing.arrived(page_of(&request), page, model.now);
                    arrange_projects(model);
                    open::wished_project(model);
                }
                Answer::Users(page) => {
                    if let Some(users) = &mut model.users {
                        users.picker.listing.arrived(page_of(&request), page, model.now);
                    }
                    arrange_users(model);
                    open::wished_user(model);
                }
                Answer::Certificates(page) => {
                    let (judge, now, height) = (model.judge(), model.now, model.height_of(Pane::Certificates));
                    if let Some(pane) = &mut model.certificates {
                        pane.arrived(page_of(&request), page, judge, now, height);
                    }
                    table::say_what_was_missed(model);
                }
            }
        }
        Err(error) => failed(model, &request, error),
    }
}

fn failed(model: &mut Model, request: &Request, error: Error) {
    match request {
        // A key without a role in the organisation still sees its projects: their ids do instead of names.
        Request::Organisations(_) => return model.organisations.failed(error),
        Request::Projects(_) => model.projects.listing.failed(error.clone()),
        Request::Users(..) => {
            if let Some(users) = &mut model.users {
                users.picker.listing.failed(error.clone());
            }
        }
        Request::Certificates(_, _, page) => {
            if let Some(pane) = &mut model.certificates {
                pane.failed(*page, error.clone());
            }
        }
    }
    model.trouble = Some(error);
}

fn learn_the_time(model: &mut Model, answer: &Answer) {
    let server_time = match answer {
        Answer::Organisations(page) => page.server_time,
        Answer::Projects(page) => page.server_time,
        Answer::Users(page) => page.server_time,
        Answer::Certificates(page) => page.server_time,
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
        | Request::Certificates(_, _, page) => *page,
    }
}
