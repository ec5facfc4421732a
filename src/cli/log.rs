//! The log: a file, only where one is asked for, that nobody else can read.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli::arguments::Global;
use crate::cli::failure::Failure;

/// Starts to log, where a file is named.
pub(super) fn start(global: &Global) -> Result<(), Failure> {
    let Some(path) = &global.log_file else { return Ok(()) };
    let unusable = |why: io::Error| Failure::failed(format!("cannot write the log {}: {why}", path.display()));
    let file = open(path).map_err(unusable)?;
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
    tracing_subscriber::registry().with(lines).with(global.log_level.clone()).init();
    Ok(())
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // One that was there before keeps its mode unless it is changed.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}
