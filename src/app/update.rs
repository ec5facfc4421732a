//! How the model changes. Pure: no I/O, no clock, nothing that waits; tests call it directly.

mod arrange;
mod arrival;
mod board;
mod browse;
mod choose;
mod export;
mod look_up;
mod open;
mod point;
mod read;
mod recollection;
mod sign_in;
mod table;
mod typing;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::action::Action;
use crate::app::availability;
use crate::app::effect::{Effect, Sighting};
use crate::app::kept::Kept;
use crate::app::key::Key;
use crate::app::keymap::Mode;
use crate::app::layout::Pane;
use crate::app::message::Message;
use crate::app::model::{Model, Overlay, Prompt};
use crate::app::plan::plan;
use crate::app::update::typing::Typed;
use crate::atlas::notice::Notice;

/// How often a list is asked for again by itself.
pub const AUTO_REFRESH: TimeDelta = TimeDelta::seconds(60);

/// Takes in all that has happened by `now`, in its order, and says what is to be done.
pub fn update(model: &mut Model, messages: impl IntoIterator<Item = Message>, now: DateTime<Utc>) -> Vec<Effect> {
    model.now = now;
    // A clock that was put back must not make a minute longer than it is.
    model.refresh_due = model.refresh_due.map(|due| due.min(now + AUTO_REFRESH));
    let mut effects = Vec::new();
    for message in messages {
        effects.extend(take_in(model, message));
    }
    // Of both, for news that was taken is told no more.
    if model.recent.take_news() | model.columns.take_news() {
        let kept = Kept { recent: model.recent.clone(), columns: model.columns.clone() };
        // Before all others: nothing is done after leaving.
        effects.insert(0, Effect::Keep(kept));
    }
    follow(model);
    if model.sightings.iter().any(|one| matches!(one, Sighting::Certificates(..))) {
        model.outlook.outdate();
    }
    let shown = model.judge().now;
    model.outlook.follow(model.users.as_ref().map(|users| &users.project.id), model.now, shown);
    // Before all others: nothing is done after leaving.
    let seen = std::mem::take(&mut model.sightings).into_iter().map(Effect::Seen);
    effects.splice(0..0, seen);
    effects.extend(board::follow(model));
    effects.extend(plan(model));
    if model.flights.requests().next().is_none() {
        // Who waits for nothing need not read why.
        model.waiting = None;
    }
    effects
}

/// What follows from what is open and typed, however one came there.
fn follow(model: &mut Model) {
    let wants_rest = export::wants_rest(model) || look_up::wants_rest(model);
    let Some(pane) = &mut model.certificates else { return };
    model.columns.show_owners(pane.source.is_board());
    pane.load_rest(wants_rest);
    if model.prompt != Some(Prompt::Find) {
        pane.end_find();
    }
}

fn take_in(model: &mut Model, message: Message) -> Option<Effect> {
    match message {
        Message::Key(key) => return press(model, key),
        // Nothing is changed that cannot be seen.
        Message::Pasted(_) | Message::Mouse(_) if model.layout().is_none() => {}
        Message::Pasted(text) => typing::paste(model, &text),
        Message::Mouse(mouse) => return point::at(model, mouse),
        Message::Resized(size) => {
            model.size = size;
            settle(model);
        }
        Message::Arrived(ticket, result) => arrival::arrived(model, ticket, result),
        Message::Scanned(news) => {
            let is_over = news.ended;
            board::scanned(model, news);
            look_up::scanned(model, is_over);
            model.outlook.outdate();
        }
        Message::Noticed(Notice::ApiInUse(api)) => {
            model.apis.insert(api);
        }
        Message::Noticed(Notice::Exchanged(exchange)) => read::exchanged(model, exchange),
        Message::Noticed(notice) => model.waiting = Some(notice.to_string()),
        Message::Roster(roster) => sign_in::roster(model, roster),
        Message::NotSignedIn(attempt, why) => return sign_in::refused(model, attempt, why),
        Message::Told(word) => model.word = Some(word),
        Message::Failed(why) => failed(model, why),
        Message::Woken => woken(model),
    }
    None
}

