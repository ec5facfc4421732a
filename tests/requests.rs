//! The pane of requests: it shows what comes while it is open, lets one read in peace, and can be copied into a ticket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod desk;
}

use std::time::Duration;

use atlas_certs::app::effect::Effect;
use atlas_certs::app::message::Message;
use atlas_certs::app::wake;
use atlas_certs::atlas::address::Address;
use atlas_certs::atlas::exchange::{Asked, Exchange, Outcome, Tried};
use atlas_certs::atlas::notice::Notice;
use atlas_certs::atlas::page::PageNumber;
use support::desk::Desk;

/// A request for the projects that took so many milliseconds.
fn exchange(took: u64) -> Exchange {
    Exchange {
        method: "GET",
        address: Address::of(&"https://cloud.mongodb.com/api/atlas/v2/groups?pageNum=1&key=s3cret".parse().unwrap()),
        asked: Asked::Projects,
        page: PageNumber::MIN,
        signed: true,
        tried: Tried { nth: 1, of: 4 },
        again: None,
        held: Duration::ZERO,
        took: Duration::from_millis(took),
        bytes: 812,
        outcome: Outcome::Status(200),
        left: Some(87),
    }
}

fn ended(desk: &mut Desk, exchange: Exchange) {
    desk.happen([Message::Noticed(Notice::Exchanged(exchange))]);
}

/// What follows the title, the summary and the headings.
fn rows(desk: &Desk) -> Vec<String> {
    desk.screen().lines().skip(4).take(10).map(str::to_owned).collect()
}

#[test]
fn what_ends_comes_on_top_while_the_pane_is_open() {
    let mut desk = Desk::new(120, 30);
    desk.press("!");
    assert!(desk.shows("Nothing was asked of Atlas yet."));
    ended(&mut desk, exchange(84));
    ended(&mut desk, exchange(1_234));
    assert!(desk.shows("2 requests · median 1.2 s · worst 1.2 s · rate limit 87 left"), "{}", desk.screen());
    let rows = rows(&desk);
    assert!(rows[0].contains("1.2 s") && rows[1].contains("84 ms"), "{rows:?}");
}

#[test]
fn who_reads_further_down_goes_on_reading_the_same_lines() {
    let mut desk = Desk::new(120, 30);
    (0..100).for_each(|took| ended(&mut desk, exchange(took)));
    desk.press("! down down down");
    let before = rows(&desk);
    assert!(before[0].contains("96 ms"), "{before:?}");
    ended(&mut desk, exchange(500));
    assert_eq!(rows(&desk), before);
    desk.press("g");
    assert!(rows(&desk)[0].contains("500 ms"));
}

#[test]
fn the_pane_is_copied_whole_and_holds_no_secret() {
    let mut desk = Desk::new(80, 24);
    (0..250).for_each(|took| ended(&mut desk, exchange(took)));
    let refused = Exchange {
        outcome: Outcome::Status(503),
        tried: Tried { nth: 2, of: 4 },
        again: Some("rate limit"),
        held: Duration::from_millis(1_500),
        ..exchange(40)
    };
    ended(&mut desk, refused);
    desk.press("! y");
    let Some(Effect::Copy(text)) = desk.effects.pop() else { panic!("nothing was copied") };
    let lines: Vec<&str> = text.as_str().lines().collect();
    assert_eq!(lines.len(), 201);
    assert!(
        lines[0].contains(": 251 requests, median ") && lines[0].contains("1 failed, held back 1.5 s"),
        "{}",
        lines[0]
    );
    let expected = "2026-11-24T14:02:59.960Z GET https://cloud.mongodb.com/api/atlas/v2/groups?pageNum=1&key=*** status=503 \
                    took=40ms bytes=812 try=2/4 again=\"rate limit\" held=1500ms left=87";
    assert_eq!(lines[200], expected);
    assert!(!text.as_str().contains("s3cret"));
}

#[test]
fn keys_lead_to_the_pane_and_away() {
    let mut desk = Desk::new(120, 30);
    ended(&mut desk, exchange(84));
    let (pane, story) = (" Requests ●", " What went wrong ●");
    for (keys, shown) in
        [("!", pane), ("e", story), ("!", pane), ("!", " Projects ●"), ("!", pane), ("esc", " Projects ●")]
    {
        desk.press(keys);
        assert!(desk.shows(shown), "{keys}: {}", desk.screen());
    }
    desk.press(":").type_text("last requests").press("enter");
    assert!(desk.shows(pane), "{}", desk.screen());
}

#[test]
fn the_pane_wakes_nobody() {
    let mut desk = Desk::new(120, 30);
    ended(&mut desk, exchange(84));
    let before = wake::next(&desk.model);
    desk.press("!");
    assert_eq!(wake::next(&desk.model), before);
}
