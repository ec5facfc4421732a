//! Notes for the incident channel, and commands for other programs, as the keys of the copy menu put them on the clipboard.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::effect::Effect;
use atlas_certs::report::commands::SignIn;
use chrono::TimeDelta;
use support::desk::{Desk, certificate};

fn copied(desk: &Desk) -> Option<String> {
    desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.to_string()),
        _ => None,
    })
}

#[test]
fn a_note_says_when_it_was_fetched_and_how_much_was_seen() {
    let mut desk = Desk::new(80, 24);
    desk.server_ahead = TimeDelta::minutes(10);
    desk.open_ledger().answer_page(1);
    desk.now += TimeDelta::minutes(7);
    desk.press("down y m");
    let note = copied(&desk).unwrap();
    for line in [
        "**Certificate `4B:65:FD:71:ED:0F:81:57` of `svc-ledger`: critical, 8 h left**",
        "- project: `payments` (`id-of-payments`)",
        "- subject: `CN=svc-ledger-1,OU=payments,O=Acme`",
        "- serial: `5433027191242719575` = `4B:65:FD:71:ED:0F:81:57`",
        "- not after: 2026-11-24T23:03:00Z (8 h left)",
        "- fetched: 2026-11-24T14:13:00Z, 100 of 250 certificates seen",
    ] {
        assert!(note.contains(&format!("{line}\n")), "{line}\n\n{note}");
    }
    assert!(note.ends_with("as of 2026-11-24T14:20:00Z"), "{note}");
}

#[test]
fn every_marked_certificate_has_a_note_and_the_user_one_command() {
    let mut desk = Desk::new(80, 24);
    desk.certificates = (0..3).map(certificate).collect();
    desk.open_ledger().answer_all().press("space space y m");
    let notes = copied(&desk).unwrap();
    assert_eq!(notes.matches("\n\n**Certificate ").count(), 1, "{notes}");
    assert!(notes.contains("the whole list seen (3 certificates)"), "{notes}");
    desk.press("y J");
    let json = copied(&desk).unwrap();
    let notes: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        notes.iter().map(|note| &note["serial"]).collect::<Vec<_>>(),
        ["5433027191242719574", "5433027191242719575"]
    );
    assert_eq!(notes[0]["severity"], "expired");
    desk.press("y a");
    let command = "atlas dbusers certs list --projectId id-of-payments --output json svc-ledger";
    assert_eq!(copied(&desk).as_deref(), Some(command));
    desk.press("y u");
    assert!(copied(&desk).unwrap().contains("| curl --digest --config - --header"));
}

/// When every certificate has expired the list is empty, and a successor is what is needed.
#[test]
fn an_empty_list_still_has_commands() {
    let mut desk = Desk::new(80, 24);
    desk.certificates.clear();
    desk.open_ledger().answer_all().press("y");
    assert!(desk.shows("Copy   a atlas  u curl  g successor"), "{}", desk.screen());
    desk.press("g");
    let command =
        "atlas dbusers certs create --username svc-ledger --monthsUntilExpiration 3 --projectId id-of-payments";
    assert_eq!(copied(&desk).as_deref(), Some(command));
    desk.effects.clear();
    desk.press("y m");
    assert!(copied(&desk).is_none() && desk.shows("no certificate to copy from"), "{}", desk.screen());
}

#[test]
fn a_service_account_is_told_what_to_copy_instead_of_curl() {
    let mut desk = Desk::new(80, 24);
    desk.model.settings.account.as_mut().unwrap().reach.sign_in = SignIn::ServiceAccount;
    desk.open_ledger().answer_all().press("y u");
    assert!(copied(&desk).is_none() && desk.shows("needs a token before curl"), "{}", desk.screen());
    desk.press("y a");
    assert!(copied(&desk).is_some());
}
