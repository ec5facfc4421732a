//! What the targets share: an Atlas that answers what it is told to, files, and what must hold of every sentence.

mod atlas;
mod file;
mod sentence;

pub use atlas::{Atlas, PRIVATE_KEY, PUBLIC_KEY, answer};
pub use file::File;
pub use sentence::{holds_nothing_hidden, is_well_told};
