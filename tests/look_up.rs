//! The lookup as a person uses it: what is typed or pasted leads to the owner, from a real SQLite database.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, clippy::panic, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::effect::Effect;
use atlas_certs::app::message::Message;
use atlas_certs::app::scanning::News;
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::scan::progress::Progress;
use support::desk::{Desk, certificate, ending};

const CART: i64 = 0x1B6E_BA83_4890;

/// Users of two projects; one of the certificates ended an hour ago and is no longer listed.
fn remembering(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    let cart = [ending(CART, "CN=svc-cart,OU=shop,O=Acme", -2), ending(7, "CN=svc-cart-2,OU=shop,O=Acme", 900)];
    desk.saw(("checkout", "svc-cart"), &cart, 3);
    desk.saw(("checkout", "svc-cart"), &cart[1..], 1);
    let ledger: Vec<Certificate> = (0..250).map(certificate).collect();
    desk.saw(("payments", "svc-ledger"), &ledger, 3);
    desk.answer_all();
    desk
}

fn paste(desk: &mut Desk, text: &str) {
    desk.happen([Message::Pasted(text.to_owned())]);
    desk.answer_all();
}

#[test]
fn a_serial_that_is_typed_leads_to_its_owner_and_the_certificate() {
    let serial = certificate(203).serial.unwrap();
    for spelling in [
        serial.to_string(),
        serial.hex(),
        format!("0x{}", serial.hex_plain()),
        format!("serial={}", serial.hex_plain()),
    ] {
        let mut desk = remembering(120, 30);
        desk.press("L").type_text(&spelling).press("enter").answer_all();
        for text in ["1 match", "payments / svc-ledger", &serial.hex(), "listed, seen 3 h ago", "CN=svc-ledger-203"] {
            assert!(desk.shows(text), "{spelling}: {text}: {}", desk.screen());
        }
        desk.press("enter").answer_all();
        assert_eq!(desk.selected_serial(), Some(serial.to_string()), "{}", desk.screen());
        assert!(desk.shows("payments ▸ svc-ledger") && desk.shows("row 204 of 250"), "{}", desk.screen());
    }
}

#[test]
fn a_log_line_that_is_pasted_anywhere_is_looked_up() {
    let line = r#"{"t":{"$date":"2026-11-24T13:01:07Z"},"c":"ACCESS","msg":"Failed to authenticate","attr":{"user":"CN=svc-cart,OU=shop,O=Acme","db":"$external"}}"#;
    for keys in ["", "down down enter", "b", "?", "e"] {
        let mut desk = remembering(120, 30);
        desk.press(keys).answer_all();
        if keys == "?" {
            desk.press("?");
        }
        paste(&mut desk, line);
        assert!(desk.shows("1 match") && desk.shows("checkout / svc-cart"), "{keys}: {}", desk.screen());
        assert!(desk.shows("no longer listed, missed 60 min ago, last seen 3 h ago"), "{}", desk.screen());
        desk.press("enter").answer_all();
        assert!(desk.shows("Expiry board"), "Atlas's list does not have it: {}", desk.screen());
        assert_eq!(desk.selected_serial(), Some(CART.to_string()), "{}", desk.screen());
    }
}

#[test]
fn text_that_is_no_clue_is_pasted_into_the_filter_and_what_one_types_into_gets_everything() {
    let mut desk = remembering(120, 30);
    paste(&mut desk, "check");
    assert!(desk.shows("Projects /check"), "{}", desk.screen());
    paste(&mut desk, " CN=a,O=b");
    assert!(desk.shows("/checkCN=a,O=b"), "{}", desk.screen());
    desk.press("esc L");
    paste(&mut desk, "nothing of the kind");
    desk.press("enter");
    assert!(desk.shows("look up nothing of the kind") && desk.shows("That is no serial"), "{}", desk.screen());
    desk.press("ctrl-u");
    paste(&mut desk, "CN=svc-cart,OU=shop,O=Acme\n");
    assert!(desk.shows("1 match"), "{}", desk.screen());
    desk.press("q");
    assert!(desk.shows("Projects ●"), "{}", desk.screen());
}

