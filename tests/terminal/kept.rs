//! What is left for the next run, and what is written to a file.

use atlas_certs::demo::{Fault, Rule};

use crate::atlas::{Atlas, leave, on_projects};
use crate::pty::{ENTER, ESC, RIGHT};

#[tokio::test]
async fn the_next_run_begins_with_what_the_last_one_left() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data_dir = format!("--data-dir {}", folder.path().join("not/there/yet").display());
    let mut terminal = atlas.run(&format!("{data_dir} --project payments --user svc-ledger"));
    terminal.wait_for_text("row 1 of 11").await;
    assert!(terminal.shows("Left  Not after (UTC)"), "{}", terminal.screen());
    terminal.send("c");
    terminal.wait_for_text("Columns ●").await;
    // At once, as one types who knows the keys: nothing of it may be lost.
    terminal.send("j qq");
    assert!(terminal.wait_exit().await.success());

    let mut terminal = atlas.run(&data_dir);
    terminal.wait_for_text("› payments").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("› svc-ledger").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("row 1 of 11").await;
    assert!(terminal.shows("State       Not after (UTC)"), "{}", terminal.screen());
    terminal.send("c");
    terminal
        .wait_for("the column", |screen| screen.lines().any(|line| line.contains(" Left ") && line.contains("hidden")))
        .await;
    terminal.send("0qq");
    assert!(terminal.wait_exit().await.success());

    let mut terminal = atlas.run(&format!("{data_dir} --project payments --user svc-ledger"));
    terminal.wait_for_text("row 1 of 11").await;
    assert!(terminal.shows("Left  Not after (UTC)"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_whole_list_is_written_to_a_file_that_is_named_at_the_keyboard() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let mut terminal = atlas.run("--project billing --user nightly-close");
    terminal.wait_for_text("row 1 of ").await;
    terminal.send("w");
    terminal.wait_for_text("write to billing-nightly-close-").await;
    // Line editing as readline has it: away with what is there.
    terminal.send(&format!("\x15{}", path.display()));
    terminal.wait_for_text("enter write 365 rows").await;
    terminal.send(ENTER);
    terminal.wait_for_text("Wrote 365 rows to ").await;
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 366);
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_board_of_everybody_is_read_and_kept_for_the_next_time() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let arguments = format!("--data-dir {}", folder.path().display());
    // A hundred thousand rows would tell nothing more.
    let empty = br#"{"links":[],"results":[],"totalCount":0}"#.to_vec();
    atlas.server.faults().push(Rule::new(Fault::Garbage(empty.clone())).on("/etl-fleet/certs"));
    atlas.server.faults().push(Rule::new(Fault::Garbage(empty)).on("/hourly-rotation/certs"));
    let mut terminal = atlas.run(&arguments);
    on_projects(&mut terminal).await;
    terminal.send("b");
    // One project refuses: that is said, and nothing looks whole.
    terminal.wait_for_text("scan not whole: ").await;
    assert!(terminal.shows("1 failed"), "{}", terminal.screen());
    // The rows of the last lists follow the word that they were read.
    terminal.wait_for_text("payments/svc-ledger").await;
    terminal.send("R");
    terminal.wait_for_text("Rotation: users whose last certificate ends first").await;
    terminal.send(ESC);
    terminal.wait_for_text("Expiry board").await;
    leave(&mut terminal).await;

    // What was read stands there at once, though nothing can be read any more.
    atlas.server.faults().push(Rule::new(Fault::Status(503, "{}".to_owned(), Vec::new())).on("/certs"));
    let mut terminal = atlas.run(&arguments);
    on_projects(&mut terminal).await;
    terminal.send("b");
    terminal.wait_for_text("payments/svc-ledger").await;
    leave(&mut terminal).await;
}
