//! Browsing as a person does it: keys in, requests and rows out. Time and answers are in the test's hands.

mod support {
    pub mod desk;
}

use atlas_certs::app::effect::{Effect, Request};
use atlas_certs::app::layout::Pane;
use atlas_certs::app::message::Message;
use atlas_certs::app::model::Wish;
use atlas_certs::app::wake;
use atlas_certs::atlas::error::{Error, Facts, Kind};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::user::Authentication;
use atlas_certs::ui::theme::{ASCII, Theme};
use chrono::TimeDelta;
use ratatui::layout::Size;
use support::desk::{Desk, certificate, now, project, user};

fn wish(project: &str, user: &str) -> Wish {
    Wish { project: Some(project.to_owned()), user: Some(user.to_owned()) }
}

#[test]
fn the_first_frame_needs_no_answer() {
    let desk = Desk::new(120, 30);
    assert!(desk.shows("Loading projects"));
    let of_atlas: Vec<&Request> = desk.sent.iter().filter(|one| !matches!(one, Request::Recall(_))).collect();
    assert!(matches!(of_atlas[..], [Request::Projects(_)]), "{:?}", desk.sent);
}

#[test]
fn arrows_alone_lead_to_a_certificate() {
    let mut desk = Desk::new(120, 30);
    desk.answer_all().press("down down right").answer_all();
    assert!(desk.shows("etl") && !desk.shows("alice"), "{}", desk.screen());
    desk.press("down right").answer_all().press("down down");
    assert_eq!(desk.selected_serial(), certificate(2).serial.map(|serial| serial.to_string()));
    desk.press("left left left");
    assert_eq!(desk.model.focus, Pane::Projects);
}

#[test]
fn the_command_line_opens_a_user_directly() {
    let mut desk = Desk::wishing(120, 30, wish("payments", "svc-ledger"));
    desk.answer_all();
    assert_eq!(desk.model.focus, Pane::Certificates);
    assert_eq!(desk.selected_serial(), certificate(0).serial.map(|serial| serial.to_string()));
}

#[test]
fn a_name_that_nobody_has_gets_the_nearest() {
    let mut desk = Desk::wishing(120, 30, wish("paymnets", "svc-ledger"));
    desk.answer_all();
    assert!(desk.shows("No project is called “paymnets”; nearest: “payments”."), "{}", desk.screen());
    let mut desk = Desk::wishing(120, 30, wish("payments", "svc-leger"));
    desk.answer_all();
    assert!(desk.shows("No user is called “svc-leger”; nearest: “svc-ledger”."), "{}", desk.screen());
}

#[test]
fn the_only_project_is_opened_without_asking() {
    let mut desk = Desk::new(120, 30);
    desk.projects = vec![project("payments")];
    desk.answer_all();
    assert!(desk.shows("svc-ledger"));
}

#[test]
fn a_user_without_certificates_says_why_and_asks_nothing() {
    let mut desk = Desk::new(120, 30);
    desk.answer_all().press("enter").answer_all().press("x");
    assert!(desk.shows("SCRAM") && desk.shows("own CA"), "{}", desk.screen());
    desk.press("end enter").answer_all();
    assert!(desk.shows("Signs in with a password (SCRAM)"), "{}", desk.screen());
    assert!(desk.pages_asked().is_empty());
}

#[test]
fn opening_a_huge_list_asks_for_one_page() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..100_000).map(certificate).collect();
    desk.open_ledger().answer_all();
    assert_eq!(desk.pages_asked(), [1]);
    assert!(desk.shows("row 1 of about 100,000"), "{}", desk.screen());
}

#[test]
fn the_end_asks_for_the_last_page_only() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..1_040).map(certificate).collect();
    desk.open_ledger().answer_all().press("end").answer_all();
    assert_eq!(desk.pages_asked(), [1, 11]);
    assert_eq!(desk.selected_serial(), certificate(1_039).serial.map(|serial| serial.to_string()));
    assert!(desk.shows("row 1,040 of 1,040"), "{}", desk.screen());
}

#[test]
fn the_end_pressed_before_the_first_page_still_leads_there() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().press("end").answer_all();
    assert_eq!(desk.selected_serial(), certificate(249).serial.map(|serial| serial.to_string()));
}

#[test]
fn a_count_that_is_too_high_is_found_out_at_the_end() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..300).map(certificate).collect();
    desk.overcount = 4;
    desk.open_ledger().answer_page(1).press("end").answer_all();
    assert!(desk.shows("row 300 of 300"), "{}", desk.screen());
    assert_eq!(desk.selected_serial(), certificate(299).serial.map(|serial| serial.to_string()));
}

#[test]
fn a_held_key_asks_only_where_it_stops() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..100_000).map(certificate).collect();
    desk.open_ledger().answer_all().press_at_once("pgdn", 2_000);
    assert!(desk.pages_asked().len() <= 3, "{:?}", desk.pages_asked());
    desk.answer_all();
    assert!(!desk.shows("·····"), "{}", desk.screen());
}

#[test]
fn keys_work_while_a_page_is_under_way_and_rows_keep_their_place() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 150);
    assert!(desk.shows("·····"), "{}", desk.screen());
    desk.press("down down");
    assert!(desk.shows("row 153 of"), "{}", desk.screen());
    desk.answer_all();
    assert_eq!(desk.selected_serial(), certificate(152).serial.map(|serial| serial.to_string()));
}

