//! Several profiles as if they were one, over real HTTP: whose list comes when, who is asked for what, and what is told of
//! one that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atlas_certs::atlas::client::{Credentials, Limits, Settings};
use atlas_certs::atlas::endpoint::{Api, ApiChoice, BaseUrl};
use atlas_certs::atlas::error::{Error, Kind};
use atlas_certs::atlas::fleet::{self, Fleet, Profile};
use atlas_certs::atlas::notice::{Notice, Notices};
use atlas_certs::atlas::page::{Page, PageNumber, PageSize};
use atlas_certs::atlas::way::Way;
use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::options::{Options, Overcount, Version2};
use atlas_certs::demo::world::{SEED, SignIn};
use atlas_certs::demo::{Fault, Rule, Server, World};
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::runtime::clock;
use atlas_certs::scan::{Event, Plan, Scan};
use futures_util::FutureExt as _;

/// A world of another organisation: other ids than that of [`SEED`], and the same names.
const OTHER: u64 = SEED + 1;

async fn server(seed: u64, change: impl FnOnce(&mut Options)) -> Server {
    let world = Arc::new(World::new(seed, clock::now()));
    let mut options = Options { overcount: Overcount::Never, ..Options::new(Arc::new(clock::now)) };
    change(&mut options);
    Server::start(world, options).await.unwrap()
}

fn profile(name: &str, server: &Server, page_size: u16, private: &str) -> Profile {
    let settings = Settings {
        base_url: BaseUrl::parse(&server.base_url(), false).unwrap(),
        credentials: Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: private.to_owned().into() },
        api: ApiChoice::Auto,
        page_size: PageSize::new(page_size).unwrap(),
        envelope: false,
        way: Way::default(),
        // Pauses as short as they come: no test waits for a clock.
        limits: Limits { first_pause: Duration::from_millis(1), attempts: 2, ..Limits::default() },
    };
    Profile { name: name.to_owned(), settings: Ok(settings) }
}

fn fleet_that_tells(profiles: Vec<Profile>) -> (Fleet, Arc<Mutex<Vec<Notice>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let notices: Notices = Arc::new(move |notice| ear.lock().unwrap().push(notice));
    (Fleet::new(fleet::Settings::Profiles(profiles), &notices).unwrap(), heard)
}

fn fleet(profiles: Vec<Profile>) -> Fleet {
    fleet_that_tells(profiles).0
}

async fn page(fleet: &Fleet, number: u32) -> Result<Page<Project>, Error> {
    fleet.projects(PageNumber::new(number).unwrap()).await
}

/// The ids, page by page, and why no more came.
async fn walked(fleet: &Fleet) -> (Vec<Vec<String>>, Option<Error>) {
    let (mut walk, mut pages, mut failure) = (fleet.walk_projects(), Vec::new(), None);
    while let Some(page) = walk.next().await {
        match page {
            Ok(page) => pages.push(page.items.iter().map(|one| one.id.to_string()).collect()),
            Err(why) => failure = Some(why),
        }
    }
    (pages, failure)
}

fn ids(seed: u64) -> Vec<String> {
    World::new(seed, clock::now()).projects().iter().map(|project| project.id.clone()).collect()
}

fn id(seed: u64, name: &str) -> ProjectId {
    ProjectId::new(World::new(seed, clock::now()).project_named(name).unwrap().id.clone())
}

fn users_asked(server: &Server) -> usize {
    server.journal().entries().iter().filter(|entry| entry.target.contains("/databaseUsers?")).count()
}

#[tokio::test]
async fn all_projects_are_there_once_whatever_the_pages() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    for size in [1, 2, 5, 7, 500] {
        let profiles = vec![
            profile("a", &a, size, PRIVATE_KEY),
            profile("b", &b, size, PRIVATE_KEY),
            profile("c", &a, 3, PRIVATE_KEY),
        ];
        let (pages, failure) = walked(&fleet(profiles)).await;
        assert_eq!(failure, None);
        let listed: Vec<String> = pages.concat();
        let wanted: BTreeSet<String> = ids(SEED).into_iter().chain(ids(OTHER)).collect();
        assert_eq!(listed.len(), wanted.len(), "each once, {size} a page");
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), wanted);
    }
}

