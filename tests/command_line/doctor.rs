//! `doctor`: each step between this machine and the certificates, working and broken.

use std::net::Ipv4Addr;
use std::sync::Arc;

use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::options::{Options, Version2};
use atlas_certs::demo::rate::Capacities;
use atlas_certs::demo::{Fault, Rule};
use atlas_certs::memory::Memory;
use atlas_certs::runtime::clock;
use chrono::TimeDelta;
use serde_json::Value;
use tokio::net::TcpSocket;

use crate::command::{Atlas, Program, Run, WRONG_KEY, chmod};

const OWN: &str = "atlas-certs/config.toml";
pub const DOCTOR: [&str; 3] = ["doctor", "--output", "json"];

/// A simulated Atlas whose clock goes, unlike that of other tests.
fn atlas_with(change: impl FnOnce(&mut Options)) -> Atlas {
    Atlas::with(|options| {
        options.clock = Arc::new(clock::now);
        change(options);
    })
}

pub fn atlas() -> Atlas {
    atlas_with(|_| {})
}

/// State and line of a check, where it was made.
pub fn found(run: &Run, check: &str) -> Option<(String, String)> {
    let told = run.json();
    let checks = told["checks"].as_array().expect("checks");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let found = checks.iter().find(|one| one["check"] == check)?;
    Some((text(&found["state"]), text(&found["line"])))
}

/// It failed at this check, with these words, and made none behind it.
#[track_caller]
pub fn fails_at(program: Program, check: &str, words: &[&str]) {
    let run = program.run();
    run.ended_with(1);
    assert!(run.err.is_empty(), "{}", run.err);
    let told = run.json();
    let failed: Vec<&Value> =
        told["checks"].as_array().expect("checks").iter().filter(|one| one["state"] == "fail").collect();
    assert!(failed.len() == 1 && failed[0]["check"] == check && told["ok"] == false, "{told:#}");
    let line = failed[0]["line"].as_str().expect("a line");
    assert!(words.iter().all(|word| line.contains(word)), "{line}");
}

#[test]
fn all_is_well() {
    let atlas = atlas();
    let run =
        atlas.program(["doctor", "--project", "payments"]).env("TERM", "xterm-256color").env("LANG", "C.UTF-8").run();
    let checks: Vec<&str> = run.out().lines().map(|line| line[6..17].trim_end()).collect();
    let all = [
        "config",
        "credentials",
        "proxy",
        "dns",
        "tcp",
        "tls",
        "api",
        "keys",
        "access list",
        "role",
        "rate limit",
        "clock",
        "terminal",
        "colours",
        "size",
        "clipboard",
        "locale",
        "memory",
    ];
    assert_eq!(checks, all);
    assert!(run.out().lines().all(|line| line.starts_with("ok    ")), "{}", run.out);
    for words in [PUBLIC_KEY, "127.0.0.1", "v2", "may read project payments", "agrees with the server", "none yet"] {
        assert!(run.out().contains(words), "{words} in {}", run.out);
    }
    atlas.keyless(DOCTOR).account(CLIENT_ID, CLIENT_SECRET).run().out();
    atlas.stranger(["doctor", "--demo"]).run().out();
}

#[test]
fn the_configuration_is_judged_first() {
    let atlas = atlas();
    let path = atlas.configure(OWN, "page_sise = 5\n");
    fails_at(atlas.program(DOCTOR), "config", &["line 1, column 1", "page_sise"]);
    atlas.configure(OWN, &format!("[profiles.a]\npublic_key = \"x\"\nprivate_key = \"{PRIVATE_KEY}\"\n"));
    let run = atlas.program(DOCTOR).run();
    let (_, line) = found(&run, "credentials").expect("credentials");
    assert!(
        line.contains("MONGODB_ATLAS_PUBLIC_API_KEY") && line.contains("not used") && line.contains("[profiles.a]")
    );
    assert!(found(&run, "config").expect("config").1.ends_with("mode 600"));
    chmod(&path, 0o644);
    fails_at(atlas.program(DOCTOR), "config", &["chmod 600"]);
}

