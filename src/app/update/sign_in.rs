//! Signing in: as a profile that is known, with keys that are typed, or at the simulated Atlas. Until somebody else is
//! signed in everything stays as it is.

use crossterm::event::KeyCode;

use crate::app::account::{Known, Roster, Who};
use crate::app::chooser::{Choice, Chooser, Entry, Kind};
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::key_form::{Field, KeyForm};
use crate::app::model::{Model, Overlay};
use crate::app::update::typing::{LONGEST_PASTE, Typed, request_for};
use crate::app::update::{choose, show};

/// Offers the ways to sign in; which there are is asked anew each time.
pub(super) fn offer(model: &mut Model) -> Effect {
    model.signing.refusal = None;
    show(model, Overlay::Chooser(Chooser::new(Kind::SignIn, Vec::new())));
    Effect::Roster
}

/// The ways to sign in have come.
pub(super) fn roster(model: &mut Model, roster: Roster) {
    model.signing.has_keyring = roster.has_keyring;
    let signed_in = model.settings.account.as_ref().and_then(|account| account.who.as_ref());
    let entry = |label: &str, text: &str, blocked, choice| {
        let is_current = matches!(&choice, Choice::SignIn(who) if Some(who) == signed_in);
        let text = if is_current { format!("{text} (signed in)") } else { text.to_owned() };
        Entry { label: label.to_owned(), text, blocked, choice }
    };
    let of_known = |one: Known| entry(one.source, &one.told, one.unusable, Choice::SignIn(one.who));
    let usable = roster.known.iter().position(|one| one.unusable.is_none()).unwrap_or(roster.known.len());
    let mut entries: Vec<Entry> = roster.known.into_iter().map(of_known).collect();
    // The environment is no profile.
    let profiles =
        entries.iter().filter(|one| matches!(one.choice, Choice::SignIn(Who::Profile(_))) && one.blocked.is_none());
    if profiles.count() > 1 {
        let every = "Every profile at once, as if they were one organisation";
        entries.push(entry("all", every, None, Choice::SignIn(Who::Every)));
    }
    entries.push(entry("new keys", "Enter an API key or a service account", None, Choice::TypeKeys));
    let demo = "Look around in a simulated Atlas: no account, no network";
    entries.push(entry("demo", demo, None, Choice::SignIn(Who::Demo)));
    let current = entries.iter().position(|one| matches!(&one.choice, Choice::SignIn(who) if Some(who) == signed_in));
    let first = current.unwrap_or(usable);
    let height = choose::height(model);
    if let Some(Overlay::Chooser(chooser)) = &mut model.overlay
        && chooser.kind == Kind::SignIn
    {
        chooser.fill(entries);
        chooser.go_to(first, height);
    }
}

/// Signs in. What is shown stays until that has come to something.
pub(super) fn sign_in(model: &mut Model, who: Who) -> Effect {
    model.signing.under_way = Some((who.clone(), model.now));
    model.signing.refusal = None;
    model.signing.attempts += 1;
    Effect::SignIn(model.signing.attempts, who)
}

/// Nobody else is signed in. Where nobody is signed in at all, the ways to do so are offered.
pub(super) fn refused(model: &mut Model, attempt: u64, why: String) -> Option<Effect> {
    if attempt != model.signing.attempts || model.signing.under_way.is_none() {
        return None;
    }
    let is_asked_for = matches!(model.overlay, Some(Overlay::Keys(_))) || model.chooser(Kind::SignIn).is_some();
    model.signing.under_way = None;
    // A command for the secret may have written on the screen.
    let effect = if is_asked_for { Effect::Repaint } else { offer(model) };
    model.signing.refusal = Some(why);
    Some(effect)
}

/// Goes back one step: to the panes where somebody is signed in, else out of the program.
pub(super) fn back(model: &mut Model) -> Option<Effect> {
    let was_under_way = model.signing.under_way.take().is_some();
    model.signing.refusal = None;
    if was_under_way {
        return Some(Effect::StaySignedIn);
    }
    match &model.overlay {
        Some(Overlay::Keys(_)) => return Some(offer(model)),
        _ if model.settings.account.is_none() => return Some(Effect::Quit),
        _ => model.overlay = None,
    }
    None
}

/// Opens the form for keys.
pub(super) fn type_keys(model: &mut Model) {
    model.signing.refusal = None;
    let form = KeyForm::new(model.settings.given_base_url.clone(), model.signing.has_keyring);
    show(model, Overlay::Keys(Box::new(form)));
}

/// Takes a key, while keys are typed.
pub(super) fn press(model: &mut Model, key: Key) -> Typed {
    let Some(Overlay::Keys(form)) = &mut model.overlay else { return Typed::Free };
    let is_choice = form.at.is_choice();
    match key.code {
        KeyCode::Esc => return Typed::Used(back(model)),
        KeyCode::Enter if form.is_at_the_end() => return Typed::Used(finish(model)),
        KeyCode::Enter | KeyCode::Tab | KeyCode::Down => form.go(true),
        KeyCode::BackTab | KeyCode::Up => form.go(false),
        KeyCode::Left if is_choice => form.turn(false),
        KeyCode::Right | KeyCode::Char(' ') if is_choice => form.turn(true),
        KeyCode::Backspace if form.at == Field::Secret => form.secret.pop(),
        KeyCode::Char('u') if form.at == Field::Secret && key.typed().is_none() => form.secret.clear(),
        _ => return type_into(form, key),
    }
    Typed::Used(None)
}

fn type_into(form: &mut KeyForm, key: Key) -> Typed {
    match (form.at, key.typed()) {
        (Field::Secret, Some(character)) => form.secret.push(character),
        _ => match (form.text(), request_for(key)) {
            (Some(text), Some(request)) => {
                text.handle(request);
            }
            (None, Some(_)) if key.typed().is_some() => {}
            _ => return Typed::Free,
        },
    }
    Typed::Used(None)
}

/// Text that was pasted goes into the field that has the keys, without the blanks around it. What is longer than any key, as
/// a whole file that was pasted by mistake, is cut: it would hold the program up.
pub(super) fn paste(form: &mut KeyForm, text: &str) {
    for character in text.trim().chars().filter(|one| !one.is_control()).take(LONGEST_PASTE) {
        match form.at {
            Field::Secret => form.secret.push(character),
            _ => {
                if let Some(input) = form.text() {
                    input.handle(tui_input::InputRequest::InsertChar(character));
                }
            }
        }
    }
}

/// Signs in with what was typed, or says what is missing.
fn finish(model: &mut Model) -> Option<Effect> {
    let Some(Overlay::Keys(form)) = &mut model.overlay else { return None };
    match form.finished() {
        Ok(who) => Some(sign_in(model, who)),
        Err(missing) => {
            model.signing.refusal = Some(missing);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_file_that_was_pasted_by_mistake_is_cut() {
        let mut form = KeyForm::new(None, false);
        paste(&mut form, &"\u{1b}x".repeat(200_000));
        assert_eq!(form.id.value(), "x".repeat(LONGEST_PASTE));
    }
}
