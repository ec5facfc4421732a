//! The Administration API of MongoDB Atlas. The only place that knows HTTP.

pub mod address;
pub mod client;
mod digest;
pub mod endpoint;
mod errand;
pub mod error;
pub mod exchange;
mod json;
pub mod notice;
mod pace;
pub mod page;
mod retry;
mod service_account;
mod transport;
pub mod walk;
mod wire;
