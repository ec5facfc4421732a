//! The certificate table as an expert uses it: filters, sorting, marks, finding, columns, copying, places.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::effect::Effect;
use atlas_certs::app::export::Export;
use atlas_certs::app::kept::Kept;
use atlas_certs::app::layout::Pane;
use atlas_certs::app::message::{Message, Mouse, MouseAct};
use atlas_certs::app::wake;
use atlas_certs::domain::user::Authentication;
use atlas_certs::report::Format;
use chrono::TimeDelta;
use ratatui::layout::{Position, Size};
use support::desk::{Desk, certificate, user};

fn ledger(rows: usize) -> Desk {
    let mut desk = Desk::new(120, 30);
    desk.certificates = (0..rows).map(certificate).collect();
    desk.open_ledger().answer_all();
    desk
}

fn serial(row: usize) -> Option<String> {
    certificate(row).serial.map(|serial| serial.to_string())
}

fn copied(desk: &Desk) -> Option<String> {
    desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.to_string()),
        _ => None,
    })
}

#[test]
fn a_filter_speaks_of_what_it_filters() {
    let mut desk = ledger(80);
    for (typed, rows) in [
        ("expires<2d", "5 of 80 match"),
        ("severity:critical", "14 of 80 match"),
        ("cn:ledger-7", "11 of 80 match"),
        ("ou:payments !ledger-1", "69 of 80 match"),
        ("serial:4b:65:fd:71:ed:0f:81:56", "1 of 80 match"),
        ("\"ledger-3,OU\"", "1 of 80 match"),
        ("re:ledger-[12]\\b", "2 of 80 match"),
        ("~sldgr79", "1 of 80 match"),
    ] {
        desk.press("/ ctrl-u").type_text(typed).press("enter").answer_all();
        assert!(desk.shows(rows), "{typed}: {}", desk.screen());
    }
}

#[test]
fn what_is_no_filter_is_said_under_the_prompt_and_the_rows_stay() {
    let mut desk = ledger(80);
    desk.press("/").type_text("ledger-7").answer_all();
    assert!(desk.shows("11 of 80 match"), "{}", desk.screen());
    desk.press("ctrl-u").type_text("expires<banana");
    assert!(desk.shows("banana") && desk.shows("30d"), "{}", desk.screen());
}

#[test]
fn one_key_filters_by_severity() {
    let mut desk = ledger(80);
    for (key, rows) in [("4", "1 of 80"), ("3", "15 of 80"), ("2", "61 of 80")] {
        desk.press(key).answer_all();
        assert!(desk.shows(rows), "{key}: {}", desk.screen());
    }
    desk.press("1");
    assert!(desk.shows("of 80") && !desk.shows("match"), "{}", desk.screen());
}

#[test]
fn rows_sort_by_every_column_and_back() {
    let mut desk = ledger(80);
    desk.press("down down").press("s n").answer_all();
    assert!(desk.shows("by not after ▲"), "{}", desk.screen());
    assert_eq!(desk.selected_serial(), serial(2), "the selection is a certificate, not a row");
    desk.press("S home");
    assert_eq!(desk.selected_serial(), serial(79));
    desk.press("s n home");
    assert_eq!(desk.selected_serial(), serial(0), "the same column again is the other way round");
    desk.press("s u end");
    assert_eq!(desk.selected_serial(), serial(79), "ledger-9 comes before ledger-10");
    desk.press("s l");
    assert!(!desk.shows("▲") && !desk.shows("▼"), "{}", desk.screen());
    desk.press("s i esc");
    assert!(!desk.shows("by serial"), "esc puts the rows back: {}", desk.screen());
}

