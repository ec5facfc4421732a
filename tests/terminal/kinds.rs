//! Terminals of every kind: what the program asks of them, and that none has to answer.

use crate::atlas::{Atlas, KEYS, USUAL_SIZE, answers_keys, leave, on_projects};
use crate::ends::GOODBYE;
use crate::pty::{Modes, Terminal};

/// Asks for the colour of the background.
const QUESTION: &str = "\x1b]11;?\x1b\\";

/// What a terminal is called, and whether it is asked: the Linux console would draw the question, and who has no name may
/// be anything.
const KINDS: [(Option<&str>, bool); 9] = [
    (Some("xterm-256color"), true),
    (Some("xterm"), true),
    (Some("vt100"), true),
    (Some("screen"), true),
    (Some("screen-256color"), true),
    (Some("tmux-256color"), true),
    (Some("linux"), false),
    (Some("dumb"), false),
    (None, false),
];

/// None of them answers here.
#[tokio::test]
async fn every_kind_of_terminal_shows_the_same_and_has_to_answer_nothing() {
    let atlas = Atlas::start().await;
    let mut shown = None;
    for (kind, is_asked) in KINDS {
        let named = kind.map_or_else(|| "--unset=TERM".to_owned(), |name| format!("TERM={name}"));
        let command = [vec!["env".to_owned(), named], atlas.command("")].concat();
        let mut terminal = Terminal::start(&command, &KEYS, USUAL_SIZE);
        on_projects(&mut terminal).await;
        answers_keys(&mut terminal).await;
        // The first line tells the time.
        let screen = terminal.screen();
        let screen = screen.split_once('\n').unwrap().1.to_owned();
        assert_eq!(*shown.get_or_insert_with(|| screen.clone()), screen, "{kind:?}");
        leave(&mut terminal).await;
        let output = terminal.output();
        assert_eq!(output.contains(QUESTION), is_asked, "{kind:?}: {output:?}");
        assert!(output.ends_with(GOODBYE) && terminal.modes() == Modes::USUAL, "{kind:?}: {output:?}");
        assert!(terminal.has_its_line_settings(), "{kind:?}");
    }
}
