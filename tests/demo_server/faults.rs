//! What goes wrong on purpose.

use std::time::Duration;

use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::journal::Outcome;
use atlas_certs::demo::{Fault, Rule};
use chrono::TimeDelta;
use reqwest::{StatusCode, header};

use super::visitor::{V2, results, text, visit, visit_with};

const GROUPS: &str = "/api/atlas/v2/groups";

#[tokio::test]
async fn a_rule_counts_what_matches_and_nothing_else() {
    let visitor = visit().await;
    let broken = Fault::Status(503, "{}".to_owned(), vec![("retry-after".to_owned(), "7".to_owned())]);
    visitor.server.faults().push(Rule::new(broken).on("/certs").page(2).skip(1).times(2));
    let path = visitor.certs("load-test", "exactly-101");
    let second = format!("{path}?pageNum=2");
    let mut seen = Vec::new();
    for target in [&second, &path, &second, &*GROUPS.to_owned(), &second, &second] {
        let response = visitor.get(target).await;
        assert_eq!(response.status() == 503, response.headers().contains_key("retry-after"));
        seen.push(response.status().as_u16());
    }
    assert_eq!(seen, [200, 200, 503, 200, 503, 200]);
    // The unsigned first leg of the exchange met no rule.
    visitor.server.faults().push(Rule::new(Fault::Html).unsigned_too().once());
    assert_eq!(visitor.unsigned(GROUPS).await.headers()[header::CONTENT_TYPE], "text/html;charset=utf-8");
    visitor.server.faults().push(Rule::new(Fault::Html));
    visitor.server.faults().clear();
    assert_eq!(results(&visitor.json(GROUPS).await).len(), 24);
}

#[tokio::test]
async fn answers_are_replaced() {
    let visitor = visit().await;
    let once = |fault| visitor.server.faults().push(Rule::new(fault).once());
    once(Fault::RateLimited { retry_after: Some(9) });
    let response = visitor.get(GROUPS).await;
    assert_eq!(
        (response.status(), &response.headers()["retry-after"]),
        (StatusCode::TOO_MANY_REQUESTS, &"9".parse().unwrap())
    );
    once(Fault::RateLimited { retry_after: None });
    assert!(!visitor.get(GROUPS).await.headers().contains_key("retry-after"));
    once(Fault::Garbage(b"\xff{".to_vec()));
    assert_eq!(&visitor.get(GROUPS).await.bytes().await.unwrap()[..], b"\xff{");
    once(Fault::RedirectTo("http://127.0.0.2:1/".to_owned()));
    let response = visitor.get(GROUPS).await;
    assert_eq!(
        (response.status(), &response.headers()["location"]),
        (StatusCode::FOUND, &"http://127.0.0.2:1/".parse().unwrap())
    );
    once(Fault::HugeBody(3_000_000));
    assert!(visitor.get(GROUPS).await.bytes().await.unwrap().len() >= 3_000_000);
    once(Fault::WrongContentType("text/plain".to_owned()));
    let response = visitor.get(GROUPS).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain");
    assert!(response.text().await.unwrap().contains("payments"));
    once(Fault::DateSkew(TimeDelta::hours(-3)));
    assert_eq!(visitor.get(GROUPS).await.headers()[header::DATE], "Tue, 24 Nov 2026 07:00:00 GMT");
    once(Fault::ShiftList { by: 2 });
    let path = visitor.certs("payments", "svc-ledger");
    let shifted = visitor.json(&path).await;
    assert_eq!((results(&shifted).len(), &shifted["totalCount"]), (9, &9.into()));
    assert_eq!(results(&shifted), &results(&visitor.json(&path).await)[2..]);
}

#[tokio::test]
async fn a_stale_nonce_is_good_no_more() {
    let visitor = visit().await;
    visitor.json(GROUPS).await;
    visitor.server.faults().push(Rule::new(Fault::StaleNonce).once());
    for round in 0..2 {
        let response = visitor.get(GROUPS).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{round}");
        assert!(response.headers()[header::WWW_AUTHENTICATE].to_str().unwrap().contains("stale=true"), "{round}");
    }
}

