//! The nouns and their rules. No I/O, no async, no clock, no terminal.

pub mod certificate;
pub mod expiry;
pub mod figures;
pub mod holding;
pub mod lookup;
pub mod naming;
pub mod natural;
pub mod printable;
pub mod project;
pub mod serial;
pub mod subject;
pub mod user;
