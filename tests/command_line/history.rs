//! What lists no longer show, told all the same: `list --since`, `list --offline`, and a check that knows what was there.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::command::{Atlas, Run, now};

/// A certificate that ends so many hours after [`now`], as the server writes it.
fn item(serial: u64, hours: i64) -> String {
    let text = |moment: DateTime<Utc>| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let end = now() + TimeDelta::hours(hours);
    let (created, end) = (text(end - TimeDelta::days(90)), text(end));
    format!(r#"{{"_id":{serial},"createdAt":"{created}","groupId":"g","notAfter":"{end}","subject":"CN=svc-new"}}"#)
}

/// A server whose clock can be put forward, and whose list of `payments/svc-new` is this.
struct Changing {
    atlas: Atlas,
    clock: Arc<Mutex<DateTime<Utc>>>,
}

impl Changing {
    fn start() -> Self {
        let clock = Arc::new(Mutex::new(now()));
        let told = Arc::clone(&clock);
        Self { atlas: Atlas::with(move |options| options.clock = Arc::new(move || *told.lock().unwrap())), clock }
    }

    /// So many hours after [`now`] the list is this.
    fn list(&self, hours: i64, items: &[String]) {
        *self.clock.lock().unwrap() = now() + TimeDelta::hours(hours);
        self.atlas.server.faults().clear();
        self.atlas.answer("/svc-new/certs", &items.iter().map(String::as_str).collect::<Vec<_>>());
    }

    fn run(&self, line: &str) -> Run {
        self.atlas.run(line)
    }
}

const LIST: &str = "list --project payments --user svc-new";

/// Serial, whether it is listed, and severity of every row.
fn rows(run: &Run) -> Vec<(String, bool, String)> {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let all = run.json()["certificates"].as_array().unwrap().clone();
    all.iter().map(|row| (text(row, "serial"), row["listed"] == true, text(row, "severity"))).collect()
}

fn row(serial: u64, listed: bool, severity: &str) -> (String, bool, String) {
    (serial.to_string(), listed, severity.to_owned())
}

#[test]
fn what_vanished_since_then_stands_below_what_is_listed() {
    let server = Changing::start();
    server.list(0, &[item(11, 2), item(12, 900), item(13, 1_000)]);
    server.run(LIST).out();
    server.list(3, &[item(13, 1_000)]);
    let run = server.run(&format!("{LIST} --since 1d --output json"));
    run.out();
    let mut gone = rows(&run);
    assert_eq!(gone.remove(0), row(13, true, "ok"));
    gone.sort();
    assert_eq!(gone, [row(11, false, "expired"), row(12, false, "ok")]);
    let table = server.run(&format!("{LIST} --since 2026-11-24"));
    let states: Vec<&str> = table.out().lines().skip(1).map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!((states.len(), states[0]), (3, "ok"));
    assert!(states.contains(&"gone") && states.contains(&"expired"), "{}", table.out);
    // What is said of the end goes for what has vanished, too; and a day later nothing has vanished for hours.
    assert_eq!(
        rows(&server.run(&format!("{LIST} --since 1d --expiring 10d --output json"))),
        [row(11, false, "expired")]
    );
    server.list(30, &[item(13, 1_000)]);
    assert_eq!(rows(&server.run(&format!("{LIST} --since 1d --output json"))), [row(13, true, "ok")]);
    let all = server.run("list --project payments --all-users --since 2d --output ndjson");
    assert_eq!(all.out().lines().filter(|line| line.contains(r#""listed":false"#)).count(), 2);
    assert!(server.run(&format!("{LIST} --since soon")).misuse().contains("2026-11-24"));
    assert!(server.run(&format!("--no-memory {LIST} --since 1d")).failure(2).contains("--no-memory"));
}

#[test]
fn with_the_network_down_the_last_known_state_is_told_with_its_age() {
    let server = Changing::start();
    server.list(0, &[item(11, 2), item(12, 900)]);
    server.run(LIST).out();
    let asked = server.atlas.asked().len();
    let run = server.atlas.stranger(format!("{LIST} --offline --output json").split(' ')).run();
    assert!(run.word().contains("as remembered, ") && run.err.contains("seen at 2026-11-24T14:03:00Z"), "{}", run.err);
    let document = run.json();
    assert_eq!((&document["source"], &document["complete"]), (&"memory".into(), &true.into()));
    assert_eq!((document["as_of"].as_str(), rows(&run).len()), (Some("2026-11-24T14:03:00Z"), 2));
    assert_eq!(server.atlas.asked().len(), asked, "nobody was asked");
    // Of the other users nothing is known.
    let run = server.run("list --project payments --all-users --offline --output json");
    run.ended_with(1);
    assert_eq!((&run.json()["complete"], rows(&run).len()), (&false.into(), 2));
    for (line, word) in [
        ("list --project payments --user svc-nwe --offline", "nearest: “svc-new”"),
        ("list --project payment --user svc-new --offline", "nearest: “payments”"),
        ("--no-memory list --project payments --user svc-new --offline", "leave --no-memory out"),
    ] {
        let run = server.run(line);
        assert!(run.err.contains(word), "{line}: {}", run.err);
    }
}

const CHECK: &str = "check --project payments --user svc-new --warning 2d --critical 1d";

#[test]
fn a_check_tells_who_has_nothing_left() {
    let server = Changing::start();
    server.list(0, &[item(11, 50)]);
    server.run(CHECK).ended_with(0);
    // Its time is over, and it is no longer listed: without a memory all would be well.
    server.list(52, &[]);
    let run = server.run(CHECK);
    run.ended_with(2);
    assert!(run.out.starts_with("CERTS CRITICAL - 1 user without a successor of what expired; "), "{}", run.out);
    assert!(run.out.contains("'lost'=1;;0;0") && run.out.contains("\nlost: payments/svc-new 0B ended "), "{}", run.out);
    assert!(run.out.contains("(2 h ago): expired, no longer listed, no successor"), "{}", run.out);
    let run = server.run(&format!("--no-memory {CHECK}"));
    run.ended_with(0);
    assert!(!run.out.contains("lost") && !run.out.contains("gone"), "{}", run.out);
    server.run(&format!("{CHECK} --window 1h")).ended_with(0);
    // One that has taken its place ends the alarm; after a week nobody is alarmed any more.
    server.list(53, &[item(12, 900)]);
    server.run(CHECK).ended_with(0);
    server.list(52 + 8 * 24, &[]);
    server.run(&format!("{CHECK} --window 7d")).ended_with(1);
}

#[test]
fn a_check_warns_of_what_is_gone_early() {
    let server = Changing::start();
    server.list(0, &[item(11, 500), item(12, 900)]);
    server.run(CHECK).ended_with(0);
    server.list(1, &[item(12, 900)]);
    let run = server.run(CHECK);
    run.ended_with(1);
    assert!(run.out.starts_with("CERTS WARNING - ") && run.out.contains("; 1 certificate gone early"), "{}", run.out);
    assert!(
        run.out.contains("'gone_early'=1;0;;0") && run.out.contains("\ngone early: payments/svc-new 0B "),
        "{}",
        run.out
    );
    // After a week it is no news any more.
    server.list(8 * 24, &[item(12, 900)]);
    server.run(CHECK).ended_with(0);
}

/// The story that comes with the simulated Atlas, told by commands; what it calls gone the server does not list.
#[test]
fn the_demo_tells_its_story() {
    let atlas = Atlas::start();
    let demo = |line: &str| atlas.stranger(["--demo"]).arguments(line.split(' ')).run();
    let check = demo("check --project payments");
    check.ended_with(2);
    assert!(check.out.contains("1 user without a successor of what expired"), "{}", check.out);
    assert!(check.out.contains("\nlost: payments/svc-settlement "), "{}", check.out);
    let culprit = demo("list --project payments --user svc-settlement --since 1d");
    assert_eq!(culprit.out().lines().filter(|line| line.starts_with("expired ")).count(), 1);
    let gone = demo("list --project acme-platform --user api-gateway --since 1d");
    assert_eq!(gone.err, "atlas-certs: no project is called “acme-platform”; nearest: “Acme Platform”\n");
    let gone = atlas
        .stranger(["--demo", "list", "--project", "Acme Platform", "--user", "api-gateway", "--since", "1d"])
        .run();
    assert_eq!(gone.out().lines().filter(|line| line.starts_with("gone ")).count(), 1);
    let found = demo("find CN=svc-settlement,OU=payments,O=Acme_Retail --project payments --offline");
    assert!(
        found.failure_lines(1).iter().any(|line| line.contains("near: payments/svc-settlement. ")),
        "{}",
        found.err
    );
    let stats = demo("memory stats --output json").json();
    assert_eq!((&stats["gone_early"], &stats["users_gone"], &stats["expired"]), (&1.into(), &1.into(), &1.into()));
    let deleted = demo("list --project payments --user svc-refund-v1 --output ndjson");
    assert_eq!(deleted.out().lines().count(), 1, "certificates outlive their user");
    assert!(Atlas::certificates("payments", "svc-settlement").iter().all(|one| one.not_after > now()));
}
