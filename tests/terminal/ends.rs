//! The ways out: however the program ends, the terminal is as it was.

use std::os::unix::process::ExitStatusExt as _;

use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::journal::Outcome;
use atlas_certs::demo::{Fault, Rule};

use crate::atlas::{Atlas, leave, on_projects};
use crate::dice::Dice;
use crate::moments::MOMENTS;
use crate::pty::{CTRL_C, Modes, Terminal};

/// What the program writes last, in this order: the end of a frame, plain text, no mouse, no marks around what is pasted,
/// the usual screen, a cursor, the window's title as it was.
pub const GOODBYE: &str = concat!(
    "\x1b[?2026l\x1b[0m",
    "\x1b[?1006l\x1b[?1015l\x1b[?1003l\x1b[?1002l\x1b[?1000l",
    "\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[23;0t",
);

/// The signals that end a program, by name and number.
const SIGNALS: [(&str, i32); 3] = [("TERM", 15), ("HUP", 1), ("INT", 2)];

#[tokio::test]
async fn the_first_frame_waits_for_no_answer_and_neither_does_leaving() {
    let atlas = Atlas::start().await;
    let gate = Gate::closed();
    atlas.server.faults().push(Rule::new(Fault::Hold(gate.clone())).unsigned_too());
    let mut terminal = atlas.run("");
    terminal.wait_for_text("Loading projects …").await;
    assert!(terminal.shows("Projects ●"), "{}", terminal.screen());
    atlas.server.journal().wait_for(1).await;
    leave(&mut terminal).await;
    let outcomes: Vec<Outcome> = atlas.server.journal().entries().iter().map(|entry| entry.outcome).collect();
    assert!(!outcomes.iter().any(|outcome| matches!(outcome, Outcome::Answered(_))), "{outcomes:?}");
    gate.open();
}

#[tokio::test]
async fn the_terminal_is_given_back_when_a_key_ends_it() {
    for key in ["q", CTRL_C] {
        let atlas = Atlas::start().await;
        let mut terminal = atlas.run("");
        on_projects(&mut terminal).await;
        assert_eq!(terminal.modes(), Modes::TAKEN);
        terminal.send("m");
        terminal.wait_for_text("The mouse").await;
        assert_eq!(terminal.modes(), Modes { mouse: true, ..Modes::TAKEN });
        terminal.send(key);
        assert!(terminal.wait_exit().await.success());
        assert!(terminal.output().ends_with(GOODBYE), "{:?}", terminal.output());
        assert_eq!((terminal.modes(), terminal.screen()), (Modes::USUAL, String::new()));
    }
}

#[tokio::test]
async fn the_terminal_is_given_back_when_a_signal_ends_it() {
    for (name, number) in SIGNALS {
        let atlas = Atlas::start().await;
        let mut terminal = atlas.run("");
        on_projects(&mut terminal).await;
        terminal.signal(name);
        assert_eq!(terminal.wait_exit().await.signal(), Some(number), "SIG{name}");
        assert!(terminal.output().ends_with(GOODBYE), "SIG{name}: {:?}", terminal.output());
        assert_eq!((terminal.modes(), terminal.screen()), (Modes::USUAL, String::new()));
    }
}

/// The terminal as a shell left it: what stands on it, its modes, its line, and the window's title.
#[track_caller]
fn is_as_it_was(terminal: &Terminal, when: &str) {
    let output = terminal.output();
    assert!(output.ends_with(GOODBYE), "{when}: {output:?}");
    assert_eq!((terminal.modes(), terminal.screen()), (Modes::USUAL, String::new()), "{when}");
    assert!(terminal.has_its_line_settings(), "{when}");
    assert_eq!(output.matches("\x1b[22;0t").count(), output.matches("\x1b[23;0t").count(), "{when}: the title");
}

#[tokio::test]
async fn whatever_is_under_way_the_terminal_is_given_back() {
    for moment in MOMENTS {
        let atlas = moment.atlas().await;
        for (name, number) in SIGNALS {
            let mut terminal = moment.reached(&atlas, &[]).await;
            terminal.signal(name);
            let when = format!("SIG{name} {}", moment.name);
            assert_eq!(terminal.wait_exit().await.signal(), Some(number), "{when}");
            is_as_it_was(&terminal, &when);
        }
        let mut terminal = moment.reached(&atlas, &[]).await;
        terminal.send(CTRL_C);
        let when = format!("Ctrl-C {}", moment.name);
        assert!(terminal.wait_exit().await.success(), "{when}");
        is_as_it_was(&terminal, &when);
    }
}

/// Before the terminal is taken, while it is, and before anything stands on it.
#[tokio::test]
async fn a_start_that_is_cut_short_leaves_the_terminal_as_it_was() {
    let atlas = Atlas::start().await;
    let mut dice = Dice::thrown(3);
    for round in 0..60 {
        let (name, number) = SIGNALS[round % SIGNALS.len()];
        let mut terminal = atlas.run("");
        for _ in 0..dice.below(5_000) {
            std::thread::yield_now();
        }
        terminal.signal(name);
        let when = format!("SIG{name} in round {round}");
        assert_eq!(terminal.wait_exit().await.signal(), Some(number), "{when}");
        if terminal.bytes().is_empty() {
            assert!(terminal.has_its_line_settings(), "{when}: it was taken without a word");
        } else {
            is_as_it_was(&terminal, &when);
        }
    }
}

/// A window that is closed sends SIGHUP, and nothing can be read or written any more: either may be noticed first.
#[tokio::test]
async fn a_terminal_that_is_closed_ends_the_program() {
    for moment in MOMENTS {
        let atlas = moment.atlas().await;
        let terminal = moment.reached(&atlas, &[]).await;
        let status = terminal.hang_up().await;
        assert!(status.success() || status.signal() == Some(1), "{}: {status}", moment.name);
    }
}

/// Below a shell that keeps the signal to itself nothing but the terminal tells.
#[tokio::test]
async fn a_terminal_that_goes_without_a_signal_ends_the_program() {
    const KEPT: [&str; 4] = ["sh", "-c", r#"trap : HUP; "$@"; exit $?"#, "sh"];
    for moment in MOMENTS {
        let atlas = moment.atlas().await;
        let terminal = moment.reached(&atlas, &KEPT).await;
        let status = terminal.hang_up().await;
        assert!(status.success(), "{}: {status}", moment.name);
    }
}

/// A shell with job control that shows the terminal's settings before and after. Without the trap it would follow a job
/// that SIGINT ended.
const SETTINGS_AROUND: &str = r#"set -m; trap : INT; stty -g; "$@"; echo "status $?"; stty -g"#;

#[tokio::test]
async fn the_line_settings_are_as_they_were() {
    let endings = SIGNALS.map(|(name, number)| (Some(name), 128 + number)).into_iter().chain([(None, 0)]);
    for (signal, status) in endings {
        let atlas = Atlas::start().await;
        let mut terminal = atlas.run_by_shell(SETTINGS_AROUND);
        on_projects(&mut terminal).await;
        match signal {
            Some(name) => terminal.signal(name),
            None => terminal.send("q"),
        }
        let left = terminal.wait_exit().await;
        let output = terminal.output();
        assert!(left.success(), "{signal:?} {left}: {output:?}");
        let (before, rest) = output.split_once("\r\n").unwrap();
        let after = rest.rsplit_once(GOODBYE).unwrap().1;
        assert!(after.contains(&format!("status {status}\r\n")), "{after:?}");
        assert_eq!(after.lines().last(), Some(before), "{signal:?}");
        assert!(before.contains(':'), "{before:?}");
    }
}
