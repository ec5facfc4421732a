//! How the program ends when its output goes nowhere, and the simulated Atlas that runs on its own until it is stopped.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command};

use atlas_certs::demo::Fault;
use atlas_certs::demo::faults::Gate;

use crate::command::Atlas;

#[test]
fn a_reader_who_has_read_enough_ends_it_without_a_word() {
    for format in ["ndjson", "csv", "table"] {
        let atlas = Atlas::start();
        let line = format!("list --project load-test --user etl-fleet --output {format}");
        let run = atlas.program(line.split(' ')).run_for_a_line();
        assert_eq!(run.out().lines().count(), 1);
        // Some pages are in the pipe and some under way, but not all 200.
        assert!(atlas.asked().len() < 100, "{format}: the rest was asked for all the same");
    }
}

/// `/dev/full` is Linux's.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let atlas = Atlas::start();
    for format in ["json", "ndjson", "csv", "table"] {
        for line in ["list --project payments --user svc-ledger", "projects", "users --project payments"] {
            let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let run = atlas.program(format!("{line} --output {format}").split(' ')).run_into(full);
            assert!(run.failure(1).contains("cannot write the output"), "{line} as {format}");
        }
    }
}

#[test]
fn an_output_that_is_closed_is_written_to_by_nobody() {
    let atlas = Atlas::start();
    let run = atlas.program(["projects"]).through_shell("exec >&-").run();
    assert_eq!(run.out(), "");
    let run = atlas.program::<&str>([]).through_shell("exec >&-").run();
    assert!(run.failure(2).contains("standard output is not a terminal"), "{}", run.err);
}

#[test]
fn the_demo_needs_neither_keys_nor_a_server() {
    let atlas = Atlas::start();
    let run = atlas.stranger(["--demo", "list", "--project", "payments", "--user", "svc-ledger"]).run();
    assert_eq!(run.out().lines().count(), 12);
    assert!(atlas.asked().is_empty());
}

/// A program that runs until it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has then seen.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_server_says_how_it_is_reached_and_answers() {
    let atlas = Atlas::start();
    let mut server = Running(atlas.stranger(["demo-server", "--port", "0"]).spawn());
    // Kept until the end: who closes the pipe ends the server.
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    // Names and values stand in columns; in a name there are single blanks only.
    let fact = |line: String| line.split_once("  ").map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    let facts: HashMap<String, String> = lines.by_ref().take(5).filter_map(|line| fact(line.unwrap())).collect();
    let list = ["list", "--project", "payments", "--user", "svc-ledger", "--base-url", &facts["base URL"]];
    let with_key = atlas.stranger(list).keys(&facts["public key"], &facts["private key"]);
    let with_account = atlas.stranger(list).account(&facts["client id"], &facts["client secret"]);
    for program in [with_key, with_account] {
        assert_eq!(program.run().out().lines().count(), 12);
    }
    let port = facts["base URL"].rsplit(':').next().unwrap();
    let second = atlas.stranger(["demo-server", "--port", port]).run();
    assert!(second.failure(1).contains("--port 0"));
}

#[test]
fn ctrl_c_ends_a_list_as_it_ends_everything_and_leaves_nothing_half_behind() {
    let atlas = Atlas::start();
    let gate = Gate::closed();
    atlas.break_always("/certs", Fault::Hold(gate.clone()));
    let path = atlas.write("certs.csv", "old");
    let arguments = ["list", "--project", "payments", "--all-users", "--output", "csv", "--output-file"];
    let child = atlas.program(arguments).arguments([path.to_str().unwrap()]).spawn();
    // It waits for the first list, with its file begun.
    atlas.wait_for("/certs");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(2), "{output:?}");
    gate.open();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    let names: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".new")), "{names:?}");
}
