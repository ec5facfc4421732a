//! Several profiles as one.

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::world::SEED;
use atlas_certs::demo::{Fault, Rule};

use crate::atlas::{Atlas, PROGRAM, USUAL_SIZE, leave};
use crate::pty::Terminal;

/// A configuration with a profile for each of these servers, by name.
fn config_of(profiles: &[(&str, &Atlas, &str)]) -> tempfile::NamedTempFile {
    let text: String = profiles
        .iter()
        .map(|(name, atlas, private)| {
            let base_url = atlas.server.base_url();
            let keys = format!("public_key = \"{PUBLIC_KEY}\"\nprivate_key_command = \"printf {private}\"");
            format!("[profiles.{name}]\nbase_url = \"{base_url}\"\n{keys}\n")
        })
        .collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// Lets a server have this project alone, so that a scan is soon over.
fn narrow(atlas: &Atlas, name: &str) {
    let id = &atlas.project(name).id;
    let list = format!(r#"{{"links":[],"results":[{{"id":"{id}","name":"{name}"}}],"totalCount":1}}"#);
    atlas.server.faults().push(Rule::new(Fault::Garbage(list.into_bytes())).on("/groups?"));
}

#[tokio::test]
async fn all_profiles_are_browsed_as_one() {
    let (prod, labs) = (Atlas::start().await, Atlas::of_seed(SEED + 1).await);
    narrow(&prod, "compliance");
    narrow(&labs, "catalogue");
    let config = config_of(&[("default", &prod, PRIVATE_KEY), ("labs", &labs, PRIVATE_KEY)]);
    let command = [PROGRAM, "--all-profiles", "--config", config.path().to_str().unwrap()].map(str::to_owned);
    let mut terminal = Terminal::start(&command, &[], USUAL_SIZE);
    terminal.wait_for_text("v2").await;
    terminal.wait_for_text("catalogue").await;
    assert!(terminal.shows("2 profiles") && terminal.shows("compliance"), "{}", terminal.screen());
    terminal.send("b");
    terminal.wait_for_text("users scanned").await;
    leave(&mut terminal).await;
    for atlas in [&prod, &labs] {
        assert!(!atlas.pages_asked().is_empty(), "each is asked for its own");
    }
}

#[tokio::test]
async fn a_board_without_one_of_the_profiles_is_not_whole() {
    let (prod, staging) = (Atlas::start().await, Atlas::start().await);
    narrow(&prod, "compliance");
    let config = config_of(&[("prod", &prod, PRIVATE_KEY), ("staging", &staging, "wrong")]);
    let command = [PROGRAM, "--all-profiles", "--config", config.path().to_str().unwrap()].map(str::to_owned);
    let mut terminal = Terminal::start(&command, &[], (160, 30));
    terminal.wait_for_text("(profile staging)").await;
    terminal.send("b");
    terminal.wait_for_text("scan not whole: ").await;
    leave(&mut terminal).await;
}
