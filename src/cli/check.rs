//! `atlas-certs check`: one line for a monitoring system, and a status that it understands.
//!
//! Monitoring Plugins guidelines: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; a line, a bar, performance data, then longer text.
//! What could not be read whole is never OK: it is UNKNOWN, or CRITICAL where that is certain already.

mod absence;
mod judgement;

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::process::ExitCode;

use chrono::DateTime;

use self::judgement::{Judgement, Verdict};
use crate::cli::arguments::{Arguments, Check};
use crate::cli::failure::Failure;
use crate::cli::finding::Projects;
use crate::cli::progress::Progress;
use crate::cli::wanted::missed;
use crate::cli::{connection, finding};
use crate::config::sources::Sources;
use crate::domain::expiry::Limits;
use crate::domain::naming;
use crate::domain::printable::{Alphabet, Printable};
use crate::memory::Scope;
use crate::report::certificate::CertificateRecord;
use crate::report::{Format, Record as _};
use crate::runtime::clock;
use crate::scan::{Event, Plan, Scan};

/// Prints the verdict, and gives the status.
pub(super) async fn run(arguments: &Arguments, asked: &Check, sources: Result<Sources, Failure>) -> ExitCode {
    let alphabet = arguments.global.alphabet();
    let judgement = match sources {
        Ok(sources) => judge(arguments, asked, &sources).await,
        Err(why) => Err(why),
    };
    let (verdict, text) = match judgement {
        Ok(judgement) => (judgement.verdict(), judgement.to_string()),
        Err(why) => return unknown(&why, alphabet),
    };
    print(&text, alphabet);
    ExitCode::from(verdict.status())
}

/// What a failure is to a monitoring system, usage included: 2 would be CRITICAL.
pub(super) fn unknown(why: &Failure, alphabet: Alphabet) -> ExitCode {
    print(&format!("{} {} - {why}", judgement::SERVICE, Verdict::Unknown.word()), alphabet);
    ExitCode::from(Verdict::Unknown.status())
}

fn print(text: &str, alphabet: Alphabet) {
    for line in text.lines() {
        // Who reads no output still reads the status.
        let _ = writeln!(io::stdout(), "{}", alphabet.sentence(line));
    }
}

async fn judge(arguments: &Arguments, asked: &Check, sources: &Sources) -> Result<Judgement, Failure> {
    let usual = arguments.global.limits(sources)?;
    let limits = Limits::new(asked.critical.unwrap_or(usual.critical()), asked.warning.unwrap_or(usual.soon()));
    let limits =
        limits.map_err(|_| Failure::Usage("--critical must be above zero and at most --warning".to_owned()))?;
    let user = arguments.place.user.as_deref();
    let connection = connection::open(&arguments.global, sources).await?;
    let named = arguments.place.project.as_deref().or(connection.project.as_deref());
    let Projects { all: projects, failure } = match named {
        Some(_) => Projects { all: finding::several(&connection, named, &asked.also).await?, failure: None },
        None if !asked.also.is_empty() => {
            return Err(Failure::Usage("name the first project with --project".to_owned()));
        }
        None if user.is_some() => return Err(Failure::Usage("name the user's project with --project".to_owned())),
        None => finding::projects(&connection).await?,
    };
    if let (Some(name), Some(project)) = (user, projects.first()) {
        let users = finding::users(&connection, project).await?;
        let found = naming::user(&users, name).map_err(|why| Failure::failed(naming::not_found("user", name, &why)))?;
        if let Some(why) = found.authentication.why_no_certificates() {
            return Err(Failure::failed(format!("{} has nothing to check: {why}", Printable::new(name).quoted())));
        }
    }
    if projects.is_empty() {
        return Err(Failure::failed("these credentials see no project: their role may have been taken away"));
    }
    let remembers = connection.keeping.is_on();
    let mut judgement = Judgement::new(limits, projects.len(), asked.latest_only, remembers);
    if let Some(why) = failure {
        judgement.fail(why.headline());
    }
    let mut progress = Progress::new(Format::Json);
    let mut scan = Scan::new(
        connection.client.clone(),
        Plan {
            projects,
            users: user.map(|name| HashSet::from([name.into()])),
            done: HashSet::new(),
            soonest: Box::new(|_, _| None),
            clock: clock::now,
        },
    );
    while let Some(event) = scan.next().await {
        connection.keeping.event(&event);
        if let Event::Certificates { project, user, list } = &event {
            progress.read(list.certificates.len(), None, CertificateRecord::PLURAL);
            let scope = Scope::User(project.id.clone(), user.clone());
            let since = list.as_of.checked_sub_signed(asked.window).unwrap_or(DateTime::UNIX_EPOCH);
            let missed = connection.keeping.ask(|memory| missed(memory, &scope, since));
            if let Some(missed) = missed.filter(|_| list.is_whole) {
                judgement.remember(&missed, list, asked.window);
            }
        }
        judgement.take_in(event, user);
    }
    progress.clear();
    if remembers && !connection.keeping.is_on() {
        judgement.fail("the memory failed meanwhile: what was lost cannot be told".to_owned());
    }
    Ok(judgement)
}
