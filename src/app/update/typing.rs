//! Typing a filter: what is typed applies at once.

use crossterm::event::{KeyCode, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::app::action::Action;
use crate::app::chooser::{Chooser, Kind};
use crate::app::effect::Effect;
use crate::app::filter::{Filter, FilterError};
use crate::app::key::Key;
use crate::app::keymap::Mode;
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay, Prompt};
use crate::app::picker::{Pick, Picker};
use crate::app::update::{arrange_projects, arrange_users, choose, export, look_up, open, sign_in, table};

/// Whether the focused pane has anything to filter.
pub(super) fn can_filter(model: &Model) -> bool {
    match model.focus {
        Pane::Projects => true,
        Pane::Users => model.users.is_some(),
        Pane::Certificates => model.certificates.is_some(),
    }
}

/// What became of a key while something is typed.
pub(super) enum Typed {
    /// It was used up, and this came of it.
    Used(Option<Effect>),
    /// It means what it always does.
    Free,
}

/// Takes a key, where something is typed. Keys that move mean what they always do; those that do something else end the
/// typing.
pub(super) fn press(model: &mut Model, key: Key) -> Typed {
    if matches!(model.overlay, Some(Overlay::Keys(_))) {
        return sign_in::press(model, key);
    }
    if input(model).is_none() || closes_the_keys(model, key) || leaves_the_welcome(model, key) {
        return Typed::Free;
    }
    if let Some(request) = request_for(key) {
        let change = input(model).and_then(|input| input.handle(request));
        if change.is_some_and(|change| change.value) {
            apply(model);
        }
        return Typed::Used(None);
    }
    match key.code {
        KeyCode::Esc => Typed::Used(drop_typed(model)),
        KeyCode::Enter => Typed::Used(keep_typed(model)),
        _ => {
            let action = model.settings.keymap.action_for(model.mode(), key);
            if !matches!(action, Some(Action::Move(_)) | None) {
                model.prompt = None;
            }
            Typed::Free
        }
    }
}

/// The key that shows every key takes them away again, as long as nothing was typed there.
fn closes_the_keys(model: &Model, key: Key) -> bool {
    model.chooser(Kind::Keys).is_some_and(is_untouched)
        && model.settings.keymap.action_for(model.mode(), key) == Some(Action::Help)
}

/// The key that leaves does so where nobody is signed in, as long as nothing was typed.
fn leaves_the_welcome(model: &Model, key: Key) -> bool {
    model.is_welcome()
        && model.chooser(Kind::SignIn).is_some_and(is_untouched)
        && model.settings.keymap.action_for(Mode::Browse, key) == Some(Action::Quit)
}

fn is_untouched(chooser: &Chooser) -> bool {
    chooser.typed.value().is_empty()
}

/// Enter: what was typed holds, and in a list to pick from the best match is what was meant.
fn keep_typed(model: &mut Model) -> Option<Effect> {
    match model.prompt.take() {
        Some(Prompt::Filter) if model.focus != Pane::Certificates => open::under_cursor(model),
        Some(Prompt::Filter) => {
            // What was found is what is meant from now on, also when the filter goes.
            if let Some(pane) = &mut model.certificates {
                pane.choose();
                let why = why_not_kept(pane.filter_error(), pane.filter());
                go_on_typing(model, Prompt::Filter, why);
            }
        }
        Some(Prompt::Find) => keep_find(model),
        Some(Prompt::Export) => return export::write(model),
        Some(Prompt::LookUp) => look_up::typed(model),
        None => return choose::choose(model),
    }
    None
}

/// What was said while the text was typed is said again: the key has taken it away.
fn keep_find(model: &mut Model) {
    table::find(model, true, true);
    if let Some(pane) = &model.certificates {
        let why = why_not_kept(pane.find_error(), pane.find());
        go_on_typing(model, Prompt::Find, why);
    }
}

/// Why what was typed cannot be kept.
enum NotKept {
    /// Its error stands beside it already.
    Wrong,
    /// This is missing.
    Unfinished(String),
}

