//! What takes time, or leaves the program: asked for by the model, done by the runtime.

use crate::app::export::Export;
use crate::app::kept::Kept;
use crate::app::ticket::Ticket;
use crate::atlas::page::{Page, PageNumber};
use crate::domain::certificate::Certificate;
use crate::domain::printable::Printable;
use crate::domain::project::{Organisation, Project, ProjectId};
use crate::domain::user::DatabaseUser;

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

/// One page of one list.
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
}
