//! Profiles of the Atlas CLI of every kind, and secrets that stand in the system's keyring: a stand-in for `secret-tool`
//! answers.

use std::process::Command;

use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};

use crate::command::{Atlas, Program, WRONG_KEY, chmod};
use crate::doctor::{DOCTOR, fails_at};

const CLI: &str = "atlascli/config.toml";
const OWN: &str = "atlas-certs/config.toml";

/// What the stand-in knows: service, account, secret.
type Entry<'text> = (&'text str, &'text str, &'text str);

/// The program that lists the projects, with a keyring that has these entries, and an environment without keys.
fn asking(atlas: &Atlas, entries: &[Entry<'_>]) -> Program {
    let known = |(service, account, secret): &Entry<'_>| {
        format!("'lookup service {service} username {account}') printf '%s' '{secret}';;\n")
    };
    let known: String = entries.iter().map(known).collect();
    with_tool(atlas, &format!("case \"$*\" in\n{known}*) exit 1;; esac"))
}

/// The same with this script as its `secret-tool`.
fn with_tool(atlas: &Atlas, script: &str) -> Program {
    through(atlas.keyless(["projects", "--output", "csv"]), atlas, script)
}

/// A program with this script as its `secret-tool`.
fn through(program: Program, atlas: &Atlas, script: &str) -> Program {
    let text = atlas.write("bin/text", &format!("#!/bin/sh\n{script}\n"));
    let tool = text.with_file_name("secret-tool");
    // What this process has open for writing, a child of another test may have open as well, and then nobody can run it.
    assert!(Command::new("cp").args([&text, &tool]).status().unwrap().success());
    chmod(&tool, 0o700);
    let folder = tool.parent().unwrap().to_str().unwrap().to_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    program.env("PATH", &format!("{folder}:{path}"))
}

