//! The demo's story in a real terminal: someone new finds the culprit of an incident with two keys, and has
//! the note for the channel with three more, as the README says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod pty;
}

use base64::prelude::{BASE64_STANDARD, Engine as _};
use support::pty::{ENTER, ESC, Terminal};

const CULPRIT: &str = "svc-settlement";

/// The last text that was put on the clipboard through the terminal.
fn clipboard(terminal: &Terminal) -> Option<String> {
    let output = terminal.output();
    let (_, written) = output.rsplit_once("\x1b]52;c;")?;
    let encoded = written.split(['\x07', '\x1b']).next()?;
    String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()
}

#[tokio::test]
async fn the_culprit_is_found_with_two_keys_and_told_with_three() {
    let command = [env!("CARGO_BIN_EXE_atlas-certs").to_owned(), "--demo".to_owned()];
    // A person at the far end of ssh, whose terminal takes what is copied.
    let mut terminal = Terminal::start(&command, &[("SSH_TTY", "/dev/pts/9")], (120, 30));
    terminal.wait_for_text("analytics").await;
    terminal.send("b");
    let stands_first = |screen: &str| {
        let place = |name: &str| screen.lines().position(|line| line.contains(name));
        place(CULPRIT).zip(place("api-gateway")).is_some_and(|(culprit, other)| culprit < other)
    };
    terminal.wait_for("the culprit above all others", stands_first).await;
    terminal.send(ENTER);
    let is_whole = |screen: &str| screen.contains(CULPRIT) && screen.contains("no longer listed");
    let is_over_all = move |screen: &str| is_whole(screen) && !screen.contains("api-gateway");
    terminal.wait_for("the certificate over everything else", is_over_all).await;
    terminal.send(ESC);
    terminal.wait_for("the board again", |screen| screen.contains("api-gateway")).await;
    terminal.send("y");
    terminal.wait_for_text("note").await;
    terminal.send("m");
    terminal.wait_for_text("Sent to the terminal's clipboard").await;
    let note = clipboard(&terminal).unwrap();
    assert!(note.contains(CULPRIT) && note.contains("expired (no longer listed)"), "{note}");
}
