//! What happens to the program: keys, sizes, answers. The only way to change the model.

use ratatui::layout::{Position, Size};

use crate::app::account::Roster;
use crate::app::effect::Answer;
use crate::app::key::Key;
use crate::app::scanning::News;
use crate::app::ticket::Ticket;
use crate::atlas::error::Error;
use crate::atlas::notice::Notice;

/// One happening.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Pasted(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size.
    Resized(Size),
    /// A request has an answer, or an error for one.
    Arrived(Ticket, Result<Answer, Error>),
    /// This has come of a scan.
    Scanned(News),
    /// The client has something to say while a request is under way.
    Noticed(Notice),
    /// These are the ways to sign in that this machine knows.
    Roster(Roster),
    /// An attempt to sign in came to nothing: which, and why, in a sentence.
    NotSignedIn(u64, String),
    /// An effect has something to say to the person.
    Told(String),
    /// Something failed on this machine, the memory or a file: one sentence, to be read for as long as the program runs.
    Failed(String),
    /// The moment came for which the model asked to be woken.
    Woken,
}

/// What the mouse did, and where: column and row of the screen, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: MouseAct,
    /// Where.
    pub at: Position,
}

/// What a mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// A click with the left button.
    Click,
    /// The wheel, a notch up.
    WheelUp,
    /// The wheel, a notch down.
    WheelDown,
}