#[tokio::test]
async fn the_count_is_that_of_all_or_none() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let both = || vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)];
    let total = u64::try_from(ids(SEED).len() + ids(OTHER).len()).unwrap();
    assert_eq!(page(&fleet(both()), 1).await.unwrap().total, Some(total));
    b.faults().push(Rule::new(Fault::CutConnection).on("/groups"));
    let first = page(&fleet(both()), 1).await.unwrap();
    assert_eq!((first.total, first.has_next), (None, true));
}

#[tokio::test]
async fn who_fails_comes_last_and_is_named() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let wrong = "bad00000-0000-4000-8000-000000000bad";
    let profiles =
        vec![profile("staging", &a, 5, wrong), profile("prod", &b, 5, PRIVATE_KEY), profile("dev", &a, 5, wrong)];
    let fleet = fleet(profiles);
    let (pages, failure) = walked(&fleet).await;
    assert_eq!(pages.concat(), ids(OTHER));
    let failure = failure.expect("a failure");
    assert_eq!(failure.kind(), &Kind::KeysRejected);
    assert!(failure.headline().contains("(profile staging; profile dev fails, too)"), "{failure}");
    assert!(failure.story().iter().any(|line| line.starts_with("also") && line.contains("(profile dev)")));
}

#[tokio::test]
async fn who_is_told_to_wait_keeps_nobody_waiting() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    a.faults().push(Rule::new(Fault::RateLimited { retry_after: Some(0) }).on("/groups").once());
    let fleet = fleet(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    let (pages, failure) = walked(&fleet).await;
    assert_eq!(failure, None);
    assert_eq!(pages, [ids(OTHER), ids(SEED)]);
}

#[tokio::test]
async fn the_same_page_again_and_again_is_a_failure_of_that_profile() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let list = r#"{"links":[{"rel":"next","href":"x"}],"results":[{"id":"1","name":"one"}],"totalCount":9}"#;
    a.faults().push(Rule::new(Fault::Garbage(list.into())).on("/groups?"));
    let fleet = fleet(vec![profile("a", &a, 1, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    let (pages, failure) = walked(&fleet).await;
    assert_eq!(pages.concat().len(), 1 + ids(OTHER).len());
    let failure = failure.expect("a failure");
    assert!(failure.headline().contains("again and again") && failure.headline().contains("profile a"), "{failure}");
}

#[tokio::test]
async fn a_refresh_begins_anew_whatever_is_under_way() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let fleet = fleet(vec![profile("a", &a, 5, PRIVATE_KEY), profile("b", &b, 5, PRIVATE_KEY)]);
    let first = page(&fleet, 1).await.unwrap();
    let second = page(&fleet, 2).await.unwrap();
    let gate = Gate::closed();
    a.faults().push(Rule::new(Fault::Hold(gate.clone())).on("pageNum=3").once());
    // Page 3 is under way, and nobody waits for it any more.
    assert!(page(&fleet, 3).now_or_never().is_none());
    assert_eq!(page(&fleet, 1).await.unwrap().items, first.items);
    gate.open();
    // Asked for out of turn: those before it are found, and none is lost or told twice.
    let third = page(&fleet, 3).await.unwrap();
    assert_eq!(page(&fleet, 2).await.unwrap().items, second.items);
    let all = [ids(SEED)[10..15].to_vec(), ids(OTHER)[10..15].to_vec()].concat();
    assert_eq!(third.items.iter().map(|one| one.id.to_string()).collect::<Vec<_>>(), all);
    assert_eq!(page(&fleet, 99).await.unwrap(), Page::nothing());
}

#[tokio::test]
async fn what_is_in_a_project_is_asked_of_the_member_that_lists_it() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let fleet = fleet(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    walked(&fleet).await;
    fleet.users(&id(OTHER, "payments"), PageNumber::MIN).await.unwrap();
    assert_eq!((users_asked(&a), fleet.member_of(&id(OTHER, "payments"))), (0, 1));
    fleet.users(&id(SEED, "payments"), PageNumber::MIN).await.unwrap();
    assert_eq!(fleet.member_of(&id(SEED, "payments")), 0);
}

#[tokio::test]
async fn a_project_that_nobody_has_listed_is_found_once_and_remembered() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let fleet = fleet(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    let project = id(OTHER, "payments");
    fleet.users(&project, PageNumber::MIN).await.unwrap();
    let asked = users_asked(&a);
    assert!(asked > 0, "in turn");
    fleet.users(&project, PageNumber::MIN).await.unwrap();
    assert_eq!(users_asked(&a), asked);
    let nobody = fleet.users(&ProjectId::new("0".repeat(24)), PageNumber::MIN).await.unwrap_err();
    assert_eq!(nobody.kind(), &Kind::NotFound);
}

#[tokio::test]
async fn a_project_that_moved_is_found_with_its_new_member() {
    // Both see it; the first loses it.
    let (a, b) = (server(SEED, |_| {}).await, server(SEED, |_| {}).await);
    let fleet = fleet(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    walked(&fleet).await;
    let project = id(SEED, "payments");
    assert_eq!(fleet.member_of(&project), 0);
    let gone = r#"{"error":404,"errorCode":"GROUP_NOT_FOUND","detail":"No group with ID"}"#;
    a.faults().push(Rule::new(Fault::Status(404, gone.to_owned(), Vec::new())).on(project.as_str()));
    fleet.users(&project, PageNumber::MIN).await.unwrap();
    assert_eq!(fleet.member_of(&project), 1);
}

#[tokio::test]
async fn a_user_who_is_not_there_is_nobody_else_s_matter() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let fleet = fleet(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    walked(&fleet).await;
    let asked = a.journal().entries().len();
    let nobody = fleet.certificates(&id(OTHER, "payments"), "CN=nobody", PageNumber::MIN).await.unwrap_err();
    assert_eq!(nobody.kind(), &Kind::NotFound);
    assert_eq!(a.journal().entries().len(), asked);
}

#[tokio::test]
async fn each_server_is_spoken_to_in_its_own_version() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |options| options.version2 = Version2::NotFound).await);
    let (fleet, heard) = fleet_that_tells(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    let (pages, failure) = walked(&fleet).await;
    assert_eq!((pages.concat().len(), failure), (ids(SEED).len() + ids(OTHER).len(), None));
    let heard = heard.lock().unwrap();
    assert!([Api::V1, Api::V2].iter().all(|api| heard.contains(&Notice::ApiInUse(*api))), "{heard:?}");
}