#[test]
fn an_order_over_a_part_says_so_loads_the_rest_and_can_be_stopped() {
    let mut desk = ledger(5_000);
    desk.press("s n");
    assert!(desk.shows("sorted 100 of about 5,000 · loading, esc stops"), "{}", desk.screen());
    desk.answer_page(2).press(".");
    assert!(desk.shows("sorted 200 of about 5,000 · stopped") && desk.open.is_empty(), "{}", desk.screen());
    desk.press("r").answer_all();
    assert!(desk.shows("row 1 of 5,000") && !desk.shows("sorted"), "{}", desk.screen());
}

#[test]
fn marks_are_kept_by_identity_and_copied_in_order() {
    let mut desk = ledger(80);
    desk.press("down space space up up up space");
    assert!(desk.shows("3 marked"), "{}", desk.screen());
    desk.press("s n S").press("y d");
    let serials: Vec<String> = [0, 1, 2].into_iter().filter_map(serial).collect();
    assert_eq!(copied(&desk), Some(serials.join("\n")));
    desk.press("u y d");
    assert_eq!(copied(&desk), desk.selected_serial());
}

#[test]
fn every_fact_can_be_copied() {
    let mut desk = ledger(3);
    for (key, text) in [
        ("x", "4B:65:FD:71:ED:0F:81:56"),
        ("s", "CN=svc-ledger-0,OU=payments,O=Acme"),
        ("c", "svc-ledger-0"),
        ("n", "2026-11-24T11:03:00Z"),
    ] {
        desk.press("y").press(key);
        assert_eq!(copied(&desk).as_deref(), Some(text));
    }
    desk.press("y j");
    let json: serde_json::Value = serde_json::from_str(&copied(&desk).unwrap()).unwrap();
    assert_eq!((&json["project_name"], &json["severity"]), (&"payments".into(), &"expired".into()));
}

#[test]
fn finding_hides_nothing_and_goes_round() {
    let mut desk = ledger(80);
    desk.press("f").type_text("ledger-7").press("enter");
    assert_eq!(desk.selected_serial(), serial(7));
    desk.press("n");
    assert_eq!(desk.selected_serial(), serial(70));
    desk.press("N N");
    assert_eq!(desk.selected_serial(), serial(79));
    assert!(desk.shows("Went on at the last row.") && desk.shows("of 80"), "{}", desk.screen());
    let mut desk = ledger(5_000);
    desk.press("f").type_text("ledger-4000").press("enter");
    assert!(desk.shows("100 rows of 5,000"), "{}", desk.screen());
}

#[test]
fn a_number_goes_to_a_row_and_a_date_to_its_first_certificate() {
    let mut desk = ledger(100_000);
    desk.press(":").type_text("50000").press("enter").answer_all();
    assert_eq!(desk.selected_serial(), serial(49_999));
    assert!(desk.pages_asked().len() <= 4, "{:?}", desk.pages_asked());
    let before = desk.pages_asked().len();
    let date = certificate(31_234).created_at.unwrap().format("%Y-%m-%d").to_string();
    desk.press(":").type_text(&date).press("down enter").answer_all();
    let found = desk.model.certificates.as_ref().unwrap().selected().unwrap().certificate.created_at.unwrap();
    assert_eq!(found.format("%Y-%m-%d").to_string(), date);
    assert!(desk.pages_asked().len() - before <= 14, "by halves: {:?}", desk.pages_asked());
}

#[test]
fn back_and_forth_through_the_places_visited() {
    let mut desk = ledger(5);
    desk.press("left up enter").answer_all();
    assert!(desk.shows("Certificates of etl"), "{}", desk.screen());
    desk.press("[").answer_all();
    assert!(desk.shows("Certificates of svc-ledger"), "{}", desk.screen());
    desk.press("alt-right").answer_all();
    assert!(desk.shows("Certificates of etl"), "{}", desk.screen());
    desk.press("]");
    assert!(desk.shows("There is no place after this one."), "{}", desk.screen());
}

/// What the next run begins with.
fn kept(desk: &Desk) -> Kept {
    let kept = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Keep(kept) => Some(kept.clone()),
        _ => None,
    });
    kept.expect("something is kept")
}