#[test]
fn what_is_late_is_dropped() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger();
    let (ticket, request) = desk.open.iter().next().map(|(ticket, request)| (*ticket, request.clone())).unwrap();
    let late = desk.answer(&request);
    desk.press("left up enter");
    assert!(!desk.open.contains_key(&ticket), "leaving abandons the request");
    desk.happen([Message::Arrived(ticket, Ok(late))]);
    assert!(desk.shows("Certificates of etl") && desk.selected_serial().is_none(), "{}", desk.screen());
}

#[test]
fn a_page_is_asked_for_before_it_is_reached() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 90);
    assert_eq!(desk.pages_asked(), [1, 2]);
    assert!(!desk.shows("·····"));
}

#[test]
fn a_refresh_keeps_the_rows_and_the_selection() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 120).answer_all();
    let selected = desk.selected_serial();
    // Meanwhile the three oldest have expired: everything moves up by three.
    desk.certificates.drain(..3);
    desk.press("r");
    assert_eq!(desk.selected_serial(), selected, "the old rows stay until the new ones come");
    desk.answer_all();
    assert_eq!(desk.selected_serial(), selected);
    assert!(desk.shows("row 118 of about 247"), "{}", desk.screen());
}

#[test]
fn a_selected_certificate_that_moved_to_the_page_before_is_found_there() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 101).answer_all();
    let selected = desk.selected_serial();
    desk.certificates.drain(..3);
    desk.press("r").answer_all();
    assert_eq!(desk.selected_serial(), selected);
    assert!(desk.shows("row 99 of about 247"), "{}", desk.screen());
}

/// A server may leave the count out, of every page or of some.
#[test]
fn a_page_without_a_count_moves_no_cursor() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 205).answer_all().press("r");
    let selected = desk.selected_serial();
    desk.answer_page_without_count(2);
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
    desk.answer_all();
    assert!(desk.selected_serial() == selected && desk.shows("row 206 of"), "{}", desk.screen());

    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..1_000).map(certificate).collect();
    desk.open_ledger().answer_all().press_at_once("down", 450).answer_page_without_count(5);
    assert!(desk.shows("row 451 of about 1,000"), "{}", desk.screen());
}

/// What moved up over the end of a page that was here already is on none: the list is not called whole.
#[test]
fn a_count_that_falls_while_the_list_is_read_is_named() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("s n").answer_all().press("r").answer_page(1);
    desk.certificates.drain(..3);
    desk.answer_all();
    assert!(desk.shows("changed while read: r mends it"), "{}", desk.screen());
    desk.press("r").answer_all();
    assert!(!desk.shows("changed while read"), "{}", desk.screen());
}

/// It is looked for further and further up; among many of one moment, too.
#[test]
fn a_selected_certificate_that_moved_by_more_than_a_page_is_found() {
    let listed: Vec<Certificate> = (0..650).map(certificate).collect();
    let created_at = listed[0].created_at;
    let at_once = listed.iter().map(|one| Certificate { created_at, ..one.clone() }).collect();
    for certificates in [listed, at_once] {
        let mut desk = Desk::new(120, 30);
        desk.certificates = certificates;
        desk.open_ledger().answer_all().press_at_once("down", 450).answer_all();
        let selected = desk.selected_serial();
        desk.certificates.drain(..260);
        let asked = desk.pages_asked().len();
        desk.press("r").answer_all();
        assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
        assert!(desk.shows("row 191 of 390"), "{}", desk.screen());
        assert!(!desk.pages_asked()[asked..].contains(&1), "it cannot be there: {:?}", desk.pages_asked());
    }
}

/// However many have expired, a refresh asks for a few pages.
#[test]
fn a_certificate_is_not_looked_for_in_the_whole_list() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..10_000).map(certificate).collect();
    desk.open_ledger().answer_all().press_at_once("down", 4_000).answer_all();
    desk.certificates.drain(..4_500);
    let asked = desk.pages_asked().len();
    desk.press("r").answer_all();
    let asked = &desk.pages_asked()[asked..];
    assert!(asked.len() < 12, "{asked:?}");
}

/// It is no longer on the list: only as far as the list may have moved is it looked for.
#[test]
fn a_vanished_certificate_is_looked_for_no_further_than_it_may_be() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..650).map(certificate).collect();
    desk.open_ledger().answer_all().press_at_once("down", 450).answer_all();
    desk.certificates.remove(450);
    let asked = desk.pages_asked().len();
    desk.press("r").answer_all();
    assert_eq!(desk.selected_serial(), certificate(451).serial.map(|serial| serial.to_string()));
    assert!(desk.pages_asked()[asked..].iter().all(|page| *page >= 5), "{:?}", desk.pages_asked());
}

/// It may be on the page that could not be had.
#[test]
fn a_selected_certificate_is_not_given_up_while_a_page_is_missing() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..850).map(certificate).collect();
    desk.open_ledger().answer_all().press_at_once("down", 460).answer_all();
    let selected = desk.selected_serial();
    desk.certificates.drain(..61);
    let error = Error::new(Kind::ServerTrouble, "listing certificates", Facts::default());
    desk.press("r").answer_page(5).fail_page(4, &error).answer_all();
    assert!(desk.shows("Not refreshed"), "{}", desk.screen());
    desk.press("r").answer_all();
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
}

