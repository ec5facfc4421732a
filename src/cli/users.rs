//! `atlas-certs users`: the database users of a project, in the server's order, which is none.

use crate::atlas::page::Page;
use crate::cli::arguments::{Arguments, Output};
use crate::cli::failure::Failure;
use crate::cli::{connection, finding, output};
use crate::config::sources::Sources;
use crate::domain::user::DatabaseUser;
use crate::report::user::UserRecord;
use crate::runtime::clock;
use crate::scan::people::People;

pub(super) async fn run(arguments: &Arguments, asked: &Output, sources: &Sources) -> Result<(), Failure> {
    arguments.place.refuse_user()?;
    let format = asked.format()?;
    let connection = connection::open(&arguments.global, sources).await?;
    let project = finding::project(&connection, arguments.place.project.as_deref()).await?;
    let mut people = People::default();
    let walk = connection.client.walk_users(&project.id);
    let see = |page: &Page<DatabaseUser>| people.page(page.clone());
    let written = output::write_all(walk, format, arguments.global.alphabet(), UserRecord::new, see).await;
    let (read_at, whole) = (people.read_at.unwrap_or_else(clock::now), written.is_ok() && people.tells_absence());
    connection.keeping.users(&project, &people.users, read_at, whole);
    written
}
