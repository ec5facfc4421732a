//! The expiry board and what goes with it: the order, the window, pages, the soonest ends, the bars of a timeline.

use atlas_certs::domain::project::ProjectId;
use atlas_certs::memory::{Memory, Pruned, Scope};
use chrono::TimeDelta;

use crate::lists::{File, at, certificate, keep, known, owner, serial, user};

/// Rows of the board since minute `since`.
fn rows(memory: &Memory, scope: &Scope, since: i64) -> Vec<String> {
    let whole = memory.board(scope, at(since), 1_000, 0).unwrap();
    assert_eq!(whole.total, whole.rows.len());
    let all: Vec<String> = whole.rows.iter().map(serial).collect();
    let listed = |one: &atlas_certs::domain::holding::Holding| one.standing.is_listed();
    assert!(whole.rows.iter().skip(whole.vanished).all(listed) && !whole.rows.iter().take(whole.vanished).any(listed));
    // Pages of every size, one behind the other, are the whole.
    for size in 1..=all.len() {
        let pages = (0..=all.len()).step_by(size).flat_map(|offset| {
            let page = memory.board(scope, at(since), size, offset).unwrap();
            assert_eq!((page.total, page.vanished), (whole.total, whole.vanished));
            page.rows
        });
        assert_eq!(pages.map(|one| serial(&one)).collect::<Vec<_>>(), all);
    }
    all
}

fn memory() -> Memory {
    let mut memory = Memory::in_memory().unwrap();
    let endless = atlas_certs::domain::certificate::Certificate { not_after: None, ..certificate(9, 0) };
    let list = [certificate(1, 5), certificate(2, 15), certificate(3, 90), certificate(4, 100), endless.clone()];
    keep(&mut memory, &list, 0, true);
    keep(&mut memory, &[certificate(2, 15), certificate(3, 90), certificate(4, 100), endless.clone()], 10, true);
    keep(&mut memory, &[certificate(4, 100), endless], 20, true);
    // Of these nobody reads the list again.
    memory.keep_certificates(&owner("p", "v"), &[certificate(5, 8), certificate(6, 95)], at(0), true).unwrap();
    // Listed after its end, whatever that is.
    memory.keep_certificates(&owner("q", "u"), &[certificate(7, -50), certificate(8, 99)], at(0), true).unwrap();
    memory
}

#[test]
fn what_vanished_comes_first_and_then_what_ends_next() {
    let memory = memory();
    let [p, q] = ["p", "q"].map(|id| Scope::Project(ProjectId::new(id)));
    let u = Scope::User(ProjectId::new("p"), "u".into());
    assert_eq!(rows(&memory, &Scope::All, 0), ["3", "2", "1", "7", "5", "6", "8", "4", "9"]);
    assert_eq!(rows(&memory, &Scope::All, 11), ["3", "2", "7", "6", "8", "4", "9"]);
    assert_eq!(rows(&memory, &p, 11), ["3", "2", "6", "4", "9"]);
    assert_eq!(rows(&memory, &q, 11), ["7", "8"]);
    assert_eq!(rows(&memory, &u, 11), ["3", "2", "4", "9"]);
    assert_eq!(rows(&memory, &u, 21), ["4", "9"]);
    assert_eq!(rows(&memory, &Scope::Project(ProjectId::new("nobody's")), 0), [""; 0]);
    assert_eq!(rows(&Memory::in_memory().unwrap(), &Scope::All, 0), [""; 0]);
}

#[test]
fn the_soonest_end_is_that_of_what_is_listed_and_still_to_come() {
    let memory = memory();
    let projects = memory.soonest_of_projects(at(9)).unwrap();
    assert_eq!(projects.len(), 2);
    assert_eq!((projects[&ProjectId::new("p")], projects[&ProjectId::new("q")]), (at(95), at(99)));
    let users = memory.soonest_of_users(&ProjectId::new("p"), at(0)).unwrap();
    assert_eq!((users["u"], users["v"]), (at(100), at(8)));
    let users = memory.soonest_of_users(&ProjectId::new("p"), at(96)).unwrap();
    assert_eq!((users.len(), users["u"]), (1, at(100)));
}

#[test]
fn bars_count_what_ends_in_them() {
    let memory = memory();
    let bars =
        |scope: &Scope, from, width, count| memory.buckets(scope, at(from), TimeDelta::minutes(width), count).unwrap();
    assert_eq!(bars(&Scope::All, 0, 10, 11), [1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1]);
    assert_eq!(bars(&Scope::All, 95, 4, 2), [1, 2], "the first second of a bar is its own");
    assert_eq!(bars(&Scope::Project(ProjectId::new("q")), -60, 60, 3), [1, 0, 1]);
    assert_eq!(bars(&Scope::User(ProjectId::new("p"), "v".into()), 0, 50, 2), [1, 1]);
    assert_eq!(bars(&Scope::All, 0, 0, 3), [0, 0, 0]);
    assert_eq!(bars(&Scope::Project(ProjectId::new("z")), 0, 1, 2), [0, 0]);
}

#[test]
fn what_is_over_is_pruned_and_the_rest_stays() {
    let file = File::new();
    let mut memory = file.open();
    memory.keep_users(&owner("p", "u").project, &[user("u"), user("v")], at(0), true).unwrap();
    keep(&mut memory, &[certificate(1, 5), certificate(2, 900)], 0, true);
    memory.keep_certificates(&owner("q", "u"), &[certificate(3, 5)], at(0), true).unwrap();
    memory.keep_users(&owner("p", "u").project, &[user("u")], at(10), true).unwrap();
    keep(&mut memory, &[certificate(2, 900)], 10, true);
    let stats = memory.stats().unwrap();
    assert_eq!((stats.projects, stats.users, stats.users_gone), (2, 2, 1));
    assert_eq!((stats.listed, stats.expired, stats.early), (2, 1, 0));
    assert_eq!((stats.first_seen, stats.last_seen), (Some(at(0)), Some(at(10))));
    assert!(stats.bytes > 0);
    assert_eq!(memory.prune(at(0)).unwrap(), Pruned::default());
    assert_eq!(memory.prune(at(8)).unwrap(), Pruned { certificates: 2, users: 1, projects: 1 });
    assert_eq!(known(&memory), [("2".to_owned(), "listed", 10)]);
    assert_eq!(memory.board(&Scope::All, at(0), 9, 0).unwrap().total, 1);
}

#[test]
fn what_is_forgotten_is_nowhere_on_the_disk() {
    let file = File::new();
    let mut memory = file.open();
    let secret = || {
        let files = std::fs::read_dir(file.path.parent().unwrap()).unwrap();
        let holds =
            |path: std::path::PathBuf| String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains("CN=of 7777");
        files.filter(|entry| holds(entry.as_ref().unwrap().path())).count()
    };
    keep(&mut memory, &[certificate(7777, 900)], 0, true);
    memory.keep_certificates(&owner("q", "u"), &[certificate(8, 900)], at(0), true).unwrap();
    assert!(secret() > 0);
    memory.forget_project(&ProjectId::new("p")).unwrap();
    assert_eq!((secret(), known(&memory).len(), memory.stats().unwrap().listed), (0, 0, 1));
    memory.forget_all().unwrap();
    let stats = memory.stats().unwrap();
    assert_eq!((stats.projects, stats.listed, stats.last_seen), (0, 0, None));
    keep(&mut memory, &[certificate(1, 900)], 0, true);
    assert_eq!(known(&memory).len(), 1);
}
