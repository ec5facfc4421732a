//! A file that is whole or not there: it is written beside its place, and put into it at the end. Where that never comes,
//! what was written is taken away.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells files of one process apart.
static FILES: AtomicU64 = AtomicU64::new(0);

/// A file on its way. Only its owner may read it.
#[derive(Debug)]
pub struct WholeFile {
    file: File,
    beside: PathBuf,
    path: PathBuf,
}

impl WholeFile {
    /// Begins to write what will stand at `path`.
    ///
    /// # Errors
    /// Where nothing can be written in that folder.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut beside = path.as_os_str().to_owned();
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        beside.push(format!(".{}-{number}.new", std::process::id()));
        let beside = PathBuf::from(beside);
        let mut options = OpenOptions::new();
        // Never one that is there: in a folder of others it may lead elsewhere.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(&beside)?, beside, path: path.to_owned() })
    }

    /// Puts it into its place, in the stead of what is there.
    ///
    /// # Errors
    /// Where the disk is full, or the place cannot be taken.
    pub fn replace(self) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.beside, &self.path)
    }

    /// Puts it into its place where nothing is.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where something is; else as [`Self::replace`].
    pub fn add(self) -> io::Result<()> {
        self.file.sync_all()?;
        match std::fs::hard_link(&self.beside, &self.path) {
            // Not every file system has links; there a file that comes into being at this very moment is lost.
            Err(why) if why.kind() != io::ErrorKind::AlreadyExists && !self.path.exists() => {
                std::fs::rename(&self.beside, &self.path)
            }
            added => added,
        }
    }

    /// Lets others read it: for what another program picks up.
    ///
    /// # Errors
    /// Where the mode cannot be set.
    #[cfg(unix)]
    pub fn let_others_read(&self) -> io::Result<()> {
        self.file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
    }

    /// Lets others read it, as they may here.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn let_others_read(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // Where it was renamed there is nothing; where it cannot be taken away it is still in nobody's way.
        let _ = std::fs::remove_file(&self.beside);
    }
}