#[tokio::test]
async fn a_wait_is_told_with_the_profile_it_is_for() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let (fleet, heard) = fleet_that_tells(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    walked(&fleet).await;
    b.faults().push(Rule::new(Fault::CutConnection).on("/databaseUsers").once());
    fleet.users(&id(OTHER, "payments"), PageNumber::MIN).await.unwrap();
    let told = heard.lock().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(told.contains("(profile b)") && !told.contains("(profile a)"), "{told}");
}

#[tokio::test]
async fn a_scan_goes_on_beside_a_member_that_answers_nothing() {
    let (a, b) = (server(SEED, |_| {}).await, server(OTHER, |_| {}).await);
    let fleet = fleet(vec![profile("a", &a, 500, PRIVATE_KEY), profile("b", &b, 500, PRIVATE_KEY)]);
    walked(&fleet).await;
    let gate = Gate::closed();
    a.faults().push(Rule::new(Fault::Hold(gate.clone())).on("/databaseUsers"));
    let names =
        ["billing", "catalogue", "checkout", "compliance", "identity", "payments", "vault", "inventory", "analytics"];
    let mut projects = Vec::new();
    let mut walk = fleet.walk_projects();
    while let Some(page) = walk.next().await {
        projects.extend(page.unwrap().items);
    }
    let of_b = id(OTHER, "compliance");
    projects.retain(|one| one.id == of_b || names.contains(&&*one.name) && fleet.member_of(&one.id) == 0);
    let (done, soonest) = (HashSet::new(), Box::new(|_: &ProjectId, _: &str| None));
    let mut scan = Scan::new(fleet.clone(), Plan { projects, users: None, done, soonest, clock: clock::now });
    // All that the one is asked for is under way and held; the other's lists are read to the end.
    let wanted = World::new(OTHER, clock::now());
    let managed = wanted.project_named("compliance").unwrap().users.iter();
    let mut left = managed.filter(|user| user.sign_in == SignIn::ManagedX509).count();
    while left > 0 {
        match scan.next().await.expect("an event") {
            Event::Certificates { project, .. } if project.id == of_b => left -= 1,
            Event::Users { project, .. } if project.id == of_b => {}
            other => panic!("{other:?}"),
        }
    }
    gate.open();
}
