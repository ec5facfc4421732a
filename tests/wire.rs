//! The client against the simulated Atlas, over real HTTP on loopback: signing in, trouble of every kind, both versions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod recorded;
}

use std::sync::{Arc, Mutex};
use std::time::Duration;

use atlas_certs::atlas::client::{Client, Credentials, Limits, Settings};
use atlas_certs::atlas::endpoint::{Api, ApiChoice, BaseUrl};
use atlas_certs::atlas::error::{Cut, Error, Kind};
use atlas_certs::atlas::exchange::{Asked, Exchange, Outcome as CameOf};
use atlas_certs::atlas::fleet::Fleet;
use atlas_certs::atlas::notice::Notice;
use atlas_certs::atlas::page::{Page, PageNumber, PageSize};
use atlas_certs::atlas::way::Way;
use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::journal::{Entry, Outcome};
use atlas_certs::demo::options::{Challenges, NonceCount, Options, Version2};
use atlas_certs::demo::{Fault, Rule, Server, World};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::project::{Project, ProjectId};
use chrono::{DateTime, TimeDelta, Utc};
use support::recorded;

fn now() -> DateTime<Utc> {
    "2026-11-24T14:03:00Z".parse().unwrap()
}

fn options() -> Options {
    Options::new(Arc::new(now))
}

fn status_of(entry: &Entry) -> Option<u16> {
    match entry.outcome {
        Outcome::Answered(status) => Some(status),
        Outcome::Pending | Outcome::Abandoned => None,
    }
}

/// A server, a client of it, and what the client said.
struct Line {
    server: Server,
    client: Client,
    notices: Arc<Mutex<Vec<Notice>>>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

fn key(private: &str) -> Credentials {
    Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: private.into() }
}

fn account(secret: &str) -> Credentials {
    Credentials::ServiceAccount { id: CLIENT_ID.to_owned(), secret: secret.into() }
}

fn settings(base_url: &str, credentials: Credentials) -> Settings {
    Settings {
        base_url: BaseUrl::parse(base_url, false).unwrap(),
        credentials,
        api: ApiChoice::Auto,
        page_size: PageSize::MAX,
        envelope: false,
        way: Way::default(),
        // Pauses as short as they come: no test waits for a clock.
        limits: Limits { first_pause: Duration::from_millis(1), ..Limits::default() },
    }
}

async fn line_with(options: Options, change: impl FnOnce(&mut Settings)) -> Line {
    let server = Server::start(Arc::new(World::new(7, now())), options).await.unwrap();
    let mut settings = settings(&server.base_url(), key(PRIVATE_KEY));
    change(&mut settings);
    let (notices, exchanges) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let (heard, seen) = (Arc::clone(&notices), Arc::clone(&exchanges));
    let hear = move |notice| match notice {
        Notice::Exchanged(exchange) => seen.lock().unwrap().push(exchange),
        other => heard.lock().unwrap().push(other),
    };
    let client = Client::new(settings, Arc::new(hear)).unwrap();
    Line { server, client, notices, exchanges }
}

async fn line() -> Line {
    line_with(options(), |_| {}).await
}

impl Line {
    async fn projects(&self) -> Result<Page<Project>, Error> {
        self.client.projects(PageNumber::MIN).await
    }

    async fn error(&self) -> Error {
        self.projects().await.expect_err("this was meant to fail")
    }

    async fn project(&self, name: &str) -> ProjectId {
        let page = self.projects().await.unwrap();
        page.items.into_iter().find(|project| &*project.name == name).expect(name).id
    }

    fn statuses(&self) -> Vec<Option<u16>> {
        self.server.journal().entries().iter().map(status_of).collect()
    }

    /// What is said must fit one line, be safe to print, and never tell a secret.
    fn check(error: &Error) {
        let said = [vec![error.headline()], error.story()].concat().join("\n");
        for secret in [PRIVATE_KEY, CLIENT_SECRET, "Digest username", "Bearer "] {
            assert!(!said.contains(secret), "{said}");
        }
        assert!(!error.headline().contains('\n') && !error.headline().is_empty());
    }
}

#[tokio::test]
async fn a_session_costs_one_challenge() {
    let line = line().await;
    let project = line.project("payments").await;
    for number in 1..=4 {
        line.client.certificates(&project, "hourly-rotation", PageNumber::new(number).unwrap()).await.unwrap();
    }
    assert_eq!(line.statuses(), [Some(401), Some(200), Some(200), Some(200), Some(200), Some(200)]);
    assert_eq!(line.client.api_in_use(), Some(Api::V2));
}

