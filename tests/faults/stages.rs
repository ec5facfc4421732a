//! The table of faults, and the stages that each is tried at.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use atlas_certs::atlas::fleet::Fleet;
use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::rate::Capacities;
use atlas_certs::demo::{Fault, Options, Rule};
use chrono::TimeDelta;

use crate::line::{Line, Outcome, Who, Whose, now};

/// Eleven certificates in pages of three: a first page, two in the middle, a last one.
const WHOSE: Whose = Whose { project: "payments", user: "svc-ledger", page_size: 3 };

/// What a fault comes to where it never ends, and where it comes once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// The answer is the right one all the same.
    Nothing,
    /// It passes, if it does not stay.
    Passing,
    /// The answer is nothing that can be worked with.
    Failure,
    /// The rows are others than on the pages before: all of them once it is over, and never as if whole as long as not.
    Shift,
}

/// A fault by its name.
type Row = (&'static str, Fault, Means);

/// One fault of every kind, and more of those that come in several.
fn faults() -> Vec<Row> {
    use Means::{Failure, Nothing, Passing, Shift};
    let status = |status, body: &str| Fault::Status(status, body.to_owned(), Vec::new());
    let garbage = |bytes: &[u8]| Fault::Garbage(bytes.to_vec());
    vec![
        ("500", status(500, r#"{"error":500,"errorCode":"UNEXPECTED_ERROR"}"#), Passing),
        ("503", status(503, ""), Passing),
        ("400", status(400, r#"{"error":400,"errorCode":"VALIDATION_ERROR"}"#), Failure),
        (
            "403",
            status(403, r#"{"error":403,"detail":"IP address 203.0.113.7 is not allowed to access this resource."}"#),
            Failure,
        ),
        ("rate limit", Fault::RateLimited { retry_after: Some(0) }, Passing),
        ("long rate limit", Fault::RateLimited { retry_after: Some(9_999) }, Failure),
        ("latency", Fault::Latency(Duration::from_millis(1)), Nothing),
        ("cut body", Fault::CutBody { after: 40 }, Passing),
        ("empty cut body", Fault::CutBody { after: 0 }, Passing),
        ("cut connection", Fault::CutConnection, Passing),
        ("half a list", garbage(br#"{"results":[{"_id":1},"#), Failure),
        ("no text", garbage(&[0xFF; 40]), Failure),
        ("empty", garbage(b""), Failure),
        ("null", garbage(b"null"), Failure),
        ("an object", garbage(b"{}"), Failure),
        ("an array", garbage(b"[]"), Failure),
        ("results that are none", garbage(br#"{"results":{},"totalCount":0}"#), Failure),
        ("a web page", Fault::Html, Failure),
        ("a redirect", Fault::RedirectTo("https://elsewhere.example/x".to_owned()), Failure),
        ("a huge body", Fault::HugeBody(1 << 30), Failure),
        ("content type", Fault::WrongContentType("text/html".to_owned()), Nothing),
        ("a shift", Fault::ShiftList { by: 1 }, Shift),
        ("a shift by a page", Fault::ShiftList { by: WHOSE.page_size.into() }, Shift),
        ("a date", Fault::DateSkew(TimeDelta::seconds(3)), Nothing),
    ]
}

async fn line() -> Line {
    // The clock stands still, so that no bucket would ever fill again.
    let capacities = Capacities::all(u32::MAX);
    // Told in whole seconds that is none: a token is asked for before every request.
    let token_lifetime = TimeDelta::milliseconds(500);
    let options = Options { capacities, token_lifetime, ..Options::new(Arc::new(now)) };
    Line::start(options, WHOSE).await
}

/// Where on the way to the rows something goes wrong.
#[derive(Debug, Clone, Copy)]
enum Stage {
    /// The request that is sent to be challenged.
    Challenge,
    /// The one that trades a service account for a token.
    Token,
    /// A page of the list.
    Page(u64),
}

const STAGES: [Stage; 5] = [Stage::Challenge, Stage::Token, Stage::Page(1), Stage::Page(2), Stage::Page(4)];

impl Stage {
    /// Has a fault happen on so many requests of this stage.
    fn push(self, line: &Line, fault: Fault, skip: u64, times: u64) {
        match self {
            Self::Challenge => {
                let met = AtomicU64::new(0);
                line.server.faults().script(move |seen| {
                    let is_next =
                        !seen.signed && (skip..skip.saturating_add(times)).contains(&met.fetch_add(1, Relaxed));
                    is_next.then(|| fault.clone())
                });
            }
            Self::Token => line.server.faults().push(Rule::new(fault).on("/oauth/token").skip(skip).times(times)),
            Self::Page(page) => {
                line.server.faults().push(Rule::new(fault).on("/certs").page(page).skip(skip).times(times));
            }
        }
    }
}

/// Making a client costs more than a list, so each serves as long as it has its stage before it.
struct Clients {
    /// Not challenged yet.
    stranger: Fleet,
    key: Fleet,
    account: Fleet,
    attempts: usize,
}

impl Clients {
    async fn of(line: &Line, attempts: usize) -> Self {
        let [stranger, key, account] =
            [Who::Key, Who::Key, Who::Account].map(|who| line.client(who, |limits| limits.attempts = attempts));
        assert!(matches!(line.outcome(&key, &line.list(now()), "at first").await, Outcome::Rows));
        Self { stranger, key, account, attempts }
    }

    /// Reads the list once with what was pushed for a stage, and ends that.
    async fn read(&mut self, line: &Line, stage: Stage, case: &str) -> Outcome {
        let client = match stage {
            Stage::Challenge => &self.stranger,
            Stage::Token => &self.account,
            Stage::Page(_) => &self.key,
        };
        let outcome = line.outcome(client, &line.list(now()), case).await;
        line.server.faults().clear();
        if matches!(stage, Stage::Challenge) && !matches!(outcome, Outcome::Failed(_)) {
            self.stranger = line.client(Who::Key, |limits| limits.attempts = self.attempts);
        }
        outcome
    }
}

#[tokio::test]
async fn every_fault_at_every_stage_is_nothing_or_is_told() {
    let line = line().await;
    let mut clients = Clients::of(&line, 3).await;
    for stage in STAGES {
        for (name, fault, means) in faults() {
            let is_page = matches!(stage, Stage::Page(_));
            let means = if means == Means::Shift && !is_page { Means::Nothing } else { means };
            for (times, lasts) in [(1, false), (u64::MAX, true)] {
                let case = format!("{name} at {stage:?}, {times} times");
                stage.push(&line, fault.clone(), 0, times);
                let outcome = clients.read(&line, stage, &case).await;
                let is_as_meant = match means {
                    // The answer to what is not signed may have no body that could be cut.
                    Means::Passing if lasts && matches!((stage, &fault), (Stage::Challenge, Fault::CutBody { .. })) => {
                        !matches!(outcome, Outcome::NotWhole)
                    }
                    Means::Passing if lasts => matches!(outcome, Outcome::Failed(_)),
                    Means::Nothing | Means::Passing => matches!(outcome, Outcome::Rows),
                    Means::Failure => matches!(outcome, Outcome::Failed(_)),
                    Means::Shift if lasts => !matches!(outcome, Outcome::Rows),
                    Means::Shift => matches!(outcome, Outcome::Rows | Outcome::Failed(_)),
                };
                assert!(is_as_meant, "{case}: {outcome:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_nonce_called_stale_is_renewed_and_a_server_that_never_stops_is_told() {
    let line = line().await;
    let mut clients = Clients::of(&line, 3).await;
    for stage in [1, 2, 4].map(Stage::Page) {
        stage.push(&line, Fault::StaleNonce, 0, 1);
        let outcome = clients.read(&line, stage, "once").await;
        assert!(matches!(outcome, Outcome::Rows), "{stage:?}: {outcome:?}");
        stage.push(&line, Fault::StaleNonce, 0, u64::MAX);
        let outcome = clients.read(&line, stage, "always").await;
        assert!(matches!(outcome, Outcome::Failed(_)), "{stage:?}: {outcome:?}");
    }
}

/// The faults, and a nonce that is called stale.
fn all_faults() -> Vec<Row> {
    let mut all = faults();
    all.push(("stale", Fault::StaleNonce, Means::Passing));
    all
}

/// What is a failure leaves no second try, and what is nothing none of signing in.
#[tokio::test]
async fn one_fault_after_the_other_leaves_rows_or_a_word() {
    let line = line().await;
    let mut clients = Clients::of(&line, 3).await;
    for stage in STAGES {
        let leaves_a_try =
            |means| means == Means::Passing || (means != Means::Failure && matches!(stage, Stage::Page(_)));
        for (one, first, _) in all_faults().iter().filter(|(.., means)| leaves_a_try(*means)) {
            for (other, second, _) in &all_faults() {
                stage.push(&line, first.clone(), 0, 1);
                stage.push(&line, second.clone(), 1, 1);
                clients.read(&line, stage, &format!("{one} and then {other} at {stage:?}")).await;
            }
        }
    }
    let outcome = clients.read(&line, Stage::Page(1), "afterwards").await;
    assert!(matches!(outcome, Outcome::Rows), "the same client, when all is over: {outcome:?}");
}

fn leaves_the_answer(fault: &Fault) -> bool {
    use Fault::{CutBody, DateSkew, Latency, ShiftList, WrongContentType};
    matches!(fault, Latency(_) | CutBody { .. } | WrongContentType(_) | ShiftList { .. } | DateSkew(_))
}

/// Of two that replace the answer the first counts, so one of the two is one that leaves it.
#[tokio::test]
async fn two_faults_of_one_answer_leave_rows_or_a_word() {
    let line = line().await;
    let mut clients = Clients::of(&line, 2).await;
    for stage in [1, 2, 4].map(Stage::Page) {
        for (one, first, _) in all_faults().iter().filter(|(_, fault, _)| leaves_the_answer(fault)) {
            for (other, second, _) in &all_faults() {
                stage.push(&line, first.clone(), 0, u64::MAX);
                stage.push(&line, second.clone(), 0, u64::MAX);
                clients.read(&line, stage, &format!("{one} with {other} at {stage:?}")).await;
            }
        }
    }
    let outcome = clients.read(&line, Stage::Page(1), "afterwards").await;
    assert!(matches!(outcome, Outcome::Rows), "the same client, when all is over: {outcome:?}");
}

/// With one page in trouble the next one is, too: a walk does not hand out what comes behind a page that it lacks.
#[tokio::test]
async fn faults_at_two_stages_leave_rows_or_a_word() {
    let line = line().await;
    let mut clients = Clients::of(&line, 3).await;
    for (one, first, _) in &faults() {
        for (other, second, _) in &faults() {
            let case = format!("{one} at page 2 and {other} at page 4");
            Stage::Page(2).push(&line, first.clone(), 0, 1);
            Stage::Page(4).push(&line, second.clone(), 0, 1);
            clients.read(&line, Stage::Page(2), &case).await;
        }
    }
}

#[tokio::test]
async fn no_status_at_any_stage_makes_a_list_of_less() {
    let line = line().await;
    let mut clients = Clients::of(&line, 1).await;
    let empty = r#"{"links":[],"results":[],"totalCount":0}"#;
    for stage in STAGES {
        for status in 100..=599 {
            // That one is an answer.
            if status != 200 {
                let case = format!("{status} at {stage:?}");
                stage.push(&line, Fault::Status(status, empty.to_owned(), Vec::new()), 0, u64::MAX);
                let outcome = clients.read(&line, stage, &case).await;
                assert!(matches!(outcome, Outcome::Failed(_)), "{case}: {outcome:?}");
            }
        }
    }
}

/// A server that holds its answer back is left, at whichever stage, and another list is read by the same client.
#[tokio::test]
async fn an_answer_that_is_held_back_ends_in_a_word() {
    let line = line().await;
    for stage in STAGES {
        let who = if matches!(stage, Stage::Token) { Who::Account } else { Who::Key };
        let impatient = line.client(who, |limits| limits.read_timeout = Duration::from_millis(20));
        let gate = Gate::closed();
        stage.push(&line, Fault::Hold(gate.clone()), 0, u64::MAX);
        let outcome = line.outcome(&impatient, &line.list(now()), "held").await;
        assert!(matches!(outcome, Outcome::Failed(_)), "{stage:?}: {outcome:?}");
        line.server.faults().clear();
        gate.open();
    }
}
