//! The unit files, rules and panels in `assets`: they parse as far as that can be told here, and what they name exists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "support/command.rs"]
mod command;

use std::collections::BTreeSet;
use std::path::Path;

use crate::command::Atlas;

fn asset(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)).unwrap()
}

/// Every metric that is written.
fn metrics(atlas: &Atlas) -> BTreeSet<String> {
    let run = atlas.run("list --project compliance --all-users --output prometheus");
    let names = run.out().lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    names.map(str::to_owned).collect()
}

/// The words of a text that are called like a metric.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| word.starts_with("atlas_certs_")).map(str::to_owned).collect()
}

#[test]
fn rules_and_panels_ask_for_metrics_that_there_are() {
    let atlas = Atlas::start();
    let there = metrics(&atlas);
    assert!(there.len() >= 8, "{there:?}");
    let rules = asset("alerts.yml");
    for text in [&rules, &asset("grafana-panel.json")] {
        assert!(!named(text).is_empty() && named(text).is_subset(&there), "{:?}", named(text));
    }
    for metric in [
        "soonest_not_after_timestamp_seconds",
        "latest_not_after_timestamp_seconds",
        "complete",
        "as_of_timestamp_seconds",
    ] {
        assert!(rules.contains(&format!("atlas_certs_{metric}")), "{metric}");
    }
    let panel: serde_json::Value = serde_json::from_str(&asset("grafana-panel.json")).unwrap();
    assert_eq!(panel["type"], "table");
    // YAML takes no tabs, and every alert has an expression, a severity and a summary.
    assert!(!rules.contains('\t'));
    let count =
        |key: &str| rules.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with(key)).count();
    let alerts = count("alert: ");
    assert!(alerts >= 4 && ["expr: ", "severity: ", "summary: "].iter().all(|key| count(key) == alerts), "{rules}");
}

/// The words behind `atlas-certs` of the lines that run it.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter_map(|line| Some(line.split_once("atlas-certs ")?.1));
    let lines = lines.filter(|rest| rest.starts_with("list ") || rest.starts_with("check "));
    lines.map(|rest| rest.split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn commands_in_them_are_understood() {
    let atlas = Atlas::start();
    let folder = tempfile::tempdir().unwrap();
    let place = |word: &String| match word.strip_prefix("/var/lib/") {
        Some(rest) => folder.path().join(rest).display().to_string(),
        None => word.replace("$ARG1$", "compliance"),
    };
    std::fs::create_dir_all(folder.path().join("node_exporter/textfile")).unwrap();
    for (name, count) in [("atlas-certs.service", 1), ("checks.cfg", 2)] {
        let commands = commands(&asset(name));
        assert_eq!(commands.len(), count, "{name}");
        for command in commands {
            // A hundred thousand rows would tell nothing more.
            atlas.answer("/etl-fleet/certs", &[]);
            let run = atlas.program(command.iter().map(place)).run();
            let is_check = command[0] == "check";
            assert!(
                if is_check {
                    run.out.starts_with("CERTS OK")
                        || run.out.starts_with("CERTS WARNING")
                        || run.out.starts_with("CERTS CRITICAL")
                } else {
                    !run.err.contains("see --help")
                },
                "{}{}",
                run.out,
                run.err
            );
        }
    }
    let written = std::fs::read_to_string(folder.path().join("node_exporter/textfile/atlas-certs.prom")).unwrap();
    assert!(written.contains("\natlas_certs_complete 0\n"), "one project refuses, and that is said");
    assert!(folder.path().join("atlas-certs").join(atlas_certs::memory::NAME).exists());
}

#[test]
fn unit_files_have_sections_and_keys() {
    for (name, sections) in
        [("atlas-certs.service", ["[Unit]", "[Service]"]), ("atlas-certs.timer", ["[Timer]", "[Install]"])]
    {
        let text = asset(name);
        assert!(sections.iter().all(|section| text.lines().any(|line| line == *section)), "{name}");
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
        for line in lines {
            let key = line.split_once('=').map(|(key, _)| key);
            assert!(key.is_some_and(|key| key.chars().all(|letter| letter.is_ascii_alphanumeric())), "{name}: {line}");
        }
    }
}
