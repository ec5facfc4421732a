//! The world outside the model: the terminal, the keyboard, signals, the clock, and the requests under way.

mod canvas;
pub mod clock;
mod effects;
pub mod event_loop;
mod input;
mod signals;
pub mod terminal;

pub use signals::end_by;
