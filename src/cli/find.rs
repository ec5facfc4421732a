//! `atlas-certs find`: whose certificate a serial, a subject or a log line speaks of. What is remembered answers at once;
//! only where it cannot are the lists of Atlas gone through. Where nothing is found, the nearest are told, and how they
//! differ: signing in with X.509 fails on a blank.

mod search;

use std::collections::HashSet;
use std::io::{self, Read as _};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use self::search::{Matches, Near, Search};
use crate::atlas::error::Error;
use crate::cli::arguments::{Arguments, Find};
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::cli::finding::Projects;
use crate::cli::keeping::Keeping;
use crate::cli::output::Sink;
use crate::cli::progress::{self, Progress};
use crate::cli::{connection, finding, remembered};
use crate::config::sources::Sources;
use crate::domain::expiry::Limits;
use crate::domain::holding::{Owner, Standing};
use crate::domain::lookup;
use crate::domain::printable::{Alphabet, Printable};
use crate::domain::project::Project;
use crate::report::certificate::CertificateRecord;
use crate::report::found::{Found, NearRecord, sentences};
use crate::report::{End, Format, Record as _, Report, Source};
use crate::runtime::clock;
use crate::scan::progress::Progress as Coverage;
use crate::scan::{Event, Plan, Scan};

/// More is not read of what is pasted.
const LONGEST: u64 = 64 * 1024;

/// What a search has come to.
struct Outcome {
    matches: Matches,
    now: DateTime<Utc>,
    end: End,
    /// What could not be read, in a sentence each.
    failures: Vec<String>,
}

pub(super) async fn run(arguments: &Arguments, asked: &Find, sources: &Sources) -> Result<(), Failure> {
    arguments.place.refuse_user()?;
    let (global, format, limits) = (&arguments.global, asked.output.format()?, arguments.global.limits(sources)?);
    let text = text(asked)?;
    let search = Search::new(lookup::recognise(&text));
    if search.clues().is_empty() {
        let told = "nothing in it looks like a serial, a subject or a certificate";
        return Err(Failure::Usage(format!("{told}; give it between quotes, or - and it on standard input")));
    }
    let named = arguments.place.project.as_deref();
    let outcome = if asked.offline {
        let keeping = remembered::memory(global)?;
        let known = remembered::projects(&keeping)?;
        let project = named.map(|name| remembered::project(&known, Some(name))).transpose()?;
        recall(&keeping, &search, project.as_ref(), true)
    } else {
        let connection = connection::open(global, sources).await?;
        let project = match named {
            Some(_) => Some(finding::project(&connection, named).await?),
            None => None,
        };
        match recall(&connection.keeping, &search, project.as_ref(), true) {
            Some(outcome) if !outcome.matches.exact.is_empty() => Some(outcome),
            recalled => Some(ask(&connection, &search, project, recalled, global.alphabet()).await?),
        }
    };
    let outcome = outcome.ok_or_else(|| Failure::failed("nothing is remembered: the memory cannot be used"))?;
    write(&search, &outcome, format, limits, global.alphabet())
}

/// What was given, in words or on standard input.
fn text(asked: &Find) -> Result<String, Failure> {
    if asked.text.as_slice() != ["-"] {
        return Ok(asked.text.join(" "));
    }
    let mut pasted = Vec::new();
    let read = io::stdin().lock().take(LONGEST).read_to_end(&mut pasted);
    read.map_err(|why| Failure::failed(format!("cannot read standard input: {why}")))?;
    Ok(String::from_utf8_lossy(&pasted).into_owned())
}

/// What is remembered; `None` where that cannot be had.
fn recall(keeping: &Keeping, search: &Search, project: Option<&Project>, with_near: bool) -> Option<Outcome> {
    let matches = keeping.ask(|memory| search.recall(memory, project.map(|project| &project.id), with_near))?;
    let seen = matches.exact.iter().filter_map(|one| match one.standing {
        Standing::Listed => one.last_seen,
        Standing::Unlisted { missed, .. } => Some(missed),
    });
    let as_of = seen.min();
    let now = as_of.map_or_else(clock::now, |as_of| as_of.max(clock::now()));
    Some(Outcome { matches, now, end: End { as_of, complete: true, source: Source::Memory }, failures: Vec::new() })
}