#[test]
fn every_kind_of_profile_signs_in_with_what_the_keyring_has() {
    let keys =
        [("atlascli_default", "public_api_key", PUBLIC_KEY), ("atlascli_default", "private_api_key", PRIVATE_KEY)];
    let account = [("atlascli_default", "client_id", CLIENT_ID), ("atlascli_default", "client_secret", CLIENT_SECRET)];
    let written = format!("client_id = \"{CLIENT_ID}\"\nprivate_api_key = \"{WRONG_KEY}\"\n");
    let cases: [(&str, &[Entry<'_>]); 5] = [
        ("", &keys),
        ("auth_type = \"api_keys\"\n", &keys),
        ("auth_type = \"service_account\"\n", &account),
        (&format!("auth_type = \"service_account\"\n{written}"), &account[1..]),
        (&format!("AUTH_TYPE = \"api_keys\"\nPUBLIC_API_KEY = \"{PUBLIC_KEY}\"\n"), &keys[1..]),
    ];
    for (text, entries) in cases {
        let atlas = Atlas::start();
        atlas.configure(CLI, &format!("version = 2\n[default]\n{text}"));
        let run = asking(&atlas, entries).run();
        assert!(run.out().contains("payments"), "{text}");
    }
}

#[test]
fn the_profile_that_was_named_is_the_one_that_is_looked_for() {
    let atlas = Atlas::start();
    atlas.configure(CLI, "version = 2\n[default]\norg_id = \"1\"\n[Prod]\norg_id = \"2\"\n");
    let entries = [("atlascli_prod", "public_api_key", PUBLIC_KEY), ("atlascli_prod", "private_api_key", PRIVATE_KEY)];
    asking(&atlas, &entries).arguments(["--profile", "Prod"]).run().out();
    asking(&atlas, &entries).env("MONGODB_ATLAS_PROFILE", "prod").run().out();
    let other = asking(&atlas, &entries).run();
    let said = other.failure(1);
    assert!(said.contains("[default] public_api_key: the system keyring has no such entry"), "{said}");
}

#[test]
fn a_keyring_that_is_broken_is_told_with_what_to_do_instead() {
    let cases = [
        ("echo 'Cannot autolaunch D-Bus' >&2; exit 1", "gave nothing: Cannot autolaunch D-Bus"),
        ("printf 'go-keyring-base64:***'", "the entry is damaged"),
        ("exit 1", "no such entry"),
    ];
    for (script, words) in cases {
        let atlas = Atlas::start();
        atlas.configure(CLI, "version = 2\n[default]\nauth_type = \"api_keys\"\n");
        let run = with_tool(&atlas, script).run();
        let said = run.failure(1);
        assert!(said.contains(words) && said.contains("MONGODB_ATLAS_PUBLIC_API_KEY"), "{said}");
    }
    let atlas = Atlas::start();
    atlas.configure(CLI, "version = 2\n[default]\n");
    let absent = atlas.keyless(["projects"]).env("PATH", "/no/such/folder").run();
    assert!(absent.failure(1).contains("cannot be asked: secret-tool could not be run"));
}

#[test]
fn no_keyring_is_asked_for_what_needs_none() {
    let atlas = Atlas::start();
    let keys = format!("public_api_key = \"{PUBLIC_KEY}\"\nprivate_api_key = \"{PRIVATE_KEY}\"\n");
    atlas.configure(CLI, &format!("version = 2\n[default]\n{keys}"));
    let asked = atlas.write("asked", "");
    let script = format!("echo asked > '{}'", asked.display());
    with_tool(&atlas, &script).run().out();
    atlas.configure(CLI, "version = 2\n[default]\n");
    with_tool(&atlas, &script).keys(PUBLIC_KEY, PRIVATE_KEY).run().out();
    assert_eq!(std::fs::read_to_string(asked).unwrap(), "");
}

#[test]
fn browser_log_ins_are_told_as_what_they_are() {
    for text in ["version = 2\n[default]\nauth_type = \"user_account\"\n", "[default]\naccess_token = \"t\"\n"] {
        let atlas = Atlas::start();
        atlas.configure(CLI, text);
        let run = asking(&atlas, &[]).run();
        let said = run.failure(1);
        assert!(said.contains("browser log-in") && said.contains("service account"), "{said}");
    }
}

#[test]
fn a_profile_of_our_own_keeps_its_secret_in_the_keyring_where_it_says_so() {
    let cases = [
        (format!("public_key = \"{PUBLIC_KEY}\"\n"), ("atlas-certs_prod", "private_key", PRIVATE_KEY)),
        (format!("client_id = \"{CLIENT_ID}\"\n"), ("atlas-certs_prod", "client_secret", CLIENT_SECRET)),
    ];
    for (text, entry) in cases {
        let atlas = Atlas::start();
        atlas.configure(OWN, &format!("[profiles.prod]\n{text}secret = \"keyring\"\n"));
        asking(&atlas, &[entry]).run().out();
        let absent = asking(&atlas, &[]).run();
        let said = absent.failure(1);
        assert!(said.contains("no such entry") && said.contains(&format!("service {}, account {}", entry.0, entry.1)));
    }
    let atlas = Atlas::start();
    atlas.configure(OWN, &format!("[profiles.prod]\npublic_key = \"x\"\nsecret = \"{PRIVATE_KEY}\"\n"));
    let said = asking(&atlas, &[]).run();
    assert!(said.failure(1).contains("line 3, column") && said.err.contains("write secret = \"keyring\""));
}

#[test]
fn doctor_tells_what_is_wrong_with_the_keyring() {
    let keyring = "version = 2\n[default]\nauth_type = \"api_keys\"\n";
    let cases = [
        (keyring, "exit 1", "no such entry"),
        (keyring, "echo 'Cannot get secret of a locked object' >&2; exit 1", "Cannot get secret of a locked object"),
        (keyring, "exec tail -f /dev/null", "did not answer in time"),
        ("version = 2\n[default]\nauth_type = \"user_account\"\n", "echo secret", "browser log-in"),
    ];
    for (text, script, words) in cases {
        let atlas = Atlas::start();
        atlas.configure(CLI, text);
        let asked = through(atlas.keyless(DOCTOR), &atlas, script);
        fails_at(asked, "credentials", &[words, "in the environment"]);
        assert!(atlas.asked().is_empty());
    }
}
