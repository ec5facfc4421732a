//! The world outside the model: the terminal, the keyboard, signals, the clock, and the requests under way.

mod background;
mod canvas;
pub mod clipboard;
pub mod clock;
mod effects;
mod errands;
pub mod event_loop;
mod export_file;
mod input;
mod keyboard;
pub mod recent_file;
mod signals;
pub mod terminal;

pub use signals::end_by;
