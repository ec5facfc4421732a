//! What was named on the command line: a project, a user.

use crate::atlas::error::Error;
use crate::atlas::walk::Walk;
use crate::cli::connection::Connection;
use crate::cli::failure::Failure;
use crate::domain::naming::{self, Unresolved};
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
    found.map_err(|why| {
        let nothing_near = matches!(&why, Unresolved::Unknown(near) if near.is_empty());
        let hint = if nothing_near { "; `atlas-certs projects` lists them" } else { "" };
        Failure::failed(naming::not_found("project", wanted, &why) + hint)
    })
}
