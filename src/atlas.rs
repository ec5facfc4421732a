//! The Administration API of MongoDB Atlas. The only place that knows HTTP.

pub mod address;
pub mod client;
mod digest;
pub mod endpoint;
mod errand;
pub mod error;
pub mod exchange;
pub mod fleet;
mod json;
mod member;
pub mod notice;
mod pace;
pub mod page;
pub mod peer;
mod retry;
mod routes;
mod service_account;
mod transport;
mod union;
pub mod walk;
pub mod way;
mod wire;
