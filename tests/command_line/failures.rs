//! What goes wrong on the way: one line that says what happened and what to do, and status 1.

use std::net::Ipv4Addr;
use std::thread;

use atlas_certs::demo::credentials::{CLIENT_ID, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::{Fault, Rule};
use tokio::net::TcpSocket;

use crate::command::{Atlas, Run, WRONG_KEY};

const LIST: &str = "list --project payments --user svc-ledger";

const PUBLIC: &str = "MONGODB_ATLAS_PUBLIC_API_KEY";
const PRIVATE: &str = "MONGODB_ATLAS_PRIVATE_API_KEY";
const ID: &str = "MONGODB_ATLAS_CLIENT_ID";
const SECRET: &str = "MONGODB_ATLAS_CLIENT_SECRET";

/// What has to stand in a line.
type Words = &'static [&'static str];

/// It failed with one line that holds these words.
#[track_caller]
fn check(run: &Run, words: &[&str]) {
    let said = run.failure(1);
    for word in words {
        assert!(said.contains(word), "no {word} in: {said}");
    }
}

#[test]
fn keys_that_are_missing_or_wrong_are_told() {
    let atlas = Atlas::start();
    let cases: [(&[(&str, &str)], Words); 8] = [
        (&[], &["no credentials", PUBLIC, PRIVATE, ID, SECRET, "config.toml", "--demo"]),
        (&[(PUBLIC, PUBLIC_KEY)], &[PUBLIC, PRIVATE]),
        (&[(PRIVATE, PRIVATE_KEY)], &[PUBLIC, PRIVATE]),
        (&[(PUBLIC, PUBLIC_KEY), (PRIVATE, "")], &[PUBLIC, PRIVATE]),
        (&[(ID, CLIENT_ID)], &[ID, SECRET]),
        (&[(SECRET, WRONG_KEY)], &[ID, SECRET]),
        (&[(PUBLIC, PUBLIC_KEY), (PRIVATE, WRONG_KEY)], &["rejects these keys", "public and the private key"]),
        (&[(ID, CLIENT_ID), (SECRET, WRONG_KEY)], &["rejects these keys", "client id and secret"]),
    ];
    for (variables, words) in cases {
        let program = atlas.keyless(LIST.split(' '));
        let run = variables.iter().fold(program, |program, (name, value)| program.env(name, value)).run();
        check(&run, words);
        assert!(run.out.is_empty());
    }
}

#[test]
fn an_address_that_is_not_on_the_access_list_is_named() {
    let atlas = Atlas::with(|options| options.refused_address = Some([203, 0, 113, 7].into()));
    for line in [LIST, "projects", "users --project payments"] {
        check(&atlas.run(line), &["203.0.113.7", "access list"]);
    }
}

#[test]
fn a_role_that_is_missing_is_named() {
    let atlas = Atlas::start();
    let lines = ["list --project vault --user x", "list --project vault --all-users", "users --project vault"];
    for line in lines {
        check(&atlas.run(line), &["Project Read Only", &Atlas::project("vault").id]);
    }
}

#[test]
fn answers_that_are_not_atlas_are_told_as_such() {
    let cases: [(&str, Fault, Words); 7] = [
        ("a web page", Fault::Html, &["web page", "proxy"]),
        ("cut JSON", Fault::Garbage(br#"{"results":[{"id":"#.to_vec()), &["not Atlas's"]),
        ("no JSON", Fault::Garbage(vec![0xFF, 0x1B, b'\n', b'x']), &["not Atlas's"]),
        ("other JSON", Fault::Garbage(br#"{"results":"none"}"#.to_vec()), &["not Atlas's"]),
        ("nothing", Fault::Garbage(Vec::new()), &["not Atlas's"]),
        ("another host", Fault::RedirectTo("https://example.org/sign-in?key=x".to_owned()), &["example.org"]),
        ("a refusal", Fault::Status(451, "no\u{1B}[2J\n".to_owned(), Vec::new()), &["451"]),
    ];
    for (what, fault, words) in cases {
        let atlas = Atlas::start();
        atlas.server.faults().push(Rule::new(fault.clone()).unsigned_too());
        let run = atlas.run(LIST);
        check(&run, words);
        assert!(run.out.is_empty(), "{what}");
    }
}

#[test]
fn a_wait_that_is_too_long_is_left_to_the_person() {
    let atlas = Atlas::start();
    atlas.break_always("/certs", Fault::RateLimited { retry_after: Some(9_999) });
    check(&atlas.run(LIST), &["rate of requests", "3 h"]);
}

#[test]
fn a_server_that_cannot_be_reached_is_told_with_what_to_check() {
    // Bound but never listening, so that nobody else gets the port meanwhile.
    let silent = TcpSocket::new_v4().unwrap();
    silent.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let atlas = Atlas::start();
    let cases = [
        (format!("http://{}", silent.local_addr().unwrap()), ["nobody listens", "base URL"]),
        (atlas.server.base_url().replace("http:", "https:"), ["speaks no TLS", "base URL"]),
    ];
    for (base_url, words) in cases {
        let program = atlas.stranger(["--base-url", &base_url]).arguments(LIST.split(' '));
        check(&program.keys(PUBLIC_KEY, PRIVATE_KEY).run(), &words);
    }
    assert!(atlas.asked().is_empty());
}

/// The pauses between the tries are real ones here, so all three are waited for at once. Each wait is told as well.
#[test]
fn trouble_that_lasts_ends_with_one_line_that_says_so() {
    let troubles = [
        (Fault::Status(500, r#"{"error":500,"errorCode":"UNEXPECTED_ERROR"}"#.to_owned(), Vec::new()), "in trouble"),
        (Fault::CutBody { after: 40 }, "connection broke"),
        (Fault::CutConnection, "connection broke"),
    ];
    thread::scope(|scope| {
        for (fault, word) in troubles {
            scope.spawn(move || check_lasting(fault, word));
        }
    });
}

fn check_lasting(fault: Fault, word: &str) {
    let atlas = Atlas::start();
    atlas.break_always("/certs", fault);
    let run = atlas.run(LIST);
    let (waits, last) = run.err.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(waits.lines().filter(|line| line.contains("try ") && line.contains("of 4 failed")).count(), 3);
    assert_eq!(waits.lines().count(), 3, "{waits}");
    assert!(last.starts_with("atlas-certs: ") && last.contains(word), "{last}");
    run.ended_with(1);
    assert_eq!(atlas.asked().iter().filter(|entry| entry.target.contains("/certs")).count(), 4);
}

#[test]
fn a_short_trouble_is_ridden_out() {
    let atlas = Atlas::start();
    atlas.server.faults().push(Rule::new(Fault::RateLimited { retry_after: Some(0) }).on("/certs").once());
    let run = atlas.run(LIST);
    assert!(run.word().contains("try 1 of 4 failed"));
    assert_eq!(run.out.lines().count(), 12);
}
