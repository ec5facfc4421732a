//! Whatever happens, in whatever order and at whatever size: no panic, no control character in a cell, nothing but ASCII
//! where that is all there is, no lost selection, no coverage above its total.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod desk;
}

use atlas_certs::app::certificates::Coverage;
use atlas_certs::app::effect::Answer;
use atlas_certs::app::message::{Message, Mouse, MouseAct};
use atlas_certs::app::model::Wish;
use atlas_certs::app::scanning::News;
use atlas_certs::atlas::error::{Error, Facts, Kind};
use atlas_certs::atlas::notice::Notice;
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::printable::is_hidden;
use atlas_certs::domain::user::Authentication;
use atlas_certs::scan::progress::Progress;
use atlas_certs::ui;
use atlas_certs::ui::theme::{ASCII, Glyphs, Theme, UNICODE};
use chrono::TimeDelta;
use proptest::prelude::*;
use ratatui::layout::{Position, Size};
use support::desk::{Desk, certificate, project, user};

/// Every key that the table knows, and some that it does not.
const KEYS: &[&str] = &[
    "up",
    "down",
    "left",
    "right",
    "pgup",
    "pgdn",
    "home",
    "end",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "backspace",
    "g",
    "G",
    "h",
    "j",
    "k",
    "l",
    "r",
    "x",
    "e",
    "?",
    "/",
    "ctrl-d",
    "ctrl-u",
    "ctrl-w",
    "delete",
    "space",
    "7",
    "é",
    "f9",
    "alt-x",
    "s",
    "n",
    "u",
    "i",
    "S",
    "N",
    "f",
    "y",
    "d",
    "c",
    "t",
    "1",
    "2",
    "4",
    ".",
    ":",
    "ctrl-p",
    "[",
    "alt-right",
    "a",
    "z",
    "m",
    "b",
    "L",
    "o",
    "+",
    "-",
    "K",
    "shift-right",
    "<",
    "!",
    "~",
    "b",
    "R",
    "W",
    "v",
    "w",
];

#[derive(Debug, Clone)]
enum Happening {
    Key(usize),
    Burst(usize, usize),
    Paste(String),
    Resize(u16, u16),
    Answer,
    Fail,
    Mouse(u16, u16, usize),
    Late,
    Expire(usize),
    Issue(usize),
    Hours(i64),
    Scanned(usize, bool),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => (0..KEYS.len()).prop_map(Happening::Key),
        2 => (0..KEYS.len(), 1_usize..300).prop_map(|(key, times)| Happening::Burst(key, times)),
        1 => ".{0,12}".prop_map(Happening::Paste),
        2 => (0_u16..160, 0_u16..50).prop_map(|(width, height)| Happening::Resize(width, height)),
        8 => Just(Happening::Answer),
        1 => Just(Happening::Fail),
        2 => (0_u16..160, 0_u16..50, 0_usize..3).prop_map(|(x, y, act)| Happening::Mouse(x, y, act)),
        1 => Just(Happening::Late),
        1 => (0_usize..5).prop_map(Happening::Expire),
        1 => (0_usize..120).prop_map(Happening::Issue),
        1 => (0_i64..900).prop_map(Happening::Hours),
        1 => (0_usize..90, any::<bool>()).prop_map(|(users, ended)| Happening::Scanned(users, ended)),
    ]
}

impl Happening {
    fn befall(self, desk: &mut Desk) {
        match self {
            Self::Key(key) => drop(desk.press(KEYS[key])),
            Self::Burst(key, times) => drop(desk.press_at_once(KEYS[key], times)),
            Self::Paste(text) => desk.happen([Message::Pasted(text)]),
            Self::Resize(width, height) => desk.happen([Message::Resized(Size { width, height })]),
            Self::Answer => {
                if let Some((ticket, request)) = desk.open.pop_first() {
                    let answer = desk.answer(&request);
                    desk.happen([Message::Arrived(ticket, Ok(answer))]);
                }
            }
            Self::Scanned(users_read, ended) => {
                let progress =
                    Progress { projects: 4, projects_listed: 3, users: 90, users_read, ..Progress::default() };
                desk.happen([Message::Scanned(News { progress, ended, ..News::default() })]);
            }
            Self::Fail => {
                if let Some((ticket, _)) = desk.open.pop_first() {
                    let error = Error::new(Kind::ServerTrouble, "something", Facts::default());
                    desk.happen([Message::Arrived(ticket, Err(error))]);
                }
            }
            Self::Mouse(x, y, act) => {
                let act = [MouseAct::Click, MouseAct::WheelUp, MouseAct::WheelDown][act];
                desk.happen([Message::Mouse(Mouse { act, at: Position { x, y } })]);
            }
            // An answer to a request that was given up: asked for, then the user was left.
            Self::Late => {
                if let Some((ticket, request)) = desk.open.first_key_value() {
                    let (ticket, answer): (_, Answer) = (*ticket, desk.answer(request));
                    desk.press("left left");
                    desk.happen([Message::Arrived(ticket, Ok(answer))]);
                    desk.open.remove(&ticket);
                }
            }
            Self::Expire(count) => drop(desk.certificates.drain(..count.min(desk.certificates.len()))),
            Self::Issue(count) => {
                let next = desk.certificates.len() + 10_000;
                desk.certificates.extend((next..next + count).map(certificate));
            }
            Self::Hours(hours) => {
                desk.now += TimeDelta::hours(hours);
                desk.happen([Message::Woken]);
            }
        }
    }
}

