//! The simulated Atlas as a foreign client sees it: plain `reqwest`, signed by `digest_auth`, held against recorded answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "demo_server/faults.rs"]
mod faults;
#[path = "demo_server/lists.rs"]
mod lists;
#[path = "demo_server/recorded.rs"]
mod recorded;
#[path = "demo_server/refusals.rs"]
mod refusals;
#[path = "demo_server/signing.rs"]
mod signing;
#[path = "demo_server/visitor.rs"]
mod visitor;
