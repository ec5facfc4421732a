//! When the certificates of each project and user end first, as far as that is remembered, for the pickers.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::recall::Recall;
use crate::domain::project::ProjectId;

/// How often it is asked while certificates come: faster than this nobody reads.
pub const EVERY: TimeDelta = TimeDelta::seconds(2);

/// What is known.
#[derive(Debug, Default)]
pub struct Outlook {
    projects: HashMap<ProjectId, DateTime<Utc>>,
    users: HashMap<Box<str>, DateTime<Utc>>,
    /// Whose users these are.
    of: Option<ProjectId>,
    /// Whether certificates came since it was asked.
    is_outdated: bool,
    /// When it was asked, by this machine's clock.
    asked: Option<DateTime<Utc>>,
    /// From when on an end is one to come, by the server's clock.
    from: DateTime<Utc>,
    /// Counts how often it was asked.
    revision: u64,
    is_answered: bool,
}

/// The ends of what is listed, the first of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ends {
    /// Of every project.
    pub projects: HashMap<ProjectId, DateTime<Utc>>,
    /// Of every user of one project.
    pub users: HashMap<Box<str>, DateTime<Utc>>,
}

impl Outlook {
    /// Certificates came: ends may be others.
    pub fn outdate(&mut self) {
        self.is_outdated = true;
    }

    /// Asks anew where another project is open, and where it is time to. An end that is over, by the server's time that is
    /// `shown`, makes way for the next.
    pub fn follow(&mut self, open: Option<&ProjectId>, now: DateTime<Utc>, shown: DateTime<Utc>) {
        let is_over = self.ends().any(|end| end < shown);
        self.is_outdated |= is_over;
        let is_other = self.of.as_ref() != open;
        if is_other {
            self.of = open.cloned();
            self.users.clear();
        }
        if is_other || self.asked.is_none() || self.due().is_some_and(|due| due <= now) {
            self.is_outdated = false;
            self.is_answered = false;
            self.asked = Some(now);
            self.from = shown;
            self.revision += 1;
        }
    }

    /// When it is to be asked again, by this machine's clock.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.asked.filter(|_| self.is_outdated && self.is_answered).map(|asked| asked + EVERY)
    }

    /// What is to be asked now.
    #[must_use]
    pub fn question(&self) -> Option<Recall> {
        (self.asked.is_some() && !self.is_answered).then(|| Recall::Ends(self.of.clone(), self.from, self.revision))
    }

    /// Takes in the ends; `None` where nobody could say.
    pub fn answered(&mut self, ends: Option<Ends>) {
        self.is_answered = true;
        if let Some(Ends { projects, users }) = ends {
            self.projects = projects;
            self.users = users;
        }
    }

    /// When the first certificate of a project ends.
    #[must_use]
    pub fn of_project(&self, project: &ProjectId) -> Option<DateTime<Utc>> {
        self.projects.get(project).copied()
    }

    /// When the first certificate of a user of the open project ends.
    #[must_use]
    pub fn of_user(&self, user: &str) -> Option<DateTime<Utc>> {
        self.users.get(user).copied()
    }

    /// Every end that is known.
    pub fn ends(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.projects.values().chain(self.users.values()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_at_once_then_no_more_often_than_anybody_reads() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("a moment");
        let project = ProjectId::new("a");
        let mut outlook = Outlook::default();
        let asked = |outlook: &mut Outlook, open: Option<&ProjectId>, now| {
            outlook.follow(open, at(now), at(now + 60));
            let question = outlook.question().is_some();
            outlook.answered(Some(Ends { projects: [(project.clone(), at(80))].into(), ..Ends::default() }));
            question
        };
        assert!(asked(&mut outlook, None, 0));
        assert!(asked(&mut outlook, Some(&project), 0));
        assert!(!asked(&mut outlook, Some(&project), 9) && outlook.due().is_none());
        outlook.outdate();
        assert!(asked(&mut outlook, Some(&project), 9));
        outlook.outdate();
        assert!(!asked(&mut outlook, Some(&project), 10));
        assert_eq!(outlook.due(), Some(at(11)));
        assert!(asked(&mut outlook, Some(&project), 11));
        assert!(asked(&mut outlook, Some(&project), 21), "an end is over");
    }
}
