//! What is printed: the JSON of the contract to the letter, and the same answers in every other format.

use atlas_certs::domain::printable::is_hidden;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::command::{Atlas, now};

const MUSEUM: &str = "list --project compliance --user dn-museum";

/// The serial of the contract's example: it exceeds 2^53.
const SERIAL: u64 = 5_433_027_191_242_719_574;

/// A certificate as the server writes it.
fn written(serial: u64, subject: &str) -> String {
    let subject = Value::from(subject);
    format!(
        r#"{{"_id":{serial},"createdAt":"2019-12-03T21:00:42Z","notAfter":"2020-06-03T22:00:42Z","subject":{subject}}}"#
    )
}

/// The certificates that one run of `line` lists as JSON.
fn listed(atlas: &Atlas, line: &str) -> Vec<Value> {
    let run = atlas.run(&format!("{line} --output json"));
    run.out();
    run.json()["certificates"].as_array().unwrap().clone()
}

/// The decoded values of a certificate's subject, one after the other.
fn values(certificate: &Value) -> Vec<&str> {
    let rdns = certificate["subject_rdns"].as_array().unwrap().iter();
    rdns.flat_map(|rdn| rdn.as_array().unwrap()).map(|one| one["value"].as_str().unwrap()).collect()
}

#[test]
fn json_is_the_example_of_the_contract() {
    let atlas = Atlas::start();
    atlas.answer("/certs", &[&written(SERIAL, r"CN=a\, b,O=c")]);
    let run = atlas.run("list --project payments --user svc-ledger --output json");
    let attribute = |kind, oid, name, value| json!([{ "type": kind, "oid": oid, "name": name, "value": value }]);
    let end: DateTime<Utc> = "2020-06-03T22:00:42Z".parse().unwrap();
    let expected = json!({ "as_of": "2026-11-24T14:03:00Z", "source": "live", "complete": true, "certificates": [{
        "project_id": Atlas::project("payments").id,
        "project_name": "payments",
        "username": "svc-ledger",
        "serial": "5433027191242719574",
        "serial_hex": "4B:65:FD:71:ED:0F:81:56",
        "subject": r"CN=a\, b,O=c",
        "subject_rdns": [
            attribute("CN", "2.5.4.3", "commonName", "a, b"),
            attribute("O", "2.5.4.10", "organizationName", "c"),
        ],
        "subject_error": null,
        "created_at": "2019-12-03T21:00:42Z",
        "not_after": "2020-06-03T22:00:42Z",
        "severity": "expired",
        "seconds_left": (end - now()).num_seconds(),
        "listed": true,
    }] });
    run.out();
    assert_eq!(run.json(), expected);
}

#[test]
fn a_subject_stands_byte_for_byte_and_says_where_it_does_not_parse() {
    let expected = Atlas::certificates("compliance", "dn-museum");
    let rows = listed(&Atlas::start(), MUSEUM);
    assert_eq!(rows.len(), expected.len());
    let mut broken = 0;
    for (row, one) in rows.iter().zip(&expected) {
        assert_eq!(
            (row["serial"].as_str(), row["subject"].as_str()),
            (Some(&*one.serial.to_string()), Some(&*one.subject))
        );
        let error = row["subject_error"].as_str();
        assert_eq!(row["subject_rdns"].is_null(), error.is_some(), "{row}");
        assert!(error.is_none_or(|error| error.starts_with("byte ")), "{row}");
        broken += usize::from(error.is_some());
    }
    assert!(broken >= 3, "the museum has subjects that are none");
}

