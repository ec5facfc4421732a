//! The log: a file, only where one is asked for, that nobody else can read and that does not grow without end.

mod rotating;

use std::io;
use std::sync::Mutex;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli::arguments::Global;
use crate::cli::failure::Failure;
use crate::cli::log::rotating::RotatingFile;

/// Bytes of one file: some 20,000 requests.
const MOST: u64 = 5_000_000;

/// Starts to log, where a file is named.
pub(super) fn start(global: &Global) -> Result<(), Failure> {
    let Some(path) = &global.log_file else { return Ok(()) };
    let unusable = |why: io::Error| Failure::failed(format!("cannot write the log {}: {why}", path.display()));
    let file = RotatingFile::open(path, MOST).map_err(unusable)?;
    // A full disk is no reason to write over the screen.
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).log_internal_errors(false);
    let lines = lines.with_writer(Mutex::new(file));
    tracing_subscriber::registry().with(lines).with(global.log_level.clone()).init();
    Ok(())
}
