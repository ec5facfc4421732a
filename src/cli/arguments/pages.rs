//! Which page, and for which shell.

use clap::Args;
use clap_complete::Shell;

#[derive(Debug, Args)]
pub(in crate::cli) struct Completions {
    /// The shell.
    pub(in crate::cli) shell: Shell,
}
