//! What is copied, and through whom.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::atlas::{Atlas, KEYS, USUAL_SIZE, leave};
use crate::pty::{DOWN, Terminal};

#[tokio::test]
async fn a_serial_is_copied_through_the_terminal() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("payments", "svc-ledger", 1).serial.to_string();
    let mut terminal = atlas.run("--project payments --user svc-ledger");
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    terminal.send("yd");
    terminal.wait_for_text(&format!("Sent to the terminal's clipboard: {serial}.")).await;
    let sequence = format!("\x1b]52;c;{}\x1b\\", BASE64_STANDARD.encode(&serial));
    assert_eq!(terminal.output().matches(&sequence).count(), 1, "{:?}", terminal.output());
    leave(&mut terminal).await;
}

/// Puts a program called tmux first in the path, which ends with `status` after it has written down what it was given.
fn stand_in_for_tmux(folder: &Path, status: i32) -> String {
    let program = folder.join("tmux");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" >'{0}/arguments'\ncat >'{0}/text'\nexit {status}\n",
        folder.display()
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let folders = std::env::var("PATH").unwrap();
    format!("{}:{folders}", folder.display())
}

#[tokio::test]
async fn in_tmux_a_serial_is_copied_by_tmux_or_not_at_all() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("payments", "svc-ledger", 0).serial.to_string();
    let words =
        [(0, format!("Given to tmux: {serial}.")), (1, "tmux refused the text: nothing was copied.".to_owned())];
    for (status, word) in words {
        let folder = tempfile::tempdir().unwrap();
        let path = stand_in_for_tmux(folder.path(), status);
        let environment = [&KEYS[..], &[("PATH", path.as_str()), ("TMUX", "socket,1,0")]].concat();
        let command = atlas.command("--project payments --user svc-ledger");
        let mut terminal = Terminal::start(&command, &environment, USUAL_SIZE);
        terminal.wait_for_text("row 1 of 11").await;
        terminal.send("yd");
        terminal.wait_for_text(&word).await;
        let written = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!((written("arguments"), written("text")), ("load-buffer\n-w\n-\n".to_owned(), serial.clone()));
        // The word goes with the next key, and the rest is as it was.
        terminal.send(DOWN);
        terminal.wait_for("the next row", |screen| screen.contains("row 2 of 11") && !screen.contains(&word)).await;
        leave(&mut terminal).await;
        assert!(!terminal.output().contains("\x1b]52;"), "tmux itself hands it on: {:?}", terminal.output());
    }
}
