//! `find`: from what is in the clipboard to the owner, from memory or from the server, and what is nearest where nobody is.

use std::io::Write as _;

use atlas_certs::demo::Fault;
use serde_json::Value;

use crate::command::{Atlas, Run};

fn owners(run: &Run) -> Vec<String> {
    let document = run.json();
    let rows = document["matches"].as_array().unwrap().iter();
    rows.map(|row| format!("{}/{}", row["project_name"].as_str().unwrap(), row["username"].as_str().unwrap())).collect()
}

#[test]
fn a_serial_in_any_spelling_leads_to_its_owner() {
    let atlas = Atlas::start();
    let certificates = Atlas::certificates("compliance", "dn-museum");
    let serial = certificates[3].serial;
    let octets: Vec<String> = serial.to_be_bytes().map(|octet| format!("{octet:02X}")).to_vec();
    let words = [serial.to_string(), format!("0x{serial:x}"), octets.join(":"), format!("serial={}", octets.concat())];
    for (place, word) in words.iter().enumerate() {
        let run = atlas.program(["find", word, "--project", "compliance", "--output", "json"]).run();
        run.ended_with(0);
        assert_eq!(owners(&run), ["compliance/dn-museum"], "{word}");
        // The first time the server is asked; then it is known.
        assert_eq!(run.json()["source"], if place == 0 { "live" } else { "memory" });
        assert_eq!(run.json()["matches"][0]["serial"], serial.to_string());
    }
    let asked = atlas.asked().len();
    let run = atlas.stranger(["find", &words[0], "--offline"]).run();
    assert!(run.word().contains("as remembered") && run.out.contains("dn-museum"), "{}", run.err);
    assert_eq!(atlas.asked().len(), asked, "nobody was asked");
}

#[test]
fn a_log_line_on_standard_input_leads_to_the_owner_of_its_subject() {
    let atlas = Atlas::start();
    let line = r#"{"t":{"$date":"2026-11-24T14:02:11.402+00:00"},"s":"I","c":"ACCESS","id":20429,"msg":"Failed to authenticate","attr":{"mechanism":"MONGODB-X509","user":"CN=svc-ledger,OU=payments,O=Acme Retail","db":"$external"}}"#;
    let mut child = atlas.program(["find", "-", "--project", "payments", "--output", "ndjson"]).piped().spawn();
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.lines().count() == 11, "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.lines().all(|line| line.contains(r#""username":"svc-ledger""#)));
}

#[test]
fn a_subject_in_openssls_order_is_found_and_said_to_be_written_otherwise() {
    let atlas = Atlas::start();
    let line = ["find", "/O=Acme Retail/OU=payments/CN=svc-ledger", "--project", "payments", "--output", "json"];
    for _ in 0..2 {
        let run = atlas.program(line).run();
        run.ended_with(0);
        assert!(run.err.contains("written otherwise in the certificate"), "{}", run.err);
        assert_eq!(owners(&run).len(), 11);
    }
}

#[test]
fn where_nobody_is_meant_the_nearest_are_told_with_what_differs() {
    let atlas = Atlas::start();
    let wanted = "CN=svc-Ledger,OU=payments,O=Acme Retail";
    for options in [["--output", "json"].as_slice(), &["--output", "json", "--offline"]] {
        let run = atlas.program(["find", wanted, "--project", "payments"]).arguments(options.iter().copied()).run();
        let lines = run.failure_lines(1);
        assert!(lines[0].starts_with("atlas-certs: near: payments/svc-ledger. "), "{lines:?}");
        assert!(lines[0].contains("only the case differs") && lines.len() == 4, "{lines:?}");
        assert!(lines[3].contains("has the subject “CN=svc-Ledger,OU=payments,O=Acme Retail”"), "{lines:?}");
        let document = run.json();
        assert_eq!((&document["complete"], owners(&run).len()), (&Value::from(true), 0));
        assert_eq!(document["clues"][0]["subject"], wanted);
        let nearest = document["nearest"].as_array().unwrap();
        assert_eq!((nearest.len(), &nearest[0]["username"]), (3, &Value::from("svc-ledger")));
        let first = &nearest[0]["differences"][0];
        assert_eq!((&first["difference"], &first["listed"]), (&"case".into(), &"CN=svc-ledger".into()));
    }
}

#[test]
fn a_search_that_could_not_look_everywhere_says_so() {
    let atlas = Atlas::start();
    let refusal = Fault::Status(500, r#"{"error":500,"errorCode":"UNEXPECTED_ERROR"}"#.to_owned(), Vec::new());
    atlas.break_always("/dn-museum/certs", refusal);
    let run = atlas.run("find 123456789012345678 --project compliance --output json");
    let lines = run.failure_lines(1);
    assert!(
        lines.iter().any(|line| line.contains("; the search is not complete: compliance/dn-museum: ")),
        "{}",
        run.err
    );
    assert_eq!(run.json()["complete"], false);
}

#[test]
fn what_holds_no_clue_is_told() {
    let atlas = Atlas::start();
    for (line, word) in [
        ("find hello", "looks like a serial"),
        ("find 123456789012345678 --output prometheus", "prometheus"),
        ("find 123456789012345678 --user x", "--user"),
    ] {
        assert!(atlas.run(line).failure(2).contains(word), "{line}");
    }
    assert!(atlas.asked().is_empty());
    assert!(atlas.run("find 123456789012345678 --offline").failure(1).contains("that is remembered"));
}

#[test]
fn what_is_remembered_is_told_though_the_server_cannot_be_asked() {
    let atlas = Atlas::start();
    atlas.run("list --project payments --user svc-ledger --output ndjson").out();
    atlas.break_always("/groups", Fault::Status(500, r#"{"error":500}"#.to_owned(), Vec::new()));
    let run = atlas.program(["find", "CN=svc-Ledger,OU=payments,O=Acme Retail"]).run();
    run.ended_with(1);
    assert!(run.err.contains("remembered, near: payments/svc-ledger. "), "{}", run.err);
    assert!(run.err.contains("only the case differs") && run.err.contains("the search is not complete"), "{}", run.err);
}
