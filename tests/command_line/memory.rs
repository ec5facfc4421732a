//! `memory`: where what was seen is kept, how much that is, and forgetting it.

use std::fs;
use std::path::PathBuf;

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::holding::Owner;
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::memory::{Memory, NAME};
use chrono::TimeDelta;
use tempfile::TempDir;

use crate::command::{Atlas, Run, now};

struct Kept {
    atlas: Atlas,
    folder: TempDir,
}

impl Kept {
    fn new() -> Self {
        Self { atlas: Atlas::start(), folder: TempDir::new().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }

    /// A certificate of each of two projects: the first was seen 500 days ago and has gone early, the second is listed.
    fn filled() -> Self {
        let kept = Self::new();
        let mut memory = Memory::open(&kept.path(), now()).unwrap().memory;
        let old = now() - TimeDelta::days(500);
        for (id, name, serial, seen, last) in [("1", "old\u{1b}", 255, old, true), ("2", "new", 7, now(), false)] {
            let project = Project {
                id: ProjectId::new(id),
                name: name.into(),
                organisation: None,
                clusters: None,
                created_at: None,
            };
            let owner = Owner { project, user: "u".into() };
            let not_after = Some(now() + TimeDelta::days(9));
            let certificate = Certificate { serial: Some(serial.into()), subject: None, created_at: None, not_after };
            memory.keep_certificates(&owner, &[certificate], seen, true).unwrap();
            if last {
                memory.keep_certificates(&owner, &[], seen + TimeDelta::days(1), true).unwrap();
            }
        }
        kept
    }

    fn run(&self, line: &str) -> Run {
        let folder = self.folder.path().to_str().unwrap().to_owned();
        self.atlas.stranger(["--data-dir".to_owned(), folder]).arguments(line.split(' ')).run()
    }

    /// Certificates that are listed, and that went early.
    fn counts(&self) -> (u64, u64) {
        let run = self.run("memory stats --output json");
        run.out();
        let told = run.json();
        (told["listed"].as_u64().unwrap(), told["gone_early"].as_u64().unwrap())
    }
}

#[test]
fn the_path_is_that_of_the_data_directory() {
    let kept = Kept::new();
    assert_eq!(kept.run("memory path").out(), format!("{}\n", kept.path().display()));
    let usual = kept.atlas.stranger(["memory", "path"]).run();
    assert!(usual.out().ends_with(&format!("atlas-certs/{NAME}\n")));
}

#[test]
fn how_much_is_kept_is_told_to_people_and_scripts() {
    let kept = Kept::filled();
    let run = kept.run("memory stats");
    for line in
        ["PROJECTS    2", "LISTED      1 certificate", "GONE EARLY  1 certificate", "LAST SEEN   2026-11-24T14:03:00Z"]
    {
        assert!(run.out().lines().any(|told| told == line), "{line}: {}", run.out);
    }
    let told = kept.run("memory stats --output json").json();
    assert_eq!(told["path"], kept.path().display().to_string());
    assert_eq!((&told["projects"], &told["expired"]), (&2.into(), &0.into()));
    assert_eq!(told["first_seen"], "2025-07-12T14:03:00Z");
}

#[test]
fn where_nothing_is_kept_nothing_is_made() {
    let kept = Kept::new();
    assert_eq!(kept.counts(), (0, 0));
    assert_eq!(kept.run("memory prune --older-than 1d").out(), "nothing is that old\n");
    assert_eq!(kept.run("memory forget --all").out(), "forgot everything\n");
    assert_eq!(fs::read_dir(kept.folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_over_is_pruned_by_the_time_of_the_latest_answer() {
    let kept = Kept::filled();
    assert!(kept.run("memory prune --older-than 501d").out().starts_with("forgot 0 certificates"));
    assert_eq!(kept.counts(), (1, 1));
    let told = kept.run("memory prune --older-than 400d").out().to_owned();
    assert_eq!(told, "forgot 1 certificate, 0 users, 1 project: over, and last seen before 2025-10-20T14:03:00Z\n");
    assert_eq!(kept.counts(), (1, 0));
}

#[test]
fn a_project_or_everything_is_forgotten() {
    let kept = Kept::filled();
    assert!(kept.run("memory forget --project newe").failure(1).contains("nearest: “new”"));
    assert_eq!(kept.counts(), (1, 1));
    assert_eq!(kept.run("memory forget --project 1").out(), "forgot project “old⟨1B⟩”\n");
    assert_eq!(kept.counts(), (1, 0));
    assert_eq!(kept.run("memory forget --all").out(), "forgot everything\n");
    assert_eq!(kept.counts(), (0, 0));
}

#[test]
fn the_demo_never_touches_what_a_person_keeps() {
    let kept = Kept::filled();
    let before = fs::read(kept.path()).unwrap();
    assert_eq!(kept.run("--demo memory path").out(), ":memory:\n");
    // It has a story of its own.
    assert_eq!(kept.run("--demo memory stats --output json").json()["projects"], 24);
    assert_eq!(kept.run("--demo memory forget --all").out(), "forgot everything\n");
    assert_eq!(fs::read(kept.path()).unwrap(), before);
}

#[test]
fn a_damaged_file_is_set_aside_with_a_word() {
    let kept = Kept::new();
    fs::write(kept.path(), vec![b'x'; 5_000]).unwrap();
    let run = kept.run("memory stats");
    assert!(run.word().contains("damaged: it is now ") && run.err.contains(".damaged-20"), "{}", run.err);
    assert_eq!(kept.counts(), (0, 0));
}

#[test]
fn what_makes_no_sense_is_told() {
    let kept = Kept::new();
    for (line, word) in [
        ("memory", "path, stats, prune, forget"),
        ("memory stats --output csv", "table, json"),
        ("memory prune", "--older-than"),
        ("memory prune --older-than long", "30d"),
        ("memory forget", "--all"),
        ("memory forget --all --project x", "exclude"),
        ("memory stats --project x", "--project"),
        ("memory path --user x", "--user"),
        ("memory path --no-memory", "--no-memory"),
    ] {
        let run = kept.run(line);
        let said = run.failure(2);
        assert!(said.contains(word) && run.out.is_empty(), "{line}: {said}");
    }
}
