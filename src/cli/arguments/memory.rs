//! What can be asked of the memory.

use chrono::TimeDelta;
use clap::{Args, Subcommand};

use super::Shape;
use crate::config::severity::span;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Memory {
    /// Print the path of the file: an SQLite database, whose view `board` has everything.
    Path,
    /// Say how much is remembered.
    Stats(Stats),
    /// Forget what is over: certificates that are no longer listed, users that are gone.
    Prune(Prune),
    /// Forget everything, or all of a project.
    Forget(Forget),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Stats {
    /// How to write.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(in crate::cli) output: Shape,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Prune {
    /// What was last seen so long before the latest answer: 400d, 18months.
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub(in crate::cli) older_than: TimeDelta,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Forget {
    /// Everything.
    #[arg(long)]
    pub(in crate::cli) all: bool,
}
