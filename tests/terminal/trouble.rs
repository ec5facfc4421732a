//! Trouble: told where it is, without a secret, and gone when it can be tried again.

use atlas_certs::demo::{Fault, Rule};

use crate::atlas::{Atlas, KEYS, leave, users_have_the_keys};
use crate::pty::{ESC, Terminal};

#[tokio::test]
async fn a_wrong_key_is_told_and_kept_secret() {
    const WRONG: &str = "5ec2e700-0000-4000-8000-00005ec2e700";
    let atlas = Atlas::start().await;
    let keys = [KEYS[0], (KEYS[1].0, WRONG)];
    let mut terminal = Terminal::start(&atlas.command(""), &keys, (80, 24));
    terminal.wait_for_text("Atlas rejects these keys").await;
    assert!(!terminal.shows(WRONG), "{}", terminal.screen());
    terminal.send("e");
    terminal.wait_for_text("What went wrong").await;
    assert!(terminal.shows("status   401"), "{}", terminal.screen());
    assert!(!terminal.shows(WRONG), "{}", terminal.screen());
    terminal.send("q");
    terminal.wait_for_text("Projects ●").await;
    leave(&mut terminal).await;
    for secret in [WRONG, "5ec2e700", "Digest username"] {
        assert!(!terminal.output().contains(secret), "{:?}", terminal.output());
    }
}

#[tokio::test]
async fn trouble_is_told_where_it_is_and_can_be_tried_again() {
    let body = r#"{"error":403,"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST","detail":"IP address 203.0.113.7 is not allowed to access this resource.","parameters":["203.0.113.7"]}"#;
    let atlas = Atlas::start().await;
    atlas.server.faults().push(Rule::new(Fault::Status(403, body.to_owned(), Vec::new())).on("/databaseUsers"));
    let mut terminal = atlas.run("--project payments");
    terminal.wait_for_text("203.0.113.7").await;
    terminal.wait_for_text("P signs in anew").await;
    assert!(terminal.shows("› payments"), "the rest stays\n{}", terminal.screen());
    terminal.send("e");
    terminal.wait_for_text("IP_ADDRESS_NOT_ON_ACCESS_LIST").await;
    terminal.send(ESC);
    terminal.wait_for("the keys with the users", users_have_the_keys).await;
    atlas.server.faults().clear();
    terminal.send("r");
    terminal.wait_for("the users", |screen| screen.contains("X.509 │") && !screen.contains("signs in anew")).await;
    leave(&mut terminal).await;
}