#[test]
fn what_was_opened_last_is_kept_and_comes_first_the_next_time() {
    let desk = ledger(5);
    let mut next = Desk::new(120, 30);
    next.model.settings.kept = kept(&desk);
    next.answer_all();
    let names: Vec<&str> = next.model.projects.shown().map(|project| &*project.name).collect();
    assert_eq!(names, ["payments", "analytics", "checkout", "warehouse-eu"]);
}

#[test]
fn what_was_arranged_is_kept_each_time_and_the_usual_too() {
    let mut desk = ledger(5);
    desk.press("c down space");
    assert!(kept(&desk).columns.all()[1].hidden, "before the columns are closed: who leaves now keeps it");
    desk.press("+ f J");
    assert_eq!(kept(&desk).columns, desk.model.columns);
    let times = desk.effects.len();
    desk.press("up down esc shift-right shift-left");
    assert_eq!(desk.effects.len(), times, "looking around is nothing to keep");
    desk.press("c 0");
    assert!(kept(&desk).columns.are_usual());
}

#[test]
fn one_prompt_leads_anywhere() {
    let mut desk = ledger(5);
    desk.press("ctrl-p").type_text("warehs").press("enter").answer_all();
    assert_eq!(desk.model.users.as_ref().map(|users| &*users.project.name), Some("warehouse-eu"));
    let mut desk = ledger(50);
    desk.press("ctrl-p").type_text("ledger-33").press("enter");
    assert_eq!(desk.selected_serial(), serial(33));
}

