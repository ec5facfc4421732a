//! What was named on the command line: a project, a user.

use crate::atlas::error::Error;
use crate::atlas::walk::Walk;
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::domain::naming::{self, Unresolved};
use crate::domain::printable::Printable;
use crate::domain::project::Project;

/// The items of a list, whole.
pub(super) async fn all<T: 'static>(mut walk: Walk<'_, T>) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    while let Some(page) = walk.next().await {
        items.extend(page?.items);
    }
    Ok(items)
}

/// The project that was named, or else the profile's own.
pub(super) async fn project(connection: &Connection, named: Option<&str>) -> Result<Project, Failure> {
    let Some(wanted) = named.or(connection.project.as_deref()) else {
        return Err(Failure::Usage("name a project with --project; `atlas-certs projects` lists them".to_owned()));
    };
    let projects = all(connection.client.walk_projects()).await?;
    let found = naming::project(&projects, wanted).cloned();
    found.map_err(|why| Failure::failed(not_found("project", wanted, &why)))
}

/// That nothing is called so, and what is nearest.
pub(super) fn not_found(what: &str, wanted: &str, why: &Unresolved) -> String {
    let wanted = Printable::new(wanted);
    match why {
        Unresolved::Unknown(near) if near.is_empty() => {
            format!("no {what} is called “{wanted}”; `atlas-certs {what}s` lists them")
        }
        Unresolved::Unknown(near) => {
            let near: Vec<String> = near.iter().map(|name| format!("“{}”", Printable::new(name))).collect();
            format!("no {what} is called “{wanted}”; nearest: {}", near.join(", "))
        }
        Unresolved::Ambiguous(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| Printable::new(id.as_str()).to_string()).collect();
            format!("{} projects are called “{wanted}”; name one by its id: {}", ids.len(), ids.join(", "))
        }
    }
}
