//! What can go wrong with the file, in one line each: what happened, where, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the memory could not be opened, read or written. Nothing of the program depends on it: everything goes on without.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    /// The folder of data is not there and cannot be made.
    #[error("cannot make the folder {}: {why}; name another with --data-dir, or go on with --no-memory", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's reason.
        why: io::Error,
    },
    /// The file cannot be made, opened or renamed.
    #[error("cannot use {}: {why}; name another folder with --data-dir, or go on with --no-memory", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        why: io::Error,
    },
    /// The file may be read and not written.
    #[error("{} is read-only; name another folder with --data-dir, or go on with --no-memory", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk fails, or may take no more of this: what a quota or a limit on files comes to.
    #[error("{} cannot be read or written ({why}): look at the disk and its limits, or go on with --no-memory", .path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// SQLite's reason.
        why: rusqlite::Error,
    },
    /// The disk is full.
    #[error("no room is left on the disk for {}: make some, or go on with --no-memory", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else held it for longer than [`BUSY_SECONDS`](crate::memory::BUSY_SECONDS).
    #[error("{} is held by another program: try again when that has ended", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program has written it. It is left alone.
    #[error(
        "{} is of a newer atlas-certs (schema {found}, this one knows {known}): use that one, or name another folder \
         with --data-dir", .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The highest version known here.
        known: i64,
    },
    /// It is a database, and not one of this program. It is left alone.
    #[error("{} is a database of another program: name another folder with --data-dir", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It turned out to be damaged while it was in use. The next time that it is opened it is looked through and set aside.
    #[error("{} is damaged: start again, and what is damaged is set aside", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Anything else that SQLite has to say.
    #[error("{}: {why}", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// SQLite's reason.
        why: rusqlite::Error,
    },
}

impl MemoryError {
    /// Sorts what SQLite says of the file at `path` by what a person can do about it.
    pub(super) fn of(path: &Path, why: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match why.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path },
            Some(ErrorCode::SystemIoFailure) => Self::Disk { path, why },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            _ => Self::Sqlite { path, why },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn a_full_disk_is_told_as_such() {
        let connection = Connection::open_in_memory().expect("a database");
        connection.execute_batch("PRAGMA max_page_count = 3; CREATE TABLE t (x)").expect("room for a table");
        let why = connection.execute("INSERT INTO t VALUES (zeroblob(100000))", []).expect_err("no room for more");
        let told = MemoryError::of(Path::new("/data/memory.sqlite"), why).to_string();
        assert_eq!(told, "no room is left on the disk for /data/memory.sqlite: make some, or go on with --no-memory");
    }
}