#[tokio::test]
async fn bodies_and_connections_are_cut() {
    let visitor = visit().await;
    let once = |fault| visitor.server.faults().push(Rule::new(fault).once());
    once(Fault::CutBody { after: 100 });
    let mut response = visitor.get(GROUPS).await;
    assert!(response.content_length().unwrap() > 100);
    let mut arrived = Vec::new();
    let broken = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => arrived.extend_from_slice(&chunk),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken);
    assert_eq!(arrived.len(), 100);
    once(Fault::CutConnection);
    assert!(visitor.try_get(GROUPS, V2).await.is_err());
    let entries = visitor.server.journal().entries();
    assert_eq!(entries.last().unwrap().outcome, Outcome::Abandoned);
    visitor.json(GROUPS).await;
}

#[tokio::test]
async fn a_gate_holds_an_answer_and_others_overtake_it() {
    let visitor = visit().await;
    visitor.json(GROUPS).await;
    let gate = Gate::closed();
    visitor.server.faults().push(Rule::new(Fault::Hold(gate.clone())).page(2));
    let path = visitor.certs("load-test", "exactly-101");
    let held = format!("{path}?pageNum=2");
    let asked = async {
        let page = visitor.json(&held).await;
        assert_eq!(results(&page).len(), 1);
    };
    let overtaken = async {
        let entries = visitor.server.journal().wait_until(|all| all.iter().any(|one| one.target == held)).await;
        assert_eq!(entries.last().unwrap().outcome, Outcome::Pending);
        visitor.json(&path).await;
        let entries = visitor.server.journal().entries();
        let outcome = |target: &str| entries.iter().find(|one| one.target == target).unwrap().outcome;
        assert_eq!((outcome(&held), outcome(&path)), (Outcome::Pending, Outcome::Answered(200)));
        gate.open();
    };
    tokio::join!(asked, overtaken);
}

#[tokio::test]
async fn an_answer_that_nobody_waits_for_is_abandoned() {
    let visitor = visit().await;
    visitor.json(GROUPS).await;
    visitor.server.faults().push(Rule::new(Fault::Hold(Gate::closed())));
    let asked = visitor.get(GROUPS);
    let left = visitor.server.journal().wait_for(3);
    tokio::select! {
        _ = asked => panic!("the gate is closed"),
        entries = left => assert_eq!(entries[2].outcome, Outcome::Pending),
    }
    let entries = visitor.server.journal().wait_until(|all| all[2].outcome != Outcome::Pending).await;
    assert_eq!(entries[2].outcome, Outcome::Abandoned);
}

#[tokio::test]
async fn a_script_sees_the_request_and_latency_delays_the_right_answer() {
    let visitor = visit_with(|options| options.latency = Duration::from_millis(1)).await;
    visitor
        .server
        .faults()
        .script(|seen| (seen.signed && seen.page == 7).then(|| Fault::Status(500, String::new(), Vec::new())));
    visitor.server.faults().push(Rule::new(Fault::Latency(Duration::from_millis(1))).page(1));
    assert_eq!(visitor.get(&format!("{GROUPS}?pageNum=7")).await.status(), 500);
    assert_eq!(results(&visitor.json(GROUPS).await).len(), 24);
}

#[tokio::test]
async fn the_greeting_says_all_that_is_needed_and_the_server_ends_with_its_value() {
    let visitor = visit().await;
    let greeting = visitor.server.greeting().to_string();
    for fact in [&*visitor.server.base_url(), "demodemo", "private key", "client secret", "payments / svc-ledger"] {
        assert!(greeting.contains(fact), "{greeting}");
    }
    let url = visitor.url(GROUPS);
    let http = visitor.http.clone();
    assert_eq!(text(&visitor.json(GROUPS).await, "/results/0/name"), "Acme Platform");
    drop(visitor);
    // The port is free once the task is gone; until then nobody answers.
    tokio::task::yield_now().await;
    assert!(http.get(url).send().await.is_err());
}
