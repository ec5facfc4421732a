//! All certificates of all users of many projects, as a stream: a few requests in flight, the most urgent first, at the pace
//! that the client keeps. What could not be had is an event like any other, so that nothing partial looks whole.

pub mod people;
pub mod progress;
pub mod reading;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use self::people::People;
use self::reading::List;
use crate::atlas::error::Error;
use crate::atlas::fleet::Fleet;
use crate::domain::project::{Project, ProjectId};

/// Lists under way at once. The client sends fewer requests at once than that: this many are ready for its turns.
const AT_ONCE: usize = 8;
/// Projects whose users are being listed at once: half of the places, so that certificates come from the start.
const PROJECTS_AT_ONCE: usize = AT_ONCE / 2;

/// Something that a scan has come upon.
#[derive(Debug, Clone)]
pub enum Event {
    /// The users of a project.
    Users {
        /// The project.
        project: Arc<Project>,
        /// What was read of them.
        people: People,
    },
    /// A user's list.
    Certificates {
        /// The project.
        project: Arc<Project>,
        /// The user's name.
        user: Box<str>,
        /// The list.
        list: List,
    },
    /// A user that was there when the users were listed and is not any more: Atlas knows no list for it.
    Gone {
        /// The project.
        project: Arc<Project>,
        /// The user's name.
        user: Box<str>,
    },
    /// What could not be had: a project's users, or a user's list.
    Failed {
        /// The project.
        project: Arc<Project>,
        /// The user's name.
        user: Option<Box<str>>,
        /// Why.
        error: Error,
    },
}

/// A user, and how urgent its list is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Errand {
    /// The soonest end that is known of its certificates; of one never seen nothing is known, and that comes first.
    soonest: Option<DateTime<Utc>>,
    /// The place of the project among those scanned, so that what is equally urgent comes in their order.
    place: usize,
    user: Box<str>,
}

/// What is already known of a user: the soonest end among its certificates.
pub type Soonest = Box<dyn Fn(&ProjectId, &str) -> Option<DateTime<Utc>> + Send>;

/// What is to be scanned.
pub struct Plan {
    /// The projects.
    pub projects: Vec<Project>,
    /// Of these users alone, where some were named.
    pub users: Option<HashSet<Box<str>>>,
    /// Lists that need not be read again: of a scan that was stopped.
    pub done: HashSet<(ProjectId, Box<str>)>,
    /// What is already known, to put the most urgent first.
    pub soonest: Soonest,
    /// Tells the time where the server does not.
    pub clock: fn() -> DateTime<Utc>,
}

/// A scan under way. Dropping it abandons its requests.
pub struct Scan {
    client: Fleet,
    plan: Plan,
    projects: Vec<Arc<Project>>,
    /// Places of projects whose users are still to be listed.
    unlisted: VecDeque<usize>,
    listing: usize,
    errands: BinaryHeap<Reverse<Errand>>,
    under_way: FuturesUnordered<BoxFuture<'static, Event>>,
}

impl Scan {
    /// Nothing is asked before the first [`Self::next`].
    #[must_use]
    pub fn new(client: Fleet, mut plan: Plan) -> Self {
        let projects: Vec<Arc<Project>> = std::mem::take(&mut plan.projects).into_iter().map(Arc::new).collect();
        let unlisted = (0..projects.len()).collect();
        let (errands, under_way) = (BinaryHeap::new(), FuturesUnordered::new());
        Self { client, plan, projects, unlisted, listing: 0, errands, under_way }
    }

    /// What comes next; `None` when all is done.
    pub async fn next(&mut self) -> Option<Event> {
        self.send_out();
        let event = self.under_way.next().await?;
        match &event {
            Event::Users { project, people } => {
                self.listing -= 1;
                self.take_in(project, people);
            }
            Event::Failed { user: None, .. } => self.listing -= 1,
            Event::Certificates { .. } | Event::Gone { .. } | Event::Failed { .. } => {}
        }
        Some(event)
    }

    fn send_out(&mut self) {
        while self.under_way.len() < AT_ONCE {
            if self.listing < PROJECTS_AT_ONCE
                && let Some(project) = self.unlisted.pop_front().and_then(|place| self.projects.get(place))
            {
                self.listing += 1;
                let (client, project) = (self.client.clone(), Arc::clone(project));
                self.under_way.push(Box::pin(list_users(client, project)));
            } else if let Some(Reverse(errand)) = self.errands.pop()
                && let Some(project) = self.projects.get(errand.place)
            {
                let (client, project, clock) = (self.client.clone(), Arc::clone(project), self.plan.clock);
                self.under_way.push(Box::pin(list_certificates(client, project, errand.user, clock)));
            } else {
                break;
            }
        }
    }

    fn take_in(&mut self, project: &Arc<Project>, people: &People) {
        let Some(place) = self.projects.iter().position(|other| other.id == project.id) else { return };
        let wanted = |name: &&str| self.plan.users.as_ref().is_none_or(|users| users.contains(*name));
        for name in people.managed().into_iter().filter(wanted) {
            if !self.plan.done.contains(&(project.id.clone(), name.into())) {
                let soonest = (self.plan.soonest)(&project.id, name);
                self.errands.push(Reverse(Errand { soonest, place, user: name.into() }));
            }
        }
    }
}

async fn list_users(client: Fleet, project: Arc<Project>) -> Event {
    match people::read(&client, &project.id).await {
        Ok(people) => Event::Users { project, people },
        Err(error) => Event::Failed { project, user: None, error },
    }
}

async fn list_certificates(
    client: Fleet,
    project: Arc<Project>,
    user: Box<str>,
    clock: fn() -> DateTime<Utc>,
) -> Event {
    match people::certificates(&client, &project.id, &user, clock).await {
        Ok(Some(list)) => Event::Certificates { project, user, list },
        Ok(None) => Event::Gone { project, user },
        Err(error) => Event::Failed { project, user: Some(user), error },
    }
}
