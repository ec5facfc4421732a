//! atlas-certs: browse the X.509 certificates that MongoDB Atlas issues to database users.
//!
//! Read it from the ground up; every floor knows only the floors below it:
//!
//! | floor | what it is |
//! | --- | --- |
//! | [`domain`] | the nouns and their rules: certificates, serials, subjects, expiry |
//! | [`atlas`] | the Administration API, the only place that knows HTTP |
//! | [`scan`] | all certificates of all users of many projects, as a stream |
//! | [`memory`] | everything ever seen, in a file: the only place that knows SQL |
//! | [`config`] | settings and credentials |
//! | [`report`] | table, JSON, NDJSON, CSV: one writer a file |
//! | [`app`] | the terminal program as a pure function: messages in, effects out |
//! | [`ui`] | model to frame, a file a pane |
//! | [`runtime`] | the event loop, the terminal, signals, requests under way |
//! | [`cli`] | the command line: one short file a command |
//! | [`demo`] | a simulated Atlas on loopback: what people see first, and what the tests talk to |

#[cfg(test)]
#[path = "../tests/support/damage.rs"]
mod damage;

pub mod app;
pub mod atlas;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod memory;
pub mod report;
pub mod runtime;
pub mod scan;
pub mod ui;
