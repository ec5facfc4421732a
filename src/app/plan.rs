//! What is to be asked of Atlas now. It follows from where the person is, never from how they came there: a held key that
//! races through a hundred pages asks for the one where it stops.

use chrono::{DurationRound as _, TimeDelta};

use crate::app::effect::{Effect, Request};
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay};
use crate::app::recall::Recall;
use crate::app::source::{Source, WINDOW};
use crate::app::timeline::{self, Query};
use crate::atlas::page::PageSize;

/// Rows a page of a board: they come from this machine.
const BOARD_PAGE: PageSize = PageSize::MAX;

/// The requests to start and to stop, so that those under way are those that are wanted. Called when all that had
/// happened is taken in.
pub fn plan(model: &mut Model) -> Vec<Effect> {
    let wanted = wanted(model);
    let mut effects = model.flights.abandon(|request| !wanted.contains(request));
    let new: Vec<Request> = {
        let under_way: Vec<&Request> = model.flights.requests().collect();
        wanted.into_iter().filter(|request| !under_way.contains(&request)).collect()
    };
    for request in new {
        effects.push(model.flights.start(request, model.now));
    }
    effects
}

/// Every request that somebody waits for, most urgent first.
pub(super) fn wanted(model: &Model) -> Vec<Request> {
    let mut wanted = Vec::new();
    if model.settings.account.is_none() {
        return wanted;
    }
    if let Some(Overlay::LookUp(look_up)) = &model.overlay {
        wanted.extend(look_up.question().map(Request::Recall));
    }
    wanted.extend(recalls(model).map(Request::Recall));
    if let Some(pane) = &model.certificates {
        let pages = pane.wanted(model.height_of(Pane::Certificates));
        let request = |page| match &pane.source {
            Source::User { owner, .. } => Request::Certificates(owner.project.id.clone(), owner.user.clone(), page),
            Source::Board(board) => Request::Board(board.clone(), BOARD_PAGE, page),
        };
        wanted.extend(pages.into_iter().map(request));
    }
    wanted.extend(model.rotation.clone().map(|(scope, now)| Request::Rotation(scope, now)));
    wanted.extend(wanted_timeline(model).map(Request::Timeline));
    if let Some(users) = &model.users {
        let page = users.picker.listing.wanted();
        wanted.extend(page.map(|page| Request::Users(users.project.id.clone(), page)));
    }
    wanted.extend(model.projects.listing.wanted().map(Request::Projects));
    // Names are worth a request only where there are projects to put them beside.
    if !model.projects.listing.items().is_empty() {
        wanted.extend(model.organisations.wanted().map(Request::Organisations));
    }
    wanted
}

/// What the bars above an open board are to show.
fn wanted_timeline(model: &Model) -> Option<Query> {
    let Source::Board(board) = &model.certificates.as_ref()?.source else { return None };
    let from = timeline::day_of(board.opened);
    let query = Query { scope: board.scope.clone(), revision: board.revision, from, unit: model.unit };
    let is_here = model.timeline.as_ref().is_some_and(|timeline| timeline.query == query);
    (!is_here).then_some(query)
}

/// What the memory is asked: what stands in the panes until Atlas has answered, and what has gone since.
fn recalls(model: &Model) -> impl Iterator<Item = Recall> {
    let pane = model.certificates.as_ref();
    let owned = pane.and_then(|pane| Some((pane, pane.source.owner()?)));
    let rows = owned.filter(|(pane, _)| pane.wants_rows());
    let rows = rows.map(|(_, owner)| Recall::Certificates(owner.project.id.clone(), owner.user.clone()));
    // To the minute, so that the question stays the same while it is asked.
    let since = model.judge().now - WINDOW;
    let since = since.duration_trunc(TimeDelta::minutes(1)).unwrap_or(since);
    let gone = owned.and_then(|(pane, owner)| {
        Some(Recall::Gone(owner.project.id.clone(), owner.user.clone(), since, pane.wants_gone()?))
    });
    let users = model.users.as_ref().filter(|users| users.picker.listing.wants_memory());
    let users = users.map(|users| Recall::Users(users.project.id.clone()));
    let projects = model.projects.listing.wants_memory().then_some(Recall::Projects);
    [rows, users, projects, gone, model.outlook.question()].into_iter().flatten()
}
