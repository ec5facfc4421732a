//! A panic, wherever it is: the terminal is given back before it is reported, and the program ends.

use std::sync::Arc;
use std::{io, iter};

use atlas_certs::app::account::{Roster, Who};
use atlas_certs::app::kept::Kept;
use atlas_certs::app::keymap::Keymap;
use atlas_certs::app::message::Message;
use atlas_certs::app::model::{Model, Settings, Wish};
use atlas_certs::app::update::update;
use atlas_certs::atlas::page::PageSize;
use atlas_certs::domain::expiry::Limits;
use atlas_certs::domain::printable::Printable;
use atlas_certs::runtime::clipboard::Clipboard;
use atlas_certs::runtime::clock;
use atlas_certs::runtime::event_loop::{self, First, Start};
use atlas_certs::runtime::sign_in::{Authenticator, SignedIn};
use atlas_certs::runtime::terminal::Session;
use atlas_certs::ui::theme::{Look, UNICODE};
use futures_util::future::BoxFuture;
use tokio::runtime::Builder;

use crate::atlas::USUAL_SIZE;
use crate::ends::GOODBYE;
use crate::pty::{Modes, Terminal};

/// Says where the child below is to panic.
const PLACE: &str = "ATLAS_CERTS_TEST_PANICS";
/// What it says then.
const REPORT: &str = "on purpose";

/// Panics where it is told to.
struct Clumsy(String);

impl Authenticator for Clumsy {
    fn roster(&self) -> Roster {
        panic!("{REPORT}")
    }

    fn sign_in(self: Arc<Self>, _: Who) -> BoxFuture<'static, Result<Box<SignedIn>, String>> {
        Box::pin(async move { if self.0 == "a task" { panic!("{REPORT}") } else { Err("no keys".to_owned()) } })
    }
}

fn settings() -> Settings {
    Settings {
        limits: Limits::default(),
        page_size: PageSize::MAX,
        account: None,
        given_base_url: None,
        local: clock::local,
        wish: Wish::default(),
        keymap: Keymap::default(),
        kept: Kept::default(),
        remote: false,
    }
}

/// The interface as the program runs it, with somebody else to sign in with.
fn interface(authenticator: Clumsy) -> io::Result<()> {
    let start = Start {
        model: settings(),
        look: Look::plain(&UNICODE),
        asks: false,
        clipboard: Clipboard::default(),
        authenticator: Arc::new(authenticator),
        first: First::SignIn(Who::Usual),
    };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let left = runtime.block_on(event_loop::run(start));
    runtime.shutdown_background();
    left.map(drop)
}

/// What a child process does, in a terminal of its own.
#[test]
#[ignore = "it is a part of the other tests, which run it"]
fn something_panics() -> io::Result<()> {
    let Ok(place) = std::env::var(PLACE) else { return Ok(()) };
    match place.as_str() {
        "an update" => {
            let mut session = Session::start(false)?;
            let mut model = Model::new(settings(), session.size()?, clock::now());
            session.draw(&Printable::new("about to panic"), |_| {})?;
            let happened = iter::once(Message::Woken).chain(iter::from_fn(|| panic!("{REPORT}")));
            update(&mut model, happened, clock::now());
            Ok(())
        }
        "a frame" => {
            let mut session = Session::start(false)?;
            session.draw(&Printable::new("about to panic"), |_| {})?;
            session.draw(&Printable::new("panicking"), |_| panic!("{REPORT}"))
        }
        _ => interface(Clumsy(place)),
    }
}

/// The child in a terminal, from its first byte to its last.
async fn panicked(place: &str) -> Terminal {
    let this = std::env::current_exe().unwrap().display().to_string();
    let words = ["--exact", "panics::something_panics", "--ignored", "--nocapture", "--color", "never"];
    let command: Vec<String> = std::iter::once(this.as_str()).chain(words).map(str::to_owned).collect();
    let mut terminal = Terminal::start(&command, &[(PLACE, place)], USUAL_SIZE);
    terminal.wait_exit().await;
    terminal
}

/// What stands on the usual screen after the terminal is given back.
fn told_afterwards(terminal: &Terminal, place: &str) -> String {
    let output = terminal.output();
    let (before, after) = output.split_once(GOODBYE).unwrap_or_else(|| panic!("{place}: not given back: {output:?}"));
    assert!(!before.contains(REPORT) && after.contains(REPORT), "{place}: {output:?}");
    assert!(!after.contains('\x1b'), "{place}: something is drawn on the usual screen: {after:?}");
    assert_eq!(terminal.modes(), Modes::USUAL, "{place}");
    assert!(terminal.has_its_line_settings(), "{place}");
    after.to_owned()
}

#[tokio::test]
async fn the_terminal_is_given_back_before_a_panic_is_reported() {
    for place in ["an update", "a frame"] {
        told_afterwards(&panicked(place).await, place);
    }
}

/// Elsewhere than on the thread that draws: nothing else need happen for the program to end, and it says that it failed.
#[tokio::test]
async fn a_panic_in_a_task_ends_the_program_with_a_word() {
    for place in ["a task", "a thread that may wait"] {
        let told = told_afterwards(&panicked(place).await, place);
        let (report, left) = told.split_once("Error: ").unwrap_or_else(|| panic!("{place}: {told:?}"));
        assert!(report.contains(REPORT), "{place}: {told:?}");
        assert!(left.contains("a part of the program has failed"), "{place}: {told:?}");
    }
}
