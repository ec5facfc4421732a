//! Commands that run while somebody signs in, and that end with that.

use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Holds the commands of one attempt to sign in.
#[derive(Debug, Clone, Default)]
pub struct Leash(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    pulled: bool,
    groups: Vec<Group>,
}

impl Leash {
    /// Ends the commands that run, and each that is still begun.
    pub fn pull(&self) {
        let mut held = self.held();
        held.pulled = true;
        held.groups.drain(..).for_each(Group::kill);
    }

    /// From here on a command is held.
    pub(super) fn hold(&self, group: Group) {
        let mut held = self.held();
        if held.pulled {
            group.kill();
        } else {
            held.groups.push(group);
        }
    }

    /// It has ended.
    pub(super) fn let_go(&self, group: Group) {
        self.held().groups.retain(|held| *held != group);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Pulls the leash when it is dropped: whoever has it waits for what the commands tell.
#[derive(Debug, Default)]
pub struct Grip(Leash);

impl Grip {
    /// The leash.
    #[must_use]
    pub fn leash(&self) -> Leash {
        self.0.clone()
    }
}

impl Drop for Grip {
    fn drop(&mut self) {
        self.0.pull();
    }
}

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Process(#[cfg(unix)] rustix::process::Pid);

impl Process {
    #[cfg(unix)]
    pub(super) fn of(child: &Child) -> Self {
        Self(rustix::process::Pid::from_child(child))
    }

    /// Windows has no such signals: there nothing is ended.
    #[cfg(not(unix))]
    pub(super) fn of(_child: &Child) -> Self {
        Self()
    }

    pub(super) fn kill(self) {
        // That it has ended meanwhile is what is wanted.
        #[cfg(unix)]
        let _ = rustix::process::kill_process(self.0, rustix::process::Signal::KILL);
    }
}

/// A command that leads a process group, and whatever it has started there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group(Process);

impl Group {
    pub(super) fn of(child: &Child) -> Self {
        Self(Process::of(child))
    }

    pub(super) fn kill(self) {
        #[cfg(unix)]
        let _ = rustix::process::kill_process_group(self.0.0, rustix::process::Signal::KILL);
    }
}
