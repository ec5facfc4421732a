//! Signing in, as a person meets it: from a clean home to the first certificate, as another profile, and when a key ends.
//! The real program in a real terminal, with a home of its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod pty;
}

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::world::SEED;
use atlas_certs::demo::{Fault, Options, Rule, Server, World};
use atlas_certs::runtime::clock;
use support::pty::{CTRL_C, DOWN, ENTER, ESC, Size, Terminal, UP};
use tempfile::TempDir;

const TAB: &str = "\t";
const WRONG_KEY: &str = "bad00000-0000-4000-8000-000000000bad";
const SIZE: Size = (100, 30);

/// A simulated Atlas, and a home that keeps what a run leaves in it.
struct House {
    server: Server,
    home: TempDir,
}

impl House {
    async fn new() -> Self {
        let world = Arc::new(World::new(SEED, clock::now()));
        let server = Server::start(world, Options::new(Arc::new(clock::now))).await.unwrap();
        let home = tempfile::tempdir().unwrap();
        // No keyring but the one that a test puts there.
        let bin = home.path().join("bin");
        fs::create_dir(&bin).unwrap();
        for tool in ["sh", "cat", "sed", "false"] {
            let path = std::env::var_os("PATH").unwrap();
            let found = std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|path| path.exists());
            std::os::unix::fs::symlink(found.unwrap(), bin.join(tool)).unwrap();
        }
        Self { server, home }
    }

    fn folder(&self) -> PathBuf {
        let folder = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        self.home.path().join(folder)
    }

    fn own_file(&self) -> PathBuf {
        self.folder().join("atlas-certs/config.toml")
    }

    fn write(path: &Path, text: &str, mode: u32) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// A keyring that keeps its entries as files in the home.
    fn keyring(&self, script: &str) {
        let text = self.home.path().join("bin/text");
        let tool = text.with_file_name("secret-tool");
        Self::write(&text, &format!("#!/bin/sh\n{script}\n"), 0o600);
        // What this process has open for writing, a child of another test may have open as well.
        assert!(Command::new("cp").args([&text, &tool]).status().unwrap().success());
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o700)).unwrap();
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Terminal {
        let home = self.home.path().to_str().unwrap();
        let folder = self.folder();
        let path = format!("{home}/bin");
        let places = [("HOME", home), ("XDG_CONFIG_HOME", folder.to_str().unwrap()), ("PATH", &path)];
        let command: Vec<String> =
            [env!("CARGO_BIN_EXE_atlas-certs")].iter().chain(arguments).map(|&word| word.to_owned()).collect();
        Terminal::start(&command, &[&places, environment].concat(), SIZE)
    }

    /// With the way to the server, and nothing to sign in with.
    fn stranger(&self) -> Terminal {
        self.run(&["--base-url", &self.server.base_url()], &[])
    }
}

/// A profile with the keys of a server, and what else it is to say.
fn profile(name: &str, server: &Server, more: &str) -> String {
    let url = server.base_url();
    format!(
        "[profiles.{name}]\npublic_key = \"{PUBLIC_KEY}\"\nprivate_key = \"{PRIVATE_KEY}\"\nbase_url = \"{url}\"\n{more}"
    )
}

async fn leave(mut terminal: Terminal) {
    terminal.send(CTRL_C);
    assert!(terminal.wait_exit().await.success());
}

/// Opens the form, and types a key pair into it.
async fn type_keys(terminal: &mut Terminal, private: &str) {
    terminal.wait_for_text("new keys").await;
    terminal.send(ENTER);
    terminal.wait_for_text("Private key").await;
    terminal.send(&format!("{PUBLIC_KEY}{TAB}{private}{TAB}"));
    terminal.wait_for_text("36 characters, hidden").await;
}

