//! Disks that are full and homes that may not be written: the interface works as ever, and says one line.

use std::fs;

use crate::atlas::{Atlas, KEYS, USUAL_SIZE, leave, on_projects};
use crate::pty::{DOWN, ENTER, Terminal};

/// A shell that says how long a file may become, in blocks of 512 bytes, and has the signal for it ignored: to the program
/// that is a disk on which nothing can be written any more.
fn on_a_disk_of(blocks: usize, command: Vec<String>) -> Vec<String> {
    let script = format!(r#"trap '' XFSZ; ulimit -f {blocks}; exec "$@""#);
    [vec!["sh".to_owned(), "-c".to_owned(), script, "sh".to_owned()], command].concat()
}

/// `/dev/full` is Linux's.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_log_that_takes_no_more_is_no_trouble() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--log-file /dev/full --log-level trace");
    on_projects(&mut terminal).await;
    terminal.send(DOWN);
    terminal.wait_for_text("› Data Science Sandbox").await;
    assert!(!terminal.output().contains("No space left"), "{:?}", terminal.output());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_home_that_may_not_be_written_costs_one_line() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("home");
    fs::write(&in_the_way, "a file").unwrap();
    let home = ["HOME", "XDG_CONFIG_HOME"].map(|name| format!("{name}={}", in_the_way.display()));
    let elsewhere = [vec!["env".to_owned()], home.to_vec()].concat();
    let command = [elsewhere, atlas.command("--project payments --user svc-ledger")].concat();
    let mut terminal = Terminal::start(&command, &KEYS, USUAL_SIZE);
    terminal.wait_for_text("Nothing is kept after the end: ").await;
    terminal.wait_for_text("row 1 of 11").await;
    assert_eq!(terminal.screen().matches("kept").count(), 1, "{}", terminal.screen());
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    leave(&mut terminal).await;
    assert_eq!(fs::read_to_string(&in_the_way).unwrap(), "a file");
}

#[tokio::test]
async fn a_disk_that_fills_up_costs_one_line_and_no_row() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let arguments = format!("--data-dir {} --project billing --user nightly-close", folder.path().display());
    let mut terminal = atlas.run(&arguments);
    terminal.wait_for_text("row 1 of 365").await;
    leave(&mut terminal).await;
    // Enough for what SQLite keeps its locks in, not for a list.
    let command = on_a_disk_of(64, atlas.command(&arguments));
    let mut terminal = Terminal::start(&command, &KEYS, USUAL_SIZE);
    terminal.wait_for_text("What was seen is not kept: ").await;
    terminal.wait_for_text("row 1 of 365").await;
    terminal.send("G");
    terminal.wait_for_text("row 365 of 365").await;
    leave(&mut terminal).await;
    // With room on the disk all is as ever.
    let mut terminal = atlas.run(&arguments);
    terminal.wait_for_text("row 1 of 365").await;
    assert!(!terminal.shows("not kept"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_file_that_finds_no_room_is_told_and_leaves_nothing() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let command = on_a_disk_of(16, atlas.command("--no-memory --project billing --user nightly-close"));
    let mut terminal = Terminal::start(&command, &KEYS, USUAL_SIZE);
    terminal.wait_for_text("row 1 of 365").await;
    terminal.send("w");
    terminal.wait_for_text("write to billing-nightly-close-").await;
    terminal.send(&format!("\x15{}", path.display()));
    terminal.wait_for_text("enter write 365 rows").await;
    terminal.send(ENTER);
    terminal.wait_for_text("cannot be written: ").await;
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    leave(&mut terminal).await;
}