#[tokio::test]
async fn fifty_at_once_cost_one_challenge_too() {
    let line = line_with(options(), |settings| settings.limits.at_once = 50).await;
    let requests = (0..50).map(|_| {
        let client = line.client.clone();
        tokio::spawn(async move { client.projects(PageNumber::MIN).await })
    });
    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap().unwrap();
    }
    assert_eq!(line.statuses().iter().filter(|status| **status == Some(401)).count(), 1);
    assert_eq!(line.statuses().len(), 51);
}

#[tokio::test]
async fn every_digest_is_spoken() {
    for challenges in [Challenges::Md5, Challenges::Sha256, Challenges::BothInOneHeader, Challenges::BothInTwoHeaders] {
        let line = line_with(Options { challenges, ..options() }, |_| {}).await;
        assert!(line.projects().await.is_ok(), "{challenges:?}");
        assert_eq!(line.statuses(), [Some(401), Some(200)], "{challenges:?}");
    }
}

#[tokio::test]
async fn a_nonce_that_grows_old_is_renewed() {
    let line = line_with(Options { nonce_uses: Some(3), ..options() }, |_| {}).await;
    for _ in 0..9 {
        line.projects().await.unwrap();
    }
    assert_eq!(line.statuses().iter().filter(|status| **status == Some(200)).count(), 9);
    let strict = Options { nonce_count: NonceCount::Once, ..options() };
    let line = line_with(strict, |_| {}).await;
    line.projects().await.unwrap();
    line.projects().await.unwrap();
}

#[tokio::test]
async fn a_nonce_that_grows_old_unsaid_is_renewed_too() {
    let line = line_with(Options { nonce_uses: Some(3), says_stale: false, ..options() }, |_| {}).await;
    for _ in 0..9 {
        line.projects().await.unwrap();
    }
    let moment = Arc::new(Mutex::new(now()));
    let clock = Arc::clone(&moment);
    let options = Options { says_stale: false, ..Options::new(Arc::new(move || *clock.lock().unwrap())) };
    let line = line_with(options, |_| {}).await;
    line.projects().await.unwrap();
    *moment.lock().unwrap() += TimeDelta::minutes(6);
    line.projects().await.unwrap();
    assert_eq!(line.statuses(), [Some(401), Some(200), Some(401), Some(200)]);
}

