//! The lookup: what is typed or pasted leads to the owner of a certificate.

use crate::app::action::{Action, Copied};
use crate::app::copying::{self, Chosen, Context};
use crate::app::effect::{Effect, Request};
use crate::app::layout::Pane;
use crate::app::look_up::LookUp;
use crate::app::model::{Model, Overlay, Prompt};
use crate::app::recall::Recall;
use crate::app::source::{Scope, Source};
use crate::app::update::{board, open, show};
use crate::app::visits::Place;
use crate::atlas::endpoint::Api;
use crate::domain::holding::{Holding, Remark, Standing};
use crate::domain::lookup::{self, Clue};
use crate::memory::Found;

/// Asks what to look up.
pub(super) fn ask(model: &mut Model) {
    model.overlay = None;
    model.look_up_typed.reset();
    model.prompt = Some(Prompt::LookUp);
}

/// Looks up what was typed. What gives no clue stays to be mended.
pub(super) fn typed(model: &mut Model) {
    let clues = lookup::recognise(model.look_up_typed.value());
    if clues.is_empty() {
        model.prompt = Some(Prompt::LookUp);
        model.word = Some("That is no serial, subject, log line or certificate.".to_owned());
    } else {
        begin(model, clues);
    }
}

/// Looks up what was pasted, where it can hardly be meant for anything else. Says whether it was.
pub(super) fn pasted(model: &mut Model, text: &str) -> bool {
    let is_asked = model.prompt == Some(Prompt::LookUp) && model.look_up_typed.value().is_empty();
    let clues = lookup::recognise(text);
    let is_telling = |clue: &Clue| matches!(clue, Clue::Certificate(_) | Clue::Subject(_));
    // Where only names are, a number is no name.
    let is_number = || model.focus != Pane::Certificates && lookup::is_long_number(text);
    let is_clear = clues.iter().any(is_telling) || lookup::certain_serial(text).is_some() || is_number();
    let is_meant = !clues.is_empty() && (is_asked || is_clear);
    if is_meant {
        begin(model, clues);
    }
    is_meant
}

fn begin(model: &mut Model, clues: Vec<Clue>) {
    show(model, Overlay::LookUp(LookUp::new(clues)));
}

/// Takes in what is remembered.
pub(super) fn answered(model: &mut Model, found: Option<Found>) {
    if let Some(Overlay::LookUp(look_up)) = &mut model.overlay {
        look_up.answered(found);
    }
}

/// A scan has read on: what is looked up may be there now.
pub(super) fn scanned(model: &mut Model, is_over: bool) {
    let is_asking = model.flights.requests().any(|request| matches!(request, Request::Recall(Recall::LookUp(..))));
    if let Some(Overlay::LookUp(look_up)) = &mut model.overlay
        && (is_over || !is_asking)
    {
        look_up.ask_again();
    }
}

pub(super) fn act(model: &mut Model, action: Action) -> Option<Effect> {
    let Some(Overlay::LookUp(look_up)) = &mut model.overlay else { return None };
    match action {
        Action::Move(motion) => look_up.go(motion),
        Action::Open => {
            if let Some(holding) = look_up.selected().cloned() {
                model.overlay = None;
                go_to(model, &holding);
            }
        }
        Action::CopyFound => return copy(model),
        Action::ScanAll => scan_all(model),
        Action::LookUp => ask(model),
        _ => model.overlay = None,
    }
    None
}

/// Reads what is not remembered, of every project. The lookup stays, and is answered again as rows come.
fn scan_all(model: &mut Model) {
    let is_there = matches!(
        model.certificates.as_ref().map(|pane| &pane.source),
        Some(Source::Board(board)) if board.scope == Scope::All
    );
    if !is_there {
        board::show(model, &Scope::All);
    }
    board::scan_again(model);
    if !model.projects.listing.is_complete() {
        model.word = Some("The scan begins when all projects have come.".to_owned());
    }
}

/// Goes to the owner's list; where Atlas has the certificate, or the owner, no more, to the board.
fn go_to(model: &mut Model, holding: &Holding) {
    let is_deleted = matches!(holding.remark, Some(Remark::UserDeleted { .. }));
    if holding.standing.is_listed() && !is_deleted {
        let owner = &holding.owner;
        if model.is_board() {
            model.shelved = None;
            model.certificates = None;
        }
        open::visit(model, Some(Place { project: owner.project.id.clone(), user: Some(owner.user.clone()) }));
    } else {
        board::show(model, &Scope::All);
        if let (Some(pane), Standing::Unlisted { missed, .. }) = (&mut model.certificates, holding.standing)
            && let Source::Board(board) = &mut pane.source
        {
            // However long ago it went, it is what one came for.
            board.reach_back_to(missed);
        }
    }
    model.aim = Some(holding.identity());
    take_aim(model);
}

/// Puts the cursor on the certificate that one went for, once it is here.
pub(super) fn take_aim(model: &mut Model) {
    let Some(aim) = model.aim.clone() else { return };
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    let Some(pane) = &mut model.certificates else { return };
    let is_here = pane.source.owner().is_none_or(|owner| owner.is(&aim.owner));
    if is_here && pane.feed.find_shown(&aim).is_some() {
        pane.select(&aim, judge, height);
        model.aim = None;
    } else if is_here && pane.feed.is_complete() {
        model.aim = None;
        model.word = Some("That certificate is not in the list any more: it has ended or gone.".to_owned());
    }
}

/// Whether the rest of the list is wanted, for the certificate that one went for.
pub(super) fn wants_rest(model: &Model) -> bool {
    model.aim.is_some()
}

/// Copies a note on the certificate under the cursor.
fn copy(model: &mut Model) -> Option<Effect> {
    let Some(Overlay::LookUp(look_up)) = &model.overlay else { return None };
    let holding = look_up.selected()?;
    let context = Context {
        judge: model.judge(),
        // Of what is remembered nobody knows how much there is beside it.
        coverage: None,
        reach: model.reach()?,
        api: model.apis.last().copied().unwrap_or(Api::V2),
    };
    let wanted = look_up.clues().first().filter(|_| !look_up.has_match()).map(|clue| match clue {
        Clue::Serial(serial) => serial.hex(),
        Clue::Certificate(presented) => presented.serial.hex(),
        Clue::Subject(pasted) => pasted.raw().to_owned(),
    });
    let chosen = Chosen { holding, fetched_at: holding.last_seen, nearest_to: wanted.as_deref() };
    copying::text(Copied::Note, &[chosen], context).map(Effect::Copy)
}
