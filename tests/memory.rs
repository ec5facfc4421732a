//! What is remembered, in real files: what counts as gone, several at work at once, ends in the middle of a write, and
//! files that are damaged, old, new or closed to us.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "memory/board.rs"]
mod board;
#[path = "memory/certificates.rs"]
mod certificates;
#[path = "memory/crash.rs"]
mod crash;
#[path = "memory/files.rs"]
mod files;
#[path = "memory/lists.rs"]
mod lists;
#[path = "memory/people.rs"]
mod people;
