//! What commands keep of what they read, in a real file: dated by the server, gone only where that is certain, and never a
//! reason to fail.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use atlas_certs::demo::world::Project;
use atlas_certs::demo::{Fault, Rule};
use atlas_certs::domain::project::ProjectId;
use atlas_certs::memory::Stats;
use chrono::TimeDelta;

use crate::command::{Atlas, chmod, now};

fn id(project: &Project) -> ProjectId {
    ProjectId::new(project.id.as_str())
}

fn stats(atlas: &Atlas) -> Stats {
    atlas.memory().stats().unwrap()
}

#[test]
fn every_command_keeps_what_it_reads() {
    let atlas = Atlas::start();
    atlas.run("projects").out();
    assert_eq!((stats(&atlas).projects, stats(&atlas).users), (24, 0));
    atlas.run("users --project payments").out();
    let payments = Atlas::project("payments");
    let users = atlas.memory().users(&id(payments)).unwrap();
    assert_eq!((users.rows.len(), users.as_of), (payments.users.len(), Some(now())));
    atlas.run("list --project payments --user svc-ledger").out();
    let kept = atlas.memory().certificates(&id(payments), "svc-ledger").unwrap();
    assert_eq!((kept.rows.len(), kept.as_of), (11, Some(now())));
    atlas.run("list --project compliance --all-users").out();
    let museum = atlas.memory().certificates(&id(Atlas::project("compliance")), "dn-museum").unwrap();
    assert_eq!(museum.rows.len(), Atlas::certificates("compliance", "dn-museum").len());
    atlas.run("check --project billing").ended_with(2);
    let nightly = atlas.memory().certificates(&id(Atlas::project("billing")), "nightly-close").unwrap();
    assert_eq!((nightly.rows.len(), nightly.as_of), (365, Some(now())));
}

#[test]
fn nothing_is_kept_where_that_is_not_wanted() {
    let atlas = Atlas::start();
    atlas.run("--no-memory list --project payments --user svc-ledger").out();
    atlas.stranger(["--demo", "list", "--project", "payments", "--user", "svc-ledger"]).run().out();
    assert!(!atlas.data().exists());
}

#[test]
fn a_memory_that_cannot_be_used_fails_no_command() {
    let atlas = Atlas::start();
    let line = "list --project payments --user svc-ledger --output ndjson";
    let expected = atlas.run(line).out().to_owned();
    fs::remove_dir_all(atlas.data()).unwrap();
    fs::write(atlas.data(), "in the way").unwrap();
    let run = atlas.run(line);
    assert!(run.word().contains("what is seen is not kept: cannot make the folder"), "{}", run.err);
    assert_eq!(run.out, expected);
}

#[test]
fn a_file_of_a_newer_version_is_left_alone_with_a_word() {
    let atlas = Atlas::start();
    atlas.run("projects").out();
    let path = atlas.data().join(atlas_certs::memory::NAME);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 9_999).unwrap();
    assert!(atlas.run("projects").word().contains("is of a newer atlas-certs"));
    // A file that may be read and not written is no reason to fail either; to root it is like any other.
    chmod(&path, 0o400);
    atlas.run("projects").ended_with(0);
}

