//! The expiry board as a person uses it: what ends next, of everybody, from a real SQLite database.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, clippy::panic, missing_docs)]

mod support {
    pub mod desk;
}

use std::sync::Arc;

use atlas_certs::app::effect::{Effect, Scan};
use atlas_certs::app::message::Message;
use atlas_certs::app::scanning::{News, Unread};
use atlas_certs::atlas::error::{Error, Facts, Kind};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::scan::progress::Progress;
use chrono::TimeDelta;
use support::desk::{self, Desk, project};

/// A certificate that ends so many hours from now.
fn ending(serial: i64, hours: i64) -> Certificate {
    desk::ending(serial, &format!("CN=app-{serial}"), hours)
}

fn scans(desk: &Desk) -> Vec<&Scan> {
    let mut scans = Vec::new();
    for effect in &desk.effects {
        if let Effect::Scan(scan) = effect {
            scans.push(scan);
        }
    }
    scans
}

/// Two users of payments and one of checkout, as seen an hour ago; one certificate expired meanwhile, one is gone early.
fn remembering(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    desk.saw(("payments", "svc-ledger"), &[ending(1, -1), ending(2, 40), ending(3, 400)], 3);
    desk.saw(("payments", "svc-till"), &[ending(4, 2_000)], 3);
    desk.saw(("checkout", "svc-cart"), &[ending(5, 900), ending(6, 30)], 3);
    desk.saw(("payments", "svc-ledger"), &[ending(2, 40), ending(3, 400)], 0);
    desk.saw(("checkout", "svc-cart"), &[ending(6, 30)], 0);
    desk.answer_all();
    desk
}

fn rows(desk: &Desk) -> Vec<String> {
    let pane = desk.model.certificates.as_ref().unwrap();
    pane.shown().map(|one| one.certificate.serial.as_ref().unwrap().to_string()).collect()
}

#[test]
fn what_has_gone_stands_first_then_what_ends_next_of_everybody() {
    let mut desk = remembering(120, 30);
    desk.press("b").answer_all();
    assert_eq!(rows(&desk), ["5", "1", "6", "2", "3", "4"].map(str::to_owned).to_vec());
    for text in ["Expiry board", "all projects", "✗ ended", "? gone", "payments/svc-ledger", "checkout/svc-cart"] {
        assert!(desk.shows(text), "{text}: {}", desk.screen());
    }
    desk.press("b");
    assert!(desk.shows("Projects ●") && !desk.shows("Expiry board"), "{}", desk.screen());
}

