//! What a command sees is kept, and what was seen before is asked. Whatever is wrong with the memory, the command goes on
//! without it: a line on standard error says so, once.

use std::cell::RefCell;

use chrono::{DateTime, Utc};

use crate::cli::arguments::Global;
use crate::cli::{connection, progress};
use crate::domain::certificate::Certificate;
use crate::domain::holding::Owner;
use crate::domain::printable::Alphabet;
use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;
use crate::memory::{Memory, MemoryError, NAME, Opened};
use crate::runtime::clock;
use crate::scan::Event;
use crate::scan::people::People;

/// The memory of a command.
pub(super) struct Keeping {
    /// `None` where there is none: not wanted, or not to be had.
    memory: RefCell<Option<Memory>>,
    alphabet: Alphabet,
}

impl Keeping {
    /// Opens the memory, unless nothing may be kept. That of the simulated Atlas ends with the program.
    pub(super) fn open(global: &Global) -> Self {
        let alphabet = global.alphabet();
        let memory = match opened(global) {
            Ok(memory) => memory,
            Err(why) => {
                progress::say(&format!("what is seen is not kept: {why}"), alphabet);
                None
            }
        };
        Self { memory: RefCell::new(memory), alphabet }
    }

    /// Whether there is a memory.
    pub(super) fn is_on(&self) -> bool {
        self.memory.borrow().is_some()
    }

    /// Asks the memory; `None` where there is none, or it cannot be read.
    pub(super) fn ask<T>(&self, work: impl FnOnce(&Memory) -> Result<T, MemoryError>) -> Option<T> {
        let answer = work(self.memory.borrow().as_ref()?);
        if let Err(why) = &answer {
            progress::say(&format!("the memory cannot be read: {why}"), self.alphabet);
        }
        answer.ok()
    }

    /// Keeps what a scan came upon.
    pub(super) fn event(&self, event: &Event) {
        match event {
            Event::Users { project, people } => self.people(project, people),
            Event::Certificates { project, user, list } => {
                self.certificates(project, user, &list.certificates, list.read_at, list.tells_absence());
            }
            Event::Gone { .. } | Event::Failed { .. } => {}
        }
    }

    /// Keeps projects, as [`Memory::keep_projects`] does.
    pub(super) fn projects(&self, projects: &[Project], at: DateTime<Utc>, whole: bool) {
        self.keep(|memory| memory.keep_projects(projects, at, whole));
    }

    /// Keeps the users of a project as they were read.
    pub(super) fn people(&self, project: &Project, people: &People) {
        self.users(project, &people.users, people.read_at.unwrap_or_else(clock::now), people.tells_absence());
    }

    /// Keeps users of a project, as [`Memory::keep_users`] does.
    pub(super) fn users(&self, project: &Project, users: &[DatabaseUser], at: DateTime<Utc>, whole: bool) {
        self.keep(|memory| memory.keep_users(project, users, at, whole));
    }

    /// Keeps certificates of a user, as [`Memory::keep_certificates`] does.
    pub(super) fn certificates(
        &self,
        project: &Project,
        user: &str,
        certificates: &[Certificate],
        at: DateTime<Utc>,
        whole: bool,
    ) {
        self.keep(|memory| {
            let owner = Owner { project: project.clone(), user: user.into() };
            memory.keep_certificates(&owner, certificates, at, whole).map(drop)
        });
    }

    fn keep(&self, work: impl FnOnce(&mut Memory) -> Result<(), MemoryError>) {
        let kept = self.memory.borrow_mut().as_mut().map(work);
        if let Some(Err(why)) = kept {
            // A disk that is full is full for every list, and a file that somebody holds costs seconds each time.
            self.memory.replace(None);
            progress::say(&format!("what is seen is no longer kept: {why}"), self.alphabet);
        }
    }
}

fn opened(global: &Global) -> Result<Option<Memory>, MemoryError> {
    if global.no_memory {
        return Ok(None);
    }
    if global.demo {
        return connection::demo_memory().map(Some);
    }
    // Where the system tells no home, nothing is kept between runs: `memory path` says so.
    let Some(folder) = global.folder() else { return Ok(None) };
    let Opened { memory, set_aside } = Memory::open(&folder.join(NAME), clock::now())?;
    if let Some(aside) = set_aside {
        let line = format!("what was remembered is damaged: it is now {}, and a new file begun", aside.display());
        progress::say(&line, global.alphabet());
    }
    Ok(Some(memory))
}