/// Who sorts meanwhile means what is under the cursor.
#[test]
fn sorting_keeps_the_row_that_holds_the_place_of_a_vanished_one() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 150).answer_all();
    desk.certificates.drain(..60);
    desk.certificates.retain(|one| one.serial != certificate(150).serial);
    desk.press("r").answer_page(2);
    let here = desk.selected_serial();
    desk.press("s n S").answer_all();
    assert_eq!(desk.selected_serial(), here, "{}", desk.screen());
}

/// Its page came with it, then the list moved, and the page came once more without it.
#[test]
fn what_takes_the_place_of_one_that_vanishes_from_a_page_read_twice_is_selected() {
    for order in ["s n", "s l"] {
        let mut desk = Desk::new(120, 30);
        desk.open_ledger().answer_all().press(order).answer_all().press("home").press_at_once("down", 105);
        desk.press("r").answer_page(2);
        desk.certificates.drain(..10);
        desk.certificates.retain(|one| one.serial != certificate(105).serial);
        desk.answer_all();
        let selected = desk.selected_serial();
        desk.press("S");
        assert_eq!(desk.selected_serial(), selected, "{order}: {}", desk.screen());
    }
}

/// The count that comes with a page is an estimate: what was seen to stand behind it stays until its own page has come.
#[test]
fn an_estimate_that_is_too_low_moves_no_cursor() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 205).answer_all();
    let selected = desk.selected_serial();
    let last = desk.certificates.split_off(201);
    desk.press("r").answer_page(2);
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
    desk.certificates.extend(last);
    desk.answer_all();
    assert!(desk.selected_serial() == selected && desk.shows("row 206 of"), "{}", desk.screen());
}

/// It was chosen among rows that were being replaced: the one that takes its place is the selected one from then on.
#[test]
fn what_comes_in_the_place_of_a_vanished_certificate_is_selected() {
    for order in ["s l", "s n"] {
        let mut desk = Desk::new(120, 30);
        desk.open_ledger().answer_all().press(order).answer_all().press("r down");
        desk.certificates.remove(1);
        desk.answer_all();
        let next = certificate(2).serial.map(|serial| serial.to_string());
        assert_eq!(desk.selected_serial(), next, "{}", desk.screen());
        desk.certificates.remove(0);
        desk.press("r").answer_all();
        assert_eq!(desk.selected_serial(), next, "{}", desk.screen());
    }
}

/// Sorted, it stands on another page than the cursor's place would in the list.
#[test]
fn a_selected_certificate_that_moved_is_found_in_a_sorted_list() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("s n").answer_all().press("S home").press_at_once("down", 49);
    let selected = desk.selected_serial();
    assert_eq!(selected, certificate(200).serial.map(|serial| serial.to_string()));
    desk.certificates.drain(..3);
    desk.press("r").answer_page(3).answer_page(1).answer_page(2).answer_all();
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
}

#[test]
fn a_list_that_shifts_while_it_is_read_is_mended_and_named() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_page(1);
    desk.press_at_once("down", 90).answer_page(2);
    desk.certificates.splice(0..0, [certificate(9_000)]);
    desk.press_at_once("down", 110);
    desk.answer_all();
    let asked = desk.pages_asked();
    assert!(asked.iter().filter(|page| **page == 2).count() == 2, "{asked:?}");
    assert!(desk.shows("changed while read"), "{}", desk.screen());
}

#[test]
fn a_server_that_repeats_one_page_for_ever_is_not_asked_for_ever() {
    let mut desk = Desk::new(120, 30);
    let first: Vec<_> = desk.certificates[..100].to_vec();
    desk.certificates = first.iter().cycle().take(1_000).cloned().collect();
    desk.open_ledger().answer_all().press_at_once("down", 150).answer_all();
    assert!(desk.pages_asked().len() < 8, "{:?}", desk.pages_asked());
}

#[test]
fn a_filter_searches_the_whole_list_and_says_how_far_it_is() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("/").type_text("ledger-24");
    assert!(desk.shows("1 match in 100 of about 250 · loading, esc stops"), "{}", desk.screen());
    desk.answer_all();
    assert!(desk.shows("11 of 250 match"), "{}", desk.screen());
    desk.press("enter down");
    assert!(desk.shows("/ledger-24"));
    desk.press("esc");
    assert!(desk.shows("of 250"), "{}", desk.screen());
}

#[test]
fn esc_stops_a_search_before_it_clears_it() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..5_000).map(certificate).collect();
    desk.open_ledger().answer_all().press("/").type_text("ledger-7").press("enter");
    assert!(desk.open.len() <= 4, "a few at a time: {:?}", desk.open);
    desk.press("esc");
    assert!(desk.open.is_empty(), "stopping abandons what is under way");
    assert!(desk.shows("11 match in 100 of about 5,000 · stopped"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.shows("row "), "{}", desk.screen());
}

#[test]
fn the_filter_finds_a_serial_in_every_spelling() {
    let serial = certificate(7).serial.unwrap();
    for spelling in [serial.to_string(), serial.hex(), serial.hex().to_lowercase(), serial.hex_plain()] {
        let mut desk = Desk::new(120, 30);
        desk.open_ledger().answer_all();
        desk.press("/").type_text(&spelling).press("enter").answer_all();
        assert_eq!(desk.selected_serial(), Some(serial.to_string()), "{spelling}");
        assert!(desk.shows("1 of 250 match"), "{}", desk.screen());
    }
}

#[test]
fn a_severity_filters_by_its_word() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("/").type_text("expired").answer_all();
    assert!(desk.shows("1 of 250 match"), "{}", desk.screen());
}

