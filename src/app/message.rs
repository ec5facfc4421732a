//! What happens to the program: keys, sizes, answers. The only way to change the model.

use ratatui::layout::Size;

use crate::app::effect::Answer;
use crate::app::key::Key;
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
    /// The terminal has another size.
    Resized(Size),
    /// A request has an answer, or an error for one.
    Arrived(Ticket, Result<Answer, Error>),
    /// The client has something to say while a request is under way.
    Noticed(Notice),
    /// The moment came for which the model asked to be woken.
    Woken,
}
