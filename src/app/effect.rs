//! What takes time, or leaves the program: asked for by the model, done by the runtime.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::app::account::Who;
use crate::app::export::Export;
use crate::app::kept::Kept;
use crate::app::recall::{Recall, Recollection};
use crate::app::source::{Board, Scope};
use crate::app::ticket::Ticket;
use crate::app::timeline::{Query, Timeline};
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::certificate::Certificate;
use crate::domain::holding::{Holding, Owner};
use crate::domain::printable::Printable;
use crate::domain::project::{Organisation, Project, ProjectId};
use crate::domain::user::DatabaseUser;
use crate::memory::Rotation;

/// Something for the runtime to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask Atlas; the answer comes back with the ticket.
    Fetch(Ticket, Request),
    /// Nobody waits for this any more: stop it.
    Abandon(Ticket),
    /// Put this on the clipboard. It is printable: what a terminal would obey or hide is escaped in it.
    Copy(Printable<'static>),
    /// Write these rows to a file.
    Export(Box<Export>),
    /// Keep what was seen.
    Seen(Sighting),
    /// Go through the certificates of many users; what comes of it is kept, and told.
    Scan(Scan),
    /// Go through them no more.
    EndScan,
    /// Ask which ways to sign in this machine knows.
    Roster,
    /// Sign in, in the stead of any attempt before; this is which one it is.
    SignIn(u64, Who),
    /// Sign in no more: stay as one is.
    StaySignedIn,
    /// Open this address in a browser.
    Browse(String),
    /// Let the mouse point, or give it back to the terminal.
    Mouse(bool),
    /// Keep this for the next run.
    Keep(Kept),
    /// Paint every cell anew, for a screen that something else has written on.
    Repaint,
    /// Give the terminal back to the shell until it calls the program back.
    Suspend,
    /// Leave.
    Quit,
}

/// What an answer has shown, for the memory. Times are the server's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sighting {
    /// Projects, and whether these are all.
    Projects(Vec<Project>, DateTime<Utc>, bool),
    /// Users of a project, and whether these are all.
    Users(Project, Vec<DatabaseUser>, DateTime<Utc>, bool),
    /// Certificates of an owner, and whether these are all, read at once.
    Certificates(Arc<Owner>, Vec<Certificate>, DateTime<Utc>, bool),
}

/// What to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Which one it is.
    pub number: u64,
    /// The projects.
    pub projects: Vec<Project>,
    /// Lists that were read already, before it was stopped.
    pub done: HashSet<(ProjectId, Box<str>)>,
}

/// One page of one list, or a question to the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Of the organisations, for their names.
    Organisations(PageNumber),
    /// Of the projects.
    Projects(PageNumber),
    /// Of a project's database users.
    Users(ProjectId, PageNumber),
    /// Of a user's certificates.
    Certificates(ProjectId, Box<str>, PageNumber),
    /// Of what is remembered, for a board.
    Board(Board, PageSize, PageNumber),
    /// Of when what is remembered ends.
    Timeline(Query),
    /// Of how the certificates of each user live side by side, at a moment.
    Rotation(Scope, DateTime<Utc>),
    /// Of the memory.
    Recall(Recall),
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// To [`Request::Organisations`].
    Organisations(Page<Organisation>),
    /// To [`Request::Projects`].
    Projects(Page<Project>),
    /// To [`Request::Users`].
    Users(Page<DatabaseUser>),
    /// To [`Request::Certificates`].
    Certificates(Page<Certificate>),
    /// To [`Request::Board`].
    Board(Page<Holding>),
    /// To [`Request::Timeline`].
    Timeline(Timeline),
    /// To [`Request::Rotation`].
    Rotation(Vec<Rotation>),
    /// To [`Request::Recall`].
    Recalled(Recollection),
}
