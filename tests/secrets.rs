//! Where a secret never stands, whatever the program does and however that ends: in its output, its errors, its log, its
//! terminal, its data folder, or what it gives to other programs.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "support/command.rs"]
mod command;
#[path = "support/pty.rs"]
mod pty;
#[path = "support/secrets.rs"]
mod secrets;

use std::fmt::Debug;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::panic::{RefUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;
use std::thread;

use atlas_certs::app::account::{Keys, Pair, Who};
use atlas_certs::app::hidden::Hidden;
use atlas_certs::atlas::client::Credentials;
use atlas_certs::atlas::endpoint::BaseUrl;
use atlas_certs::demo::Fault;
use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::faults::Gate;
use command::{Atlas, Program, WRONG_KEY, chmod};
use pty::{ESC, Terminal};
use secrecy::SecretString;
use secrets::Secrets;

const PROXY_PASSWORD: &str = "pr0xy-password-of-ann";
const URL_PASSWORD: &str = "ur1-password-of-ann";
/// Every token of the simulated Atlas begins so.
const TOKEN: &str = "demo-token-";

const CLI: &str = "atlascli/config.toml";
const OWN: &str = "atlas-certs/config.toml";

/// Every command that asks, tells of the settings, or reads what is kept.
const COMMANDS: &[&str] = &[
    "projects",
    "users --project payments",
    "list --project payments --user svc-ledger",
    "find --offline 1976722359483124370",
    "check --project payments --user svc-ledger",
    "doctor --project payments",
    "doctor --project payments --output json",
    "config show",
    "config show --output json",
    "memory stats",
];

fn all() -> Secrets {
    Secrets::new(&[PRIVATE_KEY, CLIENT_SECRET, WRONG_KEY, PROXY_PASSWORD, URL_PASSWORD, TOKEN])
}

/// Lets a program run with everything logged.
fn told(program: Program) -> i32 {
    let run = program.arguments(["--log-level", "trace"]).run();
    let secrets = all();
    secrets.are_not_in("the output", run.out.as_bytes());
    secrets.are_not_in("an error", run.err.as_bytes());
    secrets.are_not_in("the log", run.log.as_bytes());
    run.status()
}

/// Looks through all that was left in the home, but for what was planted there.
fn left_behind(atlas: &Atlas) {
    let planted =
        |path: &Path| path.ends_with("config.toml") || path.ends_with("text") || path.ends_with("secret-tool");
    assert!(all().are_in_no_file(atlas.home(), &planted) > 0);
}

/// A stand-in for `secret-tool` that knows one entry, and writes down what it was given; the path that leads to it.
fn keyring(atlas: &Atlas, secret: &str) -> String {
    let given = atlas.write("given-to-the-keyring", "");
    let script = format!("#!/bin/sh\n{{ echo \"$*\"; env; }} >>'{}'\nprintf '%s' '{secret}'\n", given.display());
    let text = atlas.write("bin/text", &script);
    let tool = text.with_file_name("secret-tool");
    // What this process has open for writing, a child of another test may have open as well, and then nobody can run it.
    assert!(Command::new("cp").args([&text, &tool]).status().unwrap().success());
    chmod(&tool, 0o700);
    format!("{}:{}", tool.parent().unwrap().display(), std::env::var("PATH").unwrap())
}

/// A place that a secret comes from: a file of settings, and variables.
#[derive(Debug)]
struct Source {
    file: &'static str,
    text: String,
    variables: Vec<(&'static str, String)>,
}

impl Source {
    fn file(file: &'static str, text: impl Into<String>) -> Self {
        Self { file, text: text.into(), variables: Vec::new() }
    }

    fn variables(pairs: [(&'static str, &str); 2]) -> Self {
        let variables = pairs.map(|(name, value)| (name, value.to_owned())).to_vec();
        Self { variables, ..Self::file(OWN, "") }
    }

    /// An Atlas with the secret there.
    fn planted(&self, private: &str) -> Atlas {
        let atlas = Atlas::start();
        atlas.configure(self.file, &self.text);
        atlas.write("key/text", private);
        atlas
    }

    /// The program that finds it there.
    fn program(&self, atlas: &Atlas, path: &str, line: &str) -> Program {
        let program = atlas.keyless(line.split(' ')).env("PATH", path);
        self.variables.iter().fold(program, |program, (name, value)| program.env(name, value))
    }
}

/// Each of them, for the secret of an API key and for that of a service account.
fn sources(private: &str, client_secret: &str) -> Vec<Source> {
    let public = format!("public_key = \"{PUBLIC_KEY}\"\n");
    let own = |text: &str| Source::file(OWN, format!("[profiles.a]\n{text}"));
    let cli = |text: &str| Source::file(CLI, format!("{text}public_api_key = \"{PUBLIC_KEY}\"\n"));
    vec![
        Source::variables([("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", private)]),
        Source::variables([("MCLI_PUBLIC_API_KEY", PUBLIC_KEY), ("MCLI_PRIVATE_API_KEY", private)]),
        Source::variables([("MONGODB_ATLAS_CLIENT_ID", CLIENT_ID), ("MONGODB_ATLAS_CLIENT_SECRET", client_secret)]),
        own(&format!("{public}private_key = \"{private}\"\n")),
        own(&format!("client_id = \"{CLIENT_ID}\"\nclient_secret = \"{client_secret}\"\n")),
        own(&format!("{public}private_key_command = \"cat ~/key/text\"\n")),
        own(&format!("{public}secret = \"keyring\"\n")),
        cli(&format!("[default]\nprivate_api_key = \"{private}\"\n")),
        cli("version = 2\n[default]\nauth_type = \"api_keys\"\n"),
    ]
}

#[test]
fn wherever_a_secret_comes_from_no_command_tells_it() {
    for source in sources(PRIVATE_KEY, CLIENT_SECRET) {
        let atlas = source.planted(PRIVATE_KEY);
        let path = keyring(&atlas, PRIVATE_KEY);
        for command in COMMANDS {
            let status = told(source.program(&atlas, &path, command));
            assert!(status != 2 || command.starts_with("check"), "{command} is none");
            // The others judge: their status is not about the sign-in.
            let judges = ["find", "check", "doctor"].iter().any(|judge| command.starts_with(judge));
            assert!(status == 0 || judges, "{source:?} {command}: {status}");
        }
        left_behind(&atlas);
    }
}

#[test]
fn a_secret_that_is_refused_is_not_told_either() {
    for source in sources(WRONG_KEY, WRONG_KEY) {
        let atlas = source.planted(WRONG_KEY);
        let path = keyring(&atlas, WRONG_KEY);
        for command in ["projects", "list --project payments --user svc-ledger", "doctor", "doctor --output json"] {
            assert_ne!(told(source.program(&atlas, &path, command)), 0, "{source:?} {command}");
        }
        left_behind(&atlas);
    }
}

#[test]
fn trouble_on_the_way_tells_no_secret() {
    let faults = [
        Fault::CutConnection,
        Fault::CutBody { after: 40 },
        Fault::Html,
        Fault::RedirectTo("https://example.org/?key=1".to_owned()),
    ];
    for fault in faults {
        let atlas = Atlas::start();
        atlas.break_always("", fault);
        assert_ne!(told(atlas.program(["projects"])), 0);
        assert_ne!(told(atlas.keyless(["projects"]).account(CLIENT_ID, CLIENT_SECRET)), 0);
        left_behind(&atlas);
    }
    let atlas = Atlas::start();
    let token = format!(r#"{{"access_token":"{TOKEN}5f"}}"#);
    atlas.break_always("/oauth/token", Fault::Status(500, token, Vec::new()));
    told(atlas.keyless(["projects"]).account(CLIENT_ID, CLIENT_SECRET));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for command in ["projects", "doctor"] {
        let unreachable = atlas.stranger(["--base-url", &format!("http://{nobody}"), command]);
        assert_ne!(told(unreachable.keys(PUBLIC_KEY, PRIVATE_KEY)), 0);
    }
    left_behind(&atlas);
}

/// A proxy that refuses everybody; its address holds a password.
fn proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // One byte shows that it was asked; who only knocks sends none.
            if stream.read(&mut [0; 4096]).is_ok_and(|count| count > 0) {
                let _ = stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
            }
        }
    });
    format!("http://ann:{PROXY_PASSWORD}@{address}")
}

#[test]
fn the_password_of_a_proxy_is_not_told() {
    let atlas = Atlas::start();
    let (proxy, path) = (proxy(), keyring(&atlas, PRIVATE_KEY));
    atlas.configure(OWN, &format!("[profiles.a]\npublic_key = \"{PUBLIC_KEY}\"\nsecret = \"keyring\"\n"));
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        for command in ["projects", "doctor", "doctor --output json", "config show"] {
            let program = atlas.stranger(["--base-url", "https://atlas.invalid"]).arguments(command.split(' '));
            let status = told(program.env(name, &proxy).env("PATH", &path));
            assert_eq!(status == 0, command == "config show", "{name} {command}");
        }
    }
    left_behind(&atlas);
}