/// A list that shifts shows fewer certificates than there are: none of them has gone.
#[test]
fn nothing_is_called_gone_because_a_list_shifts() {
    let atlas = Atlas::start();
    let line = "list --project load-test --user exactly-501 --page-size 100 --output ndjson";
    atlas.run(line).out();
    let refusal = Fault::Status(400, r#"{"error":400,"errorCode":"NOT_TODAY"}"#.to_owned(), Vec::new());
    for fault in [Fault::ShiftList { by: 3 }, refusal] {
        atlas.server.faults().push(Rule::new(fault).on("/certs").page(2));
        atlas.run(line).ended_with(1);
        atlas.server.faults().clear();
        let Stats { listed, expired, early, .. } = stats(&atlas);
        assert_eq!((listed, expired, early), (501, 0, 0));
    }
    let users = "users --project customer-360 --page-size 40";
    atlas.run(users).out();
    atlas.server.faults().push(Rule::new(Fault::ShiftList { by: 3 }).on("/databaseUsers?").page(2));
    atlas.run(users).ended_with(0);
    assert_eq!(stats(&atlas).users_gone, 0);
}

/// The clock of the server is a day behind that of this machine: not a single time in the file is of this machine.
#[test]
fn every_time_that_is_kept_is_the_servers() {
    let atlas = Atlas::with(|options| {
        options.clock = Arc::new(|| atlas_certs::runtime::clock::now() - TimeDelta::days(1));
    });
    let day_ago = || atlas_certs::runtime::clock::now() - TimeDelta::days(1);
    let before = day_ago() - TimeDelta::seconds(1);
    atlas.run("list --project compliance --all-users").out();
    let Stats { first_seen, last_seen, expired, early, .. } = stats(&atlas);
    for moment in [first_seen.unwrap(), last_seen.unwrap()] {
        assert!(before <= moment && moment <= day_ago(), "{moment}");
    }
    assert_eq!((expired, early), (0, 0));
}

#[test]
fn two_processes_keep_at_once_and_nothing_is_lost() {
    let atlas = Atlas::start();
    let start = |project: &str| {
        let line = format!("list --project {project} --all-users --output ndjson");
        atlas.program(line.split(' ')).spawn()
    };
    let running = ["compliance", "billing", "compliance", "identity"].map(start);
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let listed =
        |project: &str| Atlas::project(project).users.iter().map(|user| user.certificates.listed(now())).sum::<usize>();
    assert_eq!(stats(&atlas).listed, ["compliance", "billing", "identity"].map(listed).into_iter().sum::<usize>());
}

#[test]
fn a_reader_who_leaves_early_leaves_what_was_read() {
    let atlas = Atlas::start();
    let line = "list --project load-test --user etl-fleet --output ndjson";
    atlas.program(line.split(' ')).run_for_a_line().out();
    let kept = atlas.memory().certificates(&id(Atlas::project("load-test")), "etl-fleet").unwrap();
    assert!(kept.as_of.is_none() && !kept.rows.is_empty() && kept.rows.len() < 100_000, "{}", kept.rows.len());
}

/// 429 with `Retry-After`: the command waits as long as it is told, and reads on.
#[test]
fn a_limit_that_bites_is_waited_for() {
    let atlas = Atlas::start();
    let limited = Fault::RateLimited { retry_after: Some(1) };
    atlas.server.faults().push(Rule::new(limited).on("/certs").skip(1).times(2));
    let run = atlas.run("list --project compliance --all-users --output ndjson");
    run.ended_with(0);
    assert_eq!(stats(&atlas).listed, run.out.lines().count());
}

#[test]
fn a_user_who_is_deleted_half_way_loses_no_certificate() {
    // A clock that goes on with every look at it: who was seen in the same second is not gone.
    let ticks = AtomicI64::new(0);
    let clock = move || now() + TimeDelta::seconds(ticks.fetch_add(1, Ordering::Relaxed));
    let atlas = Atlas::with(|options| options.clock = Arc::new(clock));
    atlas.run("list --project payments --user svc-ledger").out();
    let body = r#"{"error":404,"errorCode":"USERNAME_NOT_FOUND","detail":"No user."}"#.to_owned();
    atlas.break_always("/svc-ledger/certs", Fault::Status(404, body, Vec::new()));
    let user = format!("/{}/databaseUsers?", Atlas::project("payments").id);
    atlas.run("check --project payments").ended_with(2);
    atlas.answer(&user, &[]);
    atlas.run("list --project payments --all-users").ended_with(0);
    let kept = atlas.memory().certificates(&id(Atlas::project("payments")), "svc-ledger").unwrap().rows;
    assert_eq!(kept.iter().filter(|one| one.standing.is_listed() && one.remark.is_some()).count(), 11);
}
