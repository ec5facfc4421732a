//! How far a scan has come, and how long it will take.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::figures;
use crate::scan::Event;

/// The count of what a scan has done and has before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Projects in all.
    pub projects: usize,
    /// Projects whose users are known.
    pub projects_listed: usize,
    /// Users whose certificates Atlas manages, as far as they are known.
    pub users: usize,
    /// Of these, the ones whose lists were read.
    pub users_read: usize,
    /// What could not be had: lists of users, and lists of certificates.
    pub failed: usize,
    /// Lists that kept changing while they were read.
    pub unsteady: usize,
    /// Certificates that were read.
    pub certificates: usize,
}

impl Progress {
    /// Nothing is done yet.
    #[must_use]
    pub fn of(projects: usize) -> Self {
        Self { projects, ..Self::default() }
    }

    /// Counts an event; `counts` says which of the users, by name, are scanned.
    pub fn count(&mut self, event: &Event, counts: impl Fn(&str) -> bool) {
        match event {
            Event::Users { people, .. } => {
                self.projects_listed += 1;
                self.unsteady += usize::from(!people.is_whole());
                self.users += people.managed().into_iter().filter(|name| counts(name)).count();
            }
            Event::Certificates { list, .. } => {
                self.users_read += 1;
                self.unsteady += usize::from(!list.is_whole);
                self.certificates += list.certificates.len();
            }
            Event::Gone { .. } => self.users_read += 1,
            Event::Failed { .. } => self.failed += 1,
        }
    }

    /// Whether all was read, and nothing can have been skipped.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.failed == 0 && self.unsteady == 0 && self.projects_listed == self.projects && self.users_read == self.users
    }

    /// Lists a second since `began`; `None` before a pace can be told.
    #[must_use]
    pub fn rate(&self, began: DateTime<Utc>, now: DateTime<Utc>) -> Option<f64> {
        let lists = u32::try_from(self.projects_listed + self.users_read).ok().filter(|lists| *lists >= 3)?;
        let seconds = (now - began).as_seconds_f64();
        (seconds > 0.0).then(|| f64::from(lists) / seconds)
    }

    /// How long the rest will take at the pace since `began`; `None` before a pace can be told.
    #[must_use]
    pub fn left(&self, began: DateTime<Utc>, now: DateTime<Utc>) -> Option<TimeDelta> {
        let done = i32::try_from(self.projects_listed + self.users_read + self.failed).ok()?;
        let unlisted = self.projects.saturating_sub(self.projects_listed);
        // Each project whose users are not known yet has as many, one thinks, as the others.
        let expected = self.users.checked_div(self.projects_listed)? * unlisted;
        let ahead = i32::try_from(unlisted + self.users.saturating_sub(self.users_read) + expected).ok()?;
        (done >= 3).then(|| (now - began) / done * ahead)
    }

    /// `2 failed, 40 of 96 users`; `40 of 96+ users` while there are projects whose users are not known yet.
    #[must_use]
    pub fn story(&self) -> String {
        let count = figures::count;
        let more = if self.projects_listed + self.failed < self.projects { "+" } else { "" };
        let mut story = if self.users == 0 && !more.is_empty() {
            format!("{} of {}", count(self.projects_listed), figures::counted(self.projects, "project"))
        } else {
            format!("{} of {}{more} users", count(self.users_read), count(self.users))
        };
        // What is wrong stands first, for the rest may be cut.
        if self.unsteady > 0 {
            story = format!("{} kept changing, {story}", count(self.unsteady));
        }
        if self.failed > 0 {
            story = format!("{} failed, {story}", count(self.failed));
        }
        story
    }
}