#[test]
fn typing_in_the_picker_leads_to_the_best_match() {
    let mut desk = Desk::new(120, 30);
    desk.answer_all().press("/").type_text("wrh").press("enter").answer_all();
    assert!(desk.shows("warehouse-eu"), "{}", desk.screen());
    assert_eq!(desk.model.focus, Pane::Users);
}

#[test]
fn time_left_is_measured_by_the_servers_clock() {
    let mut desk = Desk::new(140, 30);
    desk.open_ledger().answer_all();
    assert!(!desk.shows("this clock"));
    desk = Desk::new(140, 30);
    desk.server_ahead = TimeDelta::hours(24);
    desk.open_ledger().answer_all();
    assert!(desk.shows("expired"));
    assert!(desk.shows("this clock is 24 h slow"), "{}", desk.screen());
}

#[test]
fn an_idle_screen_wakes_only_when_it_reads_otherwise() {
    let mut desk = Desk::new(120, 30);
    assert!(wake::next(&desk.model).is_some(), "a slow request deserves a word");
    desk.answer_all();
    let next = wake::next(&desk.model).expect("how old the list is will be worth a word");
    assert!(next - desk.now >= TimeDelta::minutes(2), "lists do not count down: {next}");
    desk.certificates = vec![certificate(1_000)];
    desk.open_ledger().answer_all();
    desk.now += TimeDelta::hours(3);
    desk.happen([Message::Woken]);
    let next = wake::next(&desk.model).expect("a countdown is in sight");
    assert!(next - desk.now >= TimeDelta::hours(1), "months, and hours of age, wake nobody every minute: {next}");
}

#[test]
fn a_slow_answer_is_named_after_a_moment() {
    let mut desk = Desk::new(120, 30);
    assert!(!desk.shows("loading"));
    desk.now += TimeDelta::milliseconds(250);
    desk.happen([Message::Woken]);
    assert!(desk.shows("loading"), "{}", desk.screen());
}

#[test]
fn a_terminal_that_is_too_small_says_so_and_recovers() {
    let mut desk = Desk::new(20, 4);
    desk.answer_all();
    assert!(desk.shows("needs 30×6"), "{}", desk.screen());
    desk.happen([Message::Resized(Size { width: 80, height: 24 })]);
    desk.open_ledger().answer_all();
    assert!(desk.shows("svc-ledger"), "{}", desk.screen());
}

#[test]
fn what_cannot_be_seen_is_not_typed_into_and_q_quits_all_the_same() {
    for opened in ["/", "f", ":", "ctrl-p", "s", "c", "enter"] {
        let mut desk = Desk::new(80, 24);
        desk.open_ledger().answer_all().press(opened);
        let seen = desk.screen();
        desk.happen([Message::Resized(Size { width: 20, height: 4 })]);
        assert!(desk.shows("needs 30×6"), "{}", desk.screen());
        desk.press("x y esc enter down");
        desk.happen([Message::Pasted("ledger-1".to_owned())]);
        desk.happen([Message::Resized(Size { width: 80, height: 24 })]);
        assert_eq!(desk.screen(), seen, "{opened}");
        desk.happen([Message::Resized(Size { width: 20, height: 4 })]);
        desk.press("q");
        assert_eq!(desk.effects.last(), Some(&Effect::Quit), "{opened}");
    }
}

#[test]
fn help_lists_every_key_and_goes_away() {
    let mut desk = Desk::new(120, 30);
    desk.answer_all().press("?");
    assert!(desk.shows("Filter by typing"));
    for key in ["esc", "?", "f1"] {
        desk.press(key);
        assert!(!desk.shows("Filter by typing"), "{key}");
        desk.press("?");
        assert!(desk.shows("Filter by typing"), "{key}");
    }
    desk.press("esc q");
    assert_eq!(desk.effects, [Effect::Quit]);
}

#[test]
fn an_empty_list_can_be_asked_for_again() {
    let mut desk = Desk::new(120, 30);
    let issued = std::mem::take(&mut desk.certificates);
    desk.open_ledger().answer_all();
    desk.certificates = issued;
    desk.press("r").answer_all();
    assert_eq!(desk.selected_serial(), certificate(0).serial.map(|serial| serial.to_string()));
}

#[test]
fn a_first_page_that_failed_is_asked_for_again_on_a_key() {
    let trouble = Error::new(Kind::ServerTrouble, "the certificates of svc-ledger", Facts::default());
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().fail_all(&trouble);
    assert!(desk.shows("The server is in trouble") && desk.open.is_empty(), "{}", desk.screen());
    desk.press("r").answer_all();
    assert!(desk.selected_serial().is_some(), "{}", desk.screen());
}

#[test]
fn a_refresh_that_fails_keeps_the_rows_and_says_so() {
    let trouble = Error::new(Kind::ServerTrouble, "the certificates of svc-ledger", Facts::default());
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("r").fail_all(&trouble);
    assert!(desk.selected_serial().is_some() && desk.shows("not refreshed"), "{}", desk.screen());
    desk.press("r").answer_all();
    assert!(!desk.shows("not refreshed"), "{}", desk.screen());
}

#[test]
fn trouble_is_told_by_the_name_that_stands_on_the_screen() {
    let asked = format!("the certificates of user svc-ledger in project {}", project("payments").id);
    let mut desk = Desk::new(160, 30);
    desk.open_ledger().answer_all().press("r").fail_all(&Error::new(Kind::RoleMissing, asked, Facts::default()));
    let told = "may not read the certificates of user svc-ledger in project payments";
    assert!(desk.shows(told) && !desk.shows("id-of-payments"), "{}", desk.screen());
}

