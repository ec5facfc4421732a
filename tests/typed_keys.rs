//! A person types keys: what is asked for, what is told, and what no screen and no log gets to see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::account::{Roster, Who};
use atlas_certs::app::effect::Effect;
use atlas_certs::app::message::Message;
use atlas_certs::app::model::Overlay;
use atlas_certs::domain::printable::is_hidden;
use support::desk::Desk;

const SECRET: &str = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9";

/// The form for keys, which goes from field to field with Enter.
fn form() -> Desk {
    let mut desk = Desk::new(120, 30);
    desk.answer_all().press("P").happen([Message::Roster(Roster { known: Vec::new(), has_keyring: false })]);
    desk.press("end up enter");
    assert!(matches!(desk.model.overlay, Some(Overlay::Keys(_))), "{}", desk.screen());
    desk
}

/// Types into the fields in their order, and confirms the last.
fn fill(desk: &mut Desk, id: &str, secret: &str) {
    desk.press("home");
    while let Some(Overlay::Keys(form)) = &desk.model.overlay {
        let (name, is_last) = (form.name_of(form.at), form.is_at_the_end());
        match name {
            "Public key" => desk.type_text(id),
            "Private key" => desk.type_text(secret),
            _ => desk,
        };
        desk.press("enter");
        if is_last {
            return;
        }
    }
}

fn attempts(desk: &Desk) -> Vec<u64> {
    let attempt = |effect: &Effect| match effect {
        Effect::SignIn(attempt, Who::Keys(_)) => Some(*attempt),
        _ => None,
    };
    desk.effects.iter().filter_map(attempt).collect()
}

#[test]
fn keys_go_nowhere_while_a_half_of_them_is_missing() {
    for (id, secret, told) in
        [("", SECRET, "The public key is missing."), ("abcdefgh", "", "The private key is missing.")]
    {
        let mut desk = form();
        fill(&mut desk, id, secret);
        assert!(attempts(&desk).is_empty() && desk.shows(told), "{}", desk.screen());
    }
    let mut desk = form();
    fill(&mut desk, "abcdefgh", SECRET);
    assert_eq!(attempts(&desk).len(), 1, "{}", desk.screen());
}

#[test]
fn a_secret_that_was_typed_is_on_no_screen_and_in_no_log() {
    let mut desk = form();
    fill(&mut desk, "abcdefgh", SECRET);
    let told = format!("{:?} {:?}", desk.effects, desk.model.overlay);
    for part in SECRET.as_bytes().windows(9).map(|part| std::str::from_utf8(part).unwrap()) {
        assert!(!told.contains(part) && !desk.shows(part), "{part} is told");
    }
    assert!(told.contains("abcdefgh"));
}

/// It was given up, and another is under way.
#[test]
fn an_attempt_that_was_given_up_has_nothing_to_tell() {
    let mut desk = form();
    fill(&mut desk, "abcdefgh", SECRET);
    desk.press("esc enter");
    let [first, second] = attempts(&desk)[..] else { panic!("{:?}", desk.effects) };
    desk.happen([Message::NotSignedIn(first, "The first was refused.".to_owned())]);
    assert!(desk.shows("Signing in with these keys") && !desk.shows("The first was refused."), "{}", desk.screen());
    desk.happen([Message::NotSignedIn(second, "The second was refused.".to_owned())]);
    assert!(desk.shows("The second was refused."), "{}", desk.screen());
}

#[test]
fn why_nobody_was_signed_in_is_told_as_text() {
    let mut desk = form();
    fill(&mut desk, "abcdefgh", SECRET);
    let [attempt] = attempts(&desk)[..] else { panic!("{:?}", desk.effects) };
    desk.happen([Message::NotSignedIn(attempt, "so said \u{1b}[2J the \u{202e}server".to_owned())]);
    let screen = desk.screen();
    assert!(screen.contains("so said") && screen.contains("server"), "{screen}");
    assert!(!screen.chars().any(|one| is_hidden(one) && one != '\n' && one != '⟨'), "{screen:?}");
}
