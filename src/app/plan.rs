//! What is to be asked of Atlas now. It follows from where the person is, never from how they came there: a held key that
//! races through a hundred pages asks for the one where it stops.

use crate::app::effect::{Effect, Request};
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay};
use crate::app::source::Source;
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
    if let Some(Overlay::LookUp(look_up)) = &model.overlay {
        wanted.extend(look_up.question().map(Request::Recall));
    }
    if let Some(pane) = &model.certificates {
        let pages = pane.wanted(model.height_of(Pane::Certificates));
        let request = |page| match &pane.source {
            Source::User { owner, .. } => Request::Certificates(owner.project.id.clone(), owner.user.clone(), page),
            Source::Board(board) => Request::Board(board.clone(), BOARD_PAGE, page),
        };
        wanted.extend(pages.into_iter().map(request));
    }
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
