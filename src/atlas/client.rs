//! The Administration API as the program sees it: four lists, page by page. Only GET.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::Mutex;

use crate::atlas::endpoint::{Api, ApiChoice, BaseUrl, Endpoint};
use crate::atlas::errand::Errand;
use crate::atlas::error::{Error, Facts, Kind};
use crate::atlas::notice::{Notice, Notices};
use crate::atlas::pace::Pace;
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::atlas::retry;
use crate::atlas::transport::{self, Answer, Transport};
use crate::atlas::way::Way;
use crate::atlas::wire::{self, Item, Unread};
use crate::domain::certificate::Certificate;
use crate::domain::project::{Organisation, Project, ProjectId};
use crate::domain::user::DatabaseUser;

/// Everything that a client needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the API is.
    pub base_url: BaseUrl,
    /// Who asks.
    pub credentials: Credentials,
    /// Which version to speak.
    pub api: ApiChoice,
    /// Items a page.
    pub page_size: PageSize,
    /// Whether to ask for the status inside the body, for proxies that hide it.
    pub envelope: bool,
    /// How the server is reached.
    pub way: Way,
    /// How long, how much, how often.
    pub limits: Limits,
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// An API key, for HTTP Digest.
    ApiKey {
        /// The public key: a user name.
        public: String,
        /// The private key: a password.
        private: SecretString,
    },
    /// A service account, for OAuth2 client credentials.
    ServiceAccount {
        /// The client id.
        id: String,
        /// The client secret.
        secret: SecretString,
    },
}

/// How long to wait, how much to read, how often to try.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For a connection.
    pub connect_timeout: Duration,
    /// For the next piece of an answer.
    pub read_timeout: Duration,
    /// For one request, from the connection to the last byte, so that no trickle holds a place for ever.
    pub request_timeout: Duration,
    /// Bytes of a body, after gzip.
    pub body_cap: usize,
    /// Tries of one request, the first included.
    pub attempts: usize,
    /// The pause before the second try; it doubles from there.
    pub first_pause: Duration,
    /// Requests under way at once.
    pub at_once: usize,
}

/// How often a request is sent that fails for a reason that may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Once.
    Once,
    /// As often as [`Limits::attempts`] says.
    AsSet,
}

/// A client of one server. Cheap to clone; a future that is dropped abandons its request.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    transport: Transport,
    pace: Pace,
    choice: ApiChoice,
    /// Which version to speak: as chosen, or once an answer has shown it.
    spoken: OnceLock<Api>,
    /// Whether an answer has shown that the server speaks it.
    is_shown: AtomicBool,
    /// Held by the request that finds it out.
    finding_out: Mutex<()>,
    page_size: PageSize,
    envelope: bool,
    limits: Limits,
    notices: Notices,
}

impl Client {
    /// Makes a client. Reads the system's certificate authorities, which takes milliseconds, on some systems hundreds:
    /// not for the drawing thread.
    ///
    /// # Errors
    /// [`Kind::Settings`] where TLS cannot be set up.
    pub fn new(settings: Settings, notices: Notices) -> Result<Self, Error> {
        let (choice, page_size, envelope, limits) =
            (settings.api, settings.page_size, settings.envelope, settings.limits);
        let spoken = match choice {
            ApiChoice::Only(api) => OnceLock::from(api),
            ApiChoice::Auto => OnceLock::new(),
        };
        Ok(Self(Arc::new(Inner {
            transport: Transport::new(settings, Arc::clone(&notices))?,
            pace: Pace::new(limits.at_once),
            choice,
            spoken,
            is_shown: AtomicBool::new(false),
            finding_out: Mutex::new(()),
            page_size,
            envelope,
            limits,
            notices,
        })))
    }

    /// Which version of the API is in use, once that is known.
    #[must_use]
    pub fn api_in_use(&self) -> Option<Api> {
        self.0.spoken.get().copied()
    }

    /// How many more requests of the last kind the server bears for now, where it tells.
    #[must_use]
    pub fn requests_left(&self) -> Option<u64> {
        self.0.pace.left()
    }

    /// A page of the organisations.
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn organisations(&self, page: PageNumber) -> Result<Page<Organisation>, Error> {
        self.0.page(Endpoint::Organisations, page, Patience::AsSet).await
    }

    /// A page of the projects that the credentials can see, by name in byte order (Atlas, undocumented).
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn projects(&self, page: PageNumber) -> Result<Page<Project>, Error> {
        self.0.page(Endpoint::Projects, page, Patience::AsSet).await
    }

    /// A page of a project's database users, in no order.
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn users(&self, project: &ProjectId, page: PageNumber) -> Result<Page<DatabaseUser>, Error> {
        self.0.page(Endpoint::Users(project), page, Patience::AsSet).await
    }

    /// A page of a user's unexpired certificates, oldest first (Atlas: ascending `createdAt`, undocumented).
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn certificates(
        &self,
        project: &ProjectId,
        user: &str,
        page: PageNumber,
    ) -> Result<Page<Certificate>, Error> {
        self.0.page(Endpoint::Certificates(project, user), page, Patience::AsSet).await
    }

    /// A page of any list.
    pub(super) async fn page<T: Item>(
        &self,
        endpoint: Endpoint<'_>,
        page: PageNumber,
        patience: Patience,
    ) -> Result<Page<T>, Error> {
        self.0.page(endpoint, page, patience).await
    }