#[test]
fn values_are_decoded_exactly() {
    let subjects: &[(&str, &[&str])] = &[
        (r"CN=no UTF-8 \FF\FE,O=x", &[r"no UTF-8 \FF\FE", "x"]),
        ("1.3.6.1.4.1.1466.0=#04024869,CN=#0C0548656C6C6F", &["Hi", "Hello"]),
        ("CN=#05006b,O=no string", &["#05006b", "no string"]),
        (r"CN=Lu\C4\8Di\C4\87+OU=\00\1B[7m", &["Lučić", "\0\u{1B}[7m"]),
        (r#"CN="a;\"b""#, &["a;\"b"]),
        ("", &[]),
    ];
    let written: Vec<String> = (1..).zip(subjects).map(|(serial, (subject, _))| written(serial, subject)).collect();
    let atlas = Atlas::start();
    atlas.answer("/certs", &written.iter().map(String::as_str).collect::<Vec<_>>());
    let rows = listed(&atlas, "list --project payments --user svc-ledger");
    for (row, (subject, expected)) in rows.iter().zip(subjects) {
        assert_eq!((row["subject"].as_str(), values(row)), (Some(*subject), expected.to_vec()));
    }
    assert_eq!(rows.len(), subjects.len());
}

#[test]
fn what_the_server_left_out_is_null_and_no_row_is_dropped() {
    let atlas = Atlas::start();
    let big = "340282366920938463463374607431768211455";
    atlas.answer("/certs", &["{}", r#"{"_id":-2}"#, &format!(r#"{{"_id":{big}}}"#), r#"{"subject":"CN=a"}"#]);
    let rows = listed(&atlas, "list --project payments --user svc-ledger");
    assert_eq!(
        rows.iter().map(|row| &row["serial"]).collect::<Vec<_>>(),
        [&Value::Null, &json!("-2"), &json!(big), &Value::Null]
    );
    for field in ["subject_rdns", "subject_error", "created_at", "not_after", "seconds_left"] {
        assert!(rows[0][field].is_null(), "{field}");
    }
    assert_eq!(rows[0]["severity"], "unknown");
}

#[test]
fn every_command_tells_the_same_in_every_format() {
    let atlas = Atlas::start();
    let lists = [
        (MUSEUM, "certificates", Atlas::certificates("compliance", "dn-museum").len()),
        ("list --project payments --user svc-ledger", "certificates", 11),
        ("list --project payments --user svc-new", "certificates", 0),
        ("projects", "projects", 24),
        ("users --project payments", "users", Atlas::project("payments").users.len()),
        ("users --project greenfield", "users", 0),
    ];
    for (line, plural, count) in lists {
        let as_format = |format: &str| {
            let run = atlas.run(&format!("{line} --output {format}"));
            // Of nothing there is a word beside the output.
            if count == 0 && plural == "certificates" {
                run.word()
            } else {
                run.out()
            };
            run.out.clone()
        };
        let document: Map<String, Value> = serde_json::from_str(&as_format("json")).unwrap();
        assert_eq!(document.keys().collect::<Vec<_>>(), sorted(["as_of", "source", "complete", plural]), "{line}");
        assert_eq!((&document["as_of"], &document["complete"]), (&json!("2026-11-24T14:03:00Z"), &json!(true)));
        let rows = document[plural].as_array().unwrap();
        assert_eq!(rows.len(), count, "{line}");
        assert_eq!(&of_ndjson(&as_format("ndjson")), rows, "{line}");
        check_csv(&as_format("csv"), rows);
        check_table(&as_format("table"), count);
    }
}

fn sorted<const N: usize>(mut names: [&str; N]) -> [&str; N] {
    names.sort_unstable();
    names
}

fn of_ndjson(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every cell is the JSON's value as text; what has no such text, a parsed subject, is in JSON alone.
fn check_csv(text: &str, rows: &[Value]) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heading = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(rows) {
        let cells: Vec<(&str, String)> =
            heading.iter().zip(record).map(|(name, cell)| (name, cell.to_owned())).collect();
        let fields = row.as_object().unwrap().iter();
        let plain = fields.filter(|(name, _)| !["subject_rdns", "subject_error"].contains(&name.as_str()));
        for (name, value) in plain {
            assert!(cells.contains(&(name, as_cell(value))), "{name} of {row} is not in {record:?}");
        }
    }
}

fn as_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(as_cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A line a row and a heading; nothing that a terminal would obey or hide.
fn check_table(text: &str, rows: usize) {
    assert_eq!(text.split_terminator('\n').count(), rows + 1, "{text}");
    let unsafe_ones = text.chars().filter(|c| is_hidden(*c) && !matches!(c, '\n' | '⟨'));
    assert_eq!(unsafe_ones.collect::<String>(), "");
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_text_in_csv_and_exact_elsewhere() {
    let atlas = Atlas::start();
    atlas.answer(
        "/certs",
        &[&written(SERIAL, "=HYPERLINK(\"http://example.org\")"), r#"{"_id":-2,"subject":"@SUM(1)"}"#],
    );
    let line = "list --project payments --user svc-ledger";
    let run = atlas.run(&format!("{line} --output csv"));
    let mut reader = csv::Reader::from_reader(run.out().as_bytes());
    let heading = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let [serial, subject] = ["serial", "subject"].map(|name| heading.iter().position(|one| one == name).unwrap());
    assert_eq!((&records[0][subject], &records[1][subject]), ("'=HYPERLINK(\"http://example.org\")", "'@SUM(1)"));
    assert_eq!(&records[1][serial], "-2", "a number stays one");
    assert_eq!(listed(&atlas, line)[1]["subject"], "@SUM(1)");
}
