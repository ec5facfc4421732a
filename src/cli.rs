//! The command line: what was asked, and one short file a command.
//!
//! Exit status: 0 done, 1 failed (one line on standard error), 2 wrong usage.

mod arguments;
mod browse;
mod connection;
mod demo_server;
mod failure;
mod finding;
mod keys;
mod list;
mod log;
mod output;
mod progress;
mod projects;
mod users;

use std::process::ExitCode;

use clap::Parser as _;
use tokio::runtime::{Builder, Runtime};

use crate::cli::arguments::{Arguments, Command};
use crate::cli::failure::Failure;
use crate::config::environment::Environment;
use crate::config::settings::Sources;
use crate::domain::printable::Alphabet;

/// Does what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and the version go to standard output, in clap's own words.
        Err(why) if !why.use_stderr() => why.exit(),
        Err(why) => return Failure::from(why).report(Alphabet::default()),
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(arguments.global.alphabet()),
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    log::start(&arguments.global)?;
    let sources = || Sources::read(arguments.global.flags(), Environment::of_process()).map_err(Failure::from);
    match &arguments.command {
        None => browse::run(arguments, &sources()?),
        Some(Command::List(list)) => runtime()?.block_on(list::run(arguments, list, &sources()?)),
        Some(Command::Projects(projects)) => runtime()?.block_on(projects::run(arguments, projects, &sources()?)),
        Some(Command::Users(users)) => runtime()?.block_on(users::run(arguments, users, &sources()?)),
        Some(Command::DemoServer(server)) => match runtime()?.block_on(demo_server::run(arguments, server))? {},
    }
}

/// For commands that do one thing after another.
fn runtime() -> Result<Runtime, Failure> {
    Builder::new_current_thread().enable_all().build().map_err(|why| Failure::failed(format!("cannot start: {why}")))
}
