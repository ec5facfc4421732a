//! Scanning many users over HTTP against the simulated Atlas: nothing twice, nothing missed without a word, the most urgent
//! first, and what failed said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use atlas_certs::atlas::client::{Credentials, Limits, Settings};
use atlas_certs::atlas::endpoint::{ApiChoice, BaseUrl};
use atlas_certs::atlas::error::Kind;
use atlas_certs::atlas::fleet::Fleet;
use atlas_certs::atlas::page::PageSize;
use atlas_certs::atlas::way::Way;
use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::world::{SEED, SignIn};
use atlas_certs::demo::{Fault, Options, Rule, Server, World};
use atlas_certs::domain::project::Project;
use atlas_certs::runtime::clock;
use atlas_certs::scan::progress::Progress;
use atlas_certs::scan::{Event, Plan, Scan};
use chrono::TimeDelta;

struct Atlas {
    server: Server,
    world: Arc<World>,
    client: Fleet,
}

impl Atlas {
    async fn start() -> Self {
        let world = Arc::new(World::new(SEED, clock::now()));
        let server = Server::start(Arc::clone(&world), Options::new(Arc::new(clock::now))).await.unwrap();
        let client = Self::client(&server, PageSize::MAX);
        Self { server, world, client }
    }

    fn client(server: &Server, page_size: PageSize) -> Fleet {
        let settings = Settings {
            base_url: BaseUrl::parse(&server.base_url(), false).unwrap(),
            credentials: Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: PRIVATE_KEY.to_owned().into() },
            api: ApiChoice::Auto,
            page_size,
            envelope: false,
            way: Way::default(),
            // Pauses as short as they come: no test waits for a clock.
            limits: Limits { first_pause: Duration::from_millis(1), attempts: 2, ..Limits::default() },
        };
        Fleet::new(settings, &(Arc::new(|_| {}) as _)).unwrap()
    }

    /// Asks for so many items at once from now on.
    fn of_pages(&mut self, page_size: PageSize) {
        self.client = Self::client(&self.server, page_size);
    }

    async fn projects(&self, names: &[&str]) -> Vec<Project> {
        let mut walk = self.client.walk_projects();
        let mut projects = Vec::new();
        while let Some(page) = walk.next().await {
            projects.extend(page.unwrap().items);
        }
        projects.retain(|project| names.contains(&&*project.name));
        projects
    }

    fn managed(&self, project: &str) -> BTreeSet<String> {
        let project = self.world.project_named(project).unwrap();
        let managed = project.users.iter().filter(|user| user.sign_in == SignIn::ManagedX509);
        managed.map(|user| user.name.clone()).collect()
    }
}

fn plan(projects: Vec<Project>) -> Plan {
    Plan { projects, users: None, done: HashSet::new(), soonest: Box::new(|_, _| None), clock: clock::now }
}

async fn all(mut scan: Scan, projects: usize) -> (Vec<Event>, Progress) {
    let (mut events, mut progress) = (Vec::new(), Progress::of(projects));
    while let Some(event) = scan.next().await {
        progress.count(&event, |_| true);
        events.push(event);
    }
    (events, progress)
}

/// How many certificates came of each user.
fn read(events: &[Event]) -> BTreeMap<String, usize> {
    let list = |event: &Event| match event {
        Event::Certificates { user, list, .. } => Some((user.to_string(), list.certificates.len())),
        _ => None,
    };
    events.iter().filter_map(list).collect()
}

#[tokio::test]
async fn every_managed_user_is_read_once_and_whole() {
    let atlas = Atlas::start().await;
    let projects = atlas.projects(&["payments", "billing", "greenfield"]).await;
    let (events, progress) = all(Scan::new(atlas.client.clone(), plan(projects)), 3).await;
    assert!(progress.is_whole(), "{}", progress.story());
    let mut expected = atlas.managed("payments");
    expected.extend(atlas.managed("billing"));
    assert_eq!(read(&events).into_keys().collect::<BTreeSet<_>>(), expected);
    assert_eq!(read(&events)["hourly-rotation"], 17_500);
    assert_eq!(progress.users, expected.len());
    let lists = events.iter().filter(|event| matches!(event, Event::Certificates { .. })).count();
    assert_eq!(lists, expected.len());
}

#[tokio::test]
async fn a_project_that_refuses_and_a_user_that_fails_are_told_and_the_rest_is_read() {
    let atlas = Atlas::start().await;
    let fault = Fault::Status(500, r#"{"error":500,"errorCode":"UNEXPECTED_ERROR"}"#.to_owned(), Vec::new());
    atlas.server.faults().push(Rule::new(fault).on("/svc-ledger/certs").times(9));
    let projects = atlas.projects(&["payments", "vault"]).await;
    let (events, progress) = all(Scan::new(atlas.client.clone(), plan(projects)), 2).await;
    let failed: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Failed { project, user, error } => Some((&*project.name, user.as_deref(), error.kind())),
            _ => None,
        })
        .collect();
    assert!(failed.contains(&("vault", None, &Kind::RoleMissing)), "{failed:?}");
    assert!(failed.iter().any(|(_, user, _)| *user == Some("svc-ledger")), "{failed:?}");
    assert_eq!((progress.failed, progress.is_whole()), (2, false));
    assert_eq!(read(&events).len(), atlas.managed("payments").len() - 1);
    assert!(progress.story().contains("2 failed"), "{}", progress.story());
}

