//! How the model changes. Pure: no I/O, no clock, nothing that waits; tests call it directly.

mod arrival;
mod browse;
mod open;
mod read;
mod typing;

use chrono::{DateTime, Utc};

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::keymap::{self, Mode};
use crate::app::layout::Pane;
use crate::app::message::Message;
use crate::app::model::Model;
use crate::app::plan::plan;
use crate::atlas::notice::Notice;

/// Takes in all that has happened by `now`, in its order, and says what is to be done.
pub fn update(model: &mut Model, messages: impl IntoIterator<Item = Message>, now: DateTime<Utc>) -> Vec<Effect> {
    model.now = now;
    let mut effects = Vec::new();
    for message in messages {
        effects.extend(take_in(model, message));
    }
    effects.extend(plan(model));
    effects
}

fn take_in(model: &mut Model, message: Message) -> Option<Effect> {
    match message {
        Message::Key(key) => return press(model, key),
        Message::Pasted(text) => typing::paste(model, &text),
        Message::Resized(size) => {
            model.size = size;
            settle(model);
        }
        Message::Arrived(ticket, result) => arrival::arrived(model, ticket, result),
        Message::Noticed(Notice::ApiInUse(api)) => model.api = Some(api),
        Message::Noticed(notice) => model.waiting = Some(notice.to_string()),
        Message::Woken => {}
    }
    None
}

fn press(model: &mut Model, key: Key) -> Option<Effect> {
    model.word = None;
    if model.typing && typing::press(model, key) {
        return None;
    }
    let mode = model.mode();
    let action = keymap::action_for(mode, key)?;
    match (action, mode) {
        (Action::Quit, _) => return Some(Effect::Quit),
        (Action::Suspend, _) => return Some(Effect::Suspend),
        (Action::Repaint, _) => return Some(Effect::Repaint),
        (action, Mode::Read) => read::act(model, action),
        (action, Mode::Browse) => browse::act(model, action),
    }
    None
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

/// Projects stand in the server's order, which is that of their names.
fn arrange_projects(model: &mut Model) {
    let height = model.height_of(Pane::Projects);
    model.projects.arrange(|_| true, |_| (), height);
}

/// Users with certificates from Atlas come first, then by name; the others only where they are wanted.
fn arrange_users(model: &mut Model) {
    let height = model.height_of(Pane::Users);
    if let Some(users) = &mut model.users {
        let others = users.others_shown;
        users.picker.arrange(
            |user| others || user.authentication.may_have_certificates(),
            |user| (!user.authentication.may_have_certificates(), user.name.clone(), user.database.clone()),
            height,
        );
    }
}