/// Asks Atlas for what memory does not have. What is nearest of the remembered is said at once, for Atlas may be slow; and
/// where it cannot be asked at all, that is the answer.
async fn ask(
    connection: &Connection,
    search: &Search,
    project: Option<Project>,
    recalled: Option<Outcome>,
    alphabet: Alphabet,
) -> Result<Outcome, Failure> {
    if let Some(near) = recalled.as_ref().and_then(|recalled| recalled.matches.near.first()) {
        progress::say(&format!("remembered, {}; asking Atlas for the rest", told(near)), alphabet);
    }
    match (scan(connection, search, project).await, recalled) {
        (Err(why), Some(recalled)) => Ok(Outcome { failures: vec![why.to_string()], ..recalled }),
        (outcome, _) => outcome,
    }
}

/// `near: payments/svc-ledger. The common name …`.
fn told(near: &Near) -> String {
    let owner = &near.holding.owner;
    let (project, user) = (Printable::new(&owner.project.name), Printable::new(&owner.user));
    format!("near: {project}/{user}. {}", sentences(&near.differences).join(" "))
}

/// Goes through the lists of a project, or of all.
async fn scan(connection: &Connection, search: &Search, project: Option<Project>) -> Result<Outcome, Failure> {
    let Projects { all: projects, failure } = match project {
        Some(project) => Projects { all: vec![project], failure: None },
        None => finding::projects(connection).await?,
    };
    let (mut coverage, mut progress) = (Coverage::of(projects.len()), Progress::new(Format::Json));
    let (mut matches, mut as_of) = (search.nothing(), None);
    let is_listed = failure.is_none();
    let mut failures: Vec<String> = failure.as_ref().map(Error::headline).into_iter().collect();
    let plan = Plan { projects, users: None, done: HashSet::new(), soonest: Box::new(|_, _| None), clock: clock::now };
    let mut scan = Scan::new(connection.client.clone(), plan);
    while let Some(event) = scan.next().await {
        coverage.count(&event, |_| true);
        connection.keeping.event(&event);
        match event {
            Event::Certificates { project, user, list } => {
                progress.read(list.certificates.len(), None, CertificateRecord::PLURAL);
                as_of = as_of.max(Some(list.as_of));
                if !list.is_whole {
                    failures.push(finding::unread(&project, Some(&user), None));
                }
                let owner = Arc::new(Owner { project: (*project).clone(), user });
                search.look_through(&list.certificates, &owner, &mut matches);
            }
            Event::Failed { project, user, error } => {
                failures.push(finding::unread(&project, user.as_deref(), Some(&error)));
            }
            Event::Users { .. } | Event::Gone { .. } => {}
        }
    }
    progress.clear();
    search.settle(&mut matches);
    let end = End { as_of, complete: is_listed && coverage.is_whole(), source: Source::Live };
    Ok(Outcome { matches, now: as_of.unwrap_or_else(clock::now), end, failures })
}

fn write(search: &Search, found: &Outcome, format: Format, limits: Limits, alphabet: Alphabet) -> Result<(), Failure> {
    let Outcome { matches, now, end, failures } = found;
    let record = |one| CertificateRecord::of(one, limits, *now);
    let records: Vec<_> = matches.exact.iter().map(record).collect();
    let near = matches.near.iter().map(|near| (record(&near.holding), near));
    let near: Vec<_> =
        near.map(|(certificate, near)| NearRecord::new(certificate, near.nearness, &near.differences)).collect();
    let mut sink = Sink::standard();
    if format == Format::Json {
        let document = Found { end: *end, clues: search.clues(), matches: &records, nearest: &near };
        document.write(&mut sink)?;
    } else {
        let mut report = Report::new(format, alphabet, &mut sink);
        report.rows(&records)?;
        report.end::<CertificateRecord<'_>>(End { complete: true, ..*end })?;
    }
    drop(sink);
    let partial = match failures.as_slice() {
        [] => String::new(),
        [only] => format!("; the search is not complete: {only}"),
        [first, rest @ ..] => format!("; the search is not complete: {first}, and {} more", rest.len()),
    };
    if !records.is_empty() {
        if let (Source::Memory, Some(as_of)) = (end.source, end.as_of) {
            remembered::say_age(as_of, *now, alphabet);
        }
        if matches.is_otherwise_written {
            let line = "the subject is written otherwise in the certificate, and MongoDB compares it byte by byte";
            progress::say(line, alphabet);
        }
        if !failures.is_empty() {
            progress::say(&format!("there may be more{partial}"), alphabet);
        }
        return Ok(());
    }
    for near in &matches.near {
        progress::say(&told(near), alphabet);
    }
    let of = if end.source == Source::Memory { " that is remembered" } else { "" };
    Err(Failure::failed(format!("no certificate{of} has {}{partial}", search.told())))
}