#[test]
fn the_keys_can_be_searched_and_run_and_say_why_not() {
    let mut desk = ledger(5);
    desk.press("?").type_text("ctrl-p");
    assert!(desk.shows("Go to any project"), "{}", desk.screen());
    desk.press("esc").press(":").type_text("other way");
    assert!(desk.shows("The certificates are not sorted"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.model.overlay.is_some(), "what cannot be done stays in sight");
    desk.press("ctrl-u").type_text("sort by the subject").press("enter");
    assert!(desk.shows("by subject ▲"), "{}", desk.screen());
    desk.press("q");
    assert!(desk.effects.contains(&Effect::Quit));
}

#[test]
fn q_closes_what_lies_over_the_panes_and_ctrl_c_leaves_from_anywhere() {
    let mut desk = ledger(5);
    desk.press("enter q");
    assert!(desk.model.overlay.is_none() && !desk.effects.contains(&Effect::Quit));
    desk.press("c ctrl-c");
    assert!(desk.effects.contains(&Effect::Quit));
}

#[test]
fn columns_can_be_arranged_and_scrolled() {
    let mut desk = Desk::new(40, 10);
    desk.open_ledger().answer_all();
    assert!(!desk.shows("Not after"), "{}", desk.screen());
    desk.press("shift-right");
    assert!(desk.shows("Not after") && desk.shows("State"), "the frozen column stays: {}", desk.screen());
    let mut desk = ledger(5);
    desk.press("c down space").press("esc");
    assert!(!desk.shows("Left  "), "{}", desk.screen());
    desk.press("c down");
    assert!(desk.shows("space show"), "{}", desk.screen());
    desk.press("up");
    assert!(desk.shows("space hide"), "{}", desk.screen());
    desk.press("0 esc");
    assert!(desk.shows("Left"), "{}", desk.screen());
}

#[test]
fn a_frozen_screen_shows_its_moment_and_does_not_count_down() {
    let mut desk = ledger(5);
    let moving = wake::next(&desk.model);
    assert!(moving.is_some());
    desk.press("z");
    assert_eq!(wake::next(&desk.model), None);
    desk.now += TimeDelta::days(2);
    desk.happen([Message::Woken]);
    assert!(desk.shows("frozen 14:03:00 UTC") && desk.shows("3 h"), "{}", desk.screen());
    desk.press("z");
    assert!(!desk.shows("frozen"));
}

fn heading(desk: &Desk) -> String {
    desk.screen().lines().next().unwrap().to_owned()
}

#[test]
fn the_age_of_what_is_shown_is_told_from_two_minutes_on() {
    let mut desk = Desk::new(140, 30);
    desk.open_ledger().answer_all();
    assert!(desk.shows("seen 14:03 UTC") && !heading(&desk).contains("ago"), "{}", desk.screen());
    desk.now += TimeDelta::minutes(12);
    desk.happen([Message::Woken]);
    assert!(desk.shows("seen 14:03 UTC · 12 min ago"), "{}", desk.screen());
    // Under a filter the rows in sight are others, and as old as their own page.
    desk.press("end").answer_all();
    desk.press("/").type_text("ledger-249").press("enter").answer_all();
    assert!(desk.shows("seen 14:15 UTC") && !heading(&desk).contains("ago"), "{}", desk.screen());
}

#[test]
fn rows_are_written_as_they_are_shown_and_the_rest_is_fetched_for_it() {
    let mut desk = ledger(250);
    desk.press("w");
    assert!(desk.shows("write to payments-svc-ledger-2026-11-24T1403Z.csv"), "{}", desk.screen());
    assert!(desk.shows("enter write 100 of"), "{}", desk.screen());
    desk.answer_all();
    assert!(desk.shows("enter write 250 rows"), "{}", desk.screen());
    desk.press("enter");
    let export = exported(&desk);
    assert_eq!((export.holdings.len(), export.complete, export.format), (250, true, Format::Csv));

    desk.press("/").type_text("ledger-7,").press("enter s n s n w ctrl-u").type_text("x.json").press("enter");
    let export = exported(&desk);
    assert_eq!((export.holdings.len(), export.complete, export.format), (1, true, Format::Json));

    desk.press("w ctrl-u").type_text("x.doc").press("enter");
    assert!(desk.shows("ending says how") && desk.shows("x.doc"), "{}", desk.screen());
    desk.press("esc");
    assert!(!desk.shows("write to"));
}

#[test]
fn the_marked_are_written_whole_and_what_has_not_come_is_not_called_whole() {
    let mut desk = ledger(250);
    desk.press("space space w");
    assert!(desk.shows("enter write 2 marked"), "{}", desk.screen());
    desk.press("enter");
    let export = exported(&desk);
    assert_eq!((export.holdings.len(), export.complete), (2, true));
    desk.press("u w enter");
    let export = exported(&desk);
    assert_eq!((export.holdings.len(), export.complete), (100, false));
}

#[test]
fn who_leaves_the_name_of_a_file_by_another_key_has_a_table_that_loads_as_before() {
    let mut desk = ledger(1_000);
    desk.press("w").press("tab shift-tab");
    assert!(!desk.shows("write to"));
    let asked = desk.pages_asked().len();
    desk.press("pgdn pgdn pgdn pgdn pgdn").answer_all();
    assert!(desk.pages_asked().len() > asked && !desk.shows("·····"), "{}", desk.screen());
    assert!(desk.model.certificates.as_ref().is_some_and(|pane| pane.coverage().loaded < 1_000));
}

#[test]
fn a_wrong_letter_of_a_search_leads_nowhere_for_good() {
    let mut desk = ledger(50);
    desk.press("f").type_text("ledger-4");
    assert_eq!(desk.selected_serial(), serial(4));
    desk.type_text("7");
    assert_eq!(desk.selected_serial(), serial(47));
    desk.press("backspace");
    assert_eq!(desk.selected_serial(), serial(4));
    desk.press("ctrl-u").type_text("expires<banana").press("tab shift-tab n");
    assert!(!desk.shows("banana"), "{}", desk.screen());
}

fn exported(desk: &Desk) -> Export {
    let last = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Export(export) => Some((**export).clone()),
        _ => None,
    });
    last.expect("something was written")
}

