//! How a command ends that does not end well: one line on standard error, and a status.

use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::atlas::error::Error;
use crate::cli::progress;
use crate::config::error::ConfigError;
use crate::domain::printable::Alphabet;
use crate::memory::MemoryError;
use crate::runtime::end_by;

/// SIGINT.
const INTERRUPT: i32 = 2;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// It could not do what it was asked: status 1.
    Failed(String),
    /// It was asked for what makes no sense: status 2.
    Usage(String),
    /// Whoever read the output has read enough: status 0, without a word.
    ReaderGone,
    /// Somebody pressed Ctrl-C: the program ends as that ends every other.
    Interrupted,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(line) | Self::Usage(line) => out.write_str(line),
            Self::ReaderGone => out.write_str("nobody reads the output"),
            Self::Interrupted => out.write_str("interrupted"),
        }
    }
}

impl Failure {
    pub(super) fn failed(line: impl Into<String>) -> Self {
        Self::Failed(line.into())
    }

    /// Says it, and gives the status. What foreign text it holds is printable already, or becomes so.
    pub(super) fn report(self, alphabet: Alphabet) -> ExitCode {
        let (status, line) = match self {
            Self::Failed(line) => (1, line),
            Self::Usage(line) => (2, line),
            Self::ReaderGone => return ExitCode::SUCCESS,
            Self::Interrupted => {
                // Where the signal does not end it, the status says the same.
                let _ = end_by(INTERRUPT);
                return ExitCode::from(128 + 2);
            }
        };
        progress::say(&line, alphabet);
        ExitCode::from(status)
    }
}

/// What clap has to say, without the usage that `--help` shows better.
impl From<clap::Error> for Failure {
    fn from(why: clap::Error) -> Self {
        let told = why.to_string();
        let lines = told.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("For more information"));
        let line = lines.collect::<Vec<_>>().join("; ").replace(":; ", ": ");
        Self::Usage(format!("{} (see --help)", line.trim_start_matches("error: ")))
    }
}

impl From<Error> for Failure {
    fn from(why: Error) -> Self {
        Self::Failed(why.headline())
    }
}

impl From<ConfigError> for Failure {
    fn from(why: ConfigError) -> Self {
        if why.is_of_the_command_line() { Self::Usage(why.to_string()) } else { Self::Failed(why.to_string()) }
    }
}

impl From<MemoryError> for Failure {
    fn from(why: MemoryError) -> Self {
        Self::Failed(why.to_string())
    }
}

/// Of writing the output.
impl From<io::Error> for Failure {
    fn from(why: io::Error) -> Self {
        if why.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Failed(format!("cannot write the output: {why}"))
        }
    }
}
