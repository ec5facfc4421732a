//! `atlas-certs list`: the certificates of one user, or of every user of a project, written as they come.
//!
//! The list is no snapshot: when a certificate goes while the pages are read, all behind it move up and one is skipped.
//! A list that was seen to change is read again, and what was not written yet is.

use chrono::{DateTime, Utc};

use crate::atlas::error::{Error, Kind};
use crate::atlas::page::Page;
use crate::cli::arguments::{Arguments, List};
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::cli::finding::Projects;
use crate::cli::list_many;
use crate::cli::output::Sink;
use crate::cli::progress::Progress;
use crate::cli::wanted::Wanted;
use crate::cli::{connection, finding, progress, remembered};
use crate::config::sources::Sources;
use crate::domain::certificate::Certificate;
use crate::domain::naming;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::memory::Scope;
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Format, Record as _, Report, Source};
use crate::runtime::clock;
use crate::scan::reading::{Met, READINGS, Reading};

pub(super) async fn run(arguments: &Arguments, asked: &List, sources: &Sources) -> Result<(), Failure> {
    let user = arguments.place.user.as_deref();
    let many = asked.all_users || asked.all_projects;
    match (user, many) {
        (None, false) => {
            return Err(Failure::Usage("name a user with --user, or take --all-users or --all-projects".to_owned()));
        }
        (Some(_), true) => return Err(Failure::Usage("take --user, or --all-users or --all-projects".to_owned())),
        _ => {}
    }
    if asked.since.is_some() && arguments.global.no_memory {
        return Err(Failure::Usage("--since tells what is remembered: leave --no-memory out".to_owned()));
    }
    if asked.offline {
        return remembered::run(arguments, asked, sources);
    }
    let alphabet = arguments.global.alphabet();
    let wanted =
        Wanted { limits: arguments.global.limits(sources)?, alphabet, expiring: asked.expiring, since: asked.since };
    let connection = connection::open(&arguments.global, sources).await?;
    let projects = if asked.all_projects {
        finding::projects(&connection).await?
    } else {
        let all = finding::several(&connection, arguments.place.project.as_deref(), &asked.also).await?;
        Projects { all, failure: None }
    };
    let file = asked.output_file.as_deref();
    let format = asked.output.output;
    let mut sink = Sink::open(file)?;
    let mut report = Report::new(format, alphabet, &mut sink);
    let progress = Progress::new(format);
    let written = if let (Some(name), Some(project)) = (user, projects.all.first()) {
        let listing = Listing {
            connection: &connection,
            project,
            wanted: &wanted,
            report: &mut report,
            progress,
            as_of: None,
            rows: 0,
            explained: false,
        };
        listing.run(name).await
    } else {
        list_many::run(&connection, projects, &wanted, &mut report, progress).await.map(Some)
    };
    drop(report);
    // What Prometheus reads says itself that something is missing; every other file would look whole.
    if written.is_ok() || file.is_none() || format == Format::Prometheus {
        sink.finish(file)?;
    }
    if written? == Some(0) {
        let why = match (asked.expiring, many) {
            (Some(_), _) => "nothing ends that soon; Atlas lists unexpired certificates only",
            (None, true) => "no user whose certificates Atlas manages has one that is not expired",
            (None, false) => "no certificates; Atlas lists unexpired ones only",
        };
        progress::say(why, alphabet);
    }
    Ok(())
}

/// Why a list was not read to its end.
enum Halt {
    /// Atlas has no list for that name.
    Unknown(Error),
    /// Anything else.
    Failed(Failure),
}

/// What is being written.
struct Listing<'run, 'sink> {
    connection: &'run Connection,
    project: &'run Project,
    wanted: &'run Wanted,
    report: &'run mut Report<&'sink mut Sink>,
    progress: Progress,
    as_of: Option<DateTime<Utc>>,
    /// How many rows were written.
    rows: usize,
    /// Whether it was said already why there are none.
    explained: bool,
}