#[test]
fn the_password_in_a_base_url_is_not_told() {
    let url = format!("https://ann:{URL_PASSWORD}@cloud.mongodb.com");
    for url in [url.clone(), url.replace("https", "ftp"), url.replace("://", ":/ /")] {
        for command in ["projects", "doctor", "doctor --output json", "config show", "config show --output json"] {
            let atlas = Atlas::start();
            let keys = |program: Program| program.keys(PUBLIC_KEY, PRIVATE_KEY).arguments(command.split(' '));
            told(keys(atlas.stranger(["--base-url", &url])));
            told(keys(atlas.stranger::<&str>([])).env("MONGODB_ATLAS_OPS_MANAGER_URL", &url));
            atlas.configure(
                OWN,
                &format!("[profiles.a]\npublic_key = \"x\"\nprivate_key = \"{WRONG_KEY}\"\nbase_url = \"{url}\"\n"),
            );
            told(atlas.stranger(command.split(' ')));
            left_behind(&atlas);
        }
    }
}

/// The program in a terminal with everything logged, its settings and data in this home.
fn terminal(atlas: &Atlas, private: &str, log: &Path, more: &[&str]) -> Terminal {
    let base_url = atlas.server.base_url();
    let log = log.to_str().unwrap();
    let words = [env!("CARGO_BIN_EXE_atlas-certs"), "--base-url", &base_url, "--log-file", log, "--log-level", "trace"];
    let words: Vec<String> = words.iter().chain(more).map(|word| (*word).to_owned()).collect();
    let (home, path) = (atlas.home().to_str().unwrap(), keyring(atlas, private));
    let settings = atlas.home().join(".config");
    let environment = [
        ("HOME", home),
        ("XDG_CONFIG_HOME", settings.to_str().unwrap()),
        ("PATH", &path),
        ("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY),
        ("MONGODB_ATLAS_PRIVATE_API_KEY", private),
        ("HTTPS_PROXY", &format!("http://ann:{PROXY_PASSWORD}@127.0.0.1:9")),
    ];
    Terminal::start(&words, &environment, (120, 30))
}

#[test]
fn the_interface_tells_no_secret() {
    let atlas = Atlas::start();
    // Nearly full, so that it is set aside while the program runs.
    let log = atlas.write("log-of-the-interface", &"~".repeat(4_999_000));
    let mut terminal = terminal(&atlas, PRIVATE_KEY, &log, &["--project", "payments", "--user", "svc-ledger"]);
    atlas.block_on(async {
        terminal.wait_for_text("row 1 of 11").await;
        terminal.send("!");
        terminal.wait_for_text("certificates of payments/svc-ledger").await;
        terminal.send("y");
        terminal.wait_for_text("Sent to the terminal's clipboard").await;
        terminal.send("e");
        terminal.wait_for_text("Nothing has gone wrong.").await;
        terminal.send("q:");
        terminal.wait_for_text("Actions").await;
        terminal.send(ESC);
        terminal.wait_for("the table", |screen| screen.contains("row 1 of 11")).await;
        for key in "dxscnjtmJaug".chars() {
            terminal.send("j");
            terminal.send("k");
            terminal.wait_for("no word of before", |screen| !screen.contains("clipboard: ")).await;
            terminal.send(&format!("y{key}"));
            terminal.wait_for_text("Sent to the terminal's clipboard: ").await;
        }
        terminal.send("q");
        assert!(terminal.wait_exit().await.success());
    });
    all().are_not_in("the terminal", terminal.bytes());
    assert!(log.with_file_name("log-of-the-interface.1").exists(), "it was not set aside");
    left_behind(&atlas);
}

#[test]
fn what_is_copied_goes_to_a_command_without_the_environment_s_secrets() {
    let atlas = Atlas::start();
    let given = atlas.write("given-to-the-clipboard", "");
    let command = format!("{{ cat; env; }} >'{}'", given.display());
    atlas.configure(OWN, &format!("clipboard_command = \"\"\"{command}\"\"\"\n"));
    let log = atlas.write("log", "");
    let mut terminal = terminal(&atlas, PRIVATE_KEY, &log, &["--project", "payments", "--user", "svc-ledger"]);
    atlas.block_on(async {
        terminal.wait_for_text("row 1 of 11").await;
        terminal.send("!y");
        terminal.wait_for_text("Given to the clipboard command").await;
        terminal.send("qq");
        assert!(terminal.wait_exit().await.success());
    });
    let text = fs::read_to_string(&given).unwrap();
    assert!(text.contains("/databaseUsers/svc-ledger/certs?") && text.contains("PATH="), "{text}");
    all().are_not_in("the terminal", terminal.bytes());
    left_behind(&atlas);
}

#[test]
fn an_interface_that_is_refused_or_waits_tells_no_secret() {
    let atlas = Atlas::start();
    let log = atlas.write("log", "");
    let mut refused = terminal(&atlas, WRONG_KEY, &log, &[]);
    atlas.block_on(async {
        refused.wait_for_text("rejects these keys").await;
        refused.send("e");
        refused.wait_for_text("What went wrong").await;
        refused.send("!");
        refused.wait_for_text("401").await;
        refused.send("yqq");
        assert!(refused.wait_exit().await.success());
    });
    all().are_not_in("the terminal", refused.bytes());

    atlas.break_always("/groups", Fault::Hold(Gate::closed()));
    let mut waiting = terminal(&atlas, PRIVATE_KEY, &log, &[]);
    atlas.block_on(waiting.wait_for_text("Projects"));
    atlas.wait_for("/groups");
    waiting.signal("TERM");
    atlas.block_on(waiting.wait_exit());
    all().are_not_in("the terminal", waiting.bytes());
    left_behind(&atlas);
}

/// What stands in a panic's message is written by `{:?}`, and read by whoever is sent it.
#[test]
fn a_panic_tells_no_secret() {
    let secret = |text: &str| SecretString::from(text);
    let mut hidden = Hidden::default();
    WRONG_KEY.chars().for_each(|one| hidden.push(one));
    let keys = Keys {
        pair: Pair::ApiKey,
        id: PUBLIC_KEY.to_owned(),
        secret: hidden,
        base_url: BaseUrl::parse("https://cloud.mongodb.com", false).unwrap(),
        kept: None,
    };
    let held: [&(dyn Debug + RefUnwindSafe); 4] = [
        &Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: secret(PRIVATE_KEY) },
        &Credentials::ServiceAccount { id: CLIENT_ID.to_owned(), secret: secret(CLIENT_SECRET) },
        &Who::Keys(Box::new(keys)),
        &secret(WRONG_KEY),
    ];
    for one in held {
        let payload = catch_unwind(|| panic!("on purpose: {one:?} {one:#?}")).unwrap_err();
        let message = payload.downcast_ref::<String>().unwrap();
        assert!(message.starts_with("on purpose: "), "{message}");
        all().are_not_in("a panic", message.as_bytes());
    }
}
