//! Which member of a fleet knows which project.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::project::ProjectId;

/// Members, by their place in the fleet.
#[derive(Default)]
pub(super) struct Routes(Mutex<HashMap<ProjectId, usize>>);

impl Routes {
    /// The member that showed the project last.
    pub(super) fn of(&self, project: &ProjectId) -> Option<usize> {
        self.known().get(project).copied()
    }

    /// Notes that a member has shown that it knows the project.
    pub(super) fn note(&self, project: &ProjectId, member: usize) {
        self.known().insert(project.clone(), member);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<ProjectId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
