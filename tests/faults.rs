//! Every status and every fault, alone and in pairs, at each stage of reading a list over real HTTP: what comes out is the
//! rows of the world exactly, or a list that says itself that it is not whole, or one clear line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "faults/hours.rs"]
mod hours;
#[path = "faults/line.rs"]
mod line;
#[path = "faults/stages.rs"]
mod stages;