fn why_not_kept(error: Option<&FilterError>, filter: &Filter) -> Option<NotKept> {
    if error.is_some() {
        Some(NotKept::Wrong)
    } else {
        filter.missing().map(|missing| NotKept::Unfinished(missing.to_owned()))
    }
}

/// What cannot be kept stays to be mended.
fn go_on_typing(model: &mut Model, prompt: Prompt, why: Option<NotKept>) {
    if why.is_some() {
        model.prompt = Some(prompt);
    }
    if let Some(NotKept::Unfinished(word)) = why {
        model.word = Some(word);
    }
}

/// Esc: as if nothing had been typed.
fn drop_typed(model: &mut Model) -> Option<Effect> {
    let height = model.height_of(Pane::Certificates);
    match model.prompt.take() {
        Some(Prompt::Filter) => {
            clear(model);
        }
        Some(Prompt::Find) => {
            if let Some(pane) = &mut model.certificates {
                pane.drop_find(height);
            }
        }
        Some(Prompt::Export | Prompt::LookUp) => {}
        None if model.chooser(Kind::SignIn).is_some() => return sign_in::back(model),
        None => model.overlay = None,
    }
    None
}

/// Line editing as readline has it.
pub(super) fn request_for(key: Key) -> Option<InputRequest> {
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

/// Text that was pasted goes where one types. Elsewhere a certificate, a subject, or what can only be a serial is looked
/// up, and anything else goes into the filter, which opens for it. Line ends become blanks.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Keys(form)) = &mut model.overlay {
        return sign_in::paste(form, text);
    }
    if (input(model).is_none() || model.prompt == Some(Prompt::LookUp)) && look_up::pasted(model, text) {
        return;
    }
    if input(model).is_none() {
        if model.overlay.is_some() || !can_filter(model) {
            return;
        }
        model.prompt = Some(Prompt::Filter);
    }
    if let Some(input) = input(model) {
        for character in text.trim().chars().take(LONGEST_PASTE) {
            let character = if character.is_control() { ' ' } else { character };
            input.handle(InputRequest::InsertChar(character));
        }
    }
    apply(model);
}

/// Longer than any key, any user name (1,024) or any line of a log that a person means to look for.
pub(super) const LONGEST_PASTE: usize = 4096;

/// Takes the focused pane's filter away. Says whether there was one.
pub(super) fn clear(model: &mut Model) -> bool {
    let was_on = filter(model).is_some_and(|input| {
        let was_on = !input.value().is_empty();
        input.reset();
        was_on
    });
    if was_on {
        apply_filter(model);
    }
    was_on
}

/// Where the keys are typed into, while they are.
fn input(model: &mut Model) -> Option<&mut Input> {
    match (&model.overlay, model.prompt) {
        (None, Some(Prompt::Filter)) => filter(model),
        (None, Some(Prompt::Find)) => model.certificates.as_mut().map(|pane| &mut pane.find_typed),
        (None, Some(Prompt::Export)) => Some(&mut model.export_typed),
        (None, Some(Prompt::LookUp)) => Some(&mut model.look_up_typed),
        _ => match &mut model.overlay {
            Some(Overlay::Chooser(chooser)) => Some(&mut chooser.typed),
            _ => None,
        },
    }
}

/// The focused pane's filter.
fn filter(model: &mut Model) -> Option<&mut Input> {
    match model.focus {
        Pane::Projects => Some(&mut model.projects.filter),
        Pane::Users => model.users.as_mut().map(|users| &mut users.picker.filter),
        Pane::Certificates => model.certificates.as_mut().map(|pane| &mut pane.filter_typed),
    }
}

fn apply(model: &mut Model) {
    match model.prompt {
        None => choose::typed(model),
        Some(Prompt::Filter) => apply_filter(model),
        Some(Prompt::Find) => {
            let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
            if let Some(pane) = &mut model.certificates {
                pane.back_to_begin(height);
                pane.apply_find(judge);
            }
            table::find(model, true, true);
        }
        Some(Prompt::Export | Prompt::LookUp) => {}
    }
}

fn apply_filter(model: &mut Model) {
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
