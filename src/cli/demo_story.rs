//! What the simulated Atlas's memory holds at the start: the looks of the last days, which tell a story that no list shows.
//! The server agrees with it: what these looks had at last it lists, and what they missed it does not.
//!
//! An hour ago the only certificate of `payments/svc-settlement` ended, and an application cannot sign in since. One of
//! `api-gateway` has gone before its end; a user of checkout was made anew and has certificates of before; and
//! `svc-refund-v1` was deleted while a certificate of it lives on.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::demo::World;
use crate::demo::world::{self, Issued, SignIn};
use crate::domain::certificate::Certificate;
use crate::domain::holding::Owner;
use crate::domain::project::{Project, ProjectId};
use crate::domain::serial::Serial;
use crate::domain::user::{Authentication, DatabaseUser, Role};
use crate::memory::{Memory, MemoryError};

/// The user whose last certificate has ended.
const CULPRIT: (&str, &str) = ("payments", "svc-settlement");
/// The user of whom one is gone early.
const ROBBED: (&str, &str) = ("Acme Platform", "api-gateway");
/// The project in which a user was made anew.
const REMADE_IN: &str = "checkout";
/// The serial of the certificate that is gone early.
const GONE: i64 = 6_917_529_027_641_081_856;

/// When somebody looked: the last time a minute ago, just after the culprit was taken off the list.
const LOOKS: [TimeDelta; 3] = [TimeDelta::days(3), TimeDelta::hours(20), TimeDelta::minutes(1)];

/// A memory that holds the story of a world.
pub(super) fn memory(world: &World) -> Result<Memory, MemoryError> {
    let mut memory = Memory::in_memory()?;
    let looks = LOOKS.map(|ago| world.now() - ago);
    for at in looks {
        let projects: Vec<Project> = world.projects().iter().map(project).collect();
        memory.keep_projects(&projects, at, true)?;
        let teller = Teller { world, at, looks };
        teller.payments(&mut memory)?;
        teller.robbed(&mut memory)?;
        teller.remade(&mut memory)?;
    }
    Ok(memory)
}

/// Keeps what one look showed.
struct Teller<'world> {
    world: &'world World,
    at: DateTime<Utc>,
    looks: [DateTime<Utc>; 3],
}

impl Teller<'_> {
    fn is_first(&self) -> bool {
        self.looks.first() == Some(&self.at)
    }

    fn is_last(&self) -> bool {
        self.looks.last() == Some(&self.at)
    }

    /// The culprit, and one who was deleted.
    fn payments(&self, memory: &mut Memory) -> Result<(), MemoryError> {
        let Some(payments) = self.world.project_named(CULPRIT.0) else { return Ok(()) };
        let departed = payments.departed.iter().filter(|_| !self.is_last());
        let users: Vec<DatabaseUser> = payments.users.iter().chain(departed).map(user).collect();
        memory.keep_users(&project(payments), &users, self.at, true)?;
        let culprit = payments.users.iter().filter(|user| user.name == CULPRIT.1);
        for user in culprit.chain(&payments.departed) {
            self.list(memory, payments, user, &[])?;
        }
        Ok(())
    }

    /// One more certificate than the server has, at the first look.
    fn robbed(&self, memory: &mut Memory) -> Result<(), MemoryError> {
        let Some(project) = self.world.project_named(ROBBED.0) else { return Ok(()) };
        let Some(user) = project.user(ROBBED.1) else { return Ok(()) };
        let gone = Certificate {
            serial: Some(GONE.into()),
            subject: Some(format!("CN={}", user.name).into()),
            created_at: Some(self.world.now() - TimeDelta::days(51)),
            not_after: Some(self.world.now() + TimeDelta::days(40)),
        };
        self.list(memory, project, user, if self.is_first() { std::slice::from_ref(&gone) } else { &[] })
    }

    /// Somebody was away at the look in the middle.
    fn remade(&self, memory: &mut Memory) -> Result<(), MemoryError> {
        let Some(checkout) = self.world.project_named(REMADE_IN) else { return Ok(()) };
        let has_older = |user: &&world::User| {
            let older = |list: &Vec<world::Certificate>| {
                !list.is_empty()
                    && list.iter().all(|one| self.looks.first().is_some_and(|first| one.created_at < *first))
            };
            user.sign_in == SignIn::ManagedX509
                && matches!(user.certificates, Issued::Few(_))
                && older(&user.certificates.page(self.world.now(), 0, usize::MAX))
        };
        let Some(remade) = checkout.users.iter().filter(has_older).min_by(|left, right| left.name.cmp(&right.name))
        else {
            return Ok(());
        };
        let is_away = !self.is_first() && !self.is_last();
        let there = checkout.users.iter().filter(|user| !is_away || user.name != remade.name);
        let users: Vec<DatabaseUser> = there.map(user).collect();
        memory.keep_users(&project(checkout), &users, self.at, true)?;
        self.list(memory, checkout, remade, &[])
    }

    /// A user's list as the server had it then, and more.
    fn list(
        &self,
        memory: &mut Memory,
        of: &world::Project,
        user: &world::User,
        more: &[Certificate],
    ) -> Result<(), MemoryError> {
        let listed = user.certificates.page(self.at, 0, usize::MAX);
        let listed = listed.into_iter().filter(|one| one.created_at <= self.at);
        let mut certificates: Vec<Certificate> = listed.map(certificate).collect();
        certificates.extend_from_slice(more);
        let owner = Arc::new(Owner { project: project(of), user: user.name.as_str().into() });
        memory.keep_certificates(&owner, &certificates, self.at, true).map(drop)
    }
}

fn project(of: &world::Project) -> Project {
    Project {
        id: ProjectId::new(of.id.as_str()),
        name: of.name.as_str().into(),
        organisation: Some(of.organisation.as_str().into()),
        clusters: Some(of.clusters.into()),
        created_at: Some(of.created_at),
    }
}

fn user(of: &world::User) -> DatabaseUser {
    let role = |role: &world::Role| Role {
        name: role.name.into(),
        database: role.database.as_str().into(),
        collection: role.collection.as_deref().map(Into::into),
    };
    DatabaseUser {
        name: of.name.as_str().into(),
        database: of.database().into(),
        authentication: match of.sign_in {
            SignIn::Scram => Authentication::Password,
            SignIn::OidcGroup => Authentication::Oidc,
            SignIn::AwsUser | SignIn::AwsRole => Authentication::AwsIam,
            SignIn::LdapUser | SignIn::LdapGroup => Authentication::Ldap,
            SignIn::CustomerX509 => Authentication::CustomerX509,
            SignIn::ManagedX509 => Authentication::ManagedX509,
        },
        roles: of.roles.iter().map(role).collect(),
        description: of.description.as_deref().map(Into::into),
        delete_after: of.delete_after,
    }
}

fn certificate(of: world::Certificate) -> Certificate {
    Certificate {
        // Of at most 63 bits.
        serial: i64::try_from(of.serial).ok().map(Serial::from),
        subject: Some(of.subject.into()),
        created_at: Some(of.created_at),
        not_after: Some(of.not_after),
    }
}