#[test]
fn a_board_begins_a_scan_says_how_far_it_is_and_stops_and_goes_on() {
    let mut desk = remembering(140, 30);
    desk.press("b").answer_all();
    assert_eq!(scans(&desk).len(), 1);
    assert_eq!(scans(&desk)[0].projects.len(), 4);
    assert!(desk.shows("scanning 0 of 4 projects"), "{}", desk.screen());
    let progress = Progress { projects: 4, projects_listed: 4, users: 96, users_read: 40, ..Progress::default() };
    let done = vec![(project("payments").id, "svc-ledger".into())];
    desk.happen([Message::Scanned(News { progress, done, scan: desk.scan(), ..News::default() })]);
    desk.answer_all();
    assert!(desk.shows("scanning 40 of 96 users"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.shows("stopped at 40 of 96 users: r goes on"), "{}", desk.screen());
    assert!(desk.effects.contains(&Effect::EndScan));
    desk.press("r").answer_all();
    assert_eq!(scans(&desk).len(), 2);
    assert!(scans(&desk)[1].done.contains(&(project("payments").id, "svc-ledger".into())), "it goes on where it was");
    let progress = Progress { projects: 4, projects_listed: 4, users: 96, users_read: 96, ..Progress::default() };
    desk.happen([Message::Scanned(News { progress, ended: true, scan: desk.scan(), ..News::default() })]);
    desk.answer_all();
    assert!(desk.shows("96 users scanned"), "{}", desk.screen());
}

#[test]
fn rows_of_a_scan_merge_as_they_arrive_and_the_selection_stays() {
    let mut desk = remembering(120, 30);
    desk.press("b").answer_all().press("down down down");
    assert_eq!(desk.selected_serial().as_deref(), Some("2"));
    desk.saw(("analytics", "etl-7"), &[ending(7, 3)], 0);
    desk.happen([Message::Scanned(News { scan: desk.scan(), ..News::default() })]);
    desk.answer_all();
    assert_eq!(rows(&desk), ["5", "1", "7", "6", "2", "3", "4"].map(str::to_owned).to_vec());
    assert_eq!(desk.selected_serial().as_deref(), Some("2"), "{}", desk.screen());
}

/// Rows come as they are found, and a board is read from the top: the first that came need not be what ends first.
#[test]
fn who_has_chosen_nothing_stays_at_the_top_of_a_board() {
    for (keys, serial) in [("", "7"), ("enter", "2"), ("y", "2"), ("down up", "2")] {
        let mut desk = Desk::new(120, 30);
        desk.saw(("payments", "svc-ledger"), &[ending(2, 40), ending(3, 400)], 0);
        desk.answer_all().press("b").answer_all().press(keys);
        assert_eq!(desk.selected_serial().as_deref(), Some("2"));
        desk.saw(("analytics", "etl-7"), &[ending(7, 3)], 0);
        desk.happen([Message::Scanned(News { scan: desk.scan(), ..News::default() })]);
        desk.answer_all();
        assert_eq!(rows(&desk), ["7", "2", "3"].map(str::to_owned).to_vec());
        assert_eq!(desk.selected_serial().as_deref(), Some(serial), "{keys}: {}", desk.screen());
    }
}

/// A filter hides the selected row, and the cursor holds another; what vanishes meanwhile comes in above that.
#[test]
fn the_row_under_the_cursor_stays_there_though_it_was_not_chosen() {
    let mut desk = remembering(120, 30);
    desk.press("b").answer_all().press("end up 3");
    assert_eq!(rows(&desk), ["1", "6", "2"].map(str::to_owned).to_vec());
    desk.now += TimeDelta::hours(1);
    desk.saw(("payments", "svc-ledger"), &[ending(3, 400)], -1);
    desk.press("r").answer_all();
    assert_eq!(rows(&desk), ["2", "1", "6"].map(str::to_owned).to_vec());
    assert_eq!(desk.selected_serial(), Some("1".to_owned()), "{}", desk.screen());
}

#[test]
fn a_board_is_filtered_by_its_owners_and_leads_to_them() {
    let mut desk = remembering(120, 30);
    desk.press("b").answer_all().press("/").type_text("user:ledger").press("enter");
    assert_eq!(rows(&desk), ["1", "2", "3"].map(str::to_owned).to_vec());
    desk.press("/ ctrl-u").type_text("listed:no").press("enter");
    assert_eq!(rows(&desk), ["5", "1"].map(str::to_owned).to_vec());
    desk.press("/ ctrl-u").type_text("checkout").press("enter");
    assert_eq!(rows(&desk), ["5", "6"].map(str::to_owned).to_vec());
    desk.press("s o");
    assert_eq!(rows(&desk).first().map(String::as_str), Some("5"), "{}", desk.screen());
    desk.press("/ ctrl-u").type_text("serial:2").press("enter v").answer_all();
    assert!(desk.shows("payments ▸ svc-ledger"), "{}", desk.screen());
}

#[test]
fn a_board_of_one_project_shows_that_project() {
    let mut desk = remembering(120, 30);
    desk.press("down down enter").answer_all().press("b").answer_all();
    assert_eq!(rows(&desk), ["1", "2", "3", "4"].map(str::to_owned).to_vec());
    assert!(desk.shows("payments"), "{}", desk.screen());
    desk.press("esc esc");
    assert!(desk.shows("Users"), "{}", desk.screen());
}

#[test]
fn what_a_list_shows_is_remembered_for_the_board() {
    let mut desk = Desk::new(120, 30);
    desk.certificates.truncate(3);
    desk.open_ledger().answer_all().press("b").answer_all();
    assert_eq!(rows(&desk).len(), 3);
}

#[test]
fn bars_tell_when_certificates_end_and_one_goes_along_them() {
    let mut desk = remembering(120, 30);
    desk.press("b").answer_all();
    let bars = desk.screen().lines().find(|line| line.contains("today")).unwrap().to_owned();
    assert!(bars.contains("today  █") && bars.contains("a bar a day"), "{bars}");
    desk.press("+").answer_all();
    assert_eq!(desk.selected_serial().as_deref(), Some("6"), "{}", desk.screen());
    desk.press("+").answer_all();
    assert_eq!(desk.selected_serial().as_deref(), Some("2"), "{}", desk.screen());
    assert!(desk.shows("1 end 2026-11-26, a bar a day"), "{}", desk.screen());
    desk.press("-").answer_all();
    assert_eq!(desk.selected_serial().as_deref(), Some("6"), "{}", desk.screen());
    desk.press("t").answer_all();
    assert!(desk.shows("2 ends 2026-11-24, a bar a week"), "{}", desk.screen());
    desk.press("+ + +").answer_all();
    assert!(desk.shows("Nothing ends later"), "{}", desk.screen());
}

#[test]
fn the_rotation_tells_who_has_no_successor_and_leads_there() {
    let mut desk = remembering(120, 30);
    desk.press("b").answer_all().press("R").answer_all();
    let screen = desk.screen();
    let lines: Vec<&str> = screen.lines().filter(|line| line.contains("/svc-")).collect();
    assert_eq!(lines.len(), 3, "{screen}");
    assert!(lines[0].contains("checkout/svc-cart") && lines[0].contains("only one"), "{screen}");
    assert!(lines[1].contains("payments/svc-ledger") && lines[1].contains("no successor  o----o"), "{screen}");
    assert!(lines[2].contains("payments/svc-till") && !lines[2].contains("successor"), "{screen}");
    desk.type_text("ledger").press("enter").answer_all();
    assert!(desk.shows("payments ▸ svc-ledger"), "{}", desk.screen());
}

#[test]
fn who_has_no_certificate_left_stands_first_in_the_rotation() {
    let mut desk = remembering(120, 30);
    desk.saw(("payments", "svc-lost"), &[ending(8, -2)], 3);
    desk.saw(("payments", "svc-lost"), &[], 1);
    desk.press("b").answer_all().press("R").answer_all();
    let screen = desk.screen();
    let first = screen.lines().find(|line| line.contains("/svc-")).unwrap();
    assert!(first.contains("payments/svc-lost") && first.contains("-2 h") && first.contains("none left"), "{screen}");
}

#[test]
fn how_long_what_vanished_is_news_can_be_chosen() {
    let mut desk = remembering(120, 30);
    desk.saw(("payments", "svc-old"), &[ending(9, -24 * 20)], 24 * 25);
    desk.saw(("payments", "svc-old"), &[], 24 * 19);
    desk.press("b").answer_all();
    assert!(!rows(&desk).contains(&"9".to_owned()));
    desk.press("W").answer_all();
    assert!(rows(&desk).contains(&"9".to_owned()) && desk.shows("in the last 30 days"), "{}", desk.screen());
    desk.press("W W").answer_all();
    assert!(!rows(&desk).contains(&"9".to_owned()) && desk.shows("in the last 1 day"), "{}", desk.screen());
}

#[test]
fn what_a_scan_could_not_read_is_told_list_by_list() {
    let mut desk = remembering(80, 24);
    desk.press("b").answer_all();
    let error = Error::new(Kind::ServerTrouble, "the certificates of svc-cart", Facts::default());
    let unread = |user: Option<&str>| Unread {
        project: Arc::new(project("checkout")),
        user: user.map(Into::into),
        error: error.clone(),
    };
    let progress =
        Progress { projects: 4, projects_listed: 3, users: 9, users_read: 8, failed: 2, ..Progress::default() };
    let failures = vec![unread(Some("svc-cart")), unread(None)];
    desk.happen([Message::Scanned(News { progress, failures, ended: true, scan: desk.scan(), ..News::default() })]);
    desk.answer_all();
    assert!(desk.shows("scan not whole: 2 failed, 8 of 9 users"), "{}", desk.screen());
    desk.press("e");
    for text in
        ["2 lists could not be read:", "checkout/svc-cart", "checkout, its users", "the certificates of svc-cart"]
    {
        assert!(desk.shows(text), "{text}: {}", desk.screen());
    }
}

#[test]
fn screens() {
    for (width, height) in [(120, 30), (80, 24), (40, 10), (20, 4)] {
        let mut desk = remembering(width, height);
        desk.press("b").answer_all();
        let progress = Progress { projects: 4, projects_listed: 4, users: 96, users_read: 96, ..Progress::default() };
        desk.happen([Message::Scanned(News { progress, ended: true, scan: desk.scan(), ..News::default() })]);
        desk.answer_all();
        let board = desk.screen();
        desk.press("R").answer_all();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("board_{width}x{height}"), board);
            insta::assert_snapshot!(format!("rotation_{width}x{height}"), desk.screen());
        });
    }
}
