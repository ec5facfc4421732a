//! Where the rows of a table come from.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::filter::{Filter, Searcher};
use crate::app::judge::Judge;
use crate::domain::holding::Owner;
use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;

/// Whose certificates a table shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// One user's, as Atlas lists them.
    User {
        /// The project, and the user's name.
        owner: Arc<Owner>,
        /// The user.
        user: DatabaseUser,
    },
    /// Those of many users, as far as they are remembered: what has gone lately, then what ends first.
    Board(Board),
}

/// What a board shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Of whom.
    pub scope: Scope,
    /// When it was opened, by the server's clock.
    pub opened: DateTime<Utc>,
    /// What vanished so many days before that or later stands above.
    pub days: u16,
    /// Counts how often the rows were found to have changed: what was asked before is not wanted any more.
    pub revision: u64,
}

/// Of whom a board tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every project.
    All,
    /// One project.
    Project(Project),
}

/// What has vanished longer ago than this is no news any more, unless one chooses otherwise.
pub const WINDOW: TimeDelta = TimeDelta::days(7);

/// For how many days what has vanished is news, as one may choose; the first is usual.
const WINDOWS: [u16; 4] = [7, 30, 365, 1];

impl Board {
    /// As it is opened at `now`, by the server's clock.
    #[must_use]
    pub fn new(scope: Scope, now: DateTime<Utc>) -> Self {
        let [days, ..] = WINDOWS;
        Self { scope, opened: now, days, revision: 0 }
    }

    /// What vanished since then stands above.
    #[must_use]
    pub fn since(&self) -> DateTime<Utc> {
        self.opened - TimeDelta::days(self.days.into())
    }

    /// Makes the window as long as what vanished at `moment` needs.
    pub fn reach_back_to(&mut self, moment: DateTime<Utc>) {
        let days = (self.opened - moment).num_days().saturating_add(1);
        self.days = self.days.max(u16::try_from(days).unwrap_or(if days < 0 { 0 } else { u16::MAX }));
    }

    /// Chooses the next window.
    pub fn next_window(&mut self) {
        let place = WINDOWS.iter().position(|days| *days == self.days).unwrap_or_default();
        self.days = WINDOWS.iter().cycle().nth(place + 1).copied().unwrap_or(self.days);
    }
}

impl Source {
    /// One user's list.
    #[must_use]
    pub fn user(project: Project, user: DatabaseUser) -> Self {
        Self::User { owner: Arc::new(Owner { project, user: user.name.clone() }), user }
    }

    /// A filter at work. Where all rows are of one owner its name is no news of any of them.
    #[must_use]
    pub fn searcher<'filter>(&self, filter: &'filter Filter, judge: Judge) -> Searcher<'filter> {
        let searcher = filter.searcher(judge.limits, judge.now);
        if self.is_board() { searcher.with_owners() } else { searcher }
    }

    /// Whether rows of many owners stand in it.
    #[must_use]
    pub fn is_board(&self) -> bool {
        matches!(self, Self::Board(_))
    }

    /// The project and the user of a list that has one of each.
    #[must_use]
    pub fn owner(&self) -> Option<&Arc<Owner>> {
        match self {
            Self::User { owner, .. } => Some(owner),
            Self::Board(_) => None,
        }
    }

    /// Why Atlas has none for that user, as a sentence; `None` where it may have some.
    #[must_use]
    pub fn why_no_certificates(&self) -> Option<&'static str> {
        match self {
            Self::User { user, .. } => user.authentication.why_no_certificates(),
            Self::Board(_) => None,
        }
    }
}
