//! The Administration API of MongoDB Atlas. The only place that knows HTTP.

pub mod client;
mod digest;
pub mod endpoint;
pub mod error;
mod json;
pub mod notice;
mod pace;
pub mod page;
pub mod peer;
mod retry;
mod service_account;
mod transport;
pub mod walk;
mod wire;