#[test]
fn an_empty_list_says_why() {
    let mut desk = Desk::new(120, 30);
    desk.certificates.clear();
    desk.open_ledger().answer_all();
    assert!(desk.shows("No unexpired certificates"), "{}", desk.screen());
}

#[test]
fn foreign_names_cannot_reach_the_terminal() {
    let mut desk = Desk::new(120, 30);
    desk.projects = vec![project("pay\u{1b}[31mments\u{202e}")];
    desk.users = vec![user("svc\u{7}\nx", Authentication::ManagedX509)];
    desk.certificates = vec![certificate(1)];
    desk.certificates[0].subject = Some("CN=a\u{1b}]0;x\u{7}b\u{200b}".into());
    desk.answer_all().press("enter").answer_all().press("enter");
    let screen = desk.screen();
    let hidden: Vec<char> =
        screen.chars().filter(|c| *c != '\n' && *c != '⟨' && atlas_certs::domain::printable::is_hidden(*c)).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
    assert!(screen.contains("pay⟨1B⟩[31mments⟨202E⟩"), "{screen}");
}

#[test]
fn nothing_is_asked_twice() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("left right").answer_all().press("left left right right").answer_all();
    let certificates = desk.sent.iter().filter(|request| matches!(request, Request::Certificates(..))).count();
    assert_eq!((desk.pages_asked(), certificates), (vec![1], 1));
    let _ = now();
}

#[test]
fn words_name_the_keys_that_a_person_has() {
    let mut desk = Desk::new(120, 30);
    for (name, keys) in [("sort", "ctrl-s"), ("refresh", "ctrl-r"), ("mouse", "ctrl-o")] {
        desk.model.settings.keymap.rebind(name, vec![keys.parse().unwrap()]).unwrap();
    }
    let trouble = Error::new(Kind::ServerTrouble, "the certificates of svc-ledger", Facts::default());
    desk.open_ledger().fail_all(&trouble);
    assert!(desk.shows("(ctrl-r tries again, e tells more)"), "{}", desk.screen());
    desk.press("S");
    assert!(desk.shows("The certificates are not sorted: ctrl-s sorts them."), "{}", desk.screen());
    desk.press("ctrl-o");
    assert!(desk.shows("selects text: ctrl-o gives it back."), "{}", desk.screen());
    desk.model.settings.keymap.rebind("sort", Vec::new()).unwrap();
    desk.press("S");
    assert!(desk.shows("The certificates are not sorted.  "), "without a key the fact alone: {}", desk.screen());
}

#[test]
fn the_list_of_keys_is_searched_by_typing_at_once() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("?").type_text("quit");
    assert!(desk.shows("/quit") && desk.effects.iter().all(|effect| *effect != Effect::Quit), "q is a letter here");
    desk.press("ctrl-u y");
    assert!(desk.shows("› y "), "a key that is typed whole comes first: {}", desk.screen());
    desk.press("ctrl-u").type_text("ctrl-p?");
    assert!(desk.model.overlay.is_some(), "behind something else the key is a sign");
    desk.press("backspace down up pgdn pgup enter");
    assert!(desk.shows("Go to ●"), "{}", desk.screen());
}

#[test]
fn what_has_the_words_leaves_no_room_for_guesses() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press(":").type_text("sort");
    assert!(desk.shows("Sort by the serial") && !desk.shows("Show"), "{}", desk.screen());
    desk.press("ctrl-u").type_text("srtsub");
    assert!(desk.shows("Sort by the subject"), "letters apart are a guess, where nothing better is: {}", desk.screen());
    desk.press("esc ctrl-p").type_text("eu");
    assert!(desk.shows("warehouse-eu") && !desk.shows("svc-ledger-1,"), "{}", desk.screen());
}

#[test]
fn a_search_says_which_match_one_is_at() {
    let mut desk = Desk::new(140, 30);
    desk.open_ledger().answer_all().press("f").type_text("ledger-7").press("enter n");
    assert!(desk.shows("· match 2 of 11 so far"), "{}", desk.screen());
    desk.press("up");
    assert!(desk.shows("· 11 matches so far"), "{}", desk.screen());
    desk.press("f ctrl-u").type_text("ledger-1").press("enter");
    assert!(desk.shows("of 11 so far"), "1 and 10 to 19 of the first page: {}", desk.screen());
    desk.press("G").answer_all().press_at_once("up", 120).answer_all();
    assert!(desk.shows("· match 41 of 111") && !desk.shows("so far"), "{}", desk.screen());
    desk.press("s n S").press("N");
    assert!(desk.shows("· match 70 of 111"), "by the places on the screen: {}", desk.screen());
    desk.press("/").type_text("ledger-12").press("enter n");
    assert!(desk.shows("· match 2 of 11"), "{}", desk.screen());
}

#[test]
fn matches_are_counted_as_the_pages_of_a_filtered_list_come() {
    let mut desk = Desk::new(140, 30);
    desk.open_ledger().answer_all().press("f").type_text("ledger-2").press("enter").press("/").type_text("ledger");
    assert!(desk.shows("match 1 of 11 so far"), "{}", desk.screen());
    desk.answer_page(3);
    assert!(desk.shows("match 1 of 61 so far"), "{}", desk.screen());
    desk.answer_page(2).press("enter N");
    assert!(desk.shows("· match 61 of 61 ·"), "{}", desk.screen());
    assert_eq!(desk.selected_serial(), certificate(249).serial.map(|serial| serial.to_string()));
}

