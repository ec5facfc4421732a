//! `atlas-certs projects`: the projects that the credentials can see, with their organisations' names where those can be
//! had.

use crate::atlas::error::{Error, Kind};
use crate::atlas::page::Page;
use crate::cli::arguments::{Arguments, Output};
use crate::cli::failure::Failure;
use crate::cli::{connection, output};
use crate::config::sources::Sources;
use crate::domain::project::Project;
use crate::report::project::ProjectRecord;
use crate::runtime::clock;

pub(super) async fn run(arguments: &Arguments, asked: &Output, sources: &Sources) -> Result<(), Failure> {
    arguments.place.refuse_project()?;
    arguments.place.refuse_user()?;
    let format = asked.format()?;
    let connection = connection::open(&arguments.global, sources).await?;
    let client = &connection.client;
    let mut organisations = Vec::new();
    let mut walk = client.walk_organisations();
    while let Some(page) = walk.next().await {
        match page {
            Ok(page) => organisations.extend(page.items),
            // A key without a role in the organisation still sees its projects: their ids do instead of names. Where there
            // are others, what is wrong with one is told by the projects, too.
            Err(why) if client.members() > 1 || is_no_matter(&why) => {}
            Err(why) => return Err(why.into()),
        }
    }
    let record = |project: &Project| {
        let id = project.organisation.as_ref();
        let organisation = id.and_then(|id| organisations.iter().find(|one| one.id == *id));
        ProjectRecord::new(project, organisation.map(|one| &*one.name))
    };
    let (mut seen, mut read_at) = (Vec::new(), None);
    let see = |page: &Page<Project>| {
        seen.extend_from_slice(&page.items);
        read_at = read_at.max(page.server_time);
    };
    let written = output::write_all(client.walk_projects(), format, arguments.global.alphabet(), record, see).await;
    connection.keeping.projects(&seen, read_at.unwrap_or_else(clock::now), written.is_ok());
    written
}

fn is_no_matter(why: &Error) -> bool {
    matches!(why.kind(), Kind::RoleMissing | Kind::NotFound | Kind::Refused)
}
