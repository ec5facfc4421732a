//! What was seen in an earlier run stands in the panes at once, dated, until Atlas answers, and stays where it does not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, clippy::panic, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::message::Message;
use atlas_certs::app::model::Wish;
use atlas_certs::atlas::error::{Cut, Error, Facts, Kind};
use atlas_certs::memory::Memory;
use chrono::TimeDelta;
use support::desk::{Desk, certificate, now, project};

/// A run that begins three hours after another, which saw everything.
fn later(width: u16, height: u16) -> Desk {
    later_wishing(width, height, Wish::default())
}

fn later_wishing(width: u16, height: u16, wish: Wish) -> Desk {
    let mut before = Desk::new(120, 30);
    before.certificates.truncate(3);
    before.open_ledger().answer_all();
    let mut desk = Desk::wishing(width, height, wish);
    desk.certificates.truncate(3);
    desk.memory = std::mem::replace(&mut before.memory, Memory::in_memory().unwrap());
    desk.now = now() + TimeDelta::hours(3);
    desk.happen([]);
    desk
}

fn unreachable() -> Error {
    Error::new(Kind::Unreachable(Cut::Name), "the projects", Facts::default())
}

#[test]
fn the_last_known_projects_stand_at_once_and_give_way_to_those_of_atlas() {
    let mut desk = later(120, 30);
    desk.answer_memory();
    for text in ["Projects ●", "4 · 3 h ago", "analytics", "warehouse-eu", "remembered · seen 14:03 UTC · 3 h ago"]
    {
        assert!(desk.shows(text), "{text}: {}", desk.screen());
    }
    desk.projects = ["analytics", "new"].map(project).to_vec();
    desk.answer_all();
    assert!(desk.shows("new") && !desk.shows("warehouse-eu") && !desk.shows("remembered"), "{}", desk.screen());
    assert!(desk.shows("seen 17:03 UTC"), "{}", desk.screen());
}

#[test]
fn with_the_network_down_everything_known_is_there_and_dated_and_the_error_is_said() {
    let mut desk = later(120, 30);
    for keys in ["", "down down enter", "down enter"] {
        desk.press(keys).answer_memory().fail_all(&unreachable());
        let said = format!("Not refreshed (r tries again, e tells more): {}", unreachable().cause());
        assert!(desk.shows(&said), "{keys}: {}", desk.screen());
        assert!(desk.shows("not refreshed · remembered · seen 14:03 UTC"), "{keys}: {}", desk.screen());
    }
    for text in ["remembered, 3 h old · row 1 of 3", "CN=svc-ledger-2", "✗ expired", "last seen"] {
        assert!(desk.shows(text), "{text}: {}", desk.screen());
    }
    desk.press("r").answer_all();
    assert!(!desk.shows("remembered"), "{}", desk.screen());
}

#[test]
fn what_the_command_line_names_opens_from_the_memory_too() {
    let wish = Wish { project: Some("payments".to_owned()), user: Some("svc-ledger".to_owned()) };
    let mut desk = later_wishing(120, 30, wish);
    for _ in 0..3 {
        desk.answer_memory().fail_all(&unreachable());
    }
    assert!(desk.shows("Certificates of svc-ledger ●") && desk.shows("row 1 of 3"), "{}", desk.screen());
}

#[test]
fn what_atlas_says_takes_the_place_of_what_is_remembered_and_the_cursor_stays() {
    let mut desk = later(120, 30);
    desk.open_ledger().answer_memory().press("down down");
    assert_eq!(desk.selected_serial(), certificate(2).serial.map(|serial| serial.to_string()));
    desk.certificates.remove(0);
    desk.certificates.push(certificate(9));
    desk.answer_all();
    assert_eq!(desk.selected_serial(), certificate(2).serial.map(|serial| serial.to_string()));
    for text in ["row 2 of 3", "1 gone: b", "CN=svc-ledger-9"] {
        assert!(desk.shows(text), "{text}: {}", desk.screen());
    }
    assert!(!desk.shows("CN=svc-ledger-0") && !desk.shows("remembered"), "{}", desk.screen());
}

#[test]
fn an_answer_that_comes_before_the_memory_s_stands() {
    let mut desk = later(120, 30);
    desk.open_ledger();
    desk.certificates.remove(0);
    desk.answer_page(1);
    assert!(desk.shows("row 1 of 2") && !desk.shows("remembered"), "{}", desk.screen());
    desk.answer_all();
    assert!(desk.shows("row 1 of 2 · 1 gone: b"), "{}", desk.screen());
}

#[test]
fn an_empty_list_says_what_has_ended_or_gone() {
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        let mut desk = later(width, height);
        desk.certificates.clear();
        desk.open_ledger().answer_all();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("nothing_left_{width}x{height}"), desk.screen());
        });
        desk.press("b").answer_all();
        assert!(desk.shows("row 1 of 3"), "{}", desk.screen());
    }
}

#[test]
fn at_every_size() {
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        let mut desk = later(width, height);
        for (name, keys) in [("projects", ""), ("users", "down down enter"), ("certificates", "down enter")] {
            desk.press(keys).answer_memory().fail_all(&unreachable());
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("offline_{name}_{width}x{height}"), desk.screen());
            });
        }
    }
}

/// The line below goes with the next key; what it said does not.
#[test]
fn what_has_failed_here_can_be_read_again() {
    let mut desk = Desk::new(80, 24);
    let why = "What was seen is not kept: the disk is full.";
    desk.answer_all().happen([Message::Failed(why.to_owned()), Message::Failed(why.to_owned())]);
    assert!(desk.shows(why), "{}", desk.screen());
    desk.press("down");
    assert!(!desk.shows(why), "{}", desk.screen());
    desk.press("e");
    assert_eq!(desk.screen().matches(why).count(), 1, "{}", desk.screen());
    assert!(!desk.shows("Nothing has gone wrong"), "{}", desk.screen());
}
