//! Every screen as a picture of text, at the sizes that people have, in colour and without.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod desk;
}

use std::time::Duration;

use atlas_certs::app::message::Message;
use atlas_certs::atlas::address::Address;
use atlas_certs::atlas::error::Cut;
use atlas_certs::atlas::exchange::{Asked, Exchange, Outcome as CameOf, Tried};
use atlas_certs::atlas::notice::Notice;
use atlas_certs::atlas::page::PageNumber;
use atlas_certs::domain::project::ProjectId;
use atlas_certs::domain::user::Authentication;
use atlas_certs::ui::theme::{ASCII, Theme, UNICODE};
use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use support::desk::{Desk, certificate, user};

const SIZES: [(u16, u16); 4] = [(120, 30), (80, 24), (40, 10), (20, 4)];

/// A user whose certificates show every severity, one unreadable subject and one without dates.
fn every_severity(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    let hours = [-1, 3, 60, 300, 700, 900, 2_000, 9_000];
    desk.certificates = hours
        .into_iter()
        .enumerate()
        .map(|(row, hours)| {
            let mut one = certificate(row);
            one.not_after = Some(desk.now + TimeDelta::hours(hours));
            one.created_at = Some(desk.now + TimeDelta::hours(hours) - TimeDelta::days(90));
            one.subject = Some("CN=svc-ledger,OU=payments,O=Acme\\, Inc.".into());
            one
        })
        .collect();
    desk.certificates[6].subject = Some("CN=svc-ledger,".into());
    desk.certificates[7].not_after = None;
    desk.certificates[7].subject = None;
    desk.open_ledger().answer_all();
    desk
}

/// The styles of a screen: for each row that has any, the columns and how they look.
fn styles(buffer: &Buffer) -> String {
    let mut told = String::new();
    for row in 0..buffer.area.height {
        let mut from = 0;
        while from < buffer.area.width {
            let style = buffer[(from, row)].style();
            let to = (from..buffer.area.width).find(|column| buffer[(*column, row)].style() != style);
            let to = to.unwrap_or(buffer.area.width);
            let (colour, modifiers) = (style.fg.unwrap_or_default(), style.add_modifier);
            if colour != ratatui::style::Color::Reset || !modifiers.is_empty() {
                told += &format!("{row:>2} {from:>3}..{to:<3} {colour} {modifiers:?}\n");
            }
            from = to;
        }
    }
    told
}

fn shot(name: &str, desk: &Desk) {
    let (width, height) = (desk.model.size.width, desk.model.size.height);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), desk.screen());
    });
}

fn exchange(asked: Asked, outcome: CameOf, took: u64) -> Exchange {
    Exchange {
        method: "GET",
        address: Address::of(&"https://cloud.mongodb.com/api/atlas/v2/groups".parse().unwrap()),
        asked,
        page: PageNumber::MIN,
        signed: true,
        tried: Tried { nth: 1, of: 4 },
        again: None,
        held: Duration::ZERO,
        took: Duration::from_millis(took),
        bytes: 12_345,
        outcome,
        left: Some(1_187),
    }
}

/// Requests of every kind and fate, the last first.
fn requests(width: u16, height: u16) -> Desk {
    let mut desk = every_severity(width, height);
    let (id, user) = (desk.projects[2].id.clone(), "svc-ledger");
    let certificates = || Asked::Certificates(id.clone(), user.into());
    let token = Exchange { method: "POST", bytes: 98, left: None, ..exchange(Asked::Token, CameOf::Status(200), 51) };
    let ended = [
        Exchange { signed: false, bytes: 0, ..exchange(Asked::Organisations, CameOf::Status(401), 38) },
        exchange(Asked::Organisations, CameOf::Status(200), 84),
        token,
        exchange(Asked::Projects, CameOf::Status(200), 2_140),
        exchange(Asked::Users(id.clone()), CameOf::Status(429), 40),
        Exchange {
            tried: Tried { nth: 2, of: 4 },
            again: Some("rate limit"),
            held: Duration::from_millis(12_600),
            ..exchange(Asked::Users(id.clone()), CameOf::Status(200), 92)
        },
        Exchange { left: None, ..exchange(certificates(), CameOf::Cut(Cut::Time), 30_000) },
        Exchange { page: 2.try_into().unwrap(), ..exchange(certificates(), CameOf::Status(200), 120) },
        Exchange { bytes: 0, left: None, ..exchange(certificates(), CameOf::GivenUp, 740) },
        exchange(Asked::Users(ProjectId::new("no\u{1b}[2J")), CameOf::Status(403), 77),
    ];
    desk.happen(ended.into_iter().map(|one| Message::Noticed(Notice::Exchanged(one))));
    desk
}

#[test]
fn the_last_requests() {
    for (width, height) in SIZES {
        let mut desk = requests(width, height);
        desk.press("!");
        shot("requests", &desk);
    }
    let mut desk = requests(80, 24);
    desk.press("!");
    let screen = desk.terminal(&Theme::plain(&ASCII)).backend().to_string();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("ascii_requests_80x24", screen);
    });
}

/// What a terminal without UTF-8 shows of subjects that need it.
#[test]
fn in_ascii() {
    for (width, height) in [(120, 30), (80, 24)] {
        let mut desk = every_severity(width, height);
        desk.certificates[1].subject = Some("CN=Jürgen Ærø,OU=株式会社,O=a\u{1b}[31m“b”".into());
        desk.press("r").answer_all().press("down");
        let screen = desk.terminal(&Theme::plain(&ASCII)).backend().to_string();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("ascii_{width}x{height}"), screen);
        });
    }
}

