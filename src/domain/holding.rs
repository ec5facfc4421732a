//! A certificate and all that is known of it: whose it is, whether Atlas still lists it, when it was seen, and what is odd
//! about it.
//!
//! Atlas takes a certificate off the list without a word once its time is over, and lists those of a deleted user for as
//! long as they last. Neither shows in a single list: it takes one look to be compared with another.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::certificate::{Certificate, Identity};
use crate::domain::project::Project;

/// Whose a certificate is. One is shared by all of a user's holdings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The project, which is also the issuer: Atlas has one a project.
    pub project: Project,
    /// The user's name. Certificates are listed by name alone, whatever database the user is in.
    pub user: Box<str>,
}

/// Whether Atlas listed a certificate when its owner's list was last read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is on the list.
    Listed,
    /// It was on the list once and is not any more.
    Unlisted {
        /// The server's time of the first complete list without it: it went between the last time that it was seen and this.
        missed: DateTime<Utc>,
        /// What that tells.
        absence: Absence,
    },
}

/// Why a certificate is no longer listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Its time had come by the moment at which it was missed. That is how every certificate ends.
    Expired,
    /// Its time had not come: that is news, since nothing but its end takes a certificate off the list.
    Early,
    /// The server never said when it ends, so nobody can tell.
    Unknown,
}

/// By how much the clock of the server that answers may be behind that of the one which takes certificates off the list:
/// nobody should be alarmed by that.
pub const SLACK: TimeDelta = TimeDelta::minutes(1);

/// What a person should hear of a certificate that its own fields do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remark {
    /// Its user is no longer among the project's users. The certificate lasts until its end all the same.
    UserDeleted {
        /// The server's time of the first complete list of users without the user.
        since: DateTime<Utc>,
    },
    /// Its user was deleted and the name came back: the certificate was issued to the user of before.
    OlderThanUser {
        /// The server's time of the first list of users with the name again.
        recreated: DateTime<Utc>,
    },
}

/// A certificate, its owner, and what is known beyond the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The certificate as the server listed it, at last.
    pub certificate: Certificate,
    /// Whose it is.
    pub owner: Arc<Owner>,
    /// Whether it is still listed.
    pub standing: Standing,
    /// The server's time of the first list with it. `None` where nothing is remembered.
    pub first_seen: Option<DateTime<Utc>>,
    /// The server's time of the latest list with it. `None` where nothing is remembered.
    pub last_seen: Option<DateTime<Utc>>,
    /// What is odd about it.
    pub remark: Option<Remark>,
}

/// What tells one holding from every other, of whatever project and user. To make one copies no text where the certificate
/// has a usual serial: a page that comes makes hundreds.
#[derive(Debug, Clone)]
pub struct HoldingId {
    /// Whose it is.
    pub owner: Arc<Owner>,
    /// Which of the owner's certificates.
    pub identity: Identity,
}

impl PartialEq for HoldingId {
    fn eq(&self, other: &Self) -> bool {
        self.identity == other.identity && self.owner.is(&other.owner)
    }
}

impl Eq for HoldingId {}

impl Hash for HoldingId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Those of several owners that are alike in it are few.
        self.identity.hash(state);
    }
}

impl Owner {
    /// Whether this is the same owner, whatever else is known of the project by now.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.project.id == other.project.id && self.user == other.user
    }
}

impl Holding {
    /// A certificate that a list just brought, of which nothing else is known.
    #[must_use]
    pub fn listed(certificate: Certificate, owner: Arc<Owner>) -> Self {
        Self { certificate, owner, standing: Standing::Listed, first_seen: None, last_seen: None, remark: None }
    }

    /// What to find this holding by when the rows have changed.
    #[must_use]
    pub fn identity(&self) -> HoldingId {
        HoldingId { owner: Arc::clone(&self.owner), identity: self.certificate.identity() }
    }

    /// Whether [`Self::identity`] would be `id`, without making one.
    #[must_use]
    pub fn is(&self, id: &HoldingId) -> bool {
        self.certificate.is(&id.identity) && self.owner.is(&id.owner)
    }
}

impl Standing {
    /// What became of a certificate that ends at `not_after` and was missed at `missed`, both by the server's clock. Less
    /// than [`SLACK`] before its end it has expired, too.
    #[must_use]
    pub fn missed(not_after: Option<DateTime<Utc>>, missed: DateTime<Utc>) -> Self {
        let absence = match not_after {
            Some(end) if end <= missed + SLACK => Absence::Expired,
            Some(_) => Absence::Early,
            None => Absence::Unknown,
        };
        Self::Unlisted { missed, absence }
    }

    /// Whether the certificate is on the list.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::Listed)
    }

    /// The words for it, in full.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Unlisted { absence: Absence::Expired, .. } => "expired (no longer listed)",
            Self::Unlisted { absence: Absence::Early, .. } => "gone early",
            Self::Unlisted { absence: Absence::Unknown, .. } => "no longer listed",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::project::ProjectId;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("a time")
    }

    fn holding(project: &str, user: &str, serial: i64) -> Holding {
        let project = Project {
            id: ProjectId::new(project),
            name: "p".into(),
            organisation: None,
            clusters: None,
            created_at: None,
        };
        let certificate =
            Certificate { serial: Some(serial.into()), subject: None, created_at: None, not_after: Some(at(100)) };
        Holding::listed(certificate, Arc::new(Owner { project, user: user.into() }))
    }

    #[test]
    fn only_what_goes_before_its_end_goes_early() {
        let words = |not_after, missed| Standing::missed(not_after, at(missed)).words();
        assert_eq!(words(Some(at(100)), 39), "gone early");
        assert_eq!(words(Some(at(100)), 40), "expired (no longer listed)");
        assert_eq!(words(Some(at(100)), 101), "expired (no longer listed)");
        assert_eq!(words(None, 100), "no longer listed");
        assert_eq!(Standing::Listed.to_string(), "listed");
    }

    #[test]
    fn a_holding_is_told_by_project_user_and_serial() {
        let one = holding("p1", "u1", 1);
        let id = one.identity();
        assert!(one.is(&id) && holding("p1", "u1", 1).identity() == id);
        for other in [holding("p2", "u1", 1), holding("p1", "u2", 1), holding("p1", "u1", 2)] {
            assert!(!other.is(&id) && other.identity() != id);
        }
        let renamed = Project { name: "new".into(), ..one.owner.project.clone() };
        let renamed = Holding { owner: Arc::new(Owner { project: renamed, user: "u1".into() }), ..one };
        assert!(renamed.is(&id), "a project's name may change");
    }
}
