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

/// Lists under way at once, of each member of the fleet: one that is told to wait holds up nobody else. The client sends
/// fewer requests at once than that: this many are ready for its turns.
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
    /// By member of the fleet.
    lanes: Vec<Lane>,
    /// With the place of the lane.
    under_way: FuturesUnordered<BoxFuture<'static, (usize, Event)>>,
}

/// What one member of the fleet is asked for.
#[derive(Default)]
struct Lane {
    /// Places of projects whose users are still to be listed.
    unlisted: VecDeque<usize>,
    listing: usize,
    errands: BinaryHeap<Reverse<Errand>>,
    under_way: usize,
}

/// What a lane asks for next: a project's users, by its place, or a user's list.
enum Next {
    Users(usize),
    Certificates(Errand),
}

impl Scan {
    /// Nothing is asked before the first [`Self::next`].
    #[must_use]
    pub fn new(client: Fleet, mut plan: Plan) -> Self {
        let projects: Vec<Arc<Project>> = std::mem::take(&mut plan.projects).into_iter().map(Arc::new).collect();
        let mut lanes: Vec<Lane> = std::iter::repeat_with(Lane::default).take(client.members()).collect();
        for (place, project) in projects.iter().enumerate() {
            if let Some(lane) = lanes.get_mut(client.member_of(&project.id)) {
                lane.unlisted.push_back(place);
            }
        }
        Self { client, plan, projects, lanes, under_way: FuturesUnordered::new() }
    }

    /// What comes next; `None` when all is done.
    pub async fn next(&mut self) -> Option<Event> {
        self.send_out();
        let (place, event) = self.under_way.next().await?;
        if let Some(lane) = self.lanes.get_mut(place) {
            lane.under_way -= 1;
            lane.listing -= usize::from(matches!(event, Event::Users { .. } | Event::Failed { user: None, .. }));
        }
        if let Event::Users { project, people } = &event {
            self.take_in(place, project, people);
        }
        Some(event)
    }

    fn send_out(&mut self) {
        for (place, lane) in self.lanes.iter_mut().enumerate() {
            while let Some(next) = lane.next() {
                let of = match &next {
                    Next::Users(project) => *project,
                    Next::Certificates(errand) => errand.place,
                };
                let Some(project) = self.projects.get(of).map(Arc::clone) else { continue };
                let (client, clock) = (self.client.clone(), self.plan.clock);
                lane.under_way += 1;
                self.under_way.push(Box::pin(async move {
                    let event = match next {
                        Next::Users(_) => list_users(client, project).await,
                        Next::Certificates(errand) => list_certificates(client, project, errand.user, clock).await,
                    };
                    (place, event)
                }));
            }
        }
    }

    fn take_in(&mut self, lane: usize, project: &Arc<Project>, people: &People) {
        let Some(place) = self.projects.iter().position(|other| other.id == project.id) else { return };
        let Some(lane) = self.lanes.get_mut(lane) else { return };
        let wanted = |name: &&str| self.plan.users.as_ref().is_none_or(|users| users.contains(*name));
        for name in people.managed().into_iter().filter(wanted) {
            if !self.plan.done.contains(&(project.id.clone(), name.into())) {
                let soonest = (self.plan.soonest)(&project.id, name);
                lane.errands.push(Reverse(Errand { soonest, place, user: name.into() }));
            }
        }
    }
}

impl Lane {
    /// What is to be asked for now, where there is room for it.
    fn next(&mut self) -> Option<Next> {
        if self.under_way >= AT_ONCE {
            return None;
        }
        if self.listing < PROJECTS_AT_ONCE
            && let Some(place) = self.unlisted.pop_front()
        {
            self.listing += 1;
            return Some(Next::Users(place));
        }
        self.errands.pop().map(|Reverse(errand)| Next::Certificates(errand))
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