impl Listing<'_, '_> {
    /// Writes the certificates, and says how many rows that were; nothing where it was said already why there are none.
    async fn run(mut self, name: &str) -> Result<Option<usize>, Failure> {
        let read = self.read(name).await;
        self.progress.clear();
        let now = self.as_of.unwrap_or_else(clock::now);
        let scope = Scope::User(self.project.id.clone(), name.into());
        let missed = self.wanted.write_missed(&self.connection.keeping, self.report, &scope, now);
        let complete = read.is_ok() && missed.is_ok();
        let end = End { as_of: self.as_of, complete, source: Source::Live };
        self.report.end::<CertificateRecord<'_>>(end)?;
        read?;
        self.rows += missed?;
        Ok((!self.explained).then_some(self.rows))
    }

    async fn read(&mut self, name: &str) -> Result<(), Failure> {
        let mut written = Met::default();
        for _ in 0..READINGS {
            let (mut reading, mut read) = (Reading::default(), Vec::new());
            let walked = self.walk(name, &mut reading, &mut written, &mut read).await;
            let is_whole = walked.is_ok() && !reading.may_have_skipped();
            let ended = match walked {
                Ok(()) if is_whole && reading.is_empty() => self.check_name(name).await,
                Ok(()) => Ok(()),
                Err(Halt::Unknown(why)) => self.unknown(name, why).await,
                Err(Halt::Failed(why)) => Err(why),
            };
            // Of somebody who does not exist nothing is kept.
            let is_list = ended.is_ok() && !self.explained || !read.is_empty();
            if let Some(at) = reading.ended().filter(|_| is_list) {
                let tells_absence = is_whole && reading.tells_absence();
                self.connection.keeping.certificates(self.project, name, &read, at, tells_absence);
            }
            if is_whole || ended.is_err() || self.explained {
                return ended;
            }
        }
        Err(Failure::failed(format!("the list of {} keeps changing while it is read: try again", Printable::new(name))))
    }

    /// Reads the list once, and writes what was not written yet; what was read goes into `read` where it is to be kept.
    async fn walk(
        &mut self,
        name: &str,
        reading: &mut Reading,
        written: &mut Met,
        read: &mut Vec<Certificate>,
    ) -> Result<(), Halt> {
        let mut walk = self.connection.client.walk_certificates(&self.project.id, name);
        while let Some(page) = walk.next().await {
            match page {
                Ok(page) => {
                    let wrote = self.page(name, &page, reading, written);
                    if self.connection.keeping.is_on() {
                        read.extend(page.items);
                    }
                    wrote.map_err(Halt::Failed)?;
                }
                Err(why) if matches!(why.kind(), Kind::NotFound | Kind::Refused) => return Err(Halt::Unknown(why)),
                Err(why) => return Err(Halt::Failed(why.into())),
            }
        }
        Ok(())
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
        self.progress.read(page.items.len(), page.total, CertificateRecord::PLURAL);
        reading.page(page, now);
        let fresh = page.items.iter().filter(|one| written.is_new(one));
        let wanted = fresh.filter(|one| self.wanted.has(one.not_after, now));
        let record = |one| CertificateRecord::listed(self.project, name, one, self.wanted.limits, now);
        let records: Vec<CertificateRecord<'_>> = wanted.map(record).collect();
        self.rows += records.len();
        Ok(self.report.rows(&records)?)
    }

    /// A list without certificates may be that of somebody who does not exist.
    async fn check_name(&mut self, name: &str) -> Result<(), Failure> {
        let users = finding::users(self.connection, self.project).await?;
        let user = naming::user(&users, name).map_err(|why| Failure::failed(naming::not_found("user", name, &why)))?;
        if let Some(why) = user.authentication.why_no_certificates() {
            progress::say(&format!("{}: {why}", Printable::new(name)), self.wanted.alphabet);
            self.explained = true;
        }
        Ok(())
    }

    /// What is to be said of a name for which Atlas has no list: what is nearest, or why the user has none. What the
    /// server answers there is not documented.
    async fn unknown(&mut self, name: &str, why: Error) -> Result<(), Failure> {
        let Ok(users) = finding::users(self.connection, self.project).await else {
            return Err(why.into());
        };
        match naming::user(&users, name) {
            Err(unresolved) => Err(Failure::failed(naming::not_found("user", name, &unresolved))),
            Ok(user) => match user.authentication.why_no_certificates() {
                Some(reason) => {
                    progress::say(&format!("{}: {reason}", Printable::new(name)), self.wanted.alphabet);
                    self.explained = true;
                    Ok(())
                }
                None => Err(why.into()),
            },
        }
    }
}
