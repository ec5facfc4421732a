//! The Administration API of MongoDB Atlas. The only place that knows HTTP.

pub mod page;
