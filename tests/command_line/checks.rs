//! What monitoring systems read: the line and the status of a check, and the series of Prometheus.

use std::collections::HashSet;

use atlas_certs::demo::{Fault, Rule};

use crate::command::{Atlas, now};

fn refused() -> Fault {
    Fault::Status(500, r#"{"error":500,"errorCode":"UNEXPECTED_ERROR"}"#.to_owned(), Vec::new())
}

#[test]
fn the_status_follows_the_worst_certificate_and_the_limits() {
    let atlas = Atlas::start();
    let run = atlas.run("check --project payments --user svc-ledger");
    run.ended_with(2);
    assert!(run.out.starts_with("CERTS CRITICAL - "), "{}", run.out);
    let first = run.out.lines().next().unwrap();
    assert!(first.contains("of 11 certificates of 1 user") && first.contains("payments/svc-ledger"), "{first}");
    assert!(first.contains("| 'certificates'=11;;;0 'users'=1;;;0 'expired'=1;;0;0 "), "{first}");
    assert!(run.out.lines().nth(1).unwrap().starts_with("expired: payments/svc-ledger "), "{}", run.out);

    // One of a user without anything near its end, by limits that make it so.
    let ends = Atlas::certificates("payments", "svc-ledger").iter().map(|one| one.not_after).max();
    let days = (ends.unwrap() - now()).num_days();
    for (warning, status, word) in [(days - 2, 0, "OK"), (days + 2, 1, "WARNING")] {
        let line =
            format!("check --project payments --user svc-ledger --latest-only --warning {warning}d --critical 1d");
        let run = atlas.run(&line);
        run.ended_with(status);
        assert!(run.out.starts_with(&format!("CERTS {word} - ")), "{}", run.out);
    }
}

#[test]
fn what_could_not_be_read_is_unknown_and_what_is_critical_stays_so() {
    let atlas = Atlas::start();
    atlas.server.faults().push(Rule::new(refused()).on("/certs"));
    let run = atlas.run("check --project billing --warning 2s --critical 1s");
    run.ended_with(3);
    assert!(run.out.starts_with("CERTS UNKNOWN - ") && run.out.contains("could not be read"), "{}", run.out);

    let atlas = Atlas::start();
    atlas.server.faults().push(Rule::new(refused()).on("/hourly-rotation/certs"));
    let run = atlas.run("check --project payments");
    run.ended_with(2);
    assert!(run.out.contains("1 list could not be read"), "{}", run.out);
}

#[test]
fn every_trouble_of_a_check_is_unknown_even_its_usage() {
    let atlas = Atlas::start();
    for line in ["check --project nowhere", "check --warning 5x", "check --critical 9d --warning 3d", "check --user x"]
    {
        let run = atlas.run(line);
        run.ended_with(3);
        assert!(run.out.starts_with("CERTS UNKNOWN - ") && run.out.lines().count() == 1, "{line}: {}", run.out);
    }
    let run = atlas.stranger(["check", "--project", "payments"]).run();
    run.ended_with(3);
}

#[test]
fn prometheus_reads_a_few_series_a_user_from_a_file_that_is_whole() {
    let atlas = Atlas::start();
    let path = atlas.write("certs.prom", "old");
    let file = path.display();
    let line = format!("list --project payments --all-users --output prometheus --output-file {file}");
    assert!(atlas.run(&line).out().is_empty());
    let text = std::fs::read_to_string(&path).unwrap();
    let families = text.lines().filter(|line| line.starts_with("# TYPE ")).count();
    assert_eq!(text.lines().filter(|line| line.starts_with("# HELP ")).count(), families);
    let ledger: Vec<&str> = text.lines().filter(|line| line.contains("user=\"svc-ledger\"")).collect();
    assert_eq!(ledger.len(), 3, "{ledger:?}");
    assert!(
        ledger[0].starts_with("atlas_certs_certificates{project_id=\"") && ledger[0].ends_with("} 11"),
        "{ledger:?}"
    );
    assert!(text.contains("\natlas_certs_complete 1\n") && text.contains("{severity=\"critical\"} "), "{text}");
    let series: HashSet<&str> = text.lines().filter_map(|line| line.rsplit_once(' ').map(|(name, _)| name)).collect();
    assert_eq!(series.len(), text.lines().count(), "no series stands twice");

    // What is missing is said in the file itself, and the file is replaced; any other is left as it was.
    atlas.server.faults().push(Rule::new(refused()).on("/svc-ledger/certs"));
    atlas.run(&line).ended_with(1);
    assert!(std::fs::read_to_string(&path).unwrap().contains("\natlas_certs_complete 0\n"));
    let csv = atlas.write("certs.csv", "old");
    let line = format!("list --project payments --all-users --output csv --output-file {}", csv.display());
    atlas.run(&line).ended_with(1);
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), "old");
    assert_eq!(
        std::fs::read_dir(csv.parent().unwrap())
            .unwrap()
            .filter(|one| { one.as_ref().unwrap().file_name().to_string_lossy().contains(".new") })
            .count(),
        0,
        "nothing half is left"
    );
}

#[test]
fn all_projects_are_listed_and_the_one_that_refuses_is_told() {
    let atlas = Atlas::start();
    // A hundred thousand rows would tell nothing more.
    atlas.answer("/etl-fleet/certs", &[]);
    let run = atlas.run("list --all-projects --expiring 2d --output json");
    let line = run.failure(1);
    assert!(line.contains("the output is not complete: vault: "), "{line}");
    let document = run.json();
    assert_eq!(document["complete"], false);
    let projects: HashSet<&str> =
        document["certificates"].as_array().unwrap().iter().map(|one| one["project_name"].as_str().unwrap()).collect();
    assert!(projects.len() > 2 && projects.contains("payments"), "{projects:?}");
}

#[test]
fn prometheus_is_for_certificates_alone() {
    let atlas = Atlas::start();
    let run = atlas.run("projects --output prometheus");
    assert!(run.failure(2).contains("prometheus is for list alone"));
}
