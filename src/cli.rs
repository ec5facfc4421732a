//! The command line: what was asked, and one short file a command.
//!
//! Exit status: 0 done, 1 failed (one line on standard error), 2 wrong usage; of a check what monitoring systems expect.

mod arguments;
mod browse;
mod check;
mod completion;
mod config;
mod connection;
mod demo_server;
mod demo_story;
mod doctor;
mod failure;
mod find;
mod finding;
mod keeping;
mod keys;
mod list;
mod list_many;
mod log;
mod man;
mod memory;
mod output;
mod progress;
mod projects;
mod remembered;
mod signing_in;
mod since;
mod users;
mod wanted;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use tokio::runtime::{Builder, Runtime};

use crate::cli::arguments::{Arguments, Command};
use crate::cli::failure::Failure;
use crate::config::environment::Environment;
use crate::config::sources::Sources;
use crate::domain::printable::Alphabet;

/// The command of the Atlas CLI's plugin, as `assets/atlas-cli-plugin/manifest.yml` has it.
const PLUGIN: &str = "certs";

/// Does what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    if completion::answered() {
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::try_parse_from(words()) {
        Ok(arguments) => arguments,
        // Help and the version go to standard output, in clap's own words.
        Err(why) if !why.use_stderr() => why.exit(),
        Err(why) if is_check() => return check::unknown(&why.into(), Alphabet::default()),
        Err(why) => return Failure::from(why).report(Alphabet::default()),
    };
    match run(&arguments) {
        Ok(status) => status,
        Err(failure) if is_check() => check::unknown(&failure, arguments.global.alphabet()),
        Err(failure) => failure.report(arguments.global.alphabet()),
    }
}

/// The words of the command line. Of the Atlas CLI's versions some give a plugin the name of its command first, and some do
/// not: it is left out.
fn words() -> impl Iterator<Item = OsString> {
    let is_plugin = |(place, word): &(usize, OsString)| *place == 1 && word == PLUGIN;
    std::env::args_os().enumerate().filter(move |word| !is_plugin(word)).map(|(_, word)| word)
}

fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    log::start(&arguments.global)?;
    let sources = || Sources::read(arguments.global.flags(), Environment::of_process()).map_err(Failure::from);
    match &arguments.command {
        None => browse::run(arguments, &sources()?)?,
        Some(Command::List(list)) => finish(list::run(arguments, list, &sources()?))?,
        Some(Command::Find(find)) => finish(find::run(arguments, find, &sources()?))?,
        Some(Command::Check(check)) => return Ok(runtime()?.block_on(check::run(arguments, check, sources()))),
        Some(Command::Projects(projects)) => finish(projects::run(arguments, projects, &sources()?))?,
        Some(Command::Users(users)) => finish(users::run(arguments, users, &sources()?))?,
        Some(Command::Memory(command)) => memory::run(arguments, command)?,
        Some(Command::Doctor(asked)) => {
            let sources = Sources::read(arguments.global.flags(), Environment::of_process());
            return runtime()?.block_on(doctor::run(arguments, asked, sources));
        }
        Some(Command::Completions(asked)) => completion::script(asked.shell)?,
        Some(Command::Man(asked)) => man::run(asked)?,
        Some(Command::Config(command)) => config::run(arguments, command)?,
        Some(Command::DemoServer(server)) => match runtime()?.block_on(demo_server::run(arguments, server))? {},
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the command line that cannot be read asks for a check, of which a monitoring system reads the status.
fn is_check() -> bool {
    let commands = Arguments::command();
    let is_command = |word: &OsString| commands.get_subcommands().any(|command| word == command.get_name());
    std::env::args_os().skip(1).find(is_command).is_some_and(|command| command == "check")
}

/// Does the work, unless Ctrl-C ends it: then what is half written is taken away before the program goes.
fn finish(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    runtime()?.block_on(async {
        tokio::select! {
            done = work => done,
            Ok(()) = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
        }
    })
}

/// For commands that do one thing after another.
fn runtime() -> Result<Runtime, Failure> {
    Builder::new_current_thread().enable_all().build().map_err(|why| Failure::failed(format!("cannot start: {why}")))
}
