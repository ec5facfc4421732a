//! `atlas-certs list --offline`: the last known state, without a single request, and how old it is.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::cli::arguments::{Arguments, Global, List};
use crate::cli::failure::Failure;
use crate::cli::keeping::Keeping;
use crate::cli::output::Sink;
use crate::cli::progress;
use crate::cli::wanted::Wanted;
use crate::config::sources::Sources;
use crate::domain::expiry::Span;
use crate::domain::figures;
use crate::domain::holding::Holding;
use crate::domain::naming::{self, Unresolved};
use crate::domain::printable::Alphabet;
use crate::domain::project::Project;
use crate::memory::{Memory, MemoryError, Recalled, Scope};
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Report, Source, rfc3339};
use crate::runtime::clock;

/// Lists of which something is wanted, as they were last known.
struct Known {
    lists: Vec<Recalled<Holding>>,
    scopes: Vec<Scope>,
    /// How many lists are not known whole: of users, and of certificates.
    partial: usize,
}

pub(super) fn run(arguments: &Arguments, asked: &List, sources: &Sources) -> Result<(), Failure> {
    let (global, user) = (&arguments.global, arguments.place.user.as_deref());
    let keeping = memory(global)?;
    let wanted = Wanted {
        limits: global.limits(sources)?,
        alphabet: global.alphabet(),
        expiring: asked.expiring,
        since: asked.since,
    };
    let projects = projects(&keeping)?;
    let projects = if asked.all_projects {
        projects
    } else {
        // Who is offline need not be able to sign in.
        let usual = || sources.live().ok().and_then(|access| access.project).filter(|_| !global.demo);
        let named = arguments.place.project.clone().or_else(usual);
        let mut several = vec![project(&projects, named.as_deref())?];
        for name in &asked.also {
            several.push(project(&projects, Some(name))?);
        }
        several.sort_by(|one, other| one.id.cmp(&other.id));
        several.dedup_by(|one, other| one.id == other.id);
        several
    };
    let known = keeping.ask(|memory| known(memory, &projects, user)).ok_or_else(unreadable)?;
    if let (Some(name), Some(project)) = (user, projects.first())
        && known.lists.iter().all(|list| list.rows.is_empty() && list.as_of.is_none())
    {
        let names = keeping.ask(|memory| names(memory, project)).ok_or_else(unreadable)?;
        let near = naming::nearest(names.iter().map(|name| &**name), name);
        let why = naming::not_found("user that is remembered", name, &Unresolved::Unknown(near));
        return Err(Failure::failed(why));
    }
    write(&keeping, asked, &wanted, &known)
}

fn write(keeping: &Keeping, asked: &List, wanted: &Wanted, known: &Known) -> Result<(), Failure> {
    let read = || known.lists.iter().filter_map(|list| list.as_of);
    // Nothing was answered later than that, so this machine's clock is not further back.
    let now = read().max().map_or_else(clock::now, |latest| latest.max(clock::now()));
    let (as_of, complete) = (read().min(), known.partial == 0);
    let file = asked.output_file.as_deref();
    let mut sink = Sink::open(file)?;
    let mut report = Report::new(asked.output.output, wanted.alphabet, &mut sink);
    let mut rows = 0;
    for list in &known.lists {
        let listed = list.rows.iter().filter(|one| one.standing.is_listed());
        let some = listed.filter(|one| wanted.has(one.certificate.not_after, now));
        let records: Vec<_> = some.map(|one| CertificateRecord::of(one, wanted.limits, now)).collect();
        rows += records.len();
        report.rows(&records)?;
    }
    for scope in &known.scopes {
        rows += wanted.write_missed(keeping, &mut report, scope, now)?;
    }
    report.end::<CertificateRecord<'_>>(End { as_of, complete, source: Source::Memory })?;
    drop(report);
    if complete || file.is_none() {
        sink.finish(file)?;
    }
    match as_of {
        Some(as_of) => say_age(as_of, now, wanted.alphabet),
        None if rows == 0 => progress::say("nothing is remembered", wanted.alphabet),
        None => {}
    }
    if complete {
        return Ok(());
    }
    let partial = figures::counted(known.partial, "list");
    Err(Failure::failed(format!("the output is not complete: {partial} of what is wanted was never read whole")))
}

/// How old the last known state is.
pub(super) fn say_age(as_of: DateTime<Utc>, now: DateTime<Utc>, alphabet: Alphabet) {
    let line = format!("as remembered, {} old: seen at {}", Span::between(as_of, now), rfc3339(as_of));
    progress::say(&line, alphabet);
}

/// The memory, without which there is nothing to tell.
pub(super) fn memory(global: &Global) -> Result<Keeping, Failure> {
    if global.no_memory {
        return Err(Failure::Usage("--offline tells what is remembered: leave --no-memory out".to_owned()));
    }
    let keeping = Keeping::open(global);
    if keeping.is_on() { Ok(keeping) } else { Err(unreadable()) }
}

/// Every project that is remembered.
pub(super) fn projects(keeping: &Keeping) -> Result<Vec<Project>, Failure> {
    let seen = keeping.ask(Memory::projects).ok_or_else(unreadable)?;
    Ok(seen.rows.into_iter().map(|seen| seen.item).collect())
}

/// The one of them that is named.
pub(super) fn project(projects: &[Project], named: Option<&str>) -> Result<Project, Failure> {
    let Some(named) = named else { return Err(Failure::Usage("name a project with --project".to_owned())) };
    let found = naming::project(projects, named).cloned();
    found.map_err(|why| Failure::failed(naming::not_found("project that is remembered", named, &why)))
}

fn unreadable() -> Failure {
    Failure::failed("nothing is remembered: the memory cannot be used")
}

/// Whose certificates are known, or may be.
fn names(memory: &Memory, project: &Project) -> Result<BTreeSet<Box<str>>, MemoryError> {
    let there = memory.users(&project.id)?.rows.into_iter().filter(|seen| seen.gone_since.is_none());
    let managed = there.filter(|seen| seen.item.authentication.may_have_certificates());
    let mut names: BTreeSet<Box<str>> = managed.map(|seen| seen.item.name).collect();
    // Certificates outlive their user.
    names.extend(memory.soonest_of_users(&project.id, DateTime::UNIX_EPOCH)?.into_keys());
    Ok(names)
}

fn known(memory: &Memory, projects: &[Project], user: Option<&str>) -> Result<Known, MemoryError> {
    let mut known = Known { lists: Vec::new(), scopes: Vec::new(), partial: 0 };
    for project in projects {
        let names = if let Some(name) = user {
            BTreeSet::from([name.into()])
        } else {
            known.partial += usize::from(memory.users(&project.id)?.as_of.is_none());
            names(memory, project)?
        };
        for name in names {
            let list = memory.certificates(&project.id, &name)?;
            known.partial += usize::from(list.as_of.is_none());
            known.lists.push(list);
        }
        known.scopes.push(match user {
            Some(name) => Scope::User(project.id.clone(), name.into()),
            None => Scope::Project(project.id.clone()),
        });
    }
    Ok(known)
}