#[test]
fn credentials_that_are_not_there_end_it() {
    let atlas = atlas();
    fails_at(atlas.keyless(DOCTOR), "credentials", &["no credentials", "--demo"]);
    fails_at(atlas.keyless(DOCTOR).env("MONGODB_ATLAS_CLIENT_ID", CLIENT_ID), "credentials", &["CLIENT_SECRET"]);
    assert!(atlas.asked().is_empty());
}

#[test]
fn a_way_that_leads_nowhere_is_told_where_it_ends() {
    let atlas = atlas();
    let to = |base_url: &str| {
        let program = atlas.stranger(["--base-url", base_url]).arguments(DOCTOR);
        program.keys(PUBLIC_KEY, PRIVATE_KEY)
    };
    // Bound but never listening, so that nobody else gets the port meanwhile.
    let silent = TcpSocket::new_v4().unwrap();
    silent.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let silent = silent.local_addr().unwrap();
    fails_at(to(&format!("http://{silent}")), "tcp", &["no connection", "firewall"]);
    // A name of this ending never has an address (RFC 6761 §6.4).
    fails_at(to("https://atlas.invalid"), "dns", &["atlas.invalid has no address", "DNS"]);
    fails_at(to(&atlas.server.base_url().replace("http:", "https:")), "tls", &["speaks no TLS"]);
    let through = to("https://atlas.invalid").env("HTTPS_PROXY", &format!("http://ann:{WRONG_KEY}@{silent}"));
    fails_at(through, "tcp", &["the proxy"]);
    fails_at(to("https://atlas.invalid").env("HTTPS_PROXY", "://"), "proxy", &["HTTPS_PROXY is no address of a proxy"]);
}

#[test]
fn what_the_server_refuses_is_told_by_its_step() {
    let project = ["--project", "vault"];
    let refused = atlas_with(|options| options.refused_address = Some([203, 0, 113, 7].into()));
    fails_at(refused.program(DOCTOR), "access list", &["203.0.113.7"]);
    let run = refused.program(DOCTOR).run();
    assert_eq!(found(&run, "keys").expect("keys").0, "ok");
    assert_eq!(found(&run, "role"), None);

    let atlas = atlas();
    fails_at(atlas.keyless(DOCTOR).keys(PUBLIC_KEY, WRONG_KEY), "keys", &["rejects these keys"]);
    fails_at(atlas.keyless(DOCTOR).account(CLIENT_ID, WRONG_KEY), "keys", &["client id and secret"]);
    fails_at(atlas.program(DOCTOR).arguments(project), "role", &["Project Read Only", &Atlas::project("vault").id]);
    fails_at(atlas.program(DOCTOR).arguments(["--project", "paymints"]), "role", &["paymints", "give a role"]);
    let retired = atlas_with(|options| options.version2 = Version2::NotAcceptable);
    fails_at(retired.program(DOCTOR).arguments(["--api", "v2"]), "api", &["--api v1.0"]);
    assert!(found(&retired.program(DOCTOR).run(), "api").expect("api").1.starts_with("v1.0"));
}

#[test]
fn what_comes_in_between_is_told_and_not_tried_again() {
    let cases = [
        (Fault::Html, "api", "web page"),
        (Fault::CutConnection, "api", "connection broke"),
        (Fault::RedirectTo("https://example.org/sign-in".to_owned()), "api", "example.org"),
        (Fault::Status(503, String::new(), Vec::new()), "api", "in trouble"),
        (Fault::RateLimited { retry_after: Some(0) }, "rate limit", "rate of requests"),
    ];
    for (fault, check, words) in cases {
        let atlas = atlas();
        atlas.server.faults().push(Rule::new(fault).unsigned_too());
        fails_at(atlas.program(DOCTOR), check, &[words]);
        assert_eq!(atlas.asked().len(), 1);
    }
}