#[test]
fn certificates_at_every_size() {
    for (width, height) in SIZES {
        let mut desk = every_severity(width, height);
        desk.press("down down");
        shot("certificates", &desk);
    }
}

#[test]
fn the_picker_at_every_size() {
    for (width, height) in SIZES {
        let mut desk = Desk::new(width, height);
        desk.answer_all();
        shot("projects", &desk);
        desk.press("down down enter").answer_all();
        shot("users", &desk);
    }
}

#[test]
fn other_screens() {
    let mut desk = Desk::new(80, 24);
    shot("start", &desk);
    desk.answer_all().press("?");
    shot("help", &desk);
    let mut desk = every_severity(80, 24);
    desk.press("enter");
    shot("certificate_sheet", &desk);
    let mut desk = every_severity(40, 24);
    shot("detail", &desk);
    desk.press("enter");
    shot("certificate_sheet", &desk);
    let mut desk = every_severity(80, 24);
    desk.press("/").type_text("soon");
    shot("filter_typed", &desk);
    let mut desk = Desk::new(80, 24);
    desk.users.push(user("bob", Authentication::Oidc));
    desk.answer_all().press("down down enter").answer_all().press("x");
    shot("users_with_others", &desk);
    let mut desk = Desk::new(80, 24);
    desk.certificates = (0..17_500).map(certificate).collect();
    desk.open_ledger().answer_all().press_at_once("pgdn", 600);
    shot("placeholders", &desk);
}

/// What an expert's keys bring up, each as it comes out of the same table of certificates.
#[test]
fn the_screens_of_an_expert_at_every_size() {
    let screens: [(&str, &str, &str); 12] = [
        ("keys", "?", ""),
        ("keys_searched", "?", "copy"),
        ("palette", ":", "sort"),
        ("palette_row", ":", "1234"),
        ("anywhere", "ctrl-p", "ana"),
        ("sort_menu", "s", ""),
        ("copy_menu", "y", ""),
        ("sorted", "s n S", ""),
        ("marked", "space space", ""),
        ("filter_wrong", "/", "expires<banana"),
        ("found", "f", "ledger"),
        ("columns", "c down", ""),
    ];
    for (width, height) in SIZES {
        for (name, keys, typed) in screens {
            let mut desk = every_severity(width, height);
            desk.press(keys).type_text(typed);
            shot(name, &desk);
        }
        let mut desk = every_severity(width, height);
        desk.press("z");
        desk.now += TimeDelta::hours(5);
        desk.happen([Message::Woken]);
        shot("frozen", &desk);
        let mut desk = every_severity(width, height);
        desk.model.settings.remote = true;
        desk.press("o");
        shot("web_console", &desk);
    }
}

/// Many a tool writes the common name last; that end tells one subject from another.
#[test]
fn the_telling_end_of_a_subject() {
    for (width, height) in [(80, 24), (40, 10)] {
        let mut desk = every_severity(width, height);
        for (row, name) in ["svc-ledger", "svc-ledger-b", "Jürgen Ærø", "株式会社"].into_iter().enumerate() {
            let subject = format!("C=DE,O=Acme Data Platform and Analytics\\, Inc.,OU=payments,OU=batch,CN={name}");
            desk.certificates[row].subject = Some(subject.into());
        }
        desk.press("r").answer_all();
        assert!(["svc-ledger ", "svc-ledger-b ", "Jürgen Ærø "].iter().all(|end| desk.shows(end)), "{}", desk.screen());
        shot("telling_end", &desk);
    }
}

/// Where columns lie beyond an edge the headings say so.
#[test]
fn columns_beyond_the_edges() {
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        let mut desk = every_severity(width, height);
        desk.press("> >");
        shot("scrolled", &desk);
        let mut desk = every_severity(width, height);
        desk.press("> > > > >");
        shot("scrolled_to_the_end", &desk);
    }
    let mut desk = every_severity(80, 24);
    desk.press(">");
    let screen = desk.terminal(&Theme::plain(&ASCII)).backend().to_string();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("ascii_scrolled_80x24", screen);
    });
}

/// However long the phrases are, how much was seen and that it is not all is always said.
#[test]
fn a_title_keeps_what_matters() {
    for (width, height) in [(80, 24), (40, 10)] {
        let mut desk = Desk::new(width, height);
        desk.users[0] = user("svc-ledger-reconciliation-batch", Authentication::ManagedX509);
        desk.certificates = (0..117_500).map(certificate).collect();
        desk.open_ledger().answer_page(1).press("space s n .").press("/");
        desk.type_text("ledger-1 !ledger-12").press("enter .");
        shot("title_stopped", &desk);
    }
}

/// Colour underlines what the words say, and adds nothing of its own.
#[test]
fn colours() {
    let desk = every_severity(120, 30);
    let drawn = |theme: Theme| desk.terminal(&theme).backend().buffer().clone();
    let text = |buffer: &Buffer| buffer.content().iter().map(|cell| cell.symbol().to_owned()).collect::<String>();
    let none = drawn(Theme::plain(&UNICODE));
    assert!(none.content().iter().all(|cell| cell.fg == ratatui::style::Color::Reset && cell.bg == cell.fg));
    let themes = [
        ("none", none.clone()),
        ("either", drawn(Theme::either(&UNICODE))),
        ("dark", drawn(Theme::dark(&UNICODE))),
        ("light", drawn(Theme::light(&UNICODE))),
    ];
    for (name, buffer) in themes {
        assert_eq!(text(&buffer), text(&none));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("certificates_colours_{name}"), styles(&buffer));
        });
    }
}