/// The README tells this way, key by key.
#[tokio::test]
async fn from_a_clean_home_to_the_first_certificate() {
    let house = House::new().await;
    let mut terminal = house.stranger();
    terminal.wait_for_text("No keys were found").await;
    type_keys(&mut terminal, PRIVATE_KEY).await;
    // At; then where to keep them: without a keyring it is the file.
    terminal.wait_for_text("the configuration file").await;
    terminal.send(&format!("{TAB}{TAB}{ENTER}"));
    terminal.wait_for_text("Acme Data Platform ▸").await;
    terminal.send(ENTER);
    terminal.wait_for("the users", |screen| screen.contains("Users ●") && !screen.contains("Loading")).await;
    terminal.send(ENTER);
    terminal.wait_for_text("CN=").await;
    assert!(!terminal.output().contains(PRIVATE_KEY));
    leave(terminal).await;

    let text = fs::read_to_string(house.own_file()).unwrap();
    assert!(text.contains("[profiles.default]") && text.contains(PRIVATE_KEY), "{text}");
    assert!(text.contains("# critical = \"7d\""), "the comments of the file to start from are there");
    assert_eq!(fs::metadata(house.own_file()).unwrap().permissions().mode() & 0o777, 0o600);

    // The next time nothing has to be typed, and the last place is offered.
    let mut terminal = house.run(&[], &[]);
    terminal.wait_for_text("The last time ended at").await;
    terminal.wait_for_text("default").await;
    terminal.send("[");
    terminal.wait_for_text("CN=").await;
    leave(terminal).await;
}

#[tokio::test]
async fn keys_that_the_server_does_not_know_are_not_kept() {
    let house = House::new().await;
    let mut terminal = house.stranger();
    type_keys(&mut terminal, WRONG_KEY).await;
    terminal.send(&format!("{TAB}{TAB}{ENTER}"));
    terminal.wait_for_text("rejects these keys").await;
    assert!(!house.own_file().exists());
    // The form is as it was: the private key is mended, and all is well.
    terminal.send(&format!("{UP}{UP}{UP}\x15"));
    terminal.wait_for_text("Private key    hidden").await;
    terminal.send(&format!("{PRIVATE_KEY}{TAB}{TAB}{TAB}{ENTER}"));
    terminal.wait_for_text("Acme Data Platform ▸").await;
    assert!(house.own_file().exists());
    leave(terminal).await;
}

#[tokio::test]
async fn the_keyring_keeps_what_it_is_given_and_nothing_else_has_it() {
    let house = House::new().await;
    house.keyring(
        r#"place="$HOME/entry-$(echo "$*" | sed 's/.*service \([^ ]*\) username \([^ ]*\).*/\1-\2/')"
echo "$*" >> "$HOME/arguments"
case "$1" in store) cat > "$place";; lookup) cat "$place" 2>/dev/null || exit 1;; esac"#,
    );
    let mut terminal = house.stranger();
    type_keys(&mut terminal, PRIVATE_KEY).await;
    terminal.send(&format!("{TAB}{TAB}{ENTER}"));
    terminal.wait_for_text("Acme Data Platform ▸").await;
    leave(terminal).await;
    let text = fs::read_to_string(house.own_file()).unwrap();
    assert!(text.contains("secret = \"keyring\"") && !text.contains(PRIVATE_KEY), "{text}");
    let arguments = fs::read_to_string(house.home.path().join("arguments")).unwrap();
    assert!(arguments.contains("atlas-certs_default") && !arguments.contains(PRIVATE_KEY), "{arguments}");
    let mut terminal = house.run(&[], &[]);
    terminal.wait_for_text("Acme Data Platform ▸").await;
    leave(terminal).await;
}

#[tokio::test]
async fn a_keyring_that_cannot_keep_says_so_and_another_place_is_chosen() {
    let house = House::new().await;
    house.keyring("echo 'Cannot autolaunch D-Bus without X11' >&2; exit 1");
    let mut terminal = house.stranger();
    type_keys(&mut terminal, PRIVATE_KEY).await;
    terminal.send(&format!("{TAB}{TAB}{ENTER}"));
    terminal.wait_for_text("Cannot autolaunch").await;
    assert!(!house.own_file().exists());
    // For this run only.
    terminal.send(&format!("{UP}  {ENTER}"));
    terminal.wait_for_text("Acme Data Platform ▸").await;
    assert!(!house.own_file().exists());
    leave(terminal).await;
}