/// The next key takes the word away, but not what has failed.
fn failed(model: &mut Model, why: String) {
    if !model.failures.contains(&why) {
        model.failures.push(why.clone());
    }
    model.word = Some(why);
}

/// What the passing of time changes.
fn woken(model: &mut Model) {
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    if let Some(pane) = &mut model.certificates {
        pane.time_passed(judge, height);
    }
    if model.frozen.is_none() && model.refresh_due.is_some_and(|due| due <= model.now) {
        // A list that is about to be written stays as it is.
        if !export::wants_rest(model) {
            browse::refresh(model);
        }
        model.refresh_due = Some(model.now + AUTO_REFRESH);
    }
}

fn press(model: &mut Model, key: Key) -> Option<Effect> {
    if model.layout().is_none() {
        return press_unseen(model, key);
    }
    model.word = None;
    // Who presses a key goes elsewhere.
    model.aim = None;
    if let Typed::Used(effect) = typing::press(model, key) {
        return effect;
    }
    let mode = model.mode();
    let action = model.settings.keymap.action_for(mode, key);
    if let Mode::Menu(_) = mode {
        // A menu is there for one key, whichever it is.
        model.overlay = None;
    }
    act(model, mode, action?)
}

/// While there is no room for anything but the key that leaves, that key does so whatever is open, and no other does
/// what could not be seen.
fn press_unseen(model: &mut Model, key: Key) -> Option<Effect> {
    let action = model.settings.keymap.action_for(Mode::Browse, key)?;
    if matches!(action, Action::Quit | Action::Suspend | Action::Repaint) {
        return act(model, Mode::Browse, action);
    }
    None
}

/// Does what is asked for, or says why it cannot be done.
fn act(model: &mut Model, mode: Mode, action: Action) -> Option<Effect> {
    if let Some(why) = availability::blocked(model, action) {
        model.word = Some(why);
        return None;
    }
    match (action, mode) {
        (Action::Quit, _) => return Some(Effect::Quit),
        (Action::Suspend, _) => return Some(Effect::Suspend),
        (Action::Repaint, _) => return Some(Effect::Repaint),
        // The key has closed the menu already, or was typed.
        (Action::Back, Mode::Menu(_)) | (_, Mode::TypeKeys) => {}
        (Action::Help, _) => choose::toggle_keys(model),
        (action, Mode::Read | Mode::Requests) => return read::act(model, action),
        (action, Mode::Choose) => return choose::act(model, action),
        (action, Mode::LookUp) => return look_up::act(model, action),
        (action, Mode::Arrange) => arrange::act(model, action),
        (action, Mode::Browse | Mode::Menu(_)) => return browse::act(model, action),
    }
    None
}

/// Puts something over the panes.
fn show(model: &mut Model, overlay: Overlay) {
    model.prompt = None;
    model.overlay = Some(overlay);
}

/// Brings every cursor back into its pane after the panes have changed.
fn settle(model: &mut Model) {
    arrange_projects(model);
    arrange_users(model);
    let height = model.height_of(Pane::Certificates);
    if let Some(pane) = &mut model.certificates {
        pane.settle(height);
    }
}

/// Projects that were opened lately, as of the start of the program, come first; the others stand in the server's order,
/// which is that of their names.
fn arrange_projects(model: &mut Model) {
    let height = model.height_of(Pane::Projects);
    let recent = &model.settings.kept.recent;
    model.projects.arrange(|_| true, |project| recent.rank_of_project(&project.id), height);
}

/// Users with certificates from Atlas come first, the recent ones before the others, then by name; those without only
/// where they are wanted.
fn arrange_users(model: &mut Model) {
    let height = model.height_of(Pane::Users);
    let recent = &model.settings.kept.recent;
    if let Some(users) = &mut model.users {
        let (others, project) = (users.others_shown, users.project.id.clone());
        users.picker.arrange(
            |user| others || user.authentication.may_have_certificates(),
            |user| {
                let is_other = !user.authentication.may_have_certificates();
                (is_other, recent.rank_of_user(&project, &user.name), user.name.clone(), user.database.clone())
            },
            height,
        );
    }
}
