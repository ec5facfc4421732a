//! Typing a filter: what is typed applies at once.

use crossterm::event::{KeyCode, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::keymap::{self, Mode};
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::picker::{Pick, Picker};
use crate::app::update::{arrange_projects, arrange_users, open};

/// Whether the focused pane has anything to filter.
pub(super) fn can_type(model: &Model) -> bool {
    match model.focus {
        Pane::Projects => true,
        Pane::Users => model.users.is_some(),
        Pane::Certificates => model.certificates.is_some(),
    }
}

/// Takes a key while a filter is typed. Says whether the key was used up: the others mean what they always do, and all
/// but motions end the typing.
pub(super) fn press(model: &mut Model, key: Key) -> bool {
    if let Some(request) = request_for(key) {
        edit(model, request);
        return true;
    }
    match (key.code, keymap::action_for(Mode::Browse, key)) {
        (KeyCode::Esc, _) => {
            model.typing = false;
            clear(model);
            true
        }
        (KeyCode::Enter, _) => {
            model.typing = false;
            // In the picker the best match is what was meant; in the table the rows that are left are.
            if model.focus != Pane::Certificates {
                open::under_cursor(model);
            }
            true
        }
        (_, action) => {
            model.typing = matches!(action, Some(Action::Move(_)) | None);
            false
        }
    }
}

fn edit(model: &mut Model, request: InputRequest) {
    let change = input(model).and_then(|input| input.handle(request));
    if change.is_some_and(|change| change.value) {
        apply(model);
    }
}

/// Line editing as readline has it.
fn request_for(key: Key) -> Option<InputRequest> {
    if let Some(character) = key.typed() {
        return Some(InputRequest::InsertChar(character));
    }
    let control = key.modifiers == KeyModifiers::CONTROL;
    let alt = key.modifiers == KeyModifiers::ALT;
    match key.code {
        KeyCode::Backspace if alt || control => Some(InputRequest::DeletePrevWord),
        KeyCode::Backspace => Some(InputRequest::DeletePrevChar),
        KeyCode::Delete => Some(InputRequest::DeleteNextChar),
        KeyCode::Left if control => Some(InputRequest::GoToPrevWord),
        KeyCode::Right if control => Some(InputRequest::GoToNextWord),
        KeyCode::Left => Some(InputRequest::GoToPrevChar),
        KeyCode::Right => Some(InputRequest::GoToNextChar),
        KeyCode::Char('a') if control => Some(InputRequest::GoToStart),
        KeyCode::Char('e') if control => Some(InputRequest::GoToEnd),
        KeyCode::Char('h') if control => Some(InputRequest::DeletePrevChar),
        KeyCode::Char('w') if control => Some(InputRequest::DeletePrevWord),
        KeyCode::Char('u') if control => Some(InputRequest::DeleteLine),
        KeyCode::Char('k') if control => Some(InputRequest::DeleteTillEnd),
        KeyCode::Home => Some(InputRequest::GoToStart),
        KeyCode::End => Some(InputRequest::GoToEnd),
        _ => None,
    }
}

/// Text that was pasted goes into the filter, which opens for it: a serial or a name from a log line is looked for at
/// once. Line ends become blanks.
pub(super) fn paste(model: &mut Model, text: &str) {
    if model.overlay.is_some() || !can_type(model) {
        return;
    }
    model.typing = true;
    if let Some(input) = input(model) {
        for character in text.trim().chars().take(LONGEST_PASTE) {
            let character = if character.is_control() { ' ' } else { character };
            input.handle(InputRequest::InsertChar(character));
        }
    }
    apply(model);
}

/// Longer than any user name (1,024) or any line of a log that a person means to look for.
const LONGEST_PASTE: usize = 4096;

/// Takes the focused pane's filter away. Says whether there was one.
pub(super) fn clear(model: &mut Model) -> bool {
    let was_on = input(model).is_some_and(|input| {
        let was_on = !input.value().is_empty();
        input.reset();
        was_on
    });
    if was_on {
        apply(model);
    }
    was_on
}

fn input(model: &mut Model) -> Option<&mut Input> {
    match model.focus {
        Pane::Projects => Some(&mut model.projects.filter),
        Pane::Users => model.users.as_mut().map(|users| &mut users.picker.filter),
        Pane::Certificates => model.certificates.as_mut().map(|pane| &mut pane.filter),
    }
}

fn apply(model: &mut Model) {
    let (judge, height) = (model.judge(), model.height_of(model.focus));
    match model.focus {
        Pane::Projects => {
            arrange_projects(model);
            prefer_best(&mut model.projects, height);
        }
        Pane::Users => {
            arrange_users(model);
            if let Some(users) = &mut model.users {
                prefer_best(&mut users.picker, height);
            }
        }
        Pane::Certificates => {
            if let Some(pane) = &mut model.certificates {
                pane.apply_filter(judge, height);
            }
        }
    }
}

/// While a name is typed the best match is the one that Enter should open.
fn prefer_best<T: Pick>(picker: &mut Picker<T>, height: usize) {
    if !picker.filter.value().is_empty() {
        picker.select_first(height);
    }
}