/// Two organisations, two keys.
#[tokio::test]
async fn another_profile_is_another_server_without_a_restart() {
    let house = House::new().await;
    let other = House::new().await;
    let text = [
        "profile = \"production\"\n".to_owned(),
        profile("production", &house.server, ""),
        profile("staging", &other.server, ""),
        "[profiles.vault]\npublic_key = \"abcdefgh\"\nprivate_key_command = \"echo sealed >&2; false\"\n".to_owned(),
    ];
    House::write(&house.own_file(), &text.concat(), 0o600);
    let mut terminal = house.run(&[], &[]);
    terminal.wait_for("production", |screen| screen.contains("production") && screen.contains("▸")).await;
    assert!(other.server.journal().entries().is_empty());
    terminal.send("P");
    terminal.wait_for_text("staging: API key demodemo").await;
    // What cannot be had says so, and one stays who one was.
    terminal.send(&format!("{DOWN}{DOWN}{ENTER}"));
    terminal.wait_for_text("sealed").await;
    terminal.send(&format!("{UP}{ENTER}"));
    terminal.wait_for("the other", |screen| !screen.contains("Sign in") && screen.contains("▸")).await;
    assert!(terminal.shows("staging"));
    assert!(!other.server.journal().entries().is_empty());
    leave(terminal).await;
}

#[tokio::test]
async fn a_browser_log_in_of_the_atlas_cli_says_what_to_do_instead() {
    let house = House::new().await;
    let text = "[default]\nauth_type = \"user_account\"\naccess_token = \"t0ken\"\n";
    House::write(&house.folder().join("atlascli/config.toml"), text, 0o600);
    let mut terminal = house.stranger();
    terminal.wait_for_text("only the Atlas CLI itself can use").await;
    assert!(!terminal.output().contains("t0ken"));
    // The list comes a moment after the reason.
    terminal.wait_for_text("not to be used from here").await;
    // The cursor is on what can be chosen. Choosing it all the same says why not, where there is room for all of it.
    terminal.send(&format!("{UP}{ENTER}"));
    terminal.wait_for_text("Profile “default” is a browser").await;
    terminal.send(ESC);
    assert!(terminal.wait_exit().await.success());
}

#[tokio::test]
async fn the_welcome_leads_to_the_demo_and_out() {
    let house = House::new().await;
    let mut terminal = house.run(&[], &[]);
    terminal.wait_for_text("new keys").await;
    terminal.send("q");
    assert!(terminal.wait_exit().await.success());
    let mut terminal = house.run(&[], &[]);
    terminal.wait_for_text("new keys").await;
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.wait_for("the demo", |screen| screen.contains("▸") && screen.contains("demo")).await;
    leave(terminal).await;
}

/// What the environment says of the address is what the form begins with.
#[tokio::test]
async fn keys_are_typed_for_the_address_that_a_variable_names() {
    let house = House::new().await;
    let mut terminal = house.run(&[], &[("MONGODB_ATLAS_OPS_MANAGER_URL", &house.server.base_url())]);
    type_keys(&mut terminal, PRIVATE_KEY).await;
    terminal.send(&format!("{TAB}{TAB}{ENTER}"));
    terminal.wait_for_text("Acme Data Platform ▸").await;
    leave(terminal).await;
}