#[tokio::test]
async fn a_user_that_is_deleted_half_way_is_gone_and_not_failed() {
    let atlas = Atlas::start().await;
    let body = r#"{"error":404,"errorCode":"USERNAME_NOT_FOUND","detail":"No user."}"#.to_owned();
    atlas.server.faults().push(Rule::new(Fault::Status(404, body, Vec::new())).on("/svc-ledger/certs").times(9));
    // Whoever asks for the users again hears that they are others now.
    let others = br#"{"links":[],"results":[{"username":"alice","databaseName":"admin"}],"totalCount":1}"#.to_vec();
    atlas.server.faults().push(Rule::new(Fault::Garbage(others)).on("/databaseUsers?").skip(1));
    let projects = atlas.projects(&["payments"]).await;
    let (events, progress) = all(Scan::new(atlas.client.clone(), plan(projects)), 1).await;
    assert!(events.iter().any(|event| matches!(event, Event::Gone { user, .. } if &**user == "svc-ledger")));
    assert!(progress.is_whole(), "{}", progress.story());
}

#[tokio::test]
async fn a_list_that_is_refused_while_the_user_is_there_has_failed() {
    let atlas = Atlas::start().await;
    let body = r#"{"error":400,"errorCode":"SOMETHING_ELSE","detail":"Not now."}"#.to_owned();
    atlas.server.faults().push(Rule::new(Fault::Status(400, body, Vec::new())).on("/svc-ledger/certs").times(9));
    let projects = atlas.projects(&["payments"]).await;
    let (events, progress) = all(Scan::new(atlas.client.clone(), plan(projects)), 1).await;
    assert!(
        events.iter().any(|event| matches!(event, Event::Failed { user: Some(user), .. } if &**user == "svc-ledger"))
    );
    assert!(!progress.is_whole(), "{}", progress.story());
}

#[tokio::test]
async fn a_scan_goes_on_where_it_was_stopped_and_begins_with_what_ends_first() {
    let atlas = Atlas::start().await;
    let projects = atlas.projects(&["payments"]).await;
    let mut scan = Scan::new(atlas.client.clone(), plan(projects.clone()));
    let mut done = HashSet::new();
    while done.len() < 3 {
        if let Some(Event::Certificates { project, user, .. }) = scan.next().await {
            done.insert((project.id.clone(), user));
        }
    }
    drop(scan);
    // The last by name, which nothing else would bring to the front.
    let left = |name: &String| !done.iter().any(|(_, user)| **user == **name);
    let urgent = atlas.managed("payments").into_iter().rfind(left).unwrap();
    let soon = clock::now();
    let soonest = {
        let urgent = urgent.clone();
        move |_: &_, user: &str| Some(if *user == *urgent { soon } else { soon + TimeDelta::days(9) })
    };
    let again = Plan { done: done.clone(), soonest: Box::new(soonest), ..plan(projects) };
    // One with a journal of its own, for what was under way may still arrive at the first.
    let other = Atlas::start().await;
    let (events, _) = all(Scan::new(other.client.clone(), again), 1).await;
    assert_eq!(read(&events).len(), atlas.managed("payments").len() - 3);
    assert!(!read(&events).keys().any(|name| done.iter().any(|(_, user)| **user == **name)));
    let asked = other.server.journal().entries().into_iter().map(|entry| entry.target);
    let place = asked.filter(|target| target.contains("/certs")).position(|target| target.contains(&*urgent));
    assert!(place.is_some_and(|place| place < 8), "the most urgent is among the first that are sent: {place:?}");
}

/// What is kept of a list is kept with the time of its last page: what came onto it in between was seen then.
#[tokio::test]
async fn a_list_is_dated_by_its_first_page_and_by_its_last() {
    let atlas = Atlas::start().await;
    let skew = Fault::DateSkew(TimeDelta::minutes(30));
    atlas.server.faults().push(Rule::new(skew).on("/exactly-501/certs").page(2));
    let projects = atlas.projects(&["load-test"]).await;
    let plan = Plan { users: Some(HashSet::from(["exactly-501".into()])), ..plan(projects) };
    let (events, _) = all(Scan::new(atlas.client.clone(), plan), 1).await;
    let lists: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Certificates { list, .. } => Some(list),
            _ => None,
        })
        .collect();
    assert!(lists[0].is_whole && lists[0].read_at - lists[0].as_of >= TimeDelta::minutes(30), "{:?}", lists[0].read_at);
}

/// Nobody is gone because a list of users has shifted.
#[tokio::test]
async fn users_that_shift_while_they_are_read_are_not_all() {
    let mut atlas = Atlas::start().await;
    atlas.of_pages(PageSize::new(40).unwrap());
    let whole = |events: &[Event]| {
        events.iter().any(|event| matches!(event, Event::Users { people, .. } if people.is_whole() && people.read_at.is_some_and(|at| at <= clock::now())))
    };
    let projects = atlas.projects(&["customer-360"]).await;
    let nobody = |projects| Plan { users: Some(HashSet::new()), ..plan(projects) };
    let (events, _) = all(Scan::new(atlas.client.clone(), nobody(projects.clone())), 1).await;
    assert!(whole(&events));
    atlas.server.faults().push(Rule::new(Fault::ShiftList { by: 2 }).on("/databaseUsers?").page(2));
    let (events, _) = all(Scan::new(atlas.client.clone(), nobody(projects)), 1).await;
    assert!(!whole(&events));
}