#[test]
fn esc_while_a_search_is_typed_leads_back_to_where_it_began() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("down down");
    let (selected, screen) = (desk.selected_serial(), desk.screen());
    desk.press("f").type_text("ledger-77");
    assert_ne!(desk.selected_serial(), selected);
    desk.press("esc");
    assert_eq!((desk.selected_serial(), desk.screen()), (selected, screen));
}

#[test]
fn what_cannot_be_found_because_it_cannot_be_read_says_so() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("f").type_text("expires<banana");
    assert!(desk.shows("banana is no span or date: write expires<30d"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("find expires<banana"), "what is wrong stays to be mended: {}", desk.screen());
    desk.press("ctrl-u").type_text("expires<2").press("enter");
    assert!(desk.shows("2 of what: write 2d, 2h or 2w.") && desk.shows("find expires<2"), "{}", desk.screen());
    desk.type_text("d").press("enter");
    assert!(desk.shows("match 1 of 5 so far") && !desk.shows("find expires"), "{}", desk.screen());
}

#[test]
fn a_date_leads_to_when_certificates_were_made_or_to_when_they_end() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press(":").type_text("30d");
    assert!(desk.shows("› go to   First created on 2026-10-25 14:03 or later"), "{}", desk.screen());
    assert!(desk.shows("First to end on 2026-12-24 14:03 or later, sorted by not after"), "{}", desk.screen());
    desk.press("down enter");
    assert_eq!(desk.selected_serial(), certificate(61).serial.map(|serial| serial.to_string()));
    // What comes later may end earlier.
    let mut early = certificate(9_000);
    early.not_after = Some(desk.now + TimeDelta::days(30) + TimeDelta::hours(1));
    desk.certificates[240] = early;
    desk.answer_all();
    assert!(desk.shows("by not after ▲"), "{}", desk.screen());
    assert_eq!(desk.selected_serial(), certificate(9_000).serial.map(|serial| serial.to_string()));
    desk.press(":").type_text("tomorrow");
    assert!(!desk.shows("sorted by") && desk.shows("› go to   First to end on 2026-11-25 or later"));
    desk.press("enter");
    assert_eq!(desk.selected_serial(), certificate(2).serial.map(|serial| serial.to_string()));
}

#[test]
fn an_end_that_comes_later_is_gone_to_when_it_comes() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press(":").type_text("in 60d").press("enter");
    assert_eq!(desk.selected_serial(), certificate(99).serial.map(|serial| serial.to_string()), "the best so far");
    desk.answer_all();
    assert_eq!(desk.selected_serial(), certificate(121).serial.map(|serial| serial.to_string()));
    assert!(!desk.shows("No certificate"), "{}", desk.screen());
}

#[test]
fn a_date_behind_every_certificate_is_said() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press(":").type_text("2099-01").press("down enter").answer_all();
    assert_eq!(desk.selected_serial(), certificate(249).serial.map(|serial| serial.to_string()));
    assert!(desk.shows("No certificate was created on that date or later."), "{}", desk.screen());
    desk.press(":").type_text("2099-01").press("enter").answer_all();
    assert!(desk.shows("No certificate ends on that date or later."), "{}", desk.screen());
}

#[test]
fn blanks_may_stand_around_a_sign_and_an_open_quote_is_named() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("/").type_text("expires < 2d ledger").press("enter").answer_all();
    assert!(desk.shows("5 of 250 match"), "{}", desk.screen());
    desk.press("/ ctrl-u").type_text("\"ledger-24 cn:x");
    assert!(desk.shows("0 of 250 match") && desk.shows("the quote is still open"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("The quote at the end is not closed.") && desk.shows("/\"ledger-24"), "{}", desk.screen());
    desk.press("ctrl-u").type_text("\"ledger-24\"").press("enter");
    assert!(desk.shows("11 of 250 match") && !desk.shows("quote"), "{}", desk.screen());
}

#[test]
fn a_row_from_before_a_refresh_can_be_gone_to() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("r").press("ctrl-p").type_text("ledger-33").press("enter");
    assert_eq!(desk.selected_serial(), certificate(33).serial.map(|serial| serial.to_string()));
}

#[test]
fn marks_of_what_has_vanished_are_not_counted() {
    let mut desk = Desk::new(140, 30);
    desk.open_ledger().answer_all().press("space space space").press_at_once("down", 110).answer_all().press("space");
    assert!(desk.shows("4 marked"), "{}", desk.screen());
    desk.certificates.remove(1);
    desk.press("home r").answer_all();
    assert!(desk.shows("3 marked"), "one has expired: {}", desk.screen());
    desk.certificates.remove(0);
    desk.press("r").answer_all();
    assert!(desk.shows("2 marked"), "{}", desk.screen());
    // The list ends before the page of the last one, which comes again.
    let late = desk.certificates.split_off(90);
    desk.press("r").answer_all();
    assert!(desk.shows("1 marked"), "{}", desk.screen());
    desk.certificates.extend(late);
    desk.press("r").answer_all().press("end").answer_all().press_at_once("up", 130).answer_all();
    assert!(desk.shows("2 marked"), "{}", desk.screen());
}

