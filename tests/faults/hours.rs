//! Days of refreshes by one client, in the server's time: keys are revoked and come back, the server breaks off, fails, and
//! goes through a night in which the client sleeps. After all of it every list is as fresh as the world, for no request
//! more than the pages and what signing in costs.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use atlas_certs::atlas::error::{Cut, Kind};
use atlas_certs::demo::journal::{Entry, Outcome as Answered};
use atlas_certs::demo::rate::Capacities;
use atlas_certs::demo::{Fault, Options, Rule};
use chrono::{DateTime, TimeDelta, Utc};

use crate::line::{Line, Outcome, Who, Whose, now};

/// A list from which one goes every night, in pages of which there are four.
const WHOSE: Whose = Whose { project: "billing", user: "nightly-close", page_size: 100 };
const REFRESHES: u32 = 100;
const ROUND: u32 = 10;
/// Off the whole minutes, at which certificates end.
const STEP: TimeDelta = TimeDelta::seconds(7 * 60 + 13);
const NIGHT: TimeDelta = TimeDelta::hours(9);

/// A fault, and whether an error is what it comes to.
type Trouble = (Fault, fn(&Kind) -> bool);

/// What becomes of a refresh, by its place in a round; elsewhere all is well.
fn trouble(place: u32) -> Option<Trouble> {
    let revoked = r#"Digest realm="MMS Public API", domain="", nonce="bm8gb25lIGtub3dzIGl0", algorithm=MD5, qop="auth", stale=false"#;
    match place {
        2 => {
            let headers = vec![("www-authenticate".to_owned(), revoked.to_owned())];
            Some((Fault::Status(401, String::new(), headers), |kind| *kind == Kind::KeysRejected))
        }
        5 => Some((Fault::CutConnection, |kind| *kind == Kind::Unreachable(Cut::Broken))),
        7 => Some((Fault::Status(500, String::new(), Vec::new()), |kind| *kind == Kind::ServerTrouble)),
        _ => None,
    }
}

/// How many requests signing in may cost a refresh: a challenge for a nonce that has aged, or a refusal of a token that has
/// ended and the request for another.
const fn to_sign_in(who: Who) -> usize {
    match who {
        Who::Key => 1,
        Who::Account => 2,
    }
}

/// No page was answered twice, and no more was asked than that and signing in.
fn is_explained(entries: &[Entry], who: Who, case: &str) {
    let mut pages = HashSet::new();
    let answered = entries.iter().filter(|entry| entry.outcome == Answered::Answered(200) && entry.method == "GET");
    for entry in answered {
        assert!(pages.insert(&entry.target), "{case}: {} twice", entry.target);
    }
    assert_eq!(pages.len(), 4, "{case}");
    assert!(entries.len() <= pages.len() + to_sign_in(who), "{case}: {entries:#?}");
}

#[tokio::test]
async fn days_of_trouble_leave_everything_as_fresh() {
    for who in [Who::Key, Who::Account] {
        let moment = Arc::new(Mutex::new(now()));
        let tell = {
            let moment = Arc::clone(&moment);
            move || -> DateTime<Utc> { *moment.lock().unwrap() }
        };
        let options = Options { capacities: Capacities::all(u32::MAX), ..Options::new(Arc::new(tell.clone())) };
        let line = Line::start(options, WHOSE).await;
        let client = line.client(who, |_| {});
        for refresh in 0..REFRESHES {
            let case = format!("{who:?}, refresh {refresh} at {}", tell());
            let mark = line.server.journal().entries().len();
            let trouble = trouble(refresh % ROUND);
            if let Some((fault, _)) = &trouble {
                line.server.faults().push(Rule::new(fault.clone()).unsigned_too());
            }
            let outcome = line.outcome(&client, &line.list(tell()), &case).await;
            let entries = line.server.journal().entries().split_off(mark);
            match (trouble, outcome) {
                (None, Outcome::Rows) => is_explained(&entries, who, &case),
                (Some((_, is_meant)), Outcome::Failed(error)) if is_meant(error.kind()) => {
                    assert!(entries.len() <= 3 * (1 + to_sign_in(who)), "{case}: {entries:#?}");
                }
                (_, outcome) => panic!("{case}: {outcome:?}"),
            }
            line.server.faults().clear();
            *moment.lock().unwrap() += if refresh % ROUND == ROUND - 1 { NIGHT } else { STEP };
        }
        assert_ne!(line.list(now()), line.list(tell()), "days later the list is another one");
    }
}
