//! A scan as the screen tells of it: how far it has come, what it could not read, and where it would go on.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::app::source::Scope;
use crate::atlas::error::Error;
use crate::domain::project::{Project, ProjectId};
use crate::scan::progress::Progress;

/// What has come of a scan since the last news of it.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Of which scan: what comes of one that was given up is told to nobody.
    pub scan: u64,
    /// How far it is.
    pub progress: Progress,
    /// Lists that were read.
    pub done: Vec<(ProjectId, Box<str>)>,
    /// What could not be had.
    pub failures: Vec<Unread>,
    /// Whether it is over.
    pub ended: bool,
}

/// A list that could not be had: of a project's users, or of a user's certificates.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The project.
    pub project: Arc<Project>,
    /// The user's name.
    pub user: Option<Box<str>>,
    /// Why.
    pub error: Error,
}

/// A scan, under way or over.
#[derive(Debug, Clone)]
pub struct Scanning {
    /// Which one it is.
    pub number: u64,
    /// Of whom.
    pub scope: Scope,
    /// When it began, or went on, by this machine's clock.
    pub began: DateTime<Utc>,
    /// How far it is.
    pub progress: Progress,
    /// Whether there may be projects beside those that are scanned: their list could not be had to its end.
    pub may_miss_projects: bool,
    /// What could not be had.
    pub failures: Vec<Unread>,
    /// When it was over, or stopped.
    pub ended: Option<DateTime<Utc>>,
    done: HashSet<(ProjectId, Box<str>)>,
    /// Whether the runtime is at it.
    under_way: bool,
}

impl Scanning {
    /// It is to begin.
    #[must_use]
    pub fn begun(number: u64, scope: Scope, projects: usize, now: DateTime<Utc>) -> Self {
        Self {
            number,
            scope,
            began: now,
            progress: Progress::of(projects),
            may_miss_projects: false,
            failures: Vec::new(),
            ended: None,
            done: HashSet::new(),
            under_way: false,
        }
    }

    /// Takes in what has come of it.
    pub fn take_in(&mut self, news: News, now: DateTime<Utc>) {
        if !self.under_way || news.scan != self.number {
            return;
        }
        self.progress = news.progress;
        self.done.extend(news.done);
        self.failures.extend(news.failures);
        if news.ended {
            self.under_way = false;
            self.ended = Some(now);
        }
    }

    /// Whether it is under way, or about to be.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether all was read, and nothing can have been skipped.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.is_running() && self.progress.is_whole() && !self.may_miss_projects
    }

    /// Whether it ended before all was asked for.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        let Progress { users, users_read, failed, projects, projects_listed, .. } = self.progress;
        !self.is_running() && (users_read + failed < users || projects_listed + failed < projects)
    }

    /// It is stopped.
    pub fn stop(&mut self, now: DateTime<Utc>) {
        self.ended.get_or_insert(now);
    }

    /// One that was stopped goes on, one that was over begins anew; one that is under way stays so.
    pub fn go_on_or_begin(&mut self, number: u64, now: DateTime<Utc>) {
        if self.is_running() {
            return;
        }
        if !self.is_stopped() {
            self.done.clear();
        }
        *self = Self {
            done: std::mem::take(&mut self.done),
            ..Self::begun(number, self.scope.clone(), self.progress.projects, now)
        };
    }

    /// Whether the runtime is to begin (`true`) or to end (`false`); `None` where all is as it should be.
    #[must_use]
    pub fn wants(&self) -> Option<bool> {
        (self.is_running() != self.under_way).then_some(self.is_running())
    }

    /// The runtime has been told.
    pub fn sent(&mut self, begins: bool) {
        self.under_way = begins;
    }

    /// Lists that were read.
    #[must_use]
    pub fn done(&self) -> &HashSet<(ProjectId, Box<str>)> {
        &self.done
    }
}
