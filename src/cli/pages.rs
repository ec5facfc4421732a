//! `atlas-certs man`: written from what is known of the command line, so that it is never behind it.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::cli::arguments::Arguments;
use crate::cli::failure::Failure;

/// What this program is called on a command line.
pub(super) const NAME: &str = "atlas-certs";

/// The manual page.
pub(super) fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    Man::new(Arguments::command()).render(&mut page)?;
    Ok(io::stdout().lock().write_all(&page)?)
}
