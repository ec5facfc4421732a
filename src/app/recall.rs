//! What the memory is asked, and what it says: this machine answers, and nobody waits for Atlas.

use crate::domain::lookup::Clue;
use crate::memory::Found;

/// A question to the memory. Where one may be asked again a number tells one time from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recall {
    /// Whose certificate these clues are of.
    LookUp(Vec<Clue>, u64),
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recollection {
    /// To [`Recall::LookUp`].
    LookUp(Found),
}
