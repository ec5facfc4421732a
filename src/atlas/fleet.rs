//! All who ask: one client, or one for each of several profiles, as if they were one. The lists of projects and
//! organisations are those of all; what is in a project is asked of a member that knows it.
//!
//! Each member keeps its own pace, its own session and its own version of the API.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::atlas::client::{self, Client, Patience};
use crate::atlas::endpoint::Endpoint;
use crate::atlas::error::{Error, Facts, Kind};
use crate::atlas::member::Member;
pub use crate::atlas::member::Profile;
use crate::atlas::notice::Notices;
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::atlas::routes::Routes;
use crate::atlas::union::Union;
use crate::atlas::walk::Walk;
use crate::atlas::wire::Item;
use crate::domain::certificate::Certificate;
use crate::domain::project::{Organisation, Project, ProjectId};
use crate::domain::user::DatabaseUser;

/// Who asks.
#[derive(Debug, Clone)]
pub enum Settings {
    /// One alone.
    One(Box<client::Settings>),
    /// Several, of whom errors tell the name.
    Profiles(Vec<Profile>),
}

impl From<client::Settings> for Settings {
    fn from(settings: client::Settings) -> Self {
        Self::One(Box::new(settings))
    }
}

/// A client, or several. Cheap to clone; a future that is dropped abandons its requests.
#[derive(Clone)]
pub struct Fleet(Arc<Inner>);

struct Inner {
    members: Vec<Member>,
    organisations: Union<Organisation>,
    projects: Union<Project>,
    routes: Routes,
    page_size: PageSize,
    at_once: usize,
}

impl Fleet {
    /// Makes the clients, as [`Client::new`] does.
    ///
    /// # Errors
    /// Where there is not one that can be made: why the first cannot.
    pub fn new(settings: impl Into<Settings>, notices: &Notices) -> Result<Self, Error> {
        let members = match settings.into() {
            Settings::One(settings) => vec![Member::alone(Client::new(*settings, Arc::clone(notices)))],
            Settings::Profiles(profiles) => profiles.into_iter().map(|profile| Member::of(profile, notices)).collect(),
        };
        Self::of(members)
    }

    fn of(members: Vec<Member>) -> Result<Self, Error> {
        let usable = |member: &Member| member.client.as_ref().ok().cloned();
        let Some(first) = members.iter().find_map(usable) else {
            let why = members.iter().find_map(|member| Some(member.named(member.client.as_ref().err()?)));
            return Err(why.unwrap_or_else(|| Error::new(Kind::Settings, "a connection", Facts::default())));
        };
        Ok(Self::like(&first, members))
    }

    /// `first` says how long pages are, and how many are asked for at once.
    fn like(first: &Client, members: Vec<Member>) -> Self {
        Self(Arc::new(Inner {
            members,
            organisations: Union::new(Endpoint::Organisations),
            projects: Union::new(Endpoint::Projects),
            routes: Routes::default(),
            page_size: first.page_size(),
            at_once: first.at_once(),
        }))
    }

    /// A page of the organisations.
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn organisations(&self, page: PageNumber) -> Result<Page<Organisation>, Error> {
        match self.0.members.as_slice() {
            [only] => only.page(Endpoint::Organisations, page, Patience::AsSet).await,
            members => self.0.organisations.page(members, page, |_, _| {}).await,
        }
    }

    /// A page of the projects that somebody can see, each member's by name in byte order (Atlas, undocumented).
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn projects(&self, page: PageNumber) -> Result<Page<Project>, Error> {
        match self.0.members.as_slice() {
            [only] => only.page(Endpoint::Projects, page, Patience::AsSet).await,
            members => {
                let note = |project: &Project, member| self.0.routes.note(&project.id, member);
                self.0.projects.page(members, page, note).await
            }
        }
    }

    /// A page of a project's database users, in no order.
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn users(&self, project: &ProjectId, page: PageNumber) -> Result<Page<DatabaseUser>, Error> {
        self.0.of_project(project, Endpoint::Users(project), page).await
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
        self.0.of_project(project, Endpoint::Certificates(project, user), page).await
    }

    /// All organisations, page by page.
    #[must_use]
    pub fn walk_organisations(&self) -> Walk<'_, Organisation> {
        self.walk(|page| Box::pin(self.organisations(page)))
    }

    /// All projects, page by page.
    #[must_use]
    pub fn walk_projects(&self) -> Walk<'_, Project> {
        self.walk(|page| Box::pin(self.projects(page)))
    }

    /// All of a project's database users, page by page.
    #[must_use]
    pub fn walk_users<'fleet>(&'fleet self, project: &'fleet ProjectId) -> Walk<'fleet, DatabaseUser> {
        self.walk(move |page| Box::pin(self.users(project, page)))
    }

    /// All of a user's certificates, page by page.
    #[must_use]
    pub fn walk_certificates<'fleet>(
        &'fleet self,
        project: &'fleet ProjectId,
        user: &'fleet str,
    ) -> Walk<'fleet, Certificate> {
        self.walk(move |page| Box::pin(self.certificates(project, user, page)))
    }

    fn walk<'fleet, T: Clone + PartialEq + Send + 'fleet>(
        &'fleet self,
        ask: impl Fn(PageNumber) -> BoxFuture<'fleet, Result<Page<T>, Error>> + Send + 'fleet,
    ) -> Walk<'fleet, T> {
        Walk::new(self.0.at_once, self.0.page_size, ask)
    }

    /// How many ask.
    #[must_use]
    pub fn members(&self) -> usize {
        self.0.members.len()
    }

    /// The place of the member that is asked for what is in a project: the first, where none is known to see it.
    #[must_use]
    pub fn member_of(&self, project: &ProjectId) -> usize {
        self.0.routes.of(project).unwrap_or(0)
    }
}

/// One alone.
impl From<Client> for Fleet {
    fn from(client: Client) -> Self {
        Self::like(&client, vec![Member::alone(Ok(client.clone()))])
    }
}

impl Inner {
    /// A page of something in a project, of the member that knows it. Where that one does not know it any more, or none
    /// is known to, all are asked in turn, and whoever knows it is remembered.
    async fn of_project<T: Item>(
        &self,
        project: &ProjectId,
        endpoint: Endpoint<'_>,
        page: PageNumber,
    ) -> Result<Page<T>, Error> {
        let known = match self.members.as_slice() {
            [_] => Some(0),
            _ => self.routes.of(project),
        };
        let others = (0..self.members.len()).filter(|member| Some(*member) != known);
        let is_of_user = matches!(endpoint, Endpoint::Certificates(..));
        let mut failure: Option<Error> = None;
        for place in known.into_iter().chain(others) {
            let Some(member) = self.members.get(place) else { continue };
            match member.page(endpoint, page, Patience::AsSet).await {
                Ok(page) => {
                    self.routes.note(project, place);
                    return Ok(page);
                }
                // What the one has that knows it is no matter of the others; nor is a user that it does not have.
                Err(why) if known == Some(place) && (is_of_user || !is_unknown(&why)) => return Err(why),
                // Whoever could not be asked may be the one that knows it.
                Err(why) if known.is_none() && failure.as_ref().is_some_and(is_unknown) => failure = Some(why),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        Err(failure.unwrap_or_else(|| Error::new(Kind::NotFound, endpoint.asked(), Facts::default())))
    }
}

/// Whether a member that fails so cannot see the project.
fn is_unknown(why: &Error) -> bool {
    matches!(why.kind(), Kind::NotFound | Kind::RoleMissing)
}
