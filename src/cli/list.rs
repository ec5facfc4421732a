//! `atlas-certs list`: the certificates of one user, or of every user of a project, written as they come.
//!
//! The list is no snapshot: when a certificate goes while the pages are read, all behind it move up and one is skipped.
//! A list that was seen to change is read again, and what was not written yet is.

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
use crate::domain::printable::{Alphabet, Printable};
use crate::domain::project::Project;
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Record as _, Report};
use crate::runtime::clock;
use crate::scan::reading::{Met, READINGS, Reading};

pub(super) async fn run(arguments: &Arguments, asked: &List, sources: &Sources) -> Result<(), Failure> {
    let user = arguments.place.user.as_deref();
    match (user, asked.all_users) {
        (None, false) => return Err(Failure::Usage("name a user with --user, or take --all-users".to_owned())),
        (Some(_), true) => return Err(Failure::Usage("take --user or --all-users, not both".to_owned())),
        _ => {}
    }
    let limits = sources.limits()?;
    let connection = connection::open(&arguments.global, sources).await?;
    let project = finding::project(&connection, arguments.place.project.as_deref()).await?;
    let (users, read_at) = match user {
        Some(user) => (vec![Box::from(user)], None),
        None => managed_users(&connection, &project).await?,
    };
    let mut listing = Listing {
        connection: &connection,
        project: &project,
        limits,
        alphabet: arguments.global.alphabet(),
        expiring: asked.expiring,
        report: output::report(asked.output.output, arguments.global.alphabet()),
        progress: Progress::new(asked.output.output),
        as_of: read_at,
        alone: user.is_some(),
        rows: 0,
        explained: false,
    };
    for name in &users {
        if let Err(failure) = listing.user(name, user.is_some()).await {
            listing.end(false)?;
            return Err(failure);
        }
    }
    listing.end(true)?;
    if listing.rows == 0 && !listing.explained {
        let why = match (users.is_empty(), asked.expiring) {
            (true, _) => "this project has no user whose certificates Atlas manages",
            (false, Some(_)) => "nothing ends that soon; Atlas lists unexpired certificates only",
            (false, None) => "no certificates; Atlas lists unexpired ones only",
        };
        progress::say(why, listing.alphabet);
    }
    Ok(())
}

/// By name, for the server lists them in no order, and when they were read.
async fn managed_users(
    connection: &Connection,
    project: &Project,
) -> Result<(Vec<Box<str>>, Option<DateTime<Utc>>), Failure> {
    let mut walk = connection.client.walk_users(&project.id);
    let (mut names, mut read_at) = (Vec::new(), None);
    while let Some(page) = walk.next().await {
        let page = page?;
        read_at = read_at.or(page.server_time);
        let managed = page.items.into_iter().filter(|user| user.authentication.may_have_certificates());
        names.extend(managed.map(|user| user.name));
    }
    names.sort_unstable();
    names.dedup();
    Ok((names, read_at))
}

/// What is being written.
struct Listing<'run> {
    connection: &'run Connection,
    project: &'run Project,
    limits: Limits,
    alphabet: Alphabet,
    expiring: Option<TimeDelta>,
    report: Report<BufWriter<StdoutLock<'static>>>,
    progress: Progress,
    as_of: Option<DateTime<Utc>>,
    /// Whether it is one user's list, so that the server's count is the whole.
    alone: bool,
    /// How many rows were written.
    rows: usize,
    /// Whether it was said already why there are none.
    explained: bool,
}

impl Listing<'_> {
    /// Writes one user's certificates. `named`: whether a person named the user, and should hear of a wrong name.
    async fn user(&mut self, name: &str, named: bool) -> Result<(), Failure> {
        let mut written = Met::default();
        for _ in 0..READINGS {
            let mut reading = Reading::default();
            let mut walk = self.connection.client.walk_certificates(&self.project.id, name);
            while let Some(page) = walk.next().await {
                match page {
                    Ok(page) => self.page(name, &page, &mut reading, &mut written)?,
                    Err(why) if !matches!(why.kind(), Kind::NotFound | Kind::Refused) => return Err(why.into()),
                    Err(why) if named => return self.unknown(name, why).await,
                    Err(_) => {
                        progress::say(&format!("user {} is gone meanwhile", Printable::new(name)), self.alphabet);
                        return Ok(());
                    }
                }
            }
            if !reading.may_have_skipped() {
                let nobody = named && reading.is_empty();
                return if nobody { self.check_name(name).await } else { Ok(()) };
            }
        }
        Err(Failure::failed(format!("the list of {} keeps changing while it is read: try again", Printable::new(name))))
    }

    fn page(
        &mut self,
        name: &str,
        page: &Page<Certificate>,
        reading: &mut Reading,
        written: &mut Met,
    ) -> Result<(), Failure> {
        let now = page.server_time.unwrap_or_else(clock::now);
        self.as_of = self.as_of.or(page.server_time);
        self.progress.read(page.items.len(), page.total.filter(|_| self.alone), CertificateRecord::PLURAL);
        reading.page(page, now);
        let fresh = page.items.iter().filter(|one| written.is_new(one));
        let wanted = fresh.filter(|certificate| {
            // One whose end was left out may end soon.
            let ends = |within: TimeDelta| certificate.not_after.is_none_or(|end| end - now <= within);
            self.expiring.is_none_or(ends)
        });
        let record = |one| CertificateRecord::listed(self.project, name, one, self.limits, now);
        let records: Vec<CertificateRecord<'_>> = wanted.map(record).collect();
        self.rows += records.len();
        Ok(self.report.rows(&records)?)
    }

    fn end(&mut self, complete: bool) -> Result<(), Failure> {
        self.progress.clear();
        Ok(self.report.end::<CertificateRecord<'_>>(End { as_of: self.as_of, complete })?)
    }

    /// A list without certificates may be that of somebody who does not exist.
    async fn check_name(&mut self, name: &str) -> Result<(), Failure> {
        let users = finding::all(self.connection.client.walk_users(&self.project.id)).await?;
        let user = naming::user(&users, name).map_err(|why| Failure::failed(naming::not_found("user", name, &why)))?;
        if let Some(why) = user.authentication.why_no_certificates() {
            progress::say(&format!("{}: {why}", Printable::new(name)), self.alphabet);
            self.explained = true;
        }
        Ok(())
    }

    /// What is to be said of a name for which Atlas has no list: what is nearest, or why the user has none. What the
    /// server answers there is not documented.
    async fn unknown(&mut self, name: &str, why: Error) -> Result<(), Failure> {
        let Ok(users) = finding::all(self.connection.client.walk_users(&self.project.id)).await else {
            return Err(why.into());
        };
        match naming::user(&users, name) {
            Err(unresolved) => Err(Failure::failed(naming::not_found("user", name, &unresolved))),
            Ok(user) => match user.authentication.why_no_certificates() {
                Some(reason) => {
                    progress::say(&format!("{}: {reason}", Printable::new(name)), self.alphabet);
                    self.explained = true;
                    Ok(())
                }
                None => Err(why.into()),
            },
        }
    }
}
