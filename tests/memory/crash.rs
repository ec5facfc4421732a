//! Several processes at work on one file, and processes that are killed in the middle of it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::project::ProjectId;
use atlas_certs::memory::{Memory, Opened};

use crate::lists::{File, at, certificate, keep, owner};

/// Says what a child process is to do; without it the child's test does nothing.
const PART: &str = "ATLAS_CERTS_TEST_CHILD";
/// How many certificates one list has.
const LIST: i64 = 200;

/// This very test program as a child that does [`child`].
fn spawn(file: &File, part: &str) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--ignored", "--nocapture"])
        .env(PART, part)
        .env("ATLAS_CERTS_TEST_FILE", &file.path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

/// What a child process does: it keeps lists, one after the other, and tells of each when it is kept.
#[test]
#[ignore = "it is a part of the other tests, which run it"]
fn child() {
    let Ok(part) = std::env::var(PART) else { return };
    let path = std::env::var_os("ATLAS_CERTS_TEST_FILE").unwrap();
    let Opened { mut memory, .. } = Memory::open(path.as_ref(), at(0)).unwrap();
    let tell = |number: i64| writeln!(std::io::stdout(), "\nkept {number}").unwrap();
    match part.as_str() {
        "lists" => lists_without_end(&mut memory, tell),
        user => users(&mut memory, user, tell),
    }
}

/// Every list replaces the one before it.
fn lists_without_end(memory: &mut Memory, tell: impl Fn(i64)) {
    for number in 1.. {
        keep(memory, &list(number), number, true);
        tell(number);
    }
}

/// So many lists of a user of one's own, and of one whom everybody keeps.
fn users(memory: &mut Memory, user: &str, tell: impl Fn(i64)) {
    for number in 0..ROUNDS {
        let mine = [certificate(number, 90_000)];
        memory.keep_certificates(&owner("p", user), &mine, at(number), false).unwrap();
        memory.keep_certificates(&owner("p", "everybody's"), &mine, at(number), false).unwrap();
        tell(number);
    }
}

const ROUNDS: i64 = 60;

fn list(number: i64) -> Vec<Certificate> {
    (0..LIST).map(|one| certificate(number * LIST + one, 90_000)).collect()
}

/// The numbers that a child tells.
fn told(out: BufReader<ChildStdout>) -> impl Iterator<Item = i64> {
    out.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("kept ")?.parse().ok())
}

#[test]
fn a_kill_in_the_middle_of_a_write_loses_nothing_and_leaves_nothing_half() {
    for round in 0..40 {
        let file = File::new();
        let (mut child, out) = spawn(&file, "lists");
        let mut told = told(out);
        let mut last = told.nth(round % 3).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        // What was told between the last look and the kill.
        last = told.last().unwrap_or(last);
        let memory = file.open();
        let known = memory.certificates(&ProjectId::new("p"), "u").unwrap();
        let newest = (known.as_of.unwrap() - at(0)).num_minutes();
        assert!(newest >= last, "round {round}: {last} was told and {newest} is kept");
        let all: Vec<_> = known.rows.iter().map(|one| (one.certificate.clone(), one.standing.is_listed())).collect();
        let whole = (1..=newest)
            .flat_map(|number| list(number).into_iter().map(move |certificate| (certificate, number == newest)));
        assert!(all.iter().cloned().eq(whole), "round {round}: a list is half");
        let sqlite = file.sqlite();
        let check: String = sqlite.query_row("PRAGMA quick_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok", "round {round}");
    }
}

#[test]
fn several_processes_and_threads_write_at_once() {
    let file = File::new();
    let children = ["one", "two"].map(|name| spawn(&file, name));
    thread::scope(|scope| {
        for name in ["three", "four"] {
            let file = &file;
            scope.spawn(move || users(&mut file.open(), name, |_| ()));
        }
    });
    for (mut child, out) in children {
        assert_eq!(told(out).count(), usize::try_from(ROUNDS).unwrap());
        assert!(child.wait().unwrap().success());
    }
    let memory = file.open();
    for name in ["one", "two", "three", "four", "everybody's"] {
        let rows = memory.certificates(&ProjectId::new("p"), name).unwrap().rows;
        assert_eq!(rows.len(), usize::try_from(ROUNDS).unwrap(), "{name}");
    }
    assert_eq!(memory.stats().unwrap().listed, 5 * usize::try_from(ROUNDS).unwrap());
}
