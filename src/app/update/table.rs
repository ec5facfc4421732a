//! Actions on the certificate table.

use crate::app::action::{Action, Copied, Motion, Quick};
use crate::app::certificates::{Certificates, Coverage, Sought};
use crate::app::copying::{self, Chosen, Context};
use crate::app::effect::Effect;
use crate::app::feed::Extent;
use crate::app::keymap::Keymap;
use crate::app::layout::Pane;
use crate::app::model::{Model, Prompt};
use crate::app::order::Order;
use crate::app::seek::Dated;
use crate::app::update::{export, open};
use crate::atlas::endpoint::Api;
use crate::domain::figures;
use crate::report::evidence;

pub(super) fn act(model: &mut Model, action: Action) -> Option<Effect> {
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    let width = model.layout().map_or(0, |layout| layout.table_width());
    let columns = &mut model.columns;
    let pane = model.certificates.as_mut()?;
    match action {
        Action::Quick(quick) => {
            pane.filter_typed = typed_for(quick).into();
            pane.apply_filter(judge, height);
            open::focus(model, Pane::Certificates);
        }
        Action::Find => {
            pane.begin_find();
            model.prompt = Some(Prompt::Find);
        }
        Action::FindNext => find(model, true, false),
        Action::FindPrevious => find(model, false, false),
        Action::Stop => {
            pane.stop();
        }
        Action::SortBy(column) => {
            let order = Order::chosen(column, pane.order());
            pane.apply_order(Some(order), judge, height);
        }
        Action::AsListed => pane.apply_order(None, judge, height),
        Action::Reverse => pane.apply_order(pane.order().map(Order::reversed), judge, height),
        Action::Mark => {
            pane.mark();
            pane.go(Motion::Down, height);
        }
        Action::ClearMarks => pane.clear_marks(),
        Action::Copy(what) => return copy(model, what),
        Action::Export => export::open(model),
        Action::ScrollRight => columns.scroll(true, width),
        Action::ScrollLeft => columns.scroll(false, width),
        _ => {}
    }
    None
}

/// In the language of the filter, so that it can be read, changed and learned from.
fn typed_for(quick: Quick) -> String {
    match quick {
        Quick::All => "",
        Quick::Soon => "severity:expired,critical,soon",
        Quick::Critical => "severity:expired,critical",
        Quick::Expired => "severity:expired",
    }
    .to_owned()
}

/// Puts the rows back into the server's order. Says whether they were in another.
pub(super) fn put_back(model: &mut Model) -> bool {
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    let Some(pane) = model.certificates.as_mut().filter(|pane| pane.order().is_some()) else { return false };
    pane.apply_order(None, judge, height);
    true
}

/// Goes to the next match, or the one before.
pub(super) fn find(model: &mut Model, forward: bool, from_here: bool) {
    let height = model.height_of(Pane::Certificates);
    let Some(pane) = &mut model.certificates else { return };
    if pane.find().is_empty() || pane.find_error().is_some() {
        return;
    }
    model.word = match pane.find_on(forward, from_here, height) {
        Sought::Here => None,
        Sought::Round => {
            Some(if forward { "Went on at the first row." } else { "Went on at the last row." }.to_owned())
        }
        Sought::Nowhere => Some(nowhere(pane, &model.settings.keymap)),
    };
}

/// What was not found may still lie in what has not come.
fn nowhere(pane: &Certificates, keymap: &Keymap) -> String {
    let coverage = pane.coverage();
    if pane.feed.is_complete() {
        "Nothing like that is in the list.".to_owned()
    } else {
        let (loaded, of) = (figures::count(coverage.loaded), figures::count(coverage.of));
        let fact = format!("Nothing like that is in the {loaded} rows of {of} that have come");
        keymap.advice(&fact, Action::Filter, "searches all of them")
    }
}

/// Who went to a date that no certificate has stands at the last one, and should know.
pub(super) fn say_what_was_missed(model: &mut Model) {
    let Some(pane) = &mut model.certificates else { return };
    let Some(missed) = pane.take_missed() else { return };
    let fact = match missed {
        Dated::Created => "was created",
        Dated::NotAfter => "ends",
    };
    // Where the end is known the search by halves leaves nothing out.
    let is_known =
        matches!(pane.feed.extent(), Extent::Closed(_)) && pane.is_in_order_of(missed) && !pane.is_filtered();
    let is_certain = pane.feed.is_complete() || (is_known && missed == Dated::Created);
    let which = match (is_certain, pane.is_filtered()) {
        (true, false) => "No certificate",
        (true, true) => "No certificate that matches",
        (false, _) => "None so far",
    };
    let of = if is_certain { String::new() } else { format!(": {}", seen_so_far(pane)) };
    model.word = Some(format!("{which} {fact} on that date or later{of}."));
}

/// `12 match in 500 of 17,500`: what a word on a list that has not come whole is about.
pub(super) fn seen_so_far(pane: &Certificates) -> String {
    let Coverage { loaded, of, certain } = pane.coverage();
    let (loaded, about) = (figures::count(loaded), if certain { "" } else { "about " });
    let of = format!("{about}{}", figures::count(of));
    if pane.is_filtered() {
        format!("{} match in {loaded} of {of}", figures::count(pane.rows()))
    } else {
        format!("{loaded} of {of} are here")
    }
}

fn copy(model: &mut Model, what: Copied) -> Option<Effect> {
    let judge = model.judge();
    let pane = model.certificates.as_ref()?;
    let coverage = pane.coverage();
    let context = Context {
        judge,
        coverage: (!pane.source.is_board()).then(|| evidence::Coverage {
            loaded: coverage.loaded,
            of: coverage.of,
            complete: pane.feed.is_complete() && !pane.has_shifted(),
        }),
        reach: model.reach()?,
        api: model.apis.last().copied().unwrap_or(Api::V2),
    };
    let chosen: Vec<Chosen<'_>> = pane
        .chosen_with_dates()
        .into_iter()
        .map(|(holding, came)| Chosen {
            holding,
            // What is remembered was fetched when it was seen.
            fetched_at: holding.last_seen.or(came.map(|came| model.clock.at(came))),
            nearest_to: None,
        })
        .collect();
    let text = if what.is_command() {
        let owner = chosen.first().map(|one| &one.holding.owner).or(pane.source.owner());
        owner.and_then(|owner| copying::command(what, owner, context))
    } else {
        copying::text(what, &chosen, context)
    };
    if text.is_none() {
        model.word = Some("There is no such thing to copy here: the server left it out.".to_owned());
    }
    text.map(Effect::Copy)
}