    /// Items a page.
    pub(super) fn page_size(&self) -> PageSize {
        self.0.page_size
    }

    /// Requests under way at once.
    pub(super) fn at_once(&self) -> usize {
        self.0.limits.at_once
    }

    /// Whether the server wants to be left alone for longer than a request takes to earn.
    pub(super) fn is_held(&self) -> bool {
        self.0.pace.is_held()
    }
}

impl Inner {
    /// A page, in whichever version the server speaks.
    async fn page<T: Item>(
        &self,
        endpoint: Endpoint<'_>,
        page: PageNumber,
        patience: Patience,
    ) -> Result<Page<T>, Error> {
        if let Some(api) = self.spoken.get() {
            return self.persistently(*api, endpoint, page, patience).await;
        }
        let _finding_out = self.finding_out.lock().await;
        if let Some(api) = self.spoken.get() {
            return self.persistently(*api, endpoint, page, patience).await;
        }
        let first = self.persistently(Api::V2, endpoint, page, patience).await;
        if !first.as_ref().is_err_and(is_about_the_version) {
            // A wrong key or a broken connection says nothing of the version.
            if shows_version(&first) {
                self.found_out(Api::V2);
            }
            return first;
        }
        match self.persistently(Api::V1, endpoint, page, patience).await {
            Err(second) if is_about_the_version(&second) => Err(second.with_kind(Kind::NeitherVersionSpoken)),
            Err(second) => Err(second),
            Ok(second) => {
                self.found_out(Api::V1);
                Ok(second)
            }
        }
    }

    fn found_out(&self, api: Api) {
        if self.choice == ApiChoice::Auto && self.spoken.set(api).is_ok() {
            (self.notices)(Notice::ApiInUse(api));
        }
    }

    /// A page, asked for again where that may help.
    async fn persistently<T: Item>(
        &self,
        api: Api,
        endpoint: Endpoint<'_>,
        page: PageNumber,
        patience: Patience,
    ) -> Result<Page<T>, Error> {
        let attempts = if patience == Patience::Once { 1 } else { self.limits.attempts };
        let mut pauses = retry::pauses(self.limits.first_pause, attempts);
        let mut errand = Errand::new(endpoint, page, attempts);
        loop {
            let error = match self.once(api, &mut errand).await {
                Ok(page) => return Ok(page),
                Err(error) => error,
            };
            let Some(pause) = retry::pause_after(&error, pauses.next()) else { return Err(error) };
            if matches!(error.kind(), Kind::SlowDown(_)) {
                self.pace.hold(pause);
            }
            let (tried, of) = (errand.tried.nth, errand.tried.of);
            (self.notices)(Notice::Waiting { why: error.cause(), tried, of, pause });
            errand.try_again(&error, pause);
            tokio::time::sleep(pause).await;
        }
    }

    async fn once<T: Item>(&self, api: Api, errand: &mut Errand<'_>) -> Result<Page<T>, Error> {
        let Some(target) = errand.endpoint.target(api, errand.page, self.page_size, self.envelope) else {
            let why = "such a name cannot be written into a URL".to_owned();
            let facts = Facts { detail: Some(why), ..Facts::default() };
            return Err(Error::new(Kind::Refused, errand.asked.as_str(), facts));
        };
        let (_turn, held) = self.pace.turn().await;
        errand.held += held;
        let answer = self.transport.get(api, &target, errand).await?;
        self.pace.learn(&answer.headers);
        let page = read(&answer, self.is_shown.load(Ordering::Relaxed), &target, &errand.asked);
        if shows_version(&page) {
            self.is_shown.store(true, Ordering::Relaxed);
        }
        page
    }
}

/// Whether an answer can only come from a server that speaks the version it was asked in.
fn shows_version<T>(answer: &Result<T, Error>) -> bool {
    match answer {
        Ok(_) => true,
        Err(error) => matches!(error.kind(), Kind::NotFound | Kind::RoleMissing),
    }
}

fn is_about_the_version(error: &Error) -> bool {
    matches!(error.kind(), Kind::VersionNotSpoken | Kind::Retired)
}

/// An answer as a page, or as what went wrong.
fn read<T: Item>(answer: &Answer, version_is_known: bool, target: &str, asked: &str) -> Result<Page<T>, Error> {
    let request = format!("GET {target}");
    if let Some(told) = answer.told.clone() {
        return Err(transport::failed(answer, told, version_is_known, &request, asked));
    }
    match wire::list(&answer.body) {
        Ok(list) => Ok(Page {
            items: list.items,
            total: list.total,
            has_next: list.has_next,
            server_time: retry::server_time(&answer.headers),
        }),
        Err(Unread::Trouble(told)) => Err(transport::failed(answer, told, version_is_known, &request, asked)),
        Err(Unread::NotAList(why)) => {
            let what = if transport::looks_like_html(&answer.body) { "a web page".to_owned() } else { why };
            let detail = transport::first_line(&answer.body);
            let facts = Facts { request: Some(request), status: Some(answer.status), detail, ..Facts::default() };
            Err(Error::new(Kind::NotUnderstood(what), asked, facts))
        }
    }
}
