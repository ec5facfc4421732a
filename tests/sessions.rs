//! Whole sessions, made of chance: a person types, pastes, points and resizes, while answers come late, twice, in any
//! order or not at all, lists move under them, and clocks jump. After each step [`oracle`] says what must hold, and at the
//! end the screen must tell what a program that was started just now would tell.
//!
//! A failure tells its seed and the shortest session that still fails. `ATLAS_CERTS_SESSIONS=20000` plays that many, and
//! `PROPTEST_RNG_SEED=7` those of a seed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "sessions/answers.rs"]
mod answers;
#[path = "support/desk.rs"]
mod desk;
#[path = "sessions/ending.rs"]
mod ending;
#[path = "sessions/happening.rs"]
mod happening;
#[path = "sessions/lists.rs"]
mod lists;
#[path = "sessions/oracle.rs"]
mod oracle;
#[path = "sessions/session.rs"]
mod session;
#[path = "sessions/signing.rs"]
mod signing;
#[path = "sessions/words.rs"]
mod words;

use happening::happening;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use session::{Beginning, Session};

/// As many as take some 20 seconds where nothing is optimised.
const SESSIONS: u32 = 60;
#[test]
fn whatever_happens_in_whatever_order() {
    let cases = std::env::var("ATLAS_CERTS_SESSIONS").ok().and_then(|said| said.parse().ok()).unwrap_or(SESSIONS);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let seed = config.rng_seed;
    let sessions = (any::<Beginning>(), proptest::collection::vec(happening(), 1..60));
    let played = TestRunner::new(config).run(&sessions, |(beginning, happenings)| {
        let mut session = Session::begin(beginning);
        for happening in &happenings {
            session.live_through(happening);
        }
        session.end();
        Ok(())
    });
    if let Err(why) = played {
        panic!("PROPTEST_RNG_SEED {seed:?}: {why}");
    }
}
