//! The world outside the model: the terminal, the keyboard, signals, the clock, and the requests under way.

pub mod archive;
mod aside;
mod background;
mod bridge;
mod canvas;
pub mod clipboard;
pub mod clock;
pub mod desk_file;
mod effects;
mod errands;
pub mod event_loop;
mod export_file;
mod hands;
mod input;
mod keeper;
mod keyboard;
mod scans;
mod scroll;
pub mod sign_in;
mod signals;
pub mod terminal;
pub mod whole_file;

pub use aside::aside;
pub use signals::end_by;
