//! `atlas-certs list`: the certificates of one user, or of every user of a project, written as they come.
//!
//! The list is no snapshot: when a certificate goes while the pages are read, all behind it move up and one is skipped.
//! A list that was seen to change is read again, and what was not written yet is.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, StdoutLock};

use chrono::{DateTime, TimeDelta, Utc};

use crate::atlas::error::{Error, Kind};
use crate::atlas::page::Page;
use crate::cli::arguments::{Arguments, List};
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::{connection, finding, output, progress};
use crate::config::settings::Sources;
use crate::domain::certificate::Certificate;
use crate::domain::expiry::Limits;
use crate::domain::naming;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Record as _, Report};
use crate::runtime::clock;

/// How often a list that keeps changing is read.
const READINGS: usize = 4;

pub(super) async fn run(arguments: &Arguments, asked: &List, sources: &Sources) -> Result<(), Failure> {
    let user = arguments.place.user.as_deref();
    if user.is_none() && !asked.all_users {
        return Err(Failure::Usage("name a user with --user, or take --all-users".to_owned()));
    }
    let limits = sources.limits()?;
    let connection = connection::open(arguments.global.demo, sources).await?;
    let project = finding::project(&connection, arguments.place.project.as_deref()).await?;
    let users = match user {
        Some(user) => vec![Box::from(user)],
        None => managed_users(&connection, &project).await?,
    };
    let mut listing = Listing {
        connection: &connection,
        project: &project,
        limits,
        expiring: asked.expiring,
        report: output::report(asked.output.output),
        progress: Progress::new(asked.output.output),
        as_of: None,
    };
    for name in &users {
        if let Err(failure) = listing.user(name, user.is_some()).await {
            listing.end(false)?;
            return Err(failure);
        }
    }
    listing.end(true)
}

/// By name: the server lists them in no order.
async fn managed_users(connection: &Connection, project: &Project) -> Result<Vec<Box<str>>, Failure> {
    let users = finding::all(connection.client.walk_users(&project.id)).await?;
    let managed = users.into_iter().filter(|user| user.authentication.may_have_certificates());
    let mut names: Vec<Box<str>> = managed.map(|user| user.name).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// What is being written.
struct Listing<'run> {
    connection: &'run Connection,
    project: &'run Project,
    limits: Limits,
    expiring: Option<TimeDelta>,
    report: Report<BufWriter<StdoutLock<'static>>>,
    progress: Progress,
    as_of: Option<DateTime<Utc>>,
}

/// What is known of one user's list while it is read.
#[derive(Default)]
struct Reading {
    /// Fingerprints of what was written: 64 bits tell one user's certificates apart.
    written: HashSet<u64>,
    /// The server's count on the first page.
    total: Option<u64>,
    shifted: bool,
}

impl Listing<'_> {
    /// Writes one user's certificates. `named`: whether a person named the user, and should hear of a wrong name.
    async fn user(&mut self, name: &str, named: bool) -> Result<(), Failure> {
        let mut written = HashSet::new();
        for _ in 0..READINGS {
            let mut reading = Reading { written, ..Reading::default() };
            let mut walk = self.connection.client.walk_certificates(&self.project.id, name);
            while let Some(page) = walk.next().await {
                match page {
                    Ok(page) => self.page(name, &page, &mut reading)?,
                    Err(why) if named && *why.kind() == Kind::NotFound => return Err(self.unknown(name, why).await),
                    Err(why) => return Err(why.into()),
                }
            }
            if !reading.shifted {
                let nobody = named && reading.written.is_empty();
                return if nobody { self.check_name(name).await } else { Ok(()) };
            }
            written = reading.written;
        }
        Err(Failure::failed(format!("the list of {} keeps changing while it is read: try again", Printable::new(name))))
    }

    fn page(&mut self, name: &str, page: &Page<Certificate>, reading: &mut Reading) -> Result<(), Failure> {
        let now = page.server_time.unwrap_or_else(clock::now);
        self.as_of = self.as_of.or(page.server_time);
        self.progress.read(page.items.len(), page.total, CertificateRecord::PLURAL);
        reading.shifted |= reading.total.is_some_and(|total| page.total.is_some_and(|now| now != total));
        reading.total = reading.total.or(page.total);
        let fresh = page.items.iter().filter(|certificate| reading.written.insert(fingerprint(certificate)));
        let wanted = fresh.filter(|certificate| {
            let ends = |within: TimeDelta| certificate.not_after.is_some_and(|end| end - now <= within);
            self.expiring.is_none_or(ends)
        });
        let record = |one| CertificateRecord::listed(self.project, name, one, self.limits, now);
        Ok(self.report.rows(&wanted.map(record).collect::<Vec<_>>())?)
    }

    fn end(&mut self, complete: bool) -> Result<(), Failure> {
        self.progress.clear();
        Ok(self.report.end::<CertificateRecord<'_>>(End { as_of: self.as_of, complete })?)
    }

    /// A list without certificates may be that of somebody who does not exist.
    async fn check_name(&self, name: &str) -> Result<(), Failure> {
        let users = finding::all(self.connection.client.walk_users(&self.project.id)).await?;
        let user = naming::user(&users, name).map_err(|why| Failure::failed(finding::not_found("user", name, &why)))?;
        if let Some(why) = user.authentication.why_no_certificates() {
            progress::say(&format!("{name}: {why}"));
        }
        Ok(())
    }

    /// What is nearest to a name that Atlas does not know.
    async fn unknown(&self, name: &str, why: Error) -> Failure {
        match finding::all(self.connection.client.walk_users(&self.project.id)).await {
            Ok(users) => match naming::user(&users, name) {
                Err(unresolved) => Failure::failed(finding::not_found("user", name, &unresolved)),
                // The user is there, so it is something else that Atlas does not know.
                Ok(_) => why.into(),
            },
            Err(_) => why.into(),
        }
    }
}

fn fingerprint(certificate: &Certificate) -> u64 {
    let mut hasher = DefaultHasher::new();
    certificate.identity().hash(&mut hasher);
    hasher.finish()
}
