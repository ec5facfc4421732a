//! The names that the line could go on with: of profiles and themes from the files, of projects and users from the memory,
//! of commands and formats from the program itself. Nobody is
//! asked for them, over the network or through the keyring, and a file that cannot be read has none.

use std::env;

use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};
use clap_complete::engine::CompletionCandidate;

use crate::cli::arguments::{Arguments, Global, Place};
use crate::cli::completion::shells::unquoted;
use crate::cli::connection;
use crate::config::environment::Environment;
use crate::config::sources::Sources;
use crate::domain::naming;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;
use crate::memory::{self, Memory, Seen};
use crate::report::Format;
use crate::ui::theme::{Look, OwnThemes};

/// What the line says so far.
struct Line {
    global: Global,
    place: Place,
}

/// Every profile.
pub(in crate::cli) fn profiles() -> Vec<CompletionCandidate> {
    let names = Line::read().and_then(|line| line.sources()).map(|sources| sources.profile_names());
    names.into_iter().flatten().filter_map(|name| candidate(&name, "")).collect()
}

/// Every format.
pub(in crate::cli) fn formats() -> Vec<CompletionCandidate> {
    Format::ALL.iter().filter_map(|(name, _)| candidate(name, "")).collect()
}

/// Every theme: the built-in ones, and those of the configuration file.
pub(in crate::cli) fn themes() -> Vec<CompletionCandidate> {
    let sources = Line::read().and_then(|line| line.sources());
    let own = sources.and_then(|sources| OwnThemes::read(&sources.file().said.themes).ok()).unwrap_or_default();
    Look::names(&own).filter_map(|name| candidate(name, "")).collect()
}

/// Every command below those that the line names already.
pub(in crate::cli) fn commands() -> Vec<CompletionCandidate> {
    let named = matches().and_then(|matches| {
        let named = matches.subcommand_matches("man")?.get_many::<String>("command")?;
        Some(named.cloned().collect::<Vec<_>>())
    });
    let (mut named, program) = (named.unwrap_or_default(), Arguments::command());
    // The one that is being typed.
    named.pop();
    let above = named.iter().try_fold(&program, |above, name| above.find_subcommand(name));
    let below = above.into_iter().flat_map(Command::get_subcommands);
    below.filter_map(|one| candidate(one.get_name(), "")).collect()
}

/// Every project that was ever seen. Where several have one name, their ids.
pub(in crate::cli) fn projects() -> Vec<CompletionCandidate> {
    let projects = Line::read().and_then(|line| seen(&line.memory()?)).unwrap_or_default();
    let is_ambiguous = |project: &Project| projects.iter().filter(|other| other.name == project.name).count() > 1;
    let word = |project: &Project| {
        let (id, name) = (project.id.as_str(), &*project.name);
        if is_ambiguous(project) { candidate(id, name) } else { candidate(name, id) }
    };
    projects.iter().filter_map(word).collect()
}

/// Every user of the project that was ever seen; of all projects where none is known.
pub(in crate::cli) fn users() -> Vec<CompletionCandidate> {
    Line::read().and_then(|line| users_of(&line)).unwrap_or_default()
}

fn users_of(line: &Line) -> Option<Vec<CompletionCandidate>> {
    let memory = line.memory()?;
    let mut projects = seen(&memory)?;
    if let Some(wanted) = line.project() {
        projects = vec![naming::project(&projects, &wanted).ok()?.clone()];
    }
    let users = projects.iter().filter_map(|project| memory.users(&project.id).ok()).flat_map(|users| users.rows);
    let mut users: Vec<Seen<DatabaseUser>> = users.collect();
    // Of namesakes the one stands for all that may have certificates.
    users.sort_by_cached_key(|user| (user.item.name.clone(), !user.item.authentication.may_have_certificates()));
    users.dedup_by(|left, right| left.item.name == right.item.name);
    let word = |user: &Seen<DatabaseUser>| {
        let gone = if user.gone_since.is_some() { ", gone" } else { "" };
        candidate(&user.item.name, &format!("{}{gone}", user.item.authentication.label()))
    };
    Some(users.iter().filter_map(word).collect())
}

fn seen(memory: &Memory) -> Option<Vec<Project>> {
    Some(memory.projects().ok()?.rows.into_iter().map(|seen| seen.item).collect())
}

/// The line, understood as far as that goes.
fn matches() -> Option<ArgMatches> {
    let words = env::args_os().skip_while(|word| word != "--").skip(1).map(unquoted);
    Arguments::command().ignore_errors(true).try_get_matches_from(words).ok()
}

impl Line {
    fn read() -> Option<Self> {
        let matches = matches()?;
        Some(Self { global: Global::from_arg_matches(&matches).ok()?, place: Place::from_arg_matches(&matches).ok()? })
    }

    fn sources(&self) -> Option<Sources> {
        Sources::read(self.global.flags(), Environment::of_process()).ok()
    }

    fn memory(&self) -> Option<Memory> {
        if self.global.demo {
            return connection::demo_memory().ok();
        }
        let folder = self.global.folder().filter(|_| !self.global.no_memory)?;
        Memory::to_read(&folder.join(memory::NAME)).ok()
    }

    /// The project that the line names, or else the settings.
    fn project(&self) -> Option<String> {
        let set = || {
            let settings = self.sources().filter(|_| !self.global.demo)?.overview().ok()?;
            let project = settings.into_iter().find(|setting| setting.name == "project")?;
            Some(project.sayings.into_iter().next()?.value)
        };
        self.place.project.clone().or_else(set)
    }
}

/// A name with what is to be known beside it. One that cannot be drawn as it is, is none to type.
fn candidate(name: &str, help: &str) -> Option<CompletionCandidate> {
    let is_plain = !name.is_empty() && Printable::new(name).as_str() == name;
    let help = (!help.is_empty()).then(|| Printable::new(help).to_string().into());
    is_plain.then(|| CompletionCandidate::new(name).help(help))
}