/// The cells of the screen, as text.
fn symbols(desk: &Desk, glyphs: &'static Glyphs) -> Vec<String> {
    let Size { width, height } = desk.model.size;
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let screen = desk.terminal(&Theme::plain(glyphs));
    screen.backend().buffer().content().iter().map(|cell| cell.symbol().to_owned()).collect()
}

/// Whether the ASCII glyphs draw nothing but ASCII, and name the window with nothing else.
fn is_ascii(desk: &Desk) -> bool {
    let title = ui::window_title(&desk.model, &Theme::plain(&ASCII)).to_string();
    symbols(desk, &ASCII).iter().chain([&title]).all(|text| text.chars().all(|one| matches!(one, ' '..='~')))
}

fn hostile() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(any::<String>(), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_may_happen(happenings in proptest::collection::vec(happening(), 1..60), subjects in hostile()) {
        let mut desk = Desk::new(100, 30);
        for (row, one) in desk.certificates.iter_mut().enumerate() {
            one.subject = Some(subjects[row % subjects.len()].clone().into());
        }
        desk.open_ledger();
        for happening in happenings {
            happening.befall(&mut desk);
            for symbol in symbols(&desk, &UNICODE) {
                prop_assert!(!symbol.chars().any(|c| is_hidden(c) && c != '⟨'), "{symbol:?}");
            }
            prop_assert!(is_ascii(&desk), "{}", desk.screen());
            if let Some(pane) = &desk.model.certificates {
                let Coverage { loaded, of, .. } = pane.coverage();
                prop_assert!(loaded <= of);
                prop_assert!(pane.cursor().at < pane.rows().max(1));
            }
        }
    }

    /// Whatever Atlas calls things, and whatever it complains of.
    #[test]
    fn ascii_is_enough_for_every_screen(
        names in proptest::collection::vec("\\PC{1,20}|.{1,20}", 5),
        width in 20_u16..140,
        height in 4_u16..40,
    ) {
        let [name, other, kind, subject, typed] = names.as_slice() else { unreachable!("five") };
        let told = Facts { detail: Some(subject.clone()), causes: vec![typed.clone()], ..Facts::default() };
        let error = Error::new(Kind::NotFound, format!("the users of {name}"), told);
        let wait = Notice::Waiting { why: error.headline(), tried: 1, of: 4, pause: std::time::Duration::ZERO };
        let wish = Wish { project: Some(name.clone()), user: Some(format!("{name}{other}")) };
        let mut desk = Desk::wishing(width, height, wish);
        desk.projects = vec![project(name), project("payments")];
        desk.users = vec![user(name, Authentication::ManagedX509), user(other, Authentication::OtherX509(kind.as_str().into()))];
        for (row, one) in desk.certificates.iter_mut().enumerate() {
            one.subject = Some(if row % 2 == 0 { subject.as_str() } else { "CN=é," }.into());
        }
        desk.happen([Message::Noticed(wait)]);
        prop_assert!(is_ascii(&desk), "{}", desk.screen());
        desk.answer_all();
        prop_assert!(is_ascii(&desk), "{}", desk.screen());
        for keys in [
            "enter", "/", "ctrl-u", "esc", "right", "space", "enter", "esc", "?", "x", "esc", "ctrl-p", "esc", ":", "esc",
            "s", "s", "y", "esc", "c", "esc", "f", "esc", "o", "esc", "r",
        ] {
            desk.press(keys);
            prop_assert!(is_ascii(&desk), "{}", desk.screen());
            desk.answer_all();
            prop_assert!(is_ascii(&desk), "{}", desk.screen());
            desk.happen([Message::Pasted(typed.clone())]);
            prop_assert!(is_ascii(&desk), "{}", desk.screen());
        }
        desk.press("esc esc r").fail_all(&error);
        prop_assert!(is_ascii(&desk), "{}", desk.screen());
        desk.press("e");
        prop_assert!(is_ascii(&desk), "{}", desk.screen());
        let mut desk = Desk::new(120, 30);
        desk.open_ledger().answer_all().press("end").fail_all(&error);
        prop_assert!(is_ascii(&desk), "{}", desk.screen());
    }

    /// What is selected stays selected through refreshes, filters that let it pass, arriving pages and sizes, as long as
    /// it is listed.
    #[test]
    fn the_selected_certificate_stays_selected(
        row in 0_usize..250,
        steps in proptest::collection::vec((0_usize..5, 0_usize..4), 1..20),
    ) {
        let mut desk = Desk::new(120, 30);
        desk.open_ledger().answer_all().press_at_once("down", row).answer_all();
        let selected = desk.selected_serial();
        prop_assert!(selected.is_some());
        for (step, count) in steps {
            match step {
                0 => { desk.press("r").answer_all(); }
                1 => { desk.press("/ ctrl-u").type_text("ledger").press("enter").answer_all(); }
                2 => { desk.press("esc").answer_all(); }
                3 => {
                    let first = desk.certificates.first().map(Certificate::identity);
                    let is_selected = first == desk.model.certificates.as_ref().and_then(|pane| pane.selected().map(|holding| holding.certificate.identity()));
                    if !is_selected && count < 2 {
                        desk.certificates.remove(0);
                    }
                    desk.press("r").answer_all();
                }
                _ => desk.happen([Message::Resized(Size { width: 60 + 20 * u16::try_from(count).unwrap_or(0), height: 24 })]),
            }
            if desk.model.certificates.is_none() || desk.model.focus != atlas_certs::app::layout::Pane::Certificates {
                desk.press("right").answer_all();
            }
            prop_assert_eq!(desk.selected_serial(), selected.clone(), "{}", desk.screen());
        }
    }
}
