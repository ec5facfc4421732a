//! When the certificates of each project and user end first, in the pickers, as far as that is remembered.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, clippy::panic, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::effect::Request;
use atlas_certs::app::message::Message;
use atlas_certs::app::recall::Recall;
use atlas_certs::app::scanning::News;
use atlas_certs::app::wake;
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::ui::theme::{Theme, UNICODE};
use chrono::TimeDelta;
use support::desk::{Desk, now};

fn ending(serial: i64, hours: i64) -> Certificate {
    let not_after = now() + TimeDelta::hours(hours);
    Certificate { serial: Some(serial.into()), subject: None, created_at: None, not_after: Some(not_after) }
}

fn remembering(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    desk.saw(("payments", "svc-ledger"), &[ending(1, -1), ending(2, 3), ending(3, 400)], 3);
    desk.saw(("payments", "etl"), &[ending(4, 24 * 19)], 3);
    desk.saw(("checkout", "svc-cart"), &[ending(5, 24 * 102)], 3);
    desk.answer_all();
    desk
}

/// Whether a name and its end stand in one row.
fn shows(desk: &Desk, name: &str, end: &str) -> bool {
    let screen = desk.screen();
    screen
        .lines()
        .any(|line| line.split('│').any(|pane| pane.contains(name) && pane.trim_end().ends_with(&format!(" {end}"))))
}

/// How often the memory was asked for the ends.
fn asked(desk: &Desk) -> usize {
    desk.sent.iter().filter(|one| matches!(one, Request::Recall(Recall::Ends(..)))).count()
}

#[test]
fn each_project_and_user_shows_what_ends_first_of_it() {
    let mut desk = remembering(120, 30);
    assert!(shows(&desk, "payments", "3 h") && shows(&desk, "checkout", "102 d"), "{}", desk.screen());
    desk.press("down down enter").answer_all();
    assert!(shows(&desk, "svc-ledger", "3 h") && shows(&desk, "etl", "19 d"), "{}", desk.screen());
    desk.press("x");
    assert!(desk.shows("SCRAM"), "{}", desk.screen());
    let drawn = desk.terminal(&Theme::dark(&UNICODE));
    let buffer = drawn.backend().buffer();
    let row = (0..30)
        .find(|row| (1..29).map(|column| buffer[(column, *row)].symbol()).collect::<String>().contains("svc-ledger"));
    let style = |column: u16| buffer[(column, row.unwrap())].style();
    assert_eq!(style(27).fg, Theme::dark(&UNICODE).danger.fg, "three hours are critical");
}

#[test]
fn what_has_ended_makes_way_for_the_next_and_the_screen_wakes_for_it() {
    let mut desk = remembering(120, 30);
    let woken = wake::next(&desk.model).expect("a countdown");
    assert!(woken <= now() + TimeDelta::hours(1) + TimeDelta::seconds(1), "{woken}");
    desk.now = now() + TimeDelta::hours(3) + TimeDelta::seconds(1);
    desk.happen([Message::Woken]);
    desk.answer_all();
    assert!(shows(&desk, "payments", "16 d"), "{}", desk.screen());
}

#[test]
fn a_scan_brings_other_ends_but_not_faster_than_anybody_reads() {
    let mut desk = remembering(120, 30);
    assert_eq!(asked(&desk), 1);
    desk.saw(("analytics", "etl-7"), &[ending(6, 5)], 3);
    for _ in 0..9 {
        desk.happen([Message::Scanned(News::default())]);
        desk.answer_all();
    }
    assert_eq!(asked(&desk), 1);
    let due = wake::next(&desk.model).expect("a moment to ask");
    assert!(due <= now() + TimeDelta::seconds(2), "{due}");
    desk.now = now() + TimeDelta::seconds(2);
    desk.happen([Message::Woken]);
    desk.answer_all();
    assert_eq!(asked(&desk), 2);
    assert!(shows(&desk, "analytics", "4 h"), "{}", desk.screen());
    assert!(wake::next(&desk.model).is_some_and(|next| next > desk.now + TimeDelta::minutes(1)), "idle costs nothing");
}

#[test]
fn at_every_size() {
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        let mut desk = remembering(width, height);
        for (name, keys) in [("projects", ""), ("users", "down down enter")] {
            desk.press(keys).answer_all();
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("soonest_{name}_{width}x{height}"), desk.screen());
            });
        }
    }
}
