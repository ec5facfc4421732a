//! The way to a certificate, and through lists of many.

use std::collections::HashSet;

use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::journal::{Entry, Outcome};
use atlas_certs::demo::{Fault, Rule};

use crate::atlas::{Atlas, frames, leave, page_of_certificates, row_of, users_have_the_keys};
use crate::pty::{CTRL_F, DOWN, END, ENTER, ESC, LEFT, PAGE_DOWN, RIGHT};

#[tokio::test]
async fn arrows_alone_lead_to_a_certificate() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("");
    terminal.wait_for_text("› Acme Platform").await;
    terminal.send(&DOWN.repeat(atlas.place_of_project("payments")));
    terminal.wait_for_text("› payments").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("X.509 │").await;
    terminal.send(&DOWN.repeat(atlas.place_of_user("payments", "svc-ledger")));
    terminal.wait_for_text("› svc-ledger").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    for text in ["payments ▸ svc-ledger", "Certificates of svc-ledger ●", "✗ expired", "! critical", "~ soon"] {
        assert!(terminal.shows(text), "{text}\n{}", terminal.screen());
    }
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_hundred_thousand_certificates_scroll_like_ten() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project load-test --user etl-fleet");
    terminal.wait_for_text("row 1 of about 100,000").await;
    terminal.send(PAGE_DOWN);
    terminal.wait_for("a page further", |screen| row_of(screen).is_some_and(|row| row > 1)).await;
    let height = row_of(&terminal.screen()).unwrap() - 1;

    // A key that is held sends bursts; what it races past is not asked for. Keys of one byte each: the kernel may cut a
    // burst anywhere.
    let (screens, rows) = ((50_000 - 1) / height - 1, (50_000 - 1) % height);
    terminal.send(&CTRL_F.repeat(screens));
    terminal.send(&"j".repeat(rows));
    terminal
        .wait_for("row 50,000 and its rows", |screen| {
            screen.contains("row 50,000 of about 100,000") && !screen.contains("·····")
        })
        .await;
    terminal.send(END);
    terminal
        .wait_for("the last row", |screen| screen.contains("row 100,000 of 100,000") && !screen.contains("·····"))
        .await;
    leave(&mut terminal).await;

    let asked = atlas.pages_asked();
    assert_eq!(asked.iter().collect::<HashSet<_>>().len(), asked.len(), "one was asked for twice: {asked:?}");
    assert!(asked.contains(&100) && asked.len() < 50, "{} of 200 pages: {asked:?}", asked.len());
    let beyond: Vec<&usize> = asked.iter().filter(|page| **page > 101).collect();
    assert_eq!(beyond, [&200], "the last row needs the last page alone");
}

#[tokio::test]
async fn a_filter_is_typed_kept_and_cleared() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project payments --user svc-ledger");
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send("/critical");
    terminal.wait_for_text("4 of 11 match · /critical").await;
    terminal.wait_for_text("enter keep · esc clear").await;
    assert_eq!(terminal.screen().matches("! critical").count(), 4);
    assert!(!terminal.shows("expired") && !terminal.shows("soon"), "{}", terminal.screen());
    terminal.send(ENTER);
    terminal
        .wait_for("the filter kept", |screen| screen.contains("4 of 11 match") && !screen.contains("enter keep"))
        .await;
    terminal.send(ESC);
    terminal.wait_for("every row", |screen| screen.contains("of 11 ") && screen.contains("expired")).await;
    assert!(!terminal.shows("match"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn the_whole_of_a_certificate_opens_and_closes() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("payments", "svc-ledger", 1).serial;
    let bytes = serial.to_be_bytes();
    let significant = bytes.iter().skip_while(|byte| **byte == 0);
    let hex = significant.map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":");
    let mut terminal = atlas.run("--project payments --user svc-ledger");
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    terminal.send(ENTER);
    terminal.wait_for_text("Certificate ●").await;
    for text in [&*serial.to_string(), &*hex, "as written", "CN=svc-ledger,OU=payments,O="] {
        assert!(terminal.shows(text), "{text}\n{}", terminal.screen());
    }
    assert!(!terminal.shows("Projects"), "it lies over everything\n{}", terminal.screen());
    terminal.send(ESC);
    terminal.wait_for_text("Certificates of svc-ledger ●").await;
    assert!(terminal.shows("row 2 of 11"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn keys_are_answered_while_a_page_is_awaited() {
    let atlas = Atlas::start().await;
    let gate = Gate::closed();
    atlas.server.faults().push(Rule::new(Fault::Hold(gate.clone())).on("/certs").page(2));
    let mut terminal = atlas.run("--project payments --user hourly-rotation --page-size 20");
    terminal.wait_for_text("row 1 of about 17,500").await;
    let second = |entries: &[Entry]| entries.iter().find(|entry| page_of_certificates(entry) == Some(2)).cloned();
    atlas.server.journal().wait_until(|entries| second(entries).is_some()).await;
    for row in 2..=30 {
        terminal.send(DOWN);
        terminal.wait_for_text(&format!("row {row} of about 17,500")).await;
    }
    assert!(terminal.shows("› ·····") && terminal.shows("Not here yet."), "{}", terminal.screen());

    terminal.send(LEFT);
    terminal.wait_for("the keys with the users", users_have_the_keys).await;
    let (from, to) = ("hourly-rotation", "svc-new");
    let way = atlas.place_of_user("payments", to).abs_diff(atlas.place_of_user("payments", from));
    assert!(from < to);
    terminal.send(&DOWN.repeat(way));
    terminal.wait_for_text("› svc-new").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("No unexpired certificates.").await;
    let is_abandoned = |entry: Entry| entry.outcome == Outcome::Abandoned;
    atlas.server.journal().wait_until(|entries| second(entries).is_some_and(is_abandoned)).await;

    // Were the answer taken in all the same, it would have been drawn before the next key.
    let mark = terminal.bytes().len();
    gate.open();
    terminal.send(LEFT);
    terminal.wait_for("the keys with the users", users_have_the_keys).await;
    assert_eq!(frames(&terminal.output_since(mark)), 1);
    assert!(terminal.shows("Certificates of svc-new") && terminal.shows("No unexpired"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_serial_that_is_pasted_is_found() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("billing", "nightly-close", 200).serial;
    let mut terminal = atlas.run("--project billing --user nightly-close");
    terminal.wait_for_text("row 1 of ").await;
    // With the line's end that a terminal copies along; it must not open anything.
    terminal.send(&format!("\x1b[200~{serial}\n\x1b[201~"));
    terminal.wait_for_text(&format!("1 of 365 match · /{serial}")).await;
    assert!(terminal.shows(&format!("{serial:X}")), "{}", terminal.screen());
    terminal.send(ESC);
    terminal.wait_for("no filter", |screen| !screen.contains("match")).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_burst_of_arrows_is_not_mistaken() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project payments --user hourly-rotation");
    terminal.wait_for_text("row 1 of about 17,500").await;
    terminal.send(&DOWN.repeat(5_000));
    terminal.wait_for_text("row 5,001 of about 17,500").await;
    leave(&mut terminal).await;
}
