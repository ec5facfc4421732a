//! Which certificates are listed: whole lists however long, of one user or of all, found by whatever name.

use std::collections::HashSet;

use atlas_certs::demo::options::{UnknownUser, Version2};
use atlas_certs::demo::world::{SignIn, User};
use atlas_certs::demo::{Fault, Rule};
use chrono::TimeDelta;
use serde_json::Value;

use crate::command::{Atlas, Run, now};

const FLEET: &str = "list --project load-test --user etl-fleet --page-size 500 --output";

/// The numbers of the pages of certificates that were asked for. Several are under way at once, so they are sorted.
fn pages_asked(atlas: &Atlas) -> Vec<usize> {
    let page = |target: &str| target.split("pageNum=").nth(1)?.split('&').next()?.parse().ok();
    let entries = atlas.asked().into_iter().filter(|entry| entry.target.contains("/certs?"));
    let mut pages: Vec<usize> = entries.map(|entry| page(&entry.target).unwrap()).collect();
    pages.sort_unstable();
    pages
}

/// All serials are there once, the oldest first, and no page was asked for twice.
fn check_fleet<'text>(atlas: &Atlas, rows: impl Iterator<Item = (&'text str, &'text str)>) {
    let (serials, created): (Vec<_>, Vec<_>) = rows.unzip();
    assert_eq!(serials.len(), 100_000);
    assert!(created.is_sorted(), "RFC 3339 in UTC sorts as text");
    assert_eq!(serials.into_iter().collect::<HashSet<_>>().len(), 100_000);
    assert_eq!(pages_asked(atlas), (1..=200).collect::<Vec<_>>());
}

#[test]
fn a_hundred_thousand_rows_stream_as_ndjson() {
    #[derive(serde::Deserialize)]
    struct Row<'text> {
        serial: &'text str,
        created_at: &'text str,
    }
    let atlas = Atlas::start();
    let run = atlas.run(&format!("{FLEET} ndjson"));
    let rows = run.out().lines().map(|line| serde_json::from_str(line).unwrap());
    check_fleet(&atlas, rows.map(|row: Row<'_>| (row.serial, row.created_at)));
}

#[test]
fn a_hundred_thousand_rows_stream_as_csv() {
    let atlas = Atlas::start();
    let run = atlas.run(&format!("{FLEET} csv"));
    let mut reader = csv::Reader::from_reader(run.out().as_bytes());
    let heading = reader.headers().unwrap().clone();
    let [serial, created] = ["serial", "created_at"].map(|name| heading.iter().position(|one| one == name).unwrap());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    check_fleet(&atlas, records.iter().map(|record| (&record[serial], &record[created])));
}

/// User and serial of every row.
fn rows(run: &Run) -> Vec<(String, String)> {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let document = run.json();
    let rows = document["certificates"].as_array().unwrap().iter();
    rows.map(|row| (text(row, "username"), text(row, "serial"))).collect()
}

/// The users of a project whose certificates Atlas manages, by name.
fn managed(project: &str) -> Vec<&'static User> {
    let all = Atlas::project(project).users.iter();
    let mut managed: Vec<&User> = all.filter(|user| user.sign_in == SignIn::ManagedX509).collect();
    managed.sort_by(|left, right| left.name.cmp(&right.name));
    managed
}

/// User and serial of every certificate of a project that ends within this time.
fn ending(project: &str, within: TimeDelta) -> Vec<(String, String)> {
    let of = |user: &User| {
        let all = user.certificates.page(now(), 0, usize::MAX);
        let ending = all.into_iter().filter(|one| one.not_after - now() <= within);
        ending.map(|one| (user.name.clone(), one.serial.to_string())).collect::<Vec<_>>()
    };
    managed(project).into_iter().flat_map(of).collect()
}

#[test]
fn all_users_are_listed_by_name_each_asked_for_once() {
    let atlas = Atlas::start();
    let run = atlas.run("list --project compliance --all-users --output json");
    run.out();
    assert_eq!(rows(&run), ending("compliance", TimeDelta::MAX));
    assert_eq!(pages_asked(&atlas).len(), managed("compliance").len());
}

#[test]
fn only_what_ends_soon_or_has_ended_is_listed_as_expiring() {
    let atlas = Atlas::start();
    let run = atlas.run("list --project billing --all-users --expiring 30d --output json");
    run.out();
    let expected = ending("billing", TimeDelta::days(30));
    assert!(!expected.is_empty() && expected.len() < ending("billing", TimeDelta::MAX).len());
    assert_eq!(rows(&run), expected);
    let run = atlas.run("list --project payments --user svc-ledger --expiring 0s --output json");
    run.out();
    assert_eq!(run.json()["certificates"][0]["severity"], "expired");
    assert_eq!(rows(&run).len(), 1);
}

