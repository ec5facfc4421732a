//! What a person would miss if the next run began without it.

use crate::app::columns::Columns;
use crate::app::visits::Recent;

/// What is kept between runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// What was opened last.
    pub recent: Recent,
    /// How the columns are arranged.
    pub columns: Columns,
}
