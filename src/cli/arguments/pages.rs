//! Which page, and for which shell.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;
use clap_complete::engine::ArgValueCandidates;

use crate::cli::completion::names;

#[derive(Debug, Args)]
pub(in crate::cli) struct Completions {
    /// The shell.
    pub(in crate::cli) shell: Shell,
}

/// Which pages of the manual.
#[derive(Debug, Args)]
pub(in crate::cli) struct Pages {
    /// The command: list, memory prune. Without one the program's own page.
    #[arg(add = ArgValueCandidates::new(names::commands))]
    pub(in crate::cli) command: Vec<String>,
    /// Write every page into this folder instead.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(in crate::cli) all: Option<PathBuf>,
}
