//! The program killed while it reads and keeps lists, again and again, and a file that may not grow: what was kept stays,
//! and no list is half.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use atlas_certs::demo::world::SignIn;
use atlas_certs::domain::project::ProjectId;
use atlas_certs::memory::{Memory, NAME, Opened};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;

use crate::command::{Atlas, now};

const PROJECT: &str = "billing";
/// How often it is killed, unless [`KILLS`] says otherwise.
const USUAL: usize = 100;
const KILLS: &str = "ATLAS_CERTS_TEST_KILLS";

/// Moments in no order, the same in every run.
struct Dice(u32);

impl Dice {
    fn below(&mut self, count: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % count
    }
}

/// A server whose clock goes on by a second with each program, so that each has something to keep.
fn ticking() -> (Atlas, Arc<AtomicI64>) {
    let ticks = Arc::new(AtomicI64::new(0));
    let told = Arc::clone(&ticks);
    let clock = move || now() + TimeDelta::seconds(told.load(Ordering::Relaxed));
    (Atlas::with(|options| options.clock = Arc::new(clock)), ticks)
}

fn users() -> Vec<&'static str> {
    let users = Atlas::project(PROJECT).users.iter().filter(|user| user.sign_in == SignIn::ManagedX509);
    users.map(|user| user.name.as_str()).collect()
}

/// Of each user, when the list was last kept whole. All that is listed is of that list, and nothing of it is missing.
fn kept(memory: &Memory) -> Vec<Option<DateTime<Utc>>> {
    let project = Atlas::project(PROJECT);
    let of_user = |name: &'static str| {
        let known = memory.certificates(&ProjectId::new(project.id.as_str()), name).unwrap();
        let listed: Vec<_> = known.rows.iter().filter(|one| one.standing.is_listed()).collect();
        assert!(listed.iter().all(|one| one.last_seen == known.as_of), "{name}: rows of two lists");
        let there = known.as_of.map_or(0, |at| project.user(name).unwrap().certificates.page(at, 0, usize::MAX).len());
        assert_eq!(listed.len(), there, "{name}, {:?}: a list is half", known.as_of);
        known.as_of
    };
    users().into_iter().map(of_user).collect()
}

#[test]
fn a_program_that_is_killed_loses_nothing_and_leaves_nothing_half() {
    let kills = std::env::var(KILLS).map_or(USUAL, |kills| kills.parse().unwrap());
    let (atlas, ticks) = ticking();
    let list = ["list", "--project", PROJECT, "--all-users", "--output", "ndjson"];
    let path = atlas.data().join(NAME);
    let mut before = vec![None; users().len()];
    let (mut dice, mut spared) = (Dice(7), 0);
    for round in 0..kills {
        ticks.fetch_add(1, Ordering::Relaxed);
        let asked = atlas.asked().len();
        let mut child = atlas.program(list).spawn();
        // At a request, and then a little later: what is kept is kept between them.
        let wanted = asked + usize::try_from(dice.below(8)).unwrap();
        let journal = atlas.server.journal();
        atlas.block_on(journal.wait_until(|entries| entries.len() >= wanted));
        for _ in 0..dice.below(40_000) {
            thread::yield_now();
        }
        child.kill().unwrap();
        spared += usize::from(child.wait().unwrap().success());
        if !path.exists() {
            continue;
        }
        let Opened { memory, set_aside } = Memory::open(&path, now()).unwrap();
        assert_eq!(set_aside, None, "round {round}");
        let after = kept(&memory);
        assert!(before.iter().zip(&after).all(|(before, after)| before <= after), "round {round}: a list is lost");
        before = after;
        let sound: String =
            Connection::open(&path).unwrap().query_row("PRAGMA quick_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok", "round {round}");
    }
    assert!(spared < kills && before.iter().any(Option::is_some), "{spared} of {kills} ended by themselves");
    ticks.fetch_add(1, Ordering::Relaxed);
    atlas.program(list).run().out();
    let newest = now() + TimeDelta::seconds(ticks.load(Ordering::Relaxed));
    assert!(kept(&atlas.memory()).iter().all(|at| *at == Some(newest)));
}

/// The shell says how long a file may become, and has the signal for it ignored: to the program that is a disk on which
/// nothing can be written any more.
#[test]
fn a_file_that_may_not_grow_costs_one_line_and_nothing_that_was_kept() {
    let (atlas, ticks) = ticking();
    let list = ["list", "--project", PROJECT, "--all-users", "--output", "ndjson"];
    let expected = atlas.program(list).run().out().to_owned();
    let before = kept(&atlas.memory());
    ticks.fetch_add(1, Ordering::Relaxed);
    // In blocks of 512 bytes: enough for what SQLite keeps its locks in, not for a list.
    let run = atlas.program(list).through_shell("trap '' XFSZ; ulimit -f 64").run();
    let said = run.word();
    let path = atlas.data().join(NAME);
    assert!(said.contains("what is seen is no longer kept") && said.contains(path.to_str().unwrap()), "{said}");
    assert!(said.contains("--no-memory"), "{said}");
    assert_eq!(run.out.lines().count(), expected.lines().count(), "the list itself is whole");
    let after = kept(&atlas.memory());
    assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
    assert!(
        fs::read_dir(atlas.data())
            .unwrap()
            .all(|entry| { !entry.unwrap().file_name().to_string_lossy().contains("damaged") })
    );
    atlas.program(list).run().out();
}
