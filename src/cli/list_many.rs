//! `atlas-certs list --all-users` and `--all-projects`: the certificates of many users, by project and name, several lists
//! under way at once. What could not be had is said beside the output, and the status tells.

use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt as _};

use crate::atlas::error::Error;
use crate::atlas::fleet::Fleet;
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::cli::finding::{self, Projects};
use crate::cli::output::Sink;
use crate::cli::progress::{self, Progress};
use crate::cli::wanted::Wanted;
use crate::domain::figures;
use crate::domain::project::Project;
use crate::memory::Scope;
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Record as _, Report, Source};
use crate::runtime::clock;
use crate::scan::people::{self, People};
use crate::scan::reading::List;

/// Lists of users, and of certificates, under way at once.
const AT_ONCE: (usize, usize) = (4, 8);

/// More failures are counted, not told one by one.
const MOST_TOLD: usize = 20;

/// What came of a project, or of a user of it.
enum Part {
    Users(Arc<Project>, Box<People>),
    Read(Arc<Project>, Box<str>, Result<Option<List>, Error>),
    Refused(Arc<Project>, Error),
}

/// Writes them, and says how many rows that were.
pub(super) async fn run(
    connection: &Connection,
    Projects { all: projects, failure }: Projects,
    wanted: &Wanted,
    report: &mut Report<&mut Sink>,
    mut progress: Progress,
) -> Result<usize, Failure> {
    let scopes: Vec<Scope> = projects.iter().map(|project| Scope::Project(project.id.clone())).collect();
    let (mut rows, mut lists, mut as_of) = (0, 0_usize, None);
    let mut failures: Vec<String> = failure.as_ref().map(Error::headline).into_iter().collect();
    let mut parts = std::pin::pin!(parts(&connection.client, projects));
    while let Some(part) = parts.next().await {
        failures.push(match part {
            Part::Users(project, people) => {
                as_of = as_of.or(people.as_of);
                connection.keeping.people(&project, &people);
                if people.is_whole() {
                    continue;
                }
                finding::unread(&project, None, None)
            }
            Part::Read(project, user, Ok(Some(list))) => {
                lists += 1;
                as_of = as_of.or(Some(list.as_of));
                progress.read(list.certificates.len(), None, CertificateRecord::PLURAL);
                let (keeping, all) = (&connection.keeping, &list.certificates);
                keeping.certificates(&project, &user, all, list.read_at, list.tells_absence());
                let listed = list.certificates.iter();
                let records: Vec<CertificateRecord<'_>> = listed
                    .filter(|one| wanted.has(one.not_after, list.as_of))
                    .map(|one| CertificateRecord::listed(&project, &user, one, wanted.limits, list.as_of))
                    .collect();
                rows += records.len();
                report.rows(&records)?;
                if list.is_whole {
                    continue;
                }
                finding::unread(&project, Some(&user), None)
            }
            // Deleted since the users were listed.
            Part::Read(_, _, Ok(None)) => {
                lists += 1;
                continue;
            }
            Part::Read(project, user, Err(why)) => finding::unread(&project, Some(&user), Some(&why)),
            Part::Refused(project, why) => finding::unread(&project, None, Some(&why)),
        });
    }
    progress.clear();
    for scope in &scopes {
        match wanted.write_missed(&connection.keeping, report, scope, as_of.unwrap_or_else(clock::now)) {
            Ok(missed) => rows += missed,
            Err(Failure::Failed(why)) => {
                failures.push(why);
                break;
            }
            Err(why) => return Err(why),
        }
    }
    report.end::<CertificateRecord<'_>>(End { as_of, complete: failures.is_empty(), source: Source::Live })?;
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

/// In the order of the projects and the names, though several are asked for at once.
fn parts(client: &Fleet, projects: Vec<Project>) -> impl Stream<Item = Part> {
    let (client, again) = (client.clone(), client.clone());
    stream::iter(projects)
        .map(move |project| {
            let (client, project) = (client.clone(), Arc::new(project));
            async move {
                let people = people::read(&client, &project.id).await;
                (project, people)
            }
        })
        .buffered(AT_ONCE.0)
        .flat_map(|(project, users)| {
            stream::iter(match users {
                Ok(people) => {
                    let listed = people.managed().into_iter().map(|name| Ok((Arc::clone(&project), Box::from(name))));
                    let listed: Vec<_> = listed.collect();
                    std::iter::once(Err(Part::Users(project, Box::new(people)))).chain(listed).collect::<Vec<_>>()
                }
                Err(why) => vec![Err(Part::Refused(project, why))],
            })
        })
        .map(move |next| {
            let client = again.clone();
            async move {
                match next {
                    Ok((project, user)) => {
                        let list = people::certificates(&client, &project.id, &user, clock::now).await;
                        Part::Read(project, user, list)
                    }
                    Err(part) => part,
                }
            }
        })
        .buffered(AT_ONCE.1)
}
