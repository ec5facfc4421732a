//! A panic: the terminal is given back before it is reported.

use atlas_certs::domain::printable::Printable;
use atlas_certs::runtime::terminal::Session;

use crate::atlas::USUAL_SIZE;
use crate::ends::GOODBYE;
use crate::pty::{Modes, Terminal};

/// Set, it makes the test of that name panic in the terminal that it runs in.
const PANICS: &str = "ATLAS_CERTS_TEST_PANICS";

/// Run by the test below, in a terminal of its own; elsewhere it has nothing to do.
#[test]
fn something_panics() {
    if std::env::var_os(PANICS).is_some() {
        let mut session = Session::start(false).unwrap();
        session.draw(&Printable::new("about to panic"), |_| {}).unwrap();
        panic!("on purpose");
    }
}

#[tokio::test]
async fn the_terminal_is_given_back_before_a_panic_is_reported() {
    let this = std::env::current_exe().unwrap().display().to_string();
    let command = [this.as_str(), "--exact", "panics::something_panics", "--nocapture"].map(str::to_owned);
    let mut terminal = Terminal::start(&command, &[(PANICS, "1")], USUAL_SIZE);
    terminal.wait_for_text("on purpose").await;
    terminal.wait_exit().await;
    let output = terminal.output();
    let given_back = output.find(GOODBYE).expect("the terminal is given back");
    assert!(output.find("on purpose").is_some_and(|reported| reported > given_back), "{output:?}");
    assert_eq!(terminal.modes(), Modes::USUAL);
}