/// A command for a secret that never ends is left with Esc, or with the program, and what it wrote is painted over.
#[tokio::test]
async fn a_command_that_never_ends_is_ended_with_the_wish_for_it() {
    let house = House::new().await;
    let [pipe, never] = ["pipe", "never"].map(|name| house.home.path().join(name));
    assert!(Command::new("mkfifo").args([&pipe, &never]).status().unwrap().success());
    let two = format!(
        "[profiles.two]\npublic_key = \"x\"\nprivate_key_command = \"exec 3>'{}'; printf GARBAGE >/dev/tty; cat '{}'\"\n",
        pipe.display(),
        never.display()
    );
    let text = "profile = \"one\"\n".to_owned() + &profile("one", &house.server, "") + &two;
    House::write(&house.own_file(), &text, 0o600);
    let mut terminal = house.run(&[], &[]);
    terminal.wait_for_text("Acme Data Platform ▸").await;
    for leaves in [ESC, CTRL_C] {
        terminal.send("P");
        terminal.wait_for_text("two: API key").await;
        terminal.send(&format!("{DOWN}{ENTER}"));
        // Opened for reading once the command runs; it ends when nobody has the other end any more.
        let held = tokio::task::spawn_blocking({
            let pipe = pipe.clone();
            move || fs::File::open(pipe).unwrap()
        });
        let mut held = held.await.unwrap();
        terminal.wait_for_text("GARBAGE").await;
        terminal.send(leaves);
        let end = move || std::io::Read::read_to_end(&mut held, &mut Vec::new()).unwrap();
        assert_eq!(tokio::task::spawn_blocking(end).await.unwrap(), 0);
        if leaves == ESC {
            terminal.send(ESC);
            terminal.wait_for("the panes", |screen| !screen.contains("Sign in")).await;
        }
    }
    assert!(terminal.wait_exit().await.success());
}

/// With all profiles, one that cannot be used is named, and the list of them says why.
#[tokio::test]
async fn a_profile_that_is_left_out_is_told() {
    let house = House::new().await;
    let both = profile("one", &house.server, "") + &profile("two", &house.server, "");
    House::write(&house.own_file(), &both, 0o600);
    let text = "[web]\nauth_type = \"user_account\"\naccess_token = \"t0ken\"\n";
    House::write(&house.folder().join("atlascli/config.toml"), text, 0o600);
    let mut terminal = house.run(&["--all-profiles"], &[]);
    terminal.wait_for_text("Without web: P says why.").await;
    terminal.wait_for_text("▸").await;
    terminal.send("P");
    terminal.wait_for_text("as if they were one organisation (signed in)").await;
    leave(terminal).await;
}

/// Limits go with the profile, also where that changes.
#[tokio::test]
async fn another_profile_has_other_limits() {
    let house = House::new().await;
    let text = "profile = \"one\"\n".to_owned()
        + &profile("one", &house.server, "")
        + &profile("two", &house.server, "project = \"payments\"\nseverity.critical = \"3650d\"\n");
    House::write(&house.own_file(), &text, 0o600);
    let mut terminal = house.run(&["--project", "payments", "--user", "app-catalog"], &[]);
    terminal.wait_for_text("CN=").await;
    assert!(!terminal.shows("critical"), "{}", terminal.screen());
    terminal.send("P");
    terminal.wait_for_text("two: API key").await;
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.wait_for("the users", |screen| screen.contains("Users ●") && !screen.contains("Loading")).await;
    terminal.send(ENTER);
    terminal.wait_for_text("critical").await;
    leave(terminal).await;
}

/// A key ends while the program runs: what is there stays, and it goes on when the key is good again.
#[tokio::test]
async fn a_key_that_ends_takes_no_row_away() {
    let house = House::new().await;
    let keys = [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)];
    let mut terminal = house.run(&["--base-url", &house.server.base_url()], &keys);
    terminal.wait_for_text("Acme Data Platform ▸").await;
    let refused = r#"{"detail":"You are not authorized for this resource.","error":401,"reason":"Unauthorized"}"#;
    let refusal = Fault::Status(401, refused.to_owned(), Vec::new());
    house.server.faults().push(Rule::new(refusal));
    terminal.send("r");
    terminal.wait_for_text("rejects these keys").await;
    assert!(terminal.shows("P signs in anew") && terminal.shows("analytics"), "{}", terminal.screen());
    house.server.faults().clear();
    terminal.send("r");
    terminal.wait_for("the way back", |screen| !screen.contains("not refreshed")).await;
    assert!(terminal.shows("analytics"));
    leave(terminal).await;
}
