//! A file that is written anew for each input.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use tempfile::TempDir;

/// A file that only the person may read, as one with secrets must be.
pub struct File {
    folder: TempDir,
}

impl File {
    /// One that holds nothing yet.
    pub fn new() -> Self {
        let file = Self { folder: TempDir::new().unwrap() };
        file.holding(b"");
        set_permissions(file.path(), Permissions::from_mode(0o600)).unwrap();
        file
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    /// Where it stands, holding these octets.
    pub fn holding(&self, octets: &[u8]) -> PathBuf {
        std::fs::write(self.path(), octets).unwrap();
        self.path()
    }
}

impl Default for File {
    fn default() -> Self {
        Self::new()
    }
}