#[test]
fn a_list_can_be_asked_for_every_minute() {
    let mut desk = ledger(5);
    desk.press("a");
    assert!(wake::next(&desk.model).is_some_and(|next| next <= desk.now + TimeDelta::seconds(60)));
    let before = desk.pages_asked().len();
    desk.now += TimeDelta::seconds(61);
    desk.happen([Message::Woken]);
    assert_eq!(desk.pages_asked().len(), before + 1);
    assert!(desk.shows("every minute"), "{}", desk.screen());
}

#[test]
fn the_web_console_opens_here_or_its_address_is_shown() {
    let mut desk = ledger(5);
    let address = "https://cloud.mongodb.com/v2/id-of-payments#/security/database/users";
    desk.press("o");
    assert!(desk.effects.contains(&Effect::Browse(address.to_owned())));
    desk.model.settings.remote = true;
    desk.press("o");
    assert!(desk.shows(address), "{}", desk.screen());
    desk.press("esc");
    desk.model.settings.account.as_mut().unwrap().console = None;
    desk.press("o");
    assert!(desk.shows("has no web console"), "{}", desk.screen());
}

#[test]
fn the_mouse_points_only_when_it_is_asked_to() {
    let mut desk = ledger(40);
    let click = |x, y| Message::Mouse(Mouse { act: MouseAct::Click, at: Position { x, y } });
    let at_start = desk.selected_serial();
    desk.happen([click(60, 6)]);
    assert_eq!(desk.selected_serial(), at_start);
    desk.press("m");
    desk.happen([click(60, 6)]);
    assert_eq!(desk.selected_serial(), serial(3));
    desk.happen([Message::Mouse(Mouse { act: MouseAct::WheelDown, at: Position { x: 60, y: 6 } })]);
    assert_eq!(desk.selected_serial(), serial(6));
    desk.happen([click(75, 2)]);
    assert!(desk.shows("by subject ▲"), "a heading sorts: {}", desk.screen());
    desk.happen([click(5, 2)]);
    assert_eq!(desk.model.focus, Pane::Projects);
    desk.happen([click(5, 2)]);
    desk.answer_all();
    assert_eq!(desk.model.focus, Pane::Users, "a second click opens");
}

#[test]
fn hints_show_the_keys_that_a_person_has() {
    let mut desk = ledger(5);
    desk.model.settings.keymap.rebind("refresh", vec!["ctrl-r".parse().unwrap()]).unwrap();
    desk.happen([Message::Resized(Size { width: 160, height: 30 })]);
    assert!(desk.shows("ctrl-r refresh"), "{}", desk.screen());
}

#[test]
fn a_filter_that_depends_on_the_time_follows_it() {
    let mut desk = ledger(10);
    desk.press("4").answer_all();
    assert!(desk.shows("1 of 10 match"), "{}", desk.screen());
    desk.now += TimeDelta::hours(10);
    desk.happen([Message::Woken]);
    assert!(desk.shows("2 of 10 match"), "{}", desk.screen());
}

#[test]
fn wide_and_right_to_left_names_do_not_shift_the_columns() {
    let mut desk = Desk::new(80, 24);
    desk.users = vec![user("株式会社アクメ", Authentication::ManagedX509), user("שירות", Authentication::ManagedX509)];
    desk.certificates = (0..3).map(certificate).collect();
    desk.certificates[1].subject = Some("CN=株式会社アクメ株式会社アクメ株式会社アクメ,O=x".into());
    desk.certificates[2].subject = Some("CN=e\u{301}te\u{301},OU=שירות".into());
    desk.answer_all().press("enter").answer_all().press("enter").answer_all();
    let buffer = desk.terminal(&atlas_certs::ui::theme::Theme::plain(&atlas_certs::ui::theme::UNICODE));
    let buffer = buffer.backend().buffer().clone();
    let cell = |column: u16, row: u16| buffer[(column, row)].symbol();
    let serial_column =
        |row: u16| (0..77).find(|column| (0..4).map(|next| cell(column + next, row)).eq(["4", "B", "6", "5"]));
    let columns: Vec<Option<u16>> = (3..6).map(serial_column).collect();
    assert!(columns[0].is_some() && columns.iter().all(|column| *column == columns[0]), "{}", desk.screen());
}