/// What a person typed and what is ours stays as it is where there is only ASCII; what is foreign is told apart.
#[test]
fn signs_of_ours_stay_what_they_are_in_ascii() {
    let shows = |desk: &Desk, text: &str| {
        let screen = desk.terminal(&Theme::plain(&ASCII)).backend().to_string();
        assert!(screen.contains(text), "{text}: {screen}");
    };
    let mut desk = Desk::new(120, 30);
    desk.certificates[0].subject = Some("CN=a<b>".into());
    desk.open_ledger().answer_all();
    shows(&desk, "CN=a<3C>b>");
    desk.press("/").type_text("expires<2d");
    shows(&desk, " /expires<2d");
    desk.press("enter").answer_all();
    shows(&desk, "match - /expires<2d");
    desk.press("/").type_text(" expires<banana");
    shows(&desk, "expires<30d");
    desk.press("esc f").type_text("left<9d");
    shows(&desk, "find left<9d");
    desk.press("esc ?").type_text("scroll back");
    shows(&desk, "shift-left  <");
    desk.press("esc left").press("/").type_text("svc<");
    shows(&desk, "/svc<");
}

#[test]
fn the_list_of_keys_has_room_for_keys_and_cuts_none() {
    for (width, first, second) in
        [(120, "enter  right  l ", "esc  left  h  backspace "), (40, "enter  right ", "esc  left  h ")]
    {
        let mut desk = Desk::new(width, 10);
        desk.open_ledger().answer_all().press("?");
        assert!(desk.shows(first) && desk.shows(second), "{}", desk.screen());
    }
    let mut desk = Desk::new(80, 24);
    desk.open_ledger().answer_all().press("?").type_text("sort rev");
    assert!(desk.shows("› S "), "{}", desk.screen());
}

#[test]
fn a_menu_shows_every_choice_wherever_it_fits() {
    for (width, height) in [(120, 30), (80, 24), (40, 10), (30, 6)] {
        let mut desk = Desk::new(width, height);
        desk.open_ledger().answer_all().press("s");
        let sort = ["n not after", "t state", "u subject", "i serial", "c created", "l as listed"];
        assert!(sort.iter().all(|choice| desk.shows(choice)), "{}", desk.screen());
        desk.press("esc y");
        let copy = ["d serial", "x hex", "s subject", "c name", "n not after", "j JSON", "t TSV"];
        assert!(copy.iter().all(|choice| desk.shows(choice)), "{}", desk.screen());
    }
}

#[test]
fn a_row_that_has_not_come_is_not_called_one_that_there_is_not() {
    let mut desk = Desk::new(80, 24);
    desk.certificates = (0..33_500).map(certificate).collect();
    desk.open_ledger().answer_all().press("s n");
    desk.press(":").type_text("9000").press("enter");
    assert!(desk.shows("Row 9,000 has not come yet: 100 of about 33,500 are here."), "{}", desk.screen());
    desk.press(". /").type_text("ledger-1").press("enter .");
    desk.press(":").type_text("9000").press("enter");
    assert!(desk.shows("Row 9,000 has not come yet: 11 match in 100 of about 33,500; r goes on."), "{}", desk.screen());
    desk.press(":").type_text("2099-01").press("down enter");
    assert!(desk.shows("None so far was created on that date or later: 11 match in 100 of about"), "{}", desk.screen());
    desk.press(":").type_text("2026-09-01").press("down enter");
    assert!(desk.shows("The first so far: 11 match in 100 of about 33,500."), "{}", desk.screen());
    desk.press("esc esc esc").press(":").type_text("99,000").press("enter");
    assert!(desk.shows("Atlas tells of no such row: this is the last of about 33,500."), "{}", desk.screen());
}

#[test]
fn a_list_to_choose_from_says_why_it_is_empty() {
    let mut desk = Desk::new(80, 24);
    desk.answer_all().press(":").type_text("2027-13-01");
    assert!(desk.shows("No such date: 2027-13-01."), "{}", desk.screen());
    desk.press("ctrl-u").type_text("xyzzy");
    assert!(desk.shows("No action is called like that."), "{}", desk.screen());
    desk.press("esc ctrl-p").type_text("xyzzy");
    assert!(desk.shows("Nothing matches. Of users only those of the open project"), "{}", desk.screen());
}

#[test]
fn a_row_without_a_table_stays_in_sight_and_says_why_not() {
    let mut desk = Desk::new(120, 30);
    desk.answer_all().press(":").type_text("12");
    assert!(desk.shows("Row 12   Open a user first"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("Open a user first: there is no certificate table yet.") && desk.shows("Actions ●"));
}

#[test]
fn a_date_to_come_is_about_ends_first() {
    let mut desk = Desk::new(80, 24);
    desk.open_ledger().answer_all().press(":").type_text("2027-03-01");
    assert!(desk.shows("› go to   First to end on 2027-03-01 or later, sorted by not after"), "{}", desk.screen());
    assert!(desk.shows("  go to   First created on 2027-03-01 or later"), "{}", desk.screen());
    desk.press("ctrl-u").type_text("2026-03-01");
    assert!(desk.shows("› go to   First created on 2026-03-01 or later"), "{}", desk.screen());
}

#[test]
fn a_filter_on_a_picker_stays_in_its_title_and_esc_is_said_to_clear_it() {
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        let mut desk = Desk::new(width, height);
        desk.users.extend((0..2_000).map(|number| user(&format!("batch-{number}"), Authentication::ManagedX509)));
        desk.answer_all().press("/").type_text("warehouse-eu").press("enter").answer_all().press("left");
        assert!(desk.shows("Projects /wareh") && desk.shows("esc clear"), "{}", desk.screen());
        desk.press("esc");
        assert!(!desk.shows("esc"), "{}", desk.screen());
        desk.press("enter").answer_all().press("/").type_text("batch-1999").press("enter left");
        assert!(desk.shows("Users /batch") && desk.shows("esc clear"), "{}", desk.screen());
        desk.press("esc");
        assert!(desk.shows("esc back"), "{}", desk.screen());
    }
}

