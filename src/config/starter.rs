//! A configuration file to start from: every setting with its default, commented out.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::config::error::ConfigError;

/// The file.
pub const TEXT: &str = include_str!("../../assets/config.toml");

/// Writes it to `path`, for nobody else to read, since keys may come into it.
///
/// # Errors
/// Where it cannot be written, or a file is there already: that one is never touched.
pub fn write(path: &Path) -> Result<(), ConfigError> {
    let failed = |why: io::Error| match why.kind() {
        io::ErrorKind::AlreadyExists => ConfigError::AlreadyThere { path: path.to_owned() },
        _ => ConfigError::Unwritable { path: path.to_owned(), why: why.to_string() },
    };
    make_folder(path).map_err(|why| ConfigError::Unwritable { path: path.to_owned(), why: why.to_string() })?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).and_then(|mut file| file.write_all(TEXT.as_bytes())).map_err(failed)
}

/// Makes the folder that `path` is to stand in, for nobody else to look into.
///
/// # Errors
/// Where it cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut folders = DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), |folder| folders.create(folder))
}