#[test]
fn an_answer_that_comes_with_the_key_that_leaves_belongs_to_nobody() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger();
    let (ticket, request) = desk.open.pop_first().unwrap();
    let answer = desk.answer(&request);
    desk.press("left up");
    let mut desk_again = Desk::new(120, 30);
    desk_again.open_ledger();
    let (ticket_again, _) = desk_again.open.pop_first().unwrap();
    assert_eq!(ticket, ticket_again);
    let keys = ["left", "up", "enter"].map(|key| Message::Key(key.parse().unwrap()));
    desk_again.happen(keys.into_iter().chain([Message::Arrived(ticket, Ok(answer))]));
    assert!(
        desk_again.shows("Certificates of etl") && desk_again.selected_serial().is_none(),
        "{}",
        desk_again.screen()
    );
}

#[test]
fn the_last_row_is_a_certificate_like_any_other() {
    let mut desk = ledger(80);
    desk.press("G").press("s t");
    assert_eq!(desk.selected_serial(), serial(79), "{}", desk.screen());
    desk.press("s l G");
    desk.certificates.push(certificate(500));
    desk.press("r").answer_all();
    assert_eq!(desk.selected_serial(), serial(79), "one that is issued later does not take the cursor along");
}

#[test]
fn a_jump_from_another_pane_shows_what_is_around() {
    let mut desk = Desk::new(80, 24);
    desk.certificates = (0..17_500).map(certificate).collect();
    desk.open_ledger().answer_all().press("left");
    desk.press(":").type_text("17500").press("enter").answer_all();
    assert!(desk.shows("svc-ledger-17495") && desk.shows("svc-ledger-17499"), "{}", desk.screen());
}

#[test]
fn the_end_of_a_text_leads_back_up() {
    let mut desk = Desk::new(40, 10);
    desk.open_ledger().answer_all().press("enter");
    let top = desk.screen();
    desk.press("G");
    let end = desk.screen();
    desk.press("k");
    assert!(desk.screen() != end && end != top, "{}", desk.screen());
}

#[test]
fn what_depends_on_the_time_is_looked_at_again_and_a_frozen_screen_is_left_alone() {
    let mut desk = ledger(1);
    desk.certificates.clear();
    desk.press("r").answer_all().press("4");
    assert!(wake::next(&desk.model).is_some(), "an empty screen may fill");
    desk.press("a z");
    assert_eq!(wake::next(&desk.model), None);
    let asked = desk.pages_asked().len();
    desk.now += TimeDelta::minutes(5);
    desk.happen([Message::Woken]);
    assert_eq!(desk.pages_asked().len(), asked);
}

#[test]
fn esc_closes_a_menu_and_nothing_else() {
    let mut desk = ledger(5);
    for key in ["s", "y"] {
        desk.press(key).press("esc");
        assert_eq!(desk.model.focus, Pane::Certificates, "{key}");
    }
    desk.press("f").type_text("ledger-3").press("enter esc");
    assert_eq!(desk.model.focus, Pane::Certificates, "esc forgets what was to be found first");
    desk.press("esc");
    assert_eq!(desk.model.focus, Pane::Users);
}

#[test]
fn what_is_not_on_the_screen_is_not_copied_or_sorted() {
    let mut desk = Desk::new(80, 24);
    desk.open_ledger().answer_all().press("left").press("y");
    assert!(desk.shows("The certificates are not on the screen"), "{}", desk.screen());
    desk.press("d");
    assert_eq!(copied(&desk), None);
}

