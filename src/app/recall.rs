//! What the memory is asked, and what it says: this machine answers, and nobody waits for Atlas.

use chrono::{DateTime, Utc};

use crate::app::outlook::Ends;
use crate::domain::holding::Holding;
use crate::domain::lookup::Clue;
use crate::domain::project::{Project, ProjectId};
use crate::domain::user::DatabaseUser;
use crate::memory::{Found, Recalled, Seen};

/// A question to the memory. Where one may be asked again a number tells one time from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recall {
    /// Whose certificate these clues are of.
    LookUp(Vec<Clue>, u64),
    /// The projects.
    Projects,
    /// The users of a project.
    Users(ProjectId),
    /// The certificates of a user.
    Certificates(ProjectId, Box<str>),
    /// When the certificates of every project, and of every user of one, end first, from a moment on.
    Ends(Option<ProjectId>, DateTime<Utc>, u64),
    /// How many certificates of a user were missed since a moment.
    Gone(ProjectId, Box<str>, DateTime<Utc>, u64),
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recollection {
    /// To [`Recall::LookUp`].
    LookUp(Found),
    /// To [`Recall::Projects`].
    Projects(Recalled<Seen<Project>>),
    /// To [`Recall::Users`].
    Users(Recalled<Seen<DatabaseUser>>),
    /// To [`Recall::Certificates`].
    Certificates(Recalled<Holding>),
    /// To [`Recall::Ends`].
    Ends(Ends),
    /// To [`Recall::Gone`].
    Gone(usize),
}
