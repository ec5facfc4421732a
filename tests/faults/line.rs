//! A simulated Atlas, a client of it, and one user's list that is read through both.

use std::sync::Arc;
use std::time::Duration;

use atlas_certs::atlas::client::{Client, Credentials, Limits, Settings};
use atlas_certs::atlas::endpoint::{ApiChoice, BaseUrl};
use atlas_certs::atlas::error::Error;
use atlas_certs::atlas::fleet::Fleet;
use atlas_certs::atlas::page::PageSize;
use atlas_certs::atlas::way::Way;
use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::world::SEED;
use atlas_certs::demo::{Options, Server, World};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::project::ProjectId;
use atlas_certs::scan::reading::{self, List};
use chrono::{DateTime, Utc};
use tokio::time::timeout;

/// Nothing that ends by itself takes as long.
const PATIENCE: Duration = Duration::from_mins(1);

pub fn now() -> DateTime<Utc> {
    "2026-11-24T14:03:00Z".parse().unwrap()
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Key,
    Account,
}

/// What came of reading a list.
#[derive(Debug)]
pub enum Outcome {
    /// All rows, each as it is.
    Rows,
    /// Some rows, which say that they are not all.
    NotWhole,
    Failed(Error),
}

/// Whose list is read, and in pages of which size.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    pub project: &'static str,
    pub user: &'static str,
    pub page_size: u16,
}

pub struct Line {
    pub server: Server,
    world: Arc<World>,
    whose: Whose,
}

impl Line {
    pub async fn start(options: Options, whose: Whose) -> Self {
        let world = Arc::new(World::new(SEED, now()));
        let server = Server::start(Arc::clone(&world), options).await.unwrap();
        Self { server, world, whose }
    }

    pub fn client(&self, who: Who, change: impl FnOnce(&mut Limits)) -> Fleet {
        // Pauses as short as they come: nobody waits for a clock.
        let mut limits =
            Limits { first_pause: Duration::from_millis(1), attempts: 3, body_cap: 1 << 18, ..Limits::default() };
        change(&mut limits);
        let credentials = match who {
            Who::Key => Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: PRIVATE_KEY.into() },
            Who::Account => Credentials::ServiceAccount { id: CLIENT_ID.to_owned(), secret: CLIENT_SECRET.into() },
        };
        let settings = Settings {
            base_url: BaseUrl::parse(&self.server.base_url(), false).unwrap(),
            credentials,
            api: ApiChoice::Auto,
            page_size: PageSize::new(self.whose.page_size).unwrap(),
            envelope: false,
            way: Way::default(),
            limits,
        };
        Fleet::from(Client::new(settings, Arc::new(|_| {})).unwrap())
    }

    fn project(&self) -> &atlas_certs::demo::world::Project {
        self.world.project_named(self.whose.project).unwrap()
    }

    /// The list as it is at a moment.
    pub fn list(&self, at: DateTime<Utc>) -> Vec<Certificate> {
        let listed = self.project().user(self.whose.user).unwrap().certificates.page(at, 0, usize::MAX);
        let read = |one: atlas_certs::demo::world::Certificate| Certificate {
            serial: Some(one.serial.to_string().parse().unwrap()),
            subject: Some(one.subject.into()),
            created_at: Some(one.created_at),
            not_after: Some(one.not_after),
        };
        listed.into_iter().map(read).collect()
    }

    /// Reads the list as a scan does.
    pub async fn read(&self, client: &Fleet) -> Result<List, Error> {
        let project = ProjectId::new(self.project().id.as_str());
        let reading = reading::read(client, &project, self.whose.user, now);
        timeout(PATIENCE, reading).await.expect("it never ended")
    }

    /// Reads the list, and holds what comes against the world; `case` is told where that is wrong.
    pub async fn outcome(&self, client: &Fleet, world: &[Certificate], case: &str) -> Outcome {
        match self.read(client).await {
            Ok(list) if list.is_whole => {
                assert!(list.certificates == world, "{case}: a list that is not the world's looks whole: {list:?}");
                Outcome::Rows
            }
            Ok(list) => {
                let known = |one: &Certificate| world.contains(one);
                assert!(list.certificates.iter().all(known), "{case}: a row that the world has not: {list:?}");
                Outcome::NotWhole
            }
            Err(error) => {
                is_clear(&error, case);
                Outcome::Failed(error)
            }
        }
    }
}

/// One line, safe to print, that names what was asked for, and a story without a secret.
fn is_clear(error: &Error, case: &str) {
    let said = [vec![error.headline()], error.story(), vec![format!("{error:?}")]].concat().join("\n");
    for secret in [PRIVATE_KEY, CLIENT_SECRET, "Digest username", "Bearer ", "Basic ", "demo-token-"] {
        assert!(!said.contains(secret), "{case}: {said}");
    }
    let headline = error.headline();
    assert!(!headline.contains(char::is_control), "{case}: {headline:?}");
    let asked = ["the certificates of user", "a token for the service account", "the next page of a list"];
    assert!(asked.iter().any(|asked| headline.contains(asked)), "{case}: {headline}");
}
