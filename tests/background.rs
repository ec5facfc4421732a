//! The real program in a terminal that is asked for its background, or is not.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod pty;
}

use support::pty::{ESC, Terminal};

const QUESTION: &str = "\x1b]11;?\x1b\\";
/// The accent on a light background, and on a dark one.
const BLUE: &str = "38;5;4;";
const CYAN: &str = "38;5;6;";

async fn demo(environment: &[(&str, &str)]) -> Terminal {
    let command = [env!("CARGO_BIN_EXE_atlas-certs").to_owned(), "--demo".to_owned()];
    let mut terminal = Terminal::start(&command, environment, (80, 24));
    // The organisations' names come apart from the projects.
    terminal
        .wait_for("the projects", |screen| screen.contains("Acme Data Platform ▸") && screen.contains("payments"))
        .await;
    terminal
}

async fn leave(mut terminal: Terminal) {
    terminal.send("q");
    assert!(terminal.wait_exit().await.success());
}

/// Types an answer and then a key, and gives back what was written until the key had done its work.
async fn written_for(terminal: &mut Terminal, answer: &str) -> String {
    let mark = terminal.bytes().len();
    terminal.send(&format!("{answer}?"));
    terminal.wait_for_text("Keys ●").await;
    terminal.send(ESC);
    terminal.wait_for("the projects again", |screen| screen.contains("Projects ●")).await;
    terminal.output_since(mark)
}

/// The screen without what comes to stand beside the names meanwhile: what ends first.
fn without_times(terminal: &Terminal) -> Vec<String> {
    terminal.screen().lines().map(|line| line.chars().take(16).collect()).collect()
}

#[tokio::test]
async fn the_answer_chooses_the_theme_and_is_not_typed() {
    let mut terminal = demo(&[]).await;
    let output = terminal.output();
    assert_eq!(output.matches(QUESTION).count(), 1);
    assert!(output.find(QUESTION) < output.find("atlas-certs"), "{output:?}");
    assert!(!output.contains(BLUE) && !output.contains(CYAN), "nothing is waited for");
    let shown = without_times(&terminal);

    let written = written_for(&mut terminal, "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\").await;
    assert!(written.contains(BLUE) && !written.contains(CYAN), "{written:?}");
    let written = written_for(&mut terminal, "\x1b]11;rgb:0000/0000/0000\x07").await;
    assert!(written.contains(CYAN) && !written.contains(BLUE), "{written:?}");
    // Any of its letters would have moved something, or opened something.
    assert_eq!(without_times(&terminal), shown);
    leave(terminal).await;
}

#[tokio::test]
async fn what_only_looks_like_an_answer_is_typed() {
    let mut terminal = demo(&[]).await;
    terminal.send("/\x1b]11;rgb:no");
    terminal.wait_for_text("/11;rgb:no").await;
    terminal.send(ESC);
    terminal.wait_for("no filter", |screen| !screen.contains("11;rgb:no")).await;
    leave(terminal).await;
}

/// An answer that came later would be typed into the shell.
#[tokio::test]
async fn leaving_waits_a_moment_for_the_answer() {
    let command = [env!("CARGO_BIN_EXE_atlas-certs").to_owned(), "--demo".to_owned()];
    let mut terminal = Terminal::start(&command, &[], (80, 24));
    terminal.wait_for_text("atlas-certs").await;
    terminal.send("q\x1b]11;rgb:0000/0000/0000\x07");
    assert!(terminal.wait_exit().await.success());
}

#[tokio::test]
async fn who_wants_no_colour_or_cannot_answer_is_not_asked() {
    for variable in [("NO_COLOR", "1"), ("TERM", "linux"), ("TERM", "dumb"), ("TERM", "")] {
        let terminal = demo(&[variable]).await;
        assert!(!terminal.output().contains(QUESTION), "{variable:?}");
        leave(terminal).await;
    }
}
