//! A simulated Atlas: real HTTP on loopback, in front of a seeded, believable world.
//!
//! It is the demo that people see first, and the double that the tests talk to. It is written from Atlas's documentation
//! and from recorded answers, and never imports [`crate::atlas`], so that a misreading shared with the client shows.
//!
//! | part | what it is |
//! | --- | --- |
//! | [`world`] | the data: organisations, projects, users, certificates, all from a seed and a moment |
//! | [`server`] | the front door: connections, faults, answers |
//! | [`options`] | how strict, how slow, how troubled the server is |
//! | [`faults`] | what goes wrong on purpose, and when |
//! | [`journal`] | what was asked, for a test to read and to wait for |

pub mod credentials;
pub mod faults;
pub mod journal;
pub mod options;
pub mod rate;
pub mod server;
pub mod world;

mod answer;
mod body;
mod digest;
mod gate;
mod noise;
mod pretty;
mod query;
mod resource;
mod token;
mod trouble;
mod troubled;
mod wire;

pub use faults::{Fault, Faults, Rule};
pub use journal::Journal;
pub use options::Options;
pub use server::Server;
pub use world::World;
