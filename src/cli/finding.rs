//! What was named on the command line: a project, a user.

use crate::atlas::error::Error;
use crate::atlas::walk::Walk;
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::domain::naming::{self, Unresolved};
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;
use crate::runtime::clock;
use crate::scan::people;

/// The items of a list, whole.
pub(super) async fn all<T: 'static>(mut walk: Walk<'_, T>) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    while let Some(page) = walk.next().await {
        items.extend(page?.items);
    }
    Ok(items)
}

/// Projects that can be seen.
pub(super) struct Projects {
    pub(super) all: Vec<Project>,
    /// Why there may be more: the list broke off.
    pub(super) failure: Option<Error>,
}

/// The projects that the credentials can see, which are kept.
///
/// # Errors
/// Where not even one could be had.
pub(super) async fn projects(connection: &Connection) -> Result<Projects, Error> {
    let mut walk = connection.client.walk_projects();
    let (mut all, mut failure, mut read_at) = (Vec::new(), None, None);
    while let Some(page) = walk.next().await {
        match page {
            Ok(page) => {
                read_at = read_at.max(page.server_time);
                all.extend(page.items);
            }
            Err(why) if all.is_empty() => return Err(why),
            Err(why) => failure = Some(why),
        }
    }
    connection.keeping.projects(&all, read_at.unwrap_or_else(clock::now), failure.is_none());
    Ok(Projects { all, failure })
}

/// The users of a project, who are kept.
pub(super) async fn users(connection: &Connection, project: &Project) -> Result<Vec<DatabaseUser>, Error> {
    let people = people::read(&connection.client, &project.id).await?;
    connection.keeping.people(project, &people);
    Ok(people.users)
}

/// Several projects: the one that was named, or the profile's own, and others beside it, each once.
pub(super) async fn several(
    connection: &Connection,
    named: Option<&str>,
    also: &[String],
) -> Result<Vec<Project>, Failure> {
    let mut several = vec![project(connection, named).await?];
    for name in also {
        let another = project(connection, Some(name)).await?;
        if several.iter().all(|one| one.id != another.id) {
            several.push(another);
        }
    }
    Ok(several)
}

/// The project that was named, or else the profile's own.
pub(super) async fn project(connection: &Connection, named: Option<&str>) -> Result<Project, Failure> {
    let Some(wanted) = named.or(connection.project.as_deref()) else {
        return Err(Failure::Usage("name a project with --project; `atlas-certs projects` lists them".to_owned()));
    };
    let Projects { all, failure } = projects(connection).await?;
    let found = naming::project(&all, wanted).cloned();
    if let Some(why) = failure {
        let unseen = format!("not all projects could be listed: {why}");
        return match found {
            // An id has no namesake.
            Ok(project) if project.id.as_str() == wanted => Ok(project),
            Ok(project) => Err(Failure::failed(format!(
                "another project may be called {} as well, for {unseen}; name it by its id, {}",
                Printable::new(wanted).quoted(),
                project.id
            ))),
            Err(unresolved) => {
                Err(Failure::failed(format!("{}; {unseen}", naming::not_found("project", wanted, &unresolved))))
            }
        };
    }
    found.map_err(|why| {
        let nothing_near = matches!(&why, Unresolved::Unknown(near) if near.is_empty());
        let hint = if nothing_near { "; `atlas-certs projects` lists them" } else { "" };
        Failure::failed(naming::not_found("project", wanted, &why) + hint)
    })
}

/// That a list could not be read whole, and why, as a sentence without its full stop; without an error it kept changing.
pub(super) fn unread(project: &Project, user: Option<&str>, why: Option<&Error>) -> String {
    let why = why.map_or_else(|| "the list keeps changing while it is read".to_owned(), Error::headline);
    let project = Printable::new(&project.name);
    user.map_or_else(|| format!("{project}: {why}"), |user| format!("{project}/{}: {why}", Printable::new(user)))
}
