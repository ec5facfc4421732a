//! The expiry board: what is remembered of many users, and the scan that brings it up to date.

use crate::app::action::Action;
use crate::app::certificates::Certificates;
use crate::app::effect::{Effect, Request, Scan};
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::scanning::{News, Scanning};
use crate::app::seek::Dated;
use crate::app::source::{Board, Scope, Source};
use crate::app::update::open;
use crate::app::visits::Place;
use crate::atlas::page::PageSize;
use crate::domain::figures;
use crate::domain::project::Project;

/// Opens the board of the open project, or of all where the projects have the keys; where one is open, closes it.
pub(super) fn toggle(model: &mut Model) {
    if model.is_board() {
        return close(model);
    }
    let scope = scope(model);
    show(model, &scope);
}

/// The open board's; else the open project, or all projects where these have the keys.
pub(super) fn scope(model: &Model) -> Scope {
    match (model.certificates.as_ref().map(|pane| &pane.source), &model.users, model.focus) {
        (Some(Source::Board(board)), ..) => board.scope.clone(),
        (_, Some(users), Pane::Users | Pane::Certificates) => Scope::Project(users.project.clone()),
        _ => Scope::All,
    }
}

/// Opens the board of a scope. A scan of it that has been made in this run is not made again.
pub(super) fn show(model: &mut Model, scope: &Scope) {
    let board = Board::new(scope.clone(), model.judge().now);
    let before = model.certificates.replace(Certificates::new(Source::Board(board), PageSize::MAX));
    if before.as_ref().is_some_and(|pane| !pane.source.is_board()) {
        model.shelved = before;
    }
    if model.scanning.as_ref().is_none_or(|scanning| scanning.scope != *scope) {
        model.scanning = None;
    }
    open::focus(model, Pane::Certificates);
}

/// Goes back to what the board stands in the place of.
pub(super) fn close(model: &mut Model) {
    model.certificates = model.shelved.take();
    let back = match (&model.certificates, &model.users) {
        (Some(_), _) => Pane::Certificates,
        (None, Some(_)) => Pane::Users,
        (None, None) => Pane::Projects,
    };
    open::focus(model, back);
}

/// Goes to the list of the owner of the certificate under the cursor.
pub(super) fn visit_owner(model: &mut Model) {
    let owner = model.certificates.as_ref().and_then(|pane| pane.selected()).map(|holding| holding.owner.clone());
    let Some(owner) = owner else { return };
    model.shelved = None;
    model.certificates = None;
    open::visit(model, Some(Place { project: owner.project.id.clone(), user: Some(owner.user.clone()) }));
}

/// Goes along the bars: to the first certificate of the next one with something in it, or of the one before.
pub(super) fn along(model: &mut Model, later: bool) {
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    let (Some(timeline), Some(pane)) = (&model.timeline, &mut model.certificates) else { return };
    let here = pane.selected().filter(|one| one.standing.is_listed()).and_then(|one| one.certificate.not_after);
    if let Some(date) = timeline.neighbour(here, later) {
        pane.go_to_date(Dated::NotAfter, date, judge, height);
    } else {
        let word = if later { "Nothing ends later, as far as the bars reach." } else { "Nothing ends earlier." };
        model.word = Some(word.to_owned());
    }
}

/// Takes in what has come of the scan.
pub(super) fn scanned(model: &mut Model, news: News) {
    let is_over = news.ended;
    let now = model.now;
    if let Some(scanning) = &mut model.scanning {
        scanning.take_in(news, now);
        if let Some(failure) = scanning.failures.last() {
            model.trouble = Some(failure.error.clone());
            if is_over && model.certificates.as_ref().is_some_and(|pane| pane.source.is_board()) {
                let tells = model.settings.keymap.phrase(Action::Story, "tells more").unwrap_or_default();
                model.word = Some(format!("Not all could be read ({tells}): {}.", failure.error.cause()));
            }
        }
    }
    // While rows are on their way there is no need to ask for others, but for the last time.
    let is_asking =
        model.flights.requests().any(|request| matches!(request, Request::Board(..) | Request::Timeline(_)));
    if is_over || !is_asking {
        read_again(model);
    }
}

/// Shows what vanished in another time.
pub(super) fn change_window(model: &mut Model) {
    if let Some(Source::Board(board)) = model.certificates.as_mut().map(|pane| &mut pane.source) {
        board.next_window();
        model.word =
            Some(format!("What vanished in the last {} stands above.", figures::counted(board.days.into(), "day")));
    }
    read_again(model);
}

/// The rows may have changed.
fn read_again(model: &mut Model) {
    if let Some(pane) = &mut model.certificates
        && let Source::Board(board) = &mut pane.source
    {
        board.revision += 1;
        pane.refresh();
    }
}

/// Stops the scan. Says whether one was under way.
pub(super) fn stop(model: &mut Model) -> bool {
    let now = model.now;
    let is_board = model.is_board();
    let running = model.scanning.as_mut().filter(|scanning| is_board && scanning.is_running());
    running.map(|scanning| scanning.stop(now)).is_some()
}

/// Scans once more; one that was stopped goes on.
pub(super) fn scan_again(model: &mut Model) {
    let now = model.now;
    model.scans += 1;
    if let Some(scanning) = &mut model.scanning {
        scanning.go_on_or_begin(model.scans, now);
    }
    read_again(model);
}

/// Begins the scan that an open board wants, and ends one that is wanted no more.
pub(super) fn follow(model: &mut Model) -> Option<Effect> {
    if let Some(Source::Board(board)) = model.certificates.as_ref().map(|pane| &pane.source)
        && model.scanning.is_none()
        && let Some(projects) = projects_of(model, &board.scope)
    {
        model.scanning = Some(Scanning::begun(model.scans + 1, board.scope.clone(), projects.len(), model.now));
    }
    let scanning = model.scanning.as_ref()?;
    let wants = scanning.wants()?;
    let effect = if wants {
        let projects = projects_of(model, &scanning.scope)?;
        Effect::Scan(Scan { number: scanning.number, done: scanning.done().clone(), projects })
    } else {
        Effect::EndScan
    };
    let failed = model.projects.listing.failure().is_some();
    if let Some(scanning) = &mut model.scanning {
        scanning.sent(wants);
        scanning.may_miss_projects = failed && scanning.scope == Scope::All;
    }
    Some(effect)
}

/// `None` while they are not known. Those that are known are not kept waiting for what cannot be had.
fn projects_of(model: &Model, scope: &Scope) -> Option<Vec<Project>> {
    match scope {
        Scope::Project(project) => Some(vec![project.clone()]),
        Scope::All => {
            let listing = &model.projects.listing;
            let is_over = listing.is_complete() || listing.failure().is_some() && !listing.items().is_empty();
            is_over.then(|| listing.items().to_vec())
        }
    }
}
