//! The terminal program as a pure function: what happens goes in, the model changes, effects come out.

pub mod action;
pub mod availability;
pub mod certificates;
pub mod chooser;
pub mod clock;
pub mod columns;
pub mod copying;
pub mod cursor;
pub mod effect;
pub mod feed;
pub mod filter;
pub mod judge;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod listing;
pub mod message;
pub mod model;
pub mod order;
pub mod picker;
pub mod plan;
pub mod seek;
pub mod ticket;
pub mod update;
pub mod visits;
pub mod wake;
