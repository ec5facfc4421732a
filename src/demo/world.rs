//! The world that the simulated Atlas shows: organisations, projects, users and certificates, all from a seed and a
//! moment. The same seed and moment give the same world, and a hundred thousand certificates cost no memory.

mod cast;
mod issue;
mod museum;
mod names;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::issue::{Certificate, Issued};
use super::noise::Noise;

/// How long an expired certificate stays in the list: Atlas sweeps lazily, and so an expired row can be seen.
pub const SWEPT_AFTER: TimeDelta = TimeDelta::hours(1);

/// The seed of the world that people see: one in which the `totalCount` of the projects is too high, and those of the
/// landmarks are right.
pub const SEED: u64 = 10;

/// A user worth visiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landmark {
    /// The project's name.
    pub project: &'static str,
    /// The user's name.
    pub user: &'static str,
    /// What is to be seen, in a few words.
    pub what: &'static str,
}

/// Where to go in every world, whatever its seed.
pub const LANDMARKS: &[Landmark] = &[
    Landmark { project: "payments", user: "svc-ledger", what: "every severity on one screen" },
    Landmark { project: "payments", user: "hourly-rotation", what: "17,500 certificates" },
    Landmark { project: "load-test", user: "etl-fleet", what: "100,000 certificates" },
    Landmark { project: "compliance", user: "dn-museum", what: "subjects that try to break things" },
];

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// 24 hexadecimal digits.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// A project, `group` in Atlas's paths.
#[derive(Debug, Clone)]
pub struct Project {
    /// 24 hexadecimal digits.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The id of its organisation.
    pub organisation: String,
    /// How many clusters it has.
    pub clusters: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Keys and values.
    pub tags: Vec<(String, String)>,
    /// Whether the demo's credential has a role here; where not, users and certificates are refused.
    pub has_role: bool,
    /// Its database users, in no order, as Atlas lists them.
    pub users: Vec<User>,
    /// Users that were deleted: their certificates live on, and are listed by name.
    pub departed: Vec<User>,
}

/// How a database user signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// A password.
    Scram,
    /// A group of an OpenID Connect identity provider.
    OidcGroup,
    /// An AWS IAM user.
    AwsUser,
    /// An AWS IAM role.
    AwsRole,
    /// An LDAP user.
    LdapUser,
    /// An LDAP group.
    LdapGroup,
    /// X.509 with certificates of the customer's own authority.
    CustomerX509,
    /// X.509 with certificates that Atlas issues.
    ManagedX509,
}

/// A database user.
#[derive(Debug, Clone)]
pub struct User {
    /// The name: bare, with a slash, an ARN, a distinguished name.
    pub name: String,
    /// How they sign in.
    pub sign_in: SignIn,
    /// What they may do: role, database, collection.
    pub roles: Vec<Role>,
    /// The clusters that they are limited to.
    pub scopes: Vec<String>,
    /// A note.
    pub description: Option<String>,
    /// When a temporary user will be deleted.
    pub delete_after: Option<DateTime<Utc>>,
    /// Their certificates.
    pub certificates: Issued,
}

/// What a user may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The role's name.
    pub name: &'static str,
    /// The database that it is granted on.
    pub database: String,
    /// The collection, where it is limited to one.
    pub collection: Option<String>,
}

impl User {
    /// The database that authenticates them.
    #[must_use]
    pub const fn database(&self) -> &'static str {
        match self.sign_in {
            SignIn::Scram | SignIn::OidcGroup | SignIn::LdapGroup => "admin",
            SignIn::AwsUser | SignIn::AwsRole | SignIn::LdapUser | SignIn::CustomerX509 | SignIn::ManagedX509 => {
                "$external"
            }
        }
    }
}

impl Project {
    /// The user of this name; of namesakes the one with certificates, for Atlas lists certificates by name alone.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<&User> {
        let all = self.users.iter().chain(&self.departed);
        all.filter(|user| user.name == name).max_by_key(|user| user.sign_in == SignIn::ManagedX509)
    }
}

/// Everything that the simulated Atlas knows.
#[derive(Debug, Clone)]
pub struct World {
    noise: Noise,
    now: DateTime<Utc>,
    organisations: Vec<Organisation>,
    projects: Vec<Project>,
}

impl World {
    /// The world of `seed` at `now`: names and ids follow from the seed alone, dates are relative to `now`.
    #[must_use]
    pub fn new(seed: u64, now: DateTime<Utc>) -> Self {
        let noise = Noise::seeded(seed);
        let organisations = cast::organisations(noise);
        let mut projects = cast::projects(noise, &organisations, now);
        projects.sort_by(|left, right| left.name.cmp(&right.name));
        Self { noise, now, organisations, projects }
    }

    /// The moment that the dates are relative to.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// All organisations.
    #[must_use]
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// All projects by name, in byte order, as Atlas lists them.
    #[must_use]
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// The project of this id.
    #[must_use]
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    /// The project of this name.
    #[must_use]
    pub fn project_named(&self, name: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.name == name)
    }

    /// Where the noise of this world begins.
    pub(super) const fn noise(&self) -> Noise {
        self.noise
    }
}

#[cfg(test)]
mod tests;