#[test]
fn half_a_term_is_not_kept_for_a_filter() {
    let mut desk = ledger(80);
    desk.press("/").type_text("expires<30").press("enter");
    assert!(desk.shows("30 of what: write 30d, 30h or 30w.") && desk.shows("/expires<30"), "{}", desk.screen());
    desk.type_text("d").press("enter").answer_all();
    assert!(desk.shows("of 80 match"), "{}", desk.screen());
}

#[test]
fn a_row_that_there_is_not_is_said() {
    let mut desk = ledger(11);
    desk.press(":").type_text("99").press("enter");
    assert!(desk.shows("this is the last of 11"), "{}", desk.screen());
}

#[test]
fn a_misspelt_field_is_named_and_a_text_with_a_colon_is_a_text() {
    let mut desk = ledger(80);
    desk.press("/").type_text("sevrity:critical");
    assert!(desk.shows("no field sevrity: did you mean severity?"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("/sevrity:critical"), "it stays to be mended: {}", desk.screen());
    for text in ["4B:65", "arn:aws:iam", "12:30"] {
        desk.press("ctrl-u").type_text(text);
        assert!(!desk.shows("no field") && desk.shows("of 80 match"), "{text}: {}", desk.screen());
    }
}

#[test]
fn what_is_wrong_with_a_term_comes_before_how_to_write_it() {
    for (width, height, told) in [
        (80, 24, "2026-13-01 is no date: write 2027-01-31, 2027-01 or 2027 "),
        (40, 10, "2026-13-01 is no date: write 2027-"),
    ] {
        let mut desk = Desk::new(width, height);
        desk.open_ledger().answer_all().press("/").type_text("created>2026-13-01");
        assert!(desk.shows(told), "{}", desk.screen());
    }
}

#[test]
fn what_is_not_finished_is_said_not_to_be_applied() {
    let mut desk = ledger(80);
    for (typed, missing) in [
        ("expires<30", "30 of what: write 30d, 30h or 30w."),
        ("cn:", "Nothing stands behind it yet: write cn:ledger"),
        ("/CN=(svc", "The expression is not finished: found open group without closing ')'."),
    ] {
        desk.press("/ ctrl-u").type_text(typed);
        assert!(desk.shows("not applied yet"), "{}", desk.screen());
        desk.press("enter");
        assert!(desk.shows(missing), "{}", desk.screen());
    }
}

#[test]
fn a_filter_that_is_typed_while_the_list_is_asked_for_again_keeps_the_selection() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("down down down");
    let selected = desk.selected_serial();
    desk.press("r 3");
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
    desk.answer_all();
    assert_eq!(desk.selected_serial(), selected, "{}", desk.screen());
}

/// The server counts one fewer than there stand while the last page is of before.
#[test]
fn the_last_row_stays_under_the_cursor_until_its_page_has_come() {
    let mut desk = Desk::new(100, 30);
    desk.open_ledger().answer_all();
    desk.certificates.drain(..39);
    desk.press("end").answer_page(3);
    let last = desk.selected_serial().unwrap();
    desk.certificates.remove(0);
    desk.press("down r").answer_page(2);
    assert_eq!(desk.selected_serial().as_ref(), Some(&last), "{}", desk.screen());
    desk.answer_all();
    assert_eq!(desk.selected_serial(), Some(last), "{}", desk.screen());
}

/// The last of what matches so far was under the cursor when the person went to the end.
#[test]
fn the_end_of_what_matches_is_kept_when_the_pages_before_it_come_later() {
    let mut desk = Desk::new(100, 30);
    desk.open_ledger().answer_all().press("/").type_text("ledger").press("enter end");
    desk.answer_page(3);
    let last = desk.selected_serial().unwrap();
    desk.answer_page(2);
    assert_eq!(desk.selected_serial(), Some(last), "{}", desk.screen());
}
