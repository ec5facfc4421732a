//! `atlas-certs memory`: where what was seen is kept, how much that is, and forgetting it.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::arguments::{Arguments, Forget, Global, Memory as Command, Shape};
use crate::cli::failure::Failure;
use crate::cli::{connection, progress};
use crate::domain::naming;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::memory::{Memory, MemoryError, NAME, Opened, Pruned};
use crate::report::memory::{self, MemoryRecord};
use crate::runtime::clock;

pub(super) fn run(arguments: &Arguments, command: &Command) -> Result<(), Failure> {
    let global = &arguments.global;
    arguments.place.refuse_user()?;
    if !matches!(command, Command::Forget(_)) {
        arguments.place.refuse_project()?;
    }
    if global.no_memory {
        return Err(Failure::Usage("--no-memory means nothing to this command".to_owned()));
    }
    let path = path(global)?;
    let mut out = io::stdout().lock();
    match command {
        Command::Path => writeln!(out, "{}", path.display())?,
        Command::Stats(asked) => {
            let record = MemoryRecord::new(&path, &open(global, &path)?.stats()?);
            match asked.output {
                Shape::Json => record.write_json(&mut out)?,
                Shape::Table => record.write_table(global.alphabet(), &mut out)?,
            }
        }
        Command::Prune(asked) => {
            let mut memory = open(global, &path)?;
            // Counted from the latest answer, so that a wrong clock of this machine takes nothing away.
            let before = memory.stats()?.last_seen.and_then(|latest| latest.checked_sub_signed(asked.older_than));
            match before {
                Some(before) => {
                    let Pruned { certificates, users, projects } = memory.prune(before)?;
                    writeln!(out, "{}", memory::pruned(certificates, users, projects, before))?;
                }
                None => writeln!(out, "nothing is that old")?,
            }
        }
        Command::Forget(asked) => {
            let what = forget(&mut open(global, &path)?, asked, arguments.place.project.as_deref())?;
            writeln!(out, "forgot {}", global.alphabet().sentence(&what))?;
        }
    }
    Ok(())
}

fn forget(memory: &mut Memory, asked: &Forget, project: Option<&str>) -> Result<String, Failure> {
    match (asked.all, project) {
        (true, None) => {
            memory.forget_all()?;
            Ok("everything".to_owned())
        }
        (false, Some(wanted)) => {
            let known: Vec<Project> = memory.projects()?.rows.into_iter().map(|seen| seen.item).collect();
            let found = naming::project(&known, wanted);
            let project = found.map_err(|why| Failure::failed(naming::not_found("project", wanted, &why)))?;
            memory.forget_project(&project.id)?;
            Ok(format!("project {}", Printable::new(&project.name).quoted()))
        }
        (true, Some(_)) => Err(Failure::Usage("--all and --project exclude one another".to_owned())),
        (false, None) => Err(Failure::Usage("say what to forget: --all, or a project with --project".to_owned())),
    }
}

/// Where the file is. That of the simulated Atlas is in memory alone.
fn path(global: &Global) -> Result<PathBuf, Failure> {
    if global.demo {
        return Ok(PathBuf::from(":memory:"));
    }
    let folder = global.folder().ok_or_else(|| {
        Failure::failed("the system tells no home, so nothing is kept: name a folder with --data-dir")
    })?;
    Ok(folder.join(NAME))
}

/// The memory at `path`; where there is none yet, an empty one that nothing is made for.
fn open(global: &Global, path: &Path) -> Result<Memory, MemoryError> {
    if global.demo {
        return connection::demo_memory();
    }
    if !path.exists() {
        return Memory::in_memory();
    }
    let Opened { memory, set_aside } = Memory::open(path, clock::now())?;
    if let Some(aside) = set_aside {
        let line = format!("what was remembered is damaged: it is now {}, and a new file begun", aside.display());
        progress::say(&line, global.alphabet());
    }
    Ok(memory)
}
