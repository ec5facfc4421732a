//! The terminal program as a pure function: what happens goes in, the model changes, effects come out.

pub mod action;
pub mod certificates;
pub mod clock;
pub mod cursor;
pub mod effect;
pub mod feed;
pub mod filter;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod listing;
pub mod message;
pub mod model;
pub mod picker;
pub mod plan;
pub mod ticket;
pub mod update;
pub mod wake;