#[test]
fn the_nearest_subjects_say_how_they_differ() {
    let mut desk = remembering(120, 40);
    paste(&mut desk, "CN=svc-Cart-2,O=Acme,OU=shop");
    for text in [
        "2 nearest",
        "Not among the 252 certificates remembered of 2 projects: b scans all.",
        "compared as text, as for signing in",
        "› checkout / svc-cart",
        "only the case differs",
        "stands elsewhere",
    ] {
        assert!(desk.shows(text), "{text}: {}", desk.screen());
    }
    paste(&mut desk, "/O=Acme/OU=shop/CN=svc-cart");
    assert!(desk.shows("The same in the other order"), "{}", desk.screen());
}

#[test]
fn a_scan_of_all_reads_on_and_the_answer_follows() {
    let mut desk = remembering(120, 30);
    paste(&mut desk, "serial=0A0B0C0D0E0F");
    assert!(desk.shows("no match"), "{}", desk.screen());
    desk.press("b").answer_all();
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Scan(scan) if scan.projects.len() == 4)));
    assert!(desk.shows("Look up ●") && desk.shows("scanning 0 of 4 projects"), "{}", desk.screen());
    desk.saw(("analytics", "etl-7"), &[ending(0x0A0B_0C0D_0E0F, "CN=etl-7", 30)], 0);
    let progress = Progress { projects: 4, projects_listed: 4, users: 9, users_read: 3, ..Progress::default() };
    desk.happen([Message::Scanned(News { progress, scan: desk.scan(), ..News::default() })]);
    desk.answer_all();
    assert!(desk.shows("1 match") && desk.shows("analytics / etl-7"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.shows("Expiry board"), "{}", desk.screen());
}

#[test]
fn a_note_is_copied_and_another_thing_is_looked_up() {
    let mut desk = remembering(120, 30);
    paste(&mut desk, "CN=svc-cart,OU=shop,O=Acme");
    desk.press("y");
    let copied = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.to_string()),
        _ => None,
    });
    let copied = copied.expect("a note");
    assert!(copied.contains("- user: `svc-cart`") && copied.contains("expired (no longer listed)"), "{copied}");
    desk.press("L").type_text("12345").press("enter").answer_all();
    assert!(desk.shows("no match"), "{}", desk.screen());
    desk.press("y");
    assert!(desk.shows("No certificate was found to copy from."), "{}", desk.screen());
}

/// Whoever reads the note's first line alone is not to think that this is the certificate.
#[test]
fn a_note_on_the_nearest_begins_with_what_was_not_found() {
    let mut desk = remembering(120, 30);
    paste(&mut desk, "CN=svc-Cart,OU=shop,O=Acme");
    desk.press("y");
    let Some(Effect::Copy(note)) = desk.effects.pop() else { panic!("nothing was copied") };
    let note = note.to_string();
    let opening = "**Not found: `CN=svc-Cart,OU=shop,O=Acme`. The nearest is another one, certificate ";
    assert!(note.starts_with(opening), "{note}");
    assert!(
        note.lines().next().is_some_and(|title| title.contains("of `svc-cart`: expired (no longer listed), ")),
        "{note}"
    );
}

#[test]
fn at_every_size() {
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        for (name, text) in [
            ("found", "CN=svc-cart,OU=shop,O=Acme"),
            ("nearest", "CN=svc-Cart-2,O=Acme,OU=shop"),
            ("nowhere", "serial=0A0B0C0D0E0F"),
        ] {
            let mut desk = remembering(width, height);
            paste(&mut desk, text);
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("look_up_{name}_{width}x{height}"), desk.screen());
            });
        }
    }
}
