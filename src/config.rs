//! Settings and credentials: what the command line says, then the environment, then our own file, then the Atlas CLI's.
//!
//! Everything is read at the start and once. Whoever wants to know where a value came from finds its source beside it.

pub mod atlas_cli;
pub mod child;
mod chosen;
pub mod credentials;
pub mod edit;
pub mod environment;
pub mod error;
pub mod every;
pub mod file;
pub mod keyring;
pub mod leash;
pub mod overview;
pub mod places;
pub mod profile;
pub mod roster;
pub mod sayings;
pub mod secret;
pub mod settings;
pub mod severity;
pub mod sources;
pub mod starter;
