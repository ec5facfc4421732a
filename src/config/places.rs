//! Where files are.

use std::path::PathBuf;

use directories::{BaseDirs, ProjectDirs};

/// Our own configuration file: `~/.config/atlas-certs/config.toml` on Linux. `None` where the system tells no home: a file
/// of whatever folder one happens to be in must not run commands.
#[must_use]
pub fn config_file() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "atlas-certs")?.config_dir().join("config.toml"))
}

/// The Atlas CLI's: `config.toml` in `atlascli` below Go's `os.UserConfigDir()`.
#[must_use]
pub fn atlas_cli_file() -> Option<PathBuf> {
    Some(BaseDirs::new()?.config_dir().join("atlascli").join("config.toml"))
}

/// Where what the program keeps between runs stands: `~/.local/share/atlas-certs` on Linux. `None` where the system tells
/// no home.
#[must_use]
pub fn data_dir() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "atlas-certs")?.data_local_dir().to_owned())
}