#[test]
fn a_file_of_authorities_that_cannot_be_used_is_told_with_who_named_it() {
    let atlas = atlas();
    let none = atlas.write("none.pem", "no certificate");
    let given = atlas.program(DOCTOR).arguments(["--ca-file", none.to_str().unwrap()]);
    fails_at(given, "credentials", &["none.pem", "--ca-file", "holds no certificate"]);
    let text = format!(
        "[profiles.a]\npublic_key = \"{PUBLIC_KEY}\"\nprivate_key_command = \"printf x\"\nca_file = \"/no/such.pem\"\n"
    );
    atlas.configure(OWN, &text);
    fails_at(atlas.keyless(DOCTOR), "credentials", &["[profiles.a] ca_file", "cannot read /no/such.pem"]);
}

#[test]
fn json_has_a_short_name() {
    let atlas = atlas();
    assert!(atlas.program(["doctor", "--json"]).run().json()["ok"].is_boolean());
    assert!(atlas.stranger(["config", "show", "--json"]).run().json().is_array());
}

#[test]
fn a_clock_that_is_a_day_off_is_told() {
    for (days, words) in [(1, "behind"), (-1, "ahead of")] {
        let atlas = atlas();
        atlas.break_always("/groups", Fault::DateSkew(TimeDelta::days(days)));
        fails_at(atlas.program(DOCTOR), "clock", &[words, "set its clock"]);
    }
}

#[test]
fn the_terminal_is_told_and_fails_nothing() {
    let atlas = atlas();
    let run = atlas.program(DOCTOR).env("TERM", "dumb").env("LC_ALL", "C").env("NO_COLOR", "1").run();
    run.out();
    let state = |check: &str| found(&run, check).expect(check);
    assert_eq!((&*state("terminal").0, &*state("locale").0), ("warn", "warn"));
    assert!(state("locale").1.contains("--ascii") && state("colours").1.contains("NO_COLOR"));
    let run = atlas.program(DOCTOR).env("TERM", "tmux-256color").env("TMUX", "socket,1,0").run();
    assert!(found(&run, "clipboard").expect("clipboard").1.contains("through tmux"));
}

#[test]
fn the_memory_is_looked_at_and_left_as_it_is() {
    let atlas = atlas();
    let path = atlas.write("kept/memory.sqlite", "");
    drop(Memory::open(&path, clock::now()).unwrap());
    let folder = path.parent().unwrap().to_str().unwrap().to_owned();
    let look = || found(&atlas.program(DOCTOR).arguments(["--data-dir", &folder]).run(), "memory").expect("memory");
    let (state, line) = look();
    assert!(state == "ok" && line.contains("mode 600, schema 1, ") && line.contains(&folder), "{line}");
    chmod(&path, 0o644);
    assert!(look().0 == "warn" && look().1.contains("chmod 600"));

    let path =
        atlas.write("elsewhere/memory.sqlite", "this is no database, and long enough to be taken for a header of one.");
    let folder = path.parent().unwrap().to_str().unwrap().to_owned();
    fails_at(atlas.program(DOCTOR).arguments(["--data-dir", &folder]), "memory", &[&folder]);
    assert!(path.exists(), "it is not set aside");
    // What is no folder has none in it.
    let nowhere = ["--data-dir", "/dev/null/kept"];
    fails_at(atlas.program(DOCTOR).arguments(nowhere), "memory", &["/dev/null/kept", "cannot be made", "--no-memory"]);
}

#[test]
fn a_rate_limit_that_runs_low_is_told() {
    let atlas = atlas_with(|options| options.capacities = Capacities::all(19));
    let run = atlas.program(DOCTOR).run();
    run.out();
    let (state, line) = found(&run, "rate limit").expect("rate limit");
    assert!(state == "warn" && line.contains("requests left: wait a minute"), "{line}");
}

#[test]
fn a_file_with_which_the_interface_would_not_start_is_told() {
    for text in ["theme = \"drak\"\n", "[severity]\ncritical = \"soon\"\n", "[keys]\nrefresh = \"q\"\n"] {
        let atlas = atlas();
        atlas.configure("atlas-certs/config.toml", text);
        fails_at(atlas.program(DOCTOR), "config", &["config.toml"]);
    }
}