#[test]
fn a_project_is_found_by_its_name_its_id_or_its_name_in_another_case() {
    let atlas = Atlas::start();
    let expected = atlas.run("users --project payments --output ndjson");
    for name in [&Atlas::project("payments").id, "PAYMENTS", "Payments"] {
        assert_eq!(atlas.run(&format!("users --project {name} --output ndjson")).out(), expected.out(), "{name}");
    }
}

#[test]
fn a_name_that_two_projects_have_is_not_guessed() {
    let atlas = Atlas::start();
    let ids = ["a", "b"].map(|digit| digit.repeat(24));
    let projects = ids.each_ref().map(|id| format!(r#"{{"id":"{id}","name":"twins"}}"#));
    atlas.answer("/groups?", &projects.each_ref().map(String::as_str));
    let run = atlas.run("users --project twins");
    let said = run.failure(1);
    assert!(said.contains("2 projects") && ids.iter().all(|id| said.contains(id)), "{said}");
}

#[test]
fn a_name_that_nobody_has_is_told_with_the_nearest() {
    let atlas = Atlas::start();
    let cases = [
        ("users --project paymets", "“payments”, “payments-staging”"),
        ("list --project pay-ments --user x", "“payments”"),
        ("users --project zzzzzz", "`atlas-certs projects` lists them"),
        ("list --project payments --user svc-Ledger", "“svc-ledger”"),
        ("list --project payments --user ledger", "“svc-ledger”"),
        ("list --project greenfield --user anybody", "no user is called “anybody”"),
    ];
    for (line, word) in cases {
        let run = atlas.run(line);
        let said = run.failure(1);
        assert!(said.contains(word) && run.out.is_empty(), "{line}: {said}");
    }
}

/// What Atlas answers for a user that does not exist is not documented.
#[test]
fn a_user_who_does_not_exist_never_looks_like_one_without_certificates() {
    for unknown_user in [UnknownUser::NotFound, UnknownUser::Empty, UnknownUser::BadRequest] {
        let atlas = Atlas::with(|options| options.unknown_user = unknown_user);
        let run = atlas.run("list --project payments --user svc-ledgr --output json");
        assert!(run.failure(1).contains("svc-ledgr"), "{unknown_user:?}");
        assert_eq!(run.json()["complete"], false, "{unknown_user:?}");
    }
}

#[test]
fn who_has_no_certificates_is_told_why_by_any_name() {
    let reasons = [
        (SignIn::Scram, "password"),
        (SignIn::OidcGroup, "OIDC"),
        (SignIn::AwsUser, "AWS IAM"),
        (SignIn::AwsRole, "AWS IAM"),
        (SignIn::LdapUser, "LDAP"),
        (SignIn::LdapGroup, "LDAP"),
        (SignIn::CustomerX509, "your own authority"),
    ];
    let atlas = Atlas::start();
    for (sign_in, word) in reasons {
        // Of namesakes the one with certificates counts.
        let is_one = |user: &&User| user.sign_in == sign_in && user.name != "svc-ledger";
        let name = &Atlas::project("logistics").users.iter().find(is_one).unwrap().name;
        let run = atlas.program(["list", "--project", "logistics", "--user", name, "--output", "json"]).run();
        let said = run.word();
        assert!(said.contains(word) && said.contains(name.as_str()), "{name}: {said}");
        assert_eq!((&run.json()["complete"], rows(&run).len()), (&Value::from(true), 0));
    }
}

#[test]
fn a_user_who_is_named_by_a_whole_dn_is_reached() {
    let atlas = Atlas::start();
    let all = ["checkout", "logistics", "billing"].map(|project| (project, managed(project)));
    let mut users = all.iter().flat_map(|(project, users)| users.iter().map(move |user| (project, user)));
    let is_one = |user: &User| user.name.contains(",OU=") && user.certificates.listed(now()) > 0;
    let (project, user) = users.find(|(_, user)| is_one(user)).unwrap();
    let run = atlas.program(["list", "--project", project, "--user", &user.name, "--output", "json"]).run();
    run.out();
    assert_eq!(rows(&run).len(), user.certificates.listed(now()));
    assert!(rows(&run).iter().all(|(name, _)| *name == user.name));
}

#[test]
fn a_list_that_breaks_off_keeps_its_rows_and_says_that_it_is_not_complete() {
    let line = "list --project load-test --user exactly-501 --page-size 100 --output";
    for format in ["json", "ndjson", "csv", "table"] {
        let atlas = Atlas::start();
        let refusal = Fault::Status(400, r#"{"error":400,"errorCode":"NOT_TODAY"}"#.to_owned(), Vec::new());
        atlas.server.faults().push(Rule::new(refusal).on("/certs").page(2));
        let run = atlas.run(&format!("{line} {format}"));
        assert!(run.failure(1).contains("NOT_TODAY"));
        match format {
            "json" => assert_eq!((&run.json()["complete"], rows(&run).len()), (&Value::from(false), 100)),
            "ndjson" => assert_eq!(run.out.lines().count(), 100),
            "csv" => assert_eq!(run.out.lines().count(), 101, "with the heading"),
            _ => assert!(run.out.lines().count() == 102 && run.out.ends_with("not complete)\n"), "{}", run.out),
        }
    }
}

/// A heading alone would look like the list of somebody without certificates.
#[test]
fn a_list_that_breaks_off_before_its_first_row_prints_no_heading() {
    let atlas = Atlas::start();
    atlas.break_always("/certs", Fault::Status(400, r#"{"error":400}"#.to_owned(), Vec::new()));
    for format in ["table", "csv", "ndjson"] {
        let run = atlas.run(&format!("list --project payments --user svc-ledger --output {format}"));
        run.failure(1);
        assert_eq!(run.out, "", "{format}");
    }
}

/// When certificates go while the pages are read, those behind them move up, and some would be skipped. The count that
/// comes with every page gives it away.
#[test]
fn a_list_that_shifts_while_it_is_read_loses_nothing() {
    let atlas = Atlas::start();
    atlas.server.faults().push(Rule::new(Fault::ShiftList { by: 3 }).on("/certs").page(2).once());
    let run = atlas.run("list --project load-test --user exactly-501 --page-size 100 --output json");
    run.out();
    let read: HashSet<String> = rows(&run).into_iter().map(|(_, serial)| serial).collect();
    let all = Atlas::certificates("load-test", "exactly-501").into_iter().map(|one| one.serial.to_string());
    assert_eq!((rows(&run).len(), read), (501, all.collect()));
    assert!(pages_asked(&atlas).len() > 6, "it was read again");
}

#[test]
fn a_list_that_never_stands_still_is_not_called_complete() {
    let atlas = Atlas::start();
    atlas.server.faults().push(Rule::new(Fault::ShiftList { by: 3 }).on("/certs").page(2));
    let run = atlas.run("list --project load-test --user exactly-501 --page-size 100 --output json");
    assert!(run.failure(1).contains("exactly-501"));
    assert_eq!(run.json()["complete"], false);
}

#[test]
fn the_project_can_come_from_the_environment() {
    let atlas = Atlas::start();
    let program = atlas.program(["list", "--user", "svc-ledger", "--output", "ndjson"]);
    let run = program.env("MONGODB_ATLAS_PROJECT_ID", &Atlas::project("payments").id).run();
    assert_eq!(run.out().lines().count(), 11);
}

#[test]
fn every_way_of_asking_lists_the_same() {
    let atlas = Atlas::start();
    let line = "list --project payments --user svc-ledger --output ndjson";
    let expected = atlas.run(line);
    for option in ["--api v1.0", "--api v2", "--envelope", "--page-size 3"] {
        assert_eq!(atlas.run(&format!("{option} {line}")).out(), expected.out(), "{option}");
    }
    let before_v2 = Atlas::with(|options| options.version2 = Version2::NotFound);
    let run = before_v2.run(line);
    assert!(run.word().contains("the server speaks v1.0"));
    assert_eq!(run.out, expected.out);
}

#[test]
fn the_limits_of_the_configuration_decide_what_is_critical() {
    let atlas = Atlas::start();
    atlas.configure("atlas-certs/config.toml", "page_size = 4\n[severity]\ncritical = \"1h\"\nsoon = \"2h\"\n");
    let run = atlas.run("list --project payments --user svc-ledger --output json");
    run.out();
    let document = run.json();
    let words = document["certificates"].as_array().unwrap().iter().map(|one| one["severity"].as_str().unwrap());
    assert_eq!(words.collect::<Vec<_>>(), [["expired", "critical"].as_slice(), &["ok"; 9]].concat());
    assert_eq!(pages_asked(&atlas), [1, 2, 3], "the size of a page comes from there too");
}

#[test]
fn several_projects_are_listed_each_once() {
    let atlas = Atlas::start();
    let run =
        atlas.run("list --project billing --also checkout --also billing --all-users --expiring 30d --output json");
    let projects: HashSet<String> = {
        run.ended_with(0);
        let document = run.json();
        let rows = document["certificates"].as_array().unwrap().iter();
        rows.map(|row| row["project_name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(projects, HashSet::from(["billing".to_owned(), "checkout".to_owned()]));
    let run = atlas.run("check --project greenfield --also billing");
    assert!(run.out.contains("billing/"), "{}", run.out);
}