#[test]
fn the_foot_says_what_the_keys_of_a_search_do() {
    let mut desk = Desk::new(80, 24);
    desk.open_ledger().answer_all().press("f").type_text("ledger-7").press("enter");
    assert!(desk.shows(" n next   N before   esc forget "), "{}", desk.screen());
    desk.press("esc");
    assert!(!desk.shows("n next") && desk.shows("esc back"), "{}", desk.screen());
    desk.press("s n").answer_all();
    assert!(desk.shows("esc as listed"), "{}", desk.screen());
}

#[test]
fn a_frozen_screen_says_when_it_asks_again() {
    let mut desk = Desk::new(80, 24);
    desk.users[0] = user("svc-ledger-reconciliation-batch-of-the-whole-of-europe", Authentication::ManagedX509);
    desk.open_ledger().answer_all().press("a");
    assert!(desk.shows("Asks again every minute.") && desk.shows("each min"), "{}", desk.screen());
    desk.press("a z a");
    assert!(desk.shows("Asks again every minute once the screen is no longer frozen."), "{}", desk.screen());
}

#[test]
fn what_shows_no_row_says_when_that_was_seen_and_offers_nothing_to_open() {
    let mut desk = Desk::new(80, 24);
    desk.open_ledger().answer_all().press("/").type_text("nobody").press("enter").answer_all();
    assert!(desk.shows("Nothing matches") && desk.shows("seen 14:03 UTC"), "{}", desk.screen());
    assert!(!desk.shows("enter open"), "{}", desk.screen());
    desk.certificates.clear();
    desk.now += TimeDelta::minutes(1);
    desk.press("esc r").answer_all();
    assert!(desk.shows("No unexpired certificates") && desk.shows("seen 14:04 UTC"), "{}", desk.screen());
    assert!(!desk.shows("enter open"), "{}", desk.screen());
}

#[test]
fn no_date_or_span_is_broken_where_it_is_narrow() {
    for (width, height, open) in [(40, 24, ""), (40, 30, "enter"), (34, 30, "enter"), (60, 24, ""), (50, 30, "enter")] {
        let mut desk = Desk::new(width, height);
        desk.open_ledger().answer_all().press(open);
        assert!(desk.shows("2026-11-24 11:03:00 UTC "), "{}", desk.screen());
        assert!(desk.shows("Tue 12:03 here ·") && desk.shows("3 h ago"), "{}", desk.screen());
    }
}

/// What was selected is on no page that came, and the page on which it may be cannot be had.
#[test]
fn a_page_that_fails_is_not_asked_for_again_and_again() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press_at_once("down", 150).answer_all();
    desk.certificates.remove(150);
    desk.press("r").answer_page(2);
    desk.fail_all(&Error::new(Kind::ServerTrouble, "listing certificates", Facts::default()));
    assert!(desk.open.is_empty(), "{:?}", desk.pages_asked());
}

#[test]
fn the_end_is_gone_to_though_the_list_grew_meanwhile() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("end").answer_all().press("home");
    desk.certificates.drain(..3);
    desk.certificates.extend((250..258).map(certificate));
    desk.press("r end").answer_all();
    assert_eq!(desk.selected_serial(), certificate(257).serial.map(|serial| serial.to_string()), "{}", desk.screen());
}

#[test]
fn a_selected_certificate_that_moved_far_is_found_in_a_sorted_list() {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..650).map(certificate).collect();
    desk.open_ledger().answer_all().press("s n").answer_all().press("S home").press_at_once("down", 299);
    let selected = desk.selected_serial();
    desk.certificates.drain(..160);
    desk.press("r").answer_page(4).answer_page(3).answer_all();
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
}

#[test]
fn clearing_a_filter_leads_back_though_the_list_was_refreshed() {
    for refresh in ["/", "r /"] {
        let mut desk = Desk::new(120, 30);
        desk.open_ledger().answer_all().press_at_once("down", 49).answer_all();
        let selected = desk.selected_serial();
        desk.press(refresh).type_text("ledger-24").answer_all().press("esc").answer_all();
        assert_eq!(desk.selected_serial(), selected, "{refresh:?}: {}", desk.screen());
    }
}

#[test]
fn who_searched_while_the_selected_one_vanished_goes_on_from_what_is_there() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("down down down r f");
    desk.certificates.remove(3);
    desk.answer_all().press("esc");
    let shown = desk.selected_serial();
    desk.certificates.remove(0);
    desk.press("r").answer_all();
    assert_eq!(desk.selected_serial(), shown, "{}", desk.screen());
}

#[test]
fn a_remembered_row_that_has_gone_is_selected_no_longer() {
    let mut desk = Desk::new(120, 30);
    let old: Vec<_> = (0..20).map(certificate).collect();
    desk.saw(("payments", "svc-ledger"), &old, 5);
    desk.certificates = (1..20).map(certificate).collect();
    desk.answer_all().press("down down enter").answer_all().press("down enter").answer_memory().answer_all();
    let shown = desk.selected_serial();
    desk.press("s n").answer_all().press("S");
    assert_eq!(desk.selected_serial(), shown, "{}", desk.screen());
}
