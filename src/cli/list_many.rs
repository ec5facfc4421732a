//! `atlas-certs list --all-users` and `--all-projects`: the certificates of many users, by project and name, several lists
//! under way at once. What could not be had is said beside the output, and the status tells.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{self, Stream, StreamExt as _};

use crate::atlas::client::Client;
use crate::atlas::error::{Error, Kind};
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::cli::output::Sink;
use crate::cli::progress::{self, Progress};
use crate::domain::expiry::Limits;
use crate::domain::figures;
use crate::domain::printable::{Alphabet, Printable};
use crate::domain::project::Project;
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Record as _, Report};
use crate::runtime::clock;
use crate::scan::reading::{self, List};

/// Lists of users, and of certificates, under way at once.
const AT_ONCE: (usize, usize) = (4, 8);

/// More failures are counted, not told one by one.
const MOST_TOLD: usize = 20;

/// What is wanted of the certificates.
pub(super) struct Wanted {
    pub(super) limits: Limits,
    pub(super) expiring: Option<TimeDelta>,
    pub(super) alphabet: Alphabet,
}

/// What came of a project, or of a user of it.
enum Part {
    Users(Option<DateTime<Utc>>),
    Read(Arc<Project>, Box<str>, Result<List, Error>),
    Refused(Arc<Project>, Error),
}

/// Writes them, and says how many rows that were.
pub(super) async fn run(
    connection: &Connection,
    projects: Vec<Project>,
    wanted: &Wanted,
    report: &mut Report<&mut Sink>,
    mut progress: Progress,
) -> Result<usize, Failure> {
    let (mut rows, mut lists, mut failures, mut as_of) = (0, 0_usize, Vec::new(), None);
    let mut parts = std::pin::pin!(parts(&connection.client, projects));
    while let Some(part) = parts.next().await {
        let (name, why) = match part {
            Part::Users(at) => {
                as_of = as_of.or(at);
                continue;
            }
            Part::Read(project, user, Ok(list)) => {
                lists += 1;
                as_of = as_of.or(Some(list.as_of));
                progress.read(list.certificates.len(), None, CertificateRecord::PLURAL);
                let is_near = |end: DateTime<Utc>, within| end - list.as_of <= within;
                // One whose end was left out may end soon.
                let ends = |within| move |end: Option<DateTime<Utc>>| end.is_none_or(|end| is_near(end, within));
                let listed = list.certificates.iter();
                let records: Vec<CertificateRecord<'_>> = listed
                    .filter(|one| wanted.expiring.is_none_or(|within| ends(within)(one.not_after)))
                    .map(|one| CertificateRecord::listed(&project, &user, one, wanted.limits, list.as_of))
                    .collect();
                rows += records.len();
                report.rows(&records)?;
                if list.is_whole {
                    continue;
                }
                (named(&project, Some(&user)), "the list keeps changing while it is read".to_owned())
            }
            // Deleted since the users were listed.
            Part::Read(_, _, Err(why)) if matches!(why.kind(), Kind::NotFound | Kind::Refused) => {
                lists += 1;
                continue;
            }
            Part::Read(project, user, Err(why)) => (named(&project, Some(&user)), why.headline()),
            Part::Refused(project, why) => (named(&project, None), why.headline()),
        };
        failures.push(format!("{name}: {why}"));
    }
    progress.clear();
    report.end::<CertificateRecord<'_>>(End { as_of, complete: failures.is_empty() })?;
    let of = figures::counted(lists + failures.len(), "list");
    match failures.as_slice() {
        [] => Ok(rows),
        [only] => Err(Failure::failed(format!("the output is not complete: {only}"))),
        several => {
            several.iter().take(MOST_TOLD).for_each(|line| progress::say(line, wanted.alphabet));
            let failed = figures::count(several.len());
            Err(Failure::failed(format!("the output is not complete: {failed} of {of} could not be read whole")))
        }
    }
}

fn named(project: &Project, user: Option<&str>) -> String {
    let project = Printable::new(&project.name);
    user.map_or_else(|| project.to_string(), |user| format!("{project}/{}", Printable::new(user)))
}

/// In the order of the projects and the names, though several are asked for at once.
fn parts(client: &Client, projects: Vec<Project>) -> impl Stream<Item = Part> {
    let (client, again) = (client.clone(), client.clone());
    stream::iter(projects)
        .map(move |project| managed_users(client.clone(), Arc::new(project)))
        .buffered(AT_ONCE.0)
        .flat_map(|(project, users)| {
            stream::iter(match users {
                Ok((names, at)) => {
                    let listed = names.into_iter().map(|name| Ok((Arc::clone(&project), name)));
                    std::iter::once(Err(Part::Users(at))).chain(listed).collect::<Vec<_>>()
                }
                Err(why) => vec![Err(Part::Refused(project, why))],
            })
        })
        .map(move |next| {
            let client = again.clone();
            async move {
                match next {
                    Ok((project, user)) => {
                        let list = reading::read(&client, &project.id, &user, clock::now).await;
                        Part::Read(project, user, list)
                    }
                    Err(part) => part,
                }
            }
        })
        .buffered(AT_ONCE.1)
}

type Names = (Vec<Box<str>>, Option<DateTime<Utc>>);

/// By name, for the server lists them in no order, and when they were read.
async fn managed_users(client: Client, project: Arc<Project>) -> (Arc<Project>, Result<Names, Error>) {
    let mut walk = client.walk_users(&project.id);
    let (mut names, mut read_at) = (Vec::new(), None);
    while let Some(page) = walk.next().await {
        match page {
            Ok(page) => {
                read_at = read_at.or(page.server_time);
                let managed = page.items.into_iter().filter(|user| user.authentication.may_have_certificates());
                names.extend(managed.map(|user| user.name));
            }
            Err(why) => {
                drop(walk);
                return (project, Err(why));
            }
        }
    }
    drop(walk);
    names.sort_unstable();
    names.dedup();
    (project, Ok((names, read_at)))
}