#[tokio::test]
async fn strict_nonces_bear_many_requests_at_once() {
    for nonce_count in [NonceCount::Once, NonceCount::Increasing] {
        for says_stale in [true, false] {
            let options = Options { nonce_count, says_stale, ..options() };
            let line = line_with(options, |settings| {
                settings.limits.at_once = 8;
                settings.limits.attempts = 1;
            })
            .await;
            line.projects().await.unwrap();
            let requests = (0..24).map(|_| {
                let client = line.client.clone();
                tokio::spawn(async move { client.projects(PageNumber::MIN).await })
            });
            for request in requests.collect::<Vec<_>>() {
                let answer = request.await.unwrap();
                assert!(answer.is_ok(), "{nonce_count:?}, {says_stale}: {:?}", answer.err());
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_calls_every_nonce_stale_is_not_about_the_key() {
    let line = line().await;
    line.server.faults().push(Rule::new(Fault::StaleNonce));
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::ServerTrouble);
    assert!(error.headline().contains("stale"), "{error}");
    Line::check(&error);
}

#[tokio::test]
async fn a_gateway_that_asks_to_sign_in_is_not_about_the_key() {
    for scheme in ["Negotiate", "Basic realm=\"gateway\""] {
        let line = line().await;
        let headers = vec![("www-authenticate".to_owned(), scheme.to_owned())];
        line.server.faults().push(Rule::new(Fault::Status(401, String::new(), headers)).unsigned_too());
        let error = line.error().await;
        assert!(matches!(error.kind(), Kind::NotUnderstood(_)), "{error:?}");
        assert!(error.headline().contains("401") && error.headline().contains("sign in"), "{error}");
        assert!(error.story().iter().any(|told| told.contains(scheme.split(' ').next().unwrap())));
        Line::check(&error);
    }
}

/// A server, or what calls itself one, may say as much as it likes.
#[tokio::test]
async fn whatever_a_server_says_is_told_in_a_line_that_can_be_read() {
    let line = line_with(options(), |settings| settings.limits.attempts = 1).await;
    let long = "é".repeat(100_000);
    let list = "IP_ADDRESS_NOT_ON_ACCESS_LIST";
    for (status, body) in [
        (200, format!("\"{long}\"")),
        (200, format!(r#"{{"results":"{long}"}}"#)),
        (404, format!(r#"{{"error":404,"errorCode":"{long}","detail":"{long}"}}"#)),
        (403, format!(r#"{{"error":403,"errorCode":"{list}","parameters":["{long}"],"detail":"{long}"}}"#)),
        (500, long.clone()),
    ] {
        line.server.faults().push(Rule::new(Fault::Status(status, body, Vec::new())).on("/groups").once());
        let error = line.error().await;
        Line::check(&error);
        for told in error.story().into_iter().chain([error.headline()]) {
            assert!(told.chars().count() < 2200, "{} characters for {status}", told.chars().count());
        }
    }
}

#[tokio::test]
async fn a_wrong_key_is_reported_after_one_answer() {
    let line = line_with(options(), |settings| settings.credentials = key("wrong")).await;
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::KeysRejected);
    assert_eq!(line.statuses(), [Some(401), Some(401)]);
    Line::check(&error);
    // The nonce is not fresh any more, so this may not be about the key: one more answer tells.
    assert_eq!(line.error().await.kind(), &Kind::KeysRejected);
    assert_eq!(line.statuses().len(), 4);
}

#[tokio::test]
async fn a_service_account_mints_one_token_for_all() {
    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    let requests = (0..8).map(|_| {
        let client = line.client.clone();
        tokio::spawn(async move { client.projects(PageNumber::MIN).await })
    });
    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap().unwrap();
    }
    let posts = line.server.journal().entries().iter().filter(|entry| entry.method == "POST").count();
    assert_eq!((posts, line.statuses().len()), (1, 9));
}

#[tokio::test]
async fn a_token_that_the_server_forgot_is_renewed_once() {
    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    line.projects().await.unwrap();
    line.server.faults().push(Rule::new(Fault::Status(401, String::new(), Vec::new())).on("/groups").once());
    line.projects().await.unwrap();
    line.server.faults().push(Rule::new(Fault::Status(401, String::new(), Vec::new())).on("/groups"));
    assert_eq!(line.error().await.kind(), &Kind::KeysRejected);
}

#[tokio::test]
async fn a_token_serves_many_requests_however_long_it_lives() {
    let posts = |line: &Line| line.server.journal().entries().iter().filter(|entry| entry.method == "POST").count();
    let short = Options { token_lifetime: TimeDelta::seconds(50), ..options() };
    let line = line_with(short, |settings| settings.credentials = account(CLIENT_SECRET)).await;
    for _ in 0..5 {
        line.projects().await.unwrap();
    }
    assert_eq!(posts(&line), 1);

    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    let endless = format!(r#"{{"access_token":"x","expires_in":{}}}"#, u64::MAX);
    line.server.faults().push(Rule::new(Fault::Status(200, endless, Vec::new())).on("/oauth/token").once());
    line.projects().await.unwrap();
    assert_eq!(posts(&line), 2, "the server does not know the first one");
}

#[tokio::test]
async fn a_token_in_an_unexpected_answer_is_not_shown() {
    for status in [201, 203, 302, 418, 500] {
        let line = line_with(options(), |settings| {
            settings.credentials = account(CLIENT_SECRET);
            settings.limits.attempts = 1;
        })
        .await;
        let body = r#"{"access_token":"demo-token-of-somebody","detail":null}"#.to_owned();
        line.server.faults().push(Rule::new(Fault::Status(status, body, Vec::new())).on("/oauth/token"));
        let error = line.error().await;
        Line::check(&error);
        assert!(!format!("{error:?}").contains("of-somebody"), "{error:?}");
    }
}

#[tokio::test]
async fn a_secret_may_hold_any_characters() {
    let secret = "a%2B+:b c%/ü=&";
    let server = Options { client_secret: secret.to_owned(), ..options() };
    let line = line_with(server, |settings| settings.credentials = account(secret)).await;
    line.projects().await.unwrap();
}

/// Where a log is written to.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_tells_every_request_and_no_secret() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(move || writer.clone());
    // For the whole process, as what a log is interested in is remembered for all threads: its own lines bear its port.
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    line.server.faults().push(Rule::new(Fault::CutConnection).on("/groups").once());
    line.projects().await.unwrap();
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let base_url = line.server.base_url();
    let has = |words: &[&str]| {
        said.lines().any(|line| line.contains(&base_url) && words.iter().all(|word| line.contains(word)))
    };
    assert!(has(&["POST", "/api/oauth/token", "200", "took"]), "{said}");
    assert!(has(&["GET", "/groups", "failed=\"broken\"", "took"]), "{said}");
    assert!(has(&["GET", "/groups", "200", "took"]), "{said}");
    for secret in [CLIENT_SECRET, PRIVATE_KEY, "demo-token-", "Bearer "] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_reported() {
    let line = line_with(options(), |settings| settings.credentials = account("wrong")).await;
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::KeysRejected);
    assert_eq!(line.statuses().len(), 1);
    Line::check(&error);
}

#[tokio::test]
async fn only_get_and_the_token_post_are_ever_sent() {
    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    let project = line.project("payments").await;
    line.client.users(&project, PageNumber::MIN).await.unwrap();
    for entry in line.server.journal().entries() {
        assert!(entry.method == "GET" || entry.target == "/api/oauth/token", "{entry:?}");
    }
}

#[tokio::test]
async fn a_server_without_v2_is_asked_in_v1_once() {
    for version2 in [Version2::NotFound, Version2::NotAcceptable] {
        let line = line_with(Options { version2, ..options() }, |_| {}).await;
        line.projects().await.unwrap();
        line.projects().await.unwrap();
        assert_eq!(line.client.api_in_use(), Some(Api::V1), "{version2:?}");
        assert_eq!(*line.notices.lock().unwrap(), [Notice::ApiInUse(Api::V1)]);
        let asked_v2 = |entry: &&Entry| entry.target.contains("/v2/") && status_of(entry) != Some(401);
        assert_eq!(line.server.journal().entries().iter().filter(asked_v2).count(), 1);
    }
}

#[tokio::test]
async fn an_unknown_project_does_not_look_like_another_version() {
    let line = line().await;
    let error = line.client.users(&ProjectId::new("1".repeat(24)), PageNumber::MIN).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (&Kind::NotFound, Some("GROUP_NOT_FOUND")));
    assert_eq!(line.client.api_in_use(), Some(Api::V2));
    Line::check(&error);
}

#[tokio::test]
async fn both_versions_work_in_full() {
    for api in [Api::V1, Api::V2] {
        let line = line_with(options(), |settings| settings.api = ApiChoice::Only(api)).await;
        let project = line.project("payments").await;
        let users = line.client.users(&project, PageNumber::MIN).await.unwrap();
        assert!(users.items.iter().any(|user| &*user.name == "svc-ledger"));
        let page = line.client.certificates(&project, "svc-ledger", PageNumber::MIN).await.unwrap();
        assert!(!page.items.is_empty() && page.server_time == Some(now()));
        assert!(line.client.organisations(PageNumber::MIN).await.unwrap().items.len() >= 2);
    }
}

#[tokio::test]
async fn an_envelope_carries_rows_and_statuses() {
    let line = line_with(options(), |settings| settings.envelope = true).await;
    let project = line.project("payments").await;
    let page = line.client.certificates(&project, "svc-ledger", PageNumber::MIN).await.unwrap();
    assert!(!page.items.is_empty());
    let error = line.client.users(&ProjectId::new("1".repeat(24)), PageNumber::MIN).await.unwrap_err();
    assert_eq!(error.kind(), &Kind::NotFound);
}

#[tokio::test]
async fn every_name_of_the_demo_reaches_its_user() {
    let line = line().await;
    for name in ["payments", "compliance"] {
        let project = line.project(name).await;
        for user in line.client.users(&project, PageNumber::MIN).await.unwrap().items {
            if user.authentication.may_have_certificates() {
                line.client.certificates(&project, &user.name, PageNumber::MIN).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn what_a_person_can_do_decides_the_error() {
    let address = "203.0.113.7".parse().unwrap();
    let line = line_with(Options { refused_address: Some(address), ..options() }, |_| {}).await;
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::AddressNotListed(Some("203.0.113.7".to_owned())));
    assert!(error.headline().contains("203.0.113.7") && error.headline().contains("access list of the key itself"));
    Line::check(&error);

    let line = line_with(Options { without_role: vec!["payments".to_owned()], ..options() }, |_| {}).await;
    let project = line.project("payments").await;
    let error = line.client.users(&project, PageNumber::MIN).await.unwrap_err();
    assert_eq!(error.kind(), &Kind::RoleMissing);
    assert!(error.headline().contains("Project Read Only") && error.headline().contains(project.as_str()));
    Line::check(&error);
}

/// What a status means where the body is Atlas's own, with a code that says nothing more. Below 200 an answer may not
/// come at all.
fn is_expected(status: u16, kind: &Kind) -> bool {
    match status {
        401 => *kind == Kind::KeysRejected,
        404 => *kind == Kind::NotFound,
        406 => *kind == Kind::VersionNotSpoken,
        410 => *kind == Kind::Retired,
        429 => *kind == Kind::SlowDown(None),
        100..=199 => true,
        200..=299 => *kind == Kind::NotUnderstood(format!("status {status}")),
        300..=399 => matches!(kind, Kind::Redirected(_)),
        400..=499 => *kind == Kind::Refused,
        _ => *kind == Kind::ServerTrouble,
    }
}

#[tokio::test]
async fn every_status_is_one_line_and_no_panic() {
    let line = line_with(options(), |settings| settings.limits.attempts = 1).await;
    line.projects().await.unwrap();
    for status in (100..=599).filter(|status| *status != 200) {
        for body in ["{\"error\":null}".to_owned(), format!(r#"{{"error":{status},"errorCode":"OTHER"}}"#)] {
            line.server.faults().clear();
            line.server.faults().push(Rule::new(Fault::Status(status, body.clone(), Vec::new())));
            let error = line.error().await;
            Line::check(&error);
            // 204 and 304 have no body.
            let is_atlas = body.contains("OTHER") && status != 204 && status != 304;
            assert!(!is_atlas || is_expected(status, error.kind()), "{status}: {error:?}");
        }
    }
}

#[tokio::test]
async fn what_is_not_found_is_about_the_version_only_until_that_is_known() {
    for body in ["", "{}", r#"{"error":404,"errorCode":"RESOURCE_NOT_FOUND"}"#] {
        let line = line_with(options(), |settings| settings.limits.attempts = 1).await;
        let answer = |status| Fault::Status(status, body.to_owned(), Vec::new());
        line.server.faults().push(Rule::new(answer(404)));
        let error = line.error().await;
        assert_eq!(error.kind(), &Kind::NeitherVersionSpoken, "{body}");
        assert!(error.headline().contains("base URL") && !error.headline().contains("--api"), "{error}");
        Line::check(&error);

        line.server.faults().clear();
        line.server.faults().push(Rule::new(answer(404)).on("/v2/").once());
        line.server.faults().push(Rule::new(answer(500)).on("/v1.0/"));
        assert_eq!(line.error().await.kind(), &Kind::ServerTrouble, "{body}");

        line.server.faults().clear();
        line.projects().await.unwrap();
        line.server.faults().push(Rule::new(answer(404)));
        assert_eq!(line.error().await.kind(), &Kind::NotFound, "{body}");
        assert_eq!(line.client.api_in_use(), Some(Api::V2));
    }
}

#[tokio::test]
async fn a_403_is_what_the_server_says() {
    let line = line().await;
    let says = |body: &str| {
        line.server.faults().clear();
        line.server.faults().push(Rule::new(Fault::Status(403, body.to_owned(), Vec::new())));
    };
    says(r#"{"error":403,"errorCode":"GLOBAL_USER_OUTSIDE_SUBNET","detail":"Use the VPN."}"#);
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::Refused);
    assert!(error.headline().contains("GLOBAL_USER_OUTSIDE_SUBNET: Use the VPN."), "{error}");
    for code in [r#""errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST","#, ""] {
        says(&format!(r#"{{{code}"detail":"IP address 203.0.113.7 is not allowed to access this resource."}}"#));
        assert_eq!(line.error().await.kind(), &Kind::AddressNotListed(Some("203.0.113.7".to_owned())));
    }
    says(r#"{"error":403,"errorCode":"NOT_ORG_GROUP_CREATOR"}"#);
    assert_eq!(line.error().await.kind(), &Kind::RoleMissing);
}

#[tokio::test]
async fn bodies_of_any_depth_are_read() {
    let line = line().await;
    let nested = |inner: &str| format!("{}{inner}{}", r#"{"content":"#.repeat(100_000), "}".repeat(100_000));
    line.server.faults().push(Rule::new(Fault::Garbage(nested(r#"{"results":[]}"#).into())).once());
    assert!(matches!(line.error().await.kind(), Kind::NotUnderstood(_)));
    line.server.faults().push(Rule::new(Fault::Status(403, nested(r#"{"error":403}"#), Vec::new())).once());
    Line::check(&line.error().await);
}

#[tokio::test]
async fn the_status_inside_an_envelope_counts() {
    let enveloped = |body: &str| Rule::new(Fault::Garbage(body.as_bytes().to_vec())).on("/groups");
    let ended = [
        r#"{"status":401}"#,
        r#"{"status":401,"content":{"error":401,"reason":"Unauthorized"}}"#,
        r#"{"status":401,"content":{"detail":"x"}}"#,
    ];
    for body in ended {
        let line = line_with(options(), |settings| {
            settings.envelope = true;
            settings.credentials = account(CLIENT_SECRET);
        })
        .await;
        line.projects().await.unwrap();
        line.server.faults().push(enveloped(body).once());
        line.projects().await.unwrap();
        let posts = line.server.journal().entries().iter().filter(|entry| entry.method == "POST").count();
        assert_eq!(posts, 2, "{body}");
    }
    for asked_for in [true, false] {
        let line = line_with(options(), |settings| settings.envelope = asked_for).await;
        line.projects().await.unwrap();
        line.server.faults().push(enveloped(r#"{"status":429}"#).times(2));
        line.projects().await.unwrap();
        let missing = [
            r#"{"status":404}"#,
            r#"{"status":404,"content":{}}"#,
            r#"{"status":404,"content":{"error":404,"errorCode":"GROUP_NOT_FOUND"}}"#,
            r#"{"status":404,"error":404,"errorCode":"GROUP_NOT_FOUND"}"#,
        ];
        for body in missing {
            line.server.faults().clear();
            line.server.faults().push(enveloped(body));
            let error = line.error().await;
            assert_eq!(error.kind(), &Kind::NotFound, "{body}");
            assert!(error.headline().contains("(404") && error.story().contains(&"status   404".to_owned()), "{error}");
        }
    }
}

#[tokio::test]
async fn transient_trouble_is_ridden_out_and_seen() {
    let faults = [
        Fault::Status(500, r#"{"error":500,"errorCode":"UNEXPECTED_ERROR"}"#.to_owned(), Vec::new()),
        Fault::Status(503, String::new(), Vec::new()),
        Fault::CutConnection,
        Fault::CutBody { after: 40 },
        Fault::RateLimited { retry_after: Some(0) },
        Fault::RateLimited { retry_after: None },
    ];
    for fault in faults {
        let line = line().await;
        line.server.faults().push(Rule::new(fault.clone()).times(2));
        assert!(line.projects().await.is_ok(), "{fault:?}");
        let waited =
            line.notices.lock().unwrap().iter().filter(|notice| matches!(notice, Notice::Waiting { .. })).count();
        assert_eq!(waited, 2, "{fault:?}");
        let said: Vec<String> = line.notices.lock().unwrap().iter().map(ToString::to_string).collect();
        assert!(said.iter().all(|said| !said.contains("try again")), "{said:?}");
    }
}

#[tokio::test]
async fn every_request_is_told_with_what_came_of_it() {
    let line = line().await;
    let project = line.project("payments").await;
    line.server.faults().push(Rule::new(Fault::RateLimited { retry_after: Some(0) }).on("databaseUsers").once());
    line.server.faults().push(Rule::new(Fault::CutBody { after: 40 }).on("databaseUsers").skip(1).once());
    line.client.users(&project, PageNumber::MIN).await.unwrap();
    let told: Vec<Exchange> = line.exchanges.lock().unwrap().clone();
    let journal = line.server.journal().entries();
    assert_eq!(told.len(), journal.len());
    for (exchange, entry) in told.iter().zip(&journal) {
        assert_eq!(exchange.address.to_string(), format!("{}{}", line.server.base_url(), entry.target));
        assert_eq!(exchange.method, entry.method);
    }
    let came: Vec<_> = told.iter().map(|one| (one.outcome, one.signed, one.tried.nth, one.again)).collect();
    let users = Asked::Users(project);
    assert_eq!(told.iter().map(|one| one.asked == users).collect::<Vec<_>>(), [false, false, true, true, true]);
    let expected = [
        (CameOf::Status(401), false, 1, None),
        (CameOf::Status(200), true, 1, Some("sign-in")),
        (CameOf::Status(429), true, 1, None),
        (CameOf::Cut(Cut::Broken), true, 2, Some("rate limit")),
        (CameOf::Status(200), true, 3, Some("broken")),
    ];
    assert_eq!(came, expected);
    assert!(told[1].left.is_some() && told[1].bytes > 40 && told[3].bytes <= 40, "{told:?}");
    // Held back for the rate limit is the one after the 429, and no other.
    assert_eq!(told.iter().map(|one| one.held.is_zero()).collect::<Vec<_>>(), [true, true, true, false, true]);
}

#[tokio::test]
async fn a_token_and_a_request_that_nobody_waits_for_are_told_too() {
    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    let gate = Gate::closed();
    line.server.faults().push(Rule::new(Fault::Hold(gate.clone())).on("/groups"));
    let asking = line.projects();
    let has_asked = |entries: &[Entry]| entries.iter().any(|entry| entry.target.contains("/groups"));
    tokio::select! {
        _ = asking => panic!("the gate is closed"),
        _ = line.server.journal().wait_until(has_asked) => {}
    }
    let told = line.exchanges.lock().unwrap().clone();
    let came: Vec<_> = told.iter().map(|one| (one.method, one.asked.clone(), one.outcome)).collect();
    let expected = [("POST", Asked::Token, CameOf::Status(200)), ("GET", Asked::Projects, CameOf::GivenUp)];
    assert_eq!(came, expected);
    gate.open();
}

#[tokio::test]
async fn lasting_trouble_ends() {
    let line = line().await;
    line.server.faults().push(Rule::new(Fault::Status(500, String::new(), Vec::new())));
    assert_eq!(line.error().await.kind(), &Kind::ServerTrouble);
    assert_eq!(line.statuses().iter().filter(|status| **status == Some(500)).count(), Limits::default().attempts);
    line.server.faults().clear();
    line.server.faults().push(Rule::new(Fault::RateLimited { retry_after: Some(9_999) }));
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::SlowDown(Some(Duration::from_secs(9_999))));
    assert!(error.headline().ends_with("try again in 3 h"), "{error}");
    Line::check(&error);
    line.server.faults().clear();
    let endless = vec![("retry-after".to_owned(), u64::MAX.to_string())];
    line.server.faults().push(Rule::new(Fault::Status(429, String::new(), endless)));
    Line::check(&line.error().await);
}

#[tokio::test]
async fn answers_that_are_not_atlas() {
    let faults = [
        (Fault::Html, "web page"),
        (Fault::Garbage(b"{\"results\":[".to_vec()), "EOF"),
        (Fault::Garbage(vec![0xFF; 40]), "line 1"),
        (Fault::Garbage(b"[]".to_vec()), "not Atlas's"),
        (Fault::Garbage(Vec::new()), "EOF"),
    ];
    for (fault, word) in faults {
        let line = line().await;
        line.server.faults().push(Rule::new(fault.clone()));
        let error = line.error().await;
        assert!(matches!(error.kind(), Kind::NotUnderstood(_)), "{fault:?}: {error:?}");
        assert!(error.headline().contains(word), "{}", error.headline());
        Line::check(&error);
    }
    let line = line().await;
    line.server.faults().push(Rule::new(Fault::WrongContentType("text/html".to_owned())));
    assert!(line.projects().await.is_ok(), "the body counts, not its label");
}

#[tokio::test]
async fn a_body_without_end_is_cut() {
    let line = line_with(options(), |settings| settings.limits.body_cap = 1 << 16).await;
    line.server.faults().push(Rule::new(Fault::HugeBody(1 << 30)));
    let error = line.error().await;
    assert!(error.headline().contains("longer than 65536 bytes"), "{}", error.headline());
}

#[tokio::test]
async fn a_redirect_does_not_take_the_key_along() {
    let (line, thief) = (line().await, line().await);
    line.projects().await.unwrap();
    let elsewhere = format!("{}/api/atlas/v2/groups", thief.server.base_url());
    line.server.faults().push(Rule::new(Fault::RedirectTo(elsewhere)));
    let error = line.error().await;
    assert_eq!(error.kind(), &Kind::Redirected("127.0.0.1".to_owned()));
    assert!(thief.server.journal().entries().is_empty());
}

#[tokio::test]
async fn a_slow_answer_times_out() {
    let line = line_with(options(), |settings| {
        settings.limits.read_timeout = Duration::from_millis(20);
        settings.limits.attempts = 1;
    })
    .await;
    line.server.faults().push(Rule::new(Fault::Hold(Gate::closed())).unsigned_too());
    assert_eq!(line.error().await.kind(), &Kind::Unreachable(Cut::Time));
}

#[tokio::test]
async fn an_answer_as_a_whole_has_a_time_limit() {
    let line = line_with(options(), |settings| {
        settings.limits.request_timeout = Duration::from_millis(20);
        // This one does not end it.
        settings.limits.read_timeout = Duration::from_hours(1);
        settings.limits.attempts = 1;
    })
    .await;
    line.server.faults().push(Rule::new(Fault::Hold(Gate::closed())).unsigned_too());
    let error = tokio::time::timeout(Duration::from_secs(20), line.error()).await.expect("an end");
    assert_eq!(error.kind(), &Kind::Unreachable(Cut::Time));
}

#[tokio::test]
async fn nobody_there_is_said_at_once() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let settings = settings(&format!("http://127.0.0.1:{port}"), key(PRIVATE_KEY));
    let no_wait = |notice| assert!(matches!(notice, Notice::Exchanged(_)), "nothing is worth a wait: {notice:?}");
    let client = Client::new(settings, Arc::new(no_wait)).unwrap();
    let error = client.projects(PageNumber::MIN).await.unwrap_err();
    assert_eq!(error.kind(), &Kind::Unreachable(Cut::Connection), "{:?}", error.story());
    assert!(error.headline().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn no_tls_is_told_as_such() {
    let line = line().await;
    let settings = settings(&line.server.base_url().replace("http:", "https:"), key(PRIVATE_KEY));
    let client = Client::new(settings, Arc::new(|_| {})).unwrap();
    let error = client.projects(PageNumber::MIN).await.unwrap_err();
    assert_eq!(error.kind(), &Kind::Unreachable(Cut::NoTls), "{:?}", error.story());
    assert!(error.headline().contains("no TLS") && !error.headline().contains("trusted"), "{error}");
}

#[tokio::test]
async fn the_end_is_where_no_next_link_is() {
    let line = line().await;
    let project = line.project("payments").await;
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut number = PageNumber::MIN;
    loop {
        let page = line.client.certificates(&project, "hourly-rotation", number).await.unwrap();
        certificates.extend(page.items);
        if !page.has_next {
            break;
        }
        number = number.saturating_add(1);
    }
    assert_eq!((certificates.len(), number.get()), (17_500, 35));
    assert!(certificates.is_sorted_by_key(|one| one.created_at));
    let beyond = line.client.certificates(&project, "hourly-rotation", number.saturating_add(9)).await.unwrap();
    assert!(beyond.items.is_empty() && !beyond.has_next);
}

#[tokio::test]
async fn a_walk_ends_though_the_server_does_not_say_so() {
    let line = line().await;
    line.projects().await.unwrap();
    let page = |items: &str| Fault::Garbage(format!(r#"{{"results":[{items}],"links":[{{"rel":"next"}}]}}"#).into());
    let (one, other) = (r#"{"id":"1","name":"a"},{"id":"2","name":"b"}"#, r#"{"id":"1","name":"a"},{"id":"3"}"#);
    line.server.faults().push(Rule::new(page(one)).once());
    line.server.faults().push(Rule::new(page(other)));
    let fleet = Fleet::from(line.client.clone());
    let mut walk = fleet.walk_projects();
    assert_eq!(walk.next().await.unwrap().unwrap().items.len(), 2);
    assert_eq!(walk.next().await.unwrap().unwrap().items.len(), 2, "only its beginning is the same");
    let error = walk.next().await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), Kind::NotUnderstood(_)) && error.headline().contains("same page"), "{error}");
    assert!(walk.next().await.is_none());

    line.server.faults().clear();
    line.server.faults().push(Rule::new(page(one)).once());
    line.server.faults().push(Rule::new(page("")));
    let fleet = Fleet::from(line.client.clone());
    let mut walk = fleet.walk_projects();
    assert_eq!(walk.next().await.unwrap().unwrap().items.len(), 2);
    assert!(walk.next().await.unwrap().unwrap().items.is_empty());
    assert!(walk.next().await.is_none());
}

#[tokio::test]
async fn a_dropped_request_leaves_the_session_whole() {
    let line = line_with(options(), |settings| settings.credentials = account(CLIENT_SECRET)).await;
    let gate = Gate::closed();
    line.server.faults().push(Rule::new(Fault::Hold(gate.clone())).on("/oauth/token").unsigned_too().once());
    let client = line.client.clone();
    let first = tokio::spawn(async move { client.projects(PageNumber::MIN).await });
    line.server.journal().wait_for(1).await;
    first.abort();
    assert!(first.await.is_err());
    line.projects().await.unwrap();
    gate.open();
}

#[tokio::test]
async fn the_servers_clock_comes_with_the_page() {
    let line = line().await;
    line.server.faults().push(Rule::new(Fault::DateSkew(TimeDelta::hours(3))));
    assert_eq!(line.projects().await.unwrap().server_time, Some(now() + TimeDelta::hours(3)));
}

/// Real answers of Atlas, served as they were recorded: every certificate comes out, its serial as it stands.
#[tokio::test]
async fn recorded_answers_load_whole() {
    let Some(recordings) = recorded::folder() else { return };
    let line = line().await;
    let project = line.project("payments").await;
    for recording in recorded::files(&recordings, "certs-list-") {
        line.server.faults().clear();
        line.server.faults().push(Rule::new(Fault::Garbage(recording.body.clone())).on("/certs"));
        let page = line.client.certificates(&project, "svc-ledger", PageNumber::MIN).await.unwrap();
        let text = String::from_utf8(recording.body).unwrap();
        let serials: Vec<&str> = text.split("\"_id\":").skip(1).map(|rest| rest.split(',').next().unwrap()).collect();
        let read: Vec<String> = page.items.iter().map(|one| one.serial.as_ref().unwrap().to_string()).collect();
        assert_eq!(read, serials, "{}", recording.name);
        assert!(
            page.items.iter().all(|one| one.not_after.is_some() && one.created_at.is_some() && one.subject.is_some())
        );
        assert_eq!(page.total, Some(serials.len() as u64));
    }
    for recording in recorded::files(&recordings, "dbusers-list-") {
        line.server.faults().clear();
        line.server.faults().push(Rule::new(Fault::Garbage(recording.body)).on("/databaseUsers"));
        assert!(!line.client.users(&project, PageNumber::MIN).await.unwrap().items.is_empty(), "{}", recording.name);
    }
    for recording in recorded::files(&recordings, "err") {
        line.server.faults().clear();
        let body = String::from_utf8_lossy(&recording.body).into_owned();
        line.server.faults().push(Rule::new(Fault::Status(recording.status, body, Vec::new())));
        Line::check(&line.error().await);
    }
}
