//! `atlas-certs completions` and `atlas-certs man`: written from what is known of the command line, so that they are never
//! behind it.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::arguments::Arguments;
use crate::cli::failure::Failure;

/// What this program is called on a command line.
const NAME: &str = "atlas-certs";

/// A script for the shell's completion.
pub(super) fn completions(shell: Shell) -> Result<(), Failure> {
    // Into memory first: what writes it has no word for a reader that is gone.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    Ok(io::stdout().lock().write_all(&script)?)
}

/// The manual page.
pub(super) fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    Man::new(Arguments::command()).render(&mut page)?;
    Ok(io::stdout().lock().write_all(&page)?)
}
