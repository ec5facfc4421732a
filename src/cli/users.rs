//! `atlas-certs users`: the database users of a project, in the server's order, which is none.

use crate::cli::arguments::{Arguments, Output};
use crate::cli::failure::Failure;
use crate::cli::{connection, finding, output};
use crate::config::settings::Sources;
use crate::report::user::UserRecord;

pub(super) async fn run(arguments: &Arguments, asked: &Output, sources: &Sources) -> Result<(), Failure> {
    arguments.place.refuse_user()?;
    let format = asked.format()?;
    let connection = connection::open(&arguments.global, sources).await?;
    let project = finding::project(&connection, arguments.place.project.as_deref()).await?;
    output::write_all(connection.client.walk_users(&project.id), format, arguments.global.alphabet(), UserRecord::new)
        .await
}
