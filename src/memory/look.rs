//! Looks at the file from outside, that change nothing.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::memory::error::MemoryError;
use crate::memory::{Memory, schema};

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The version of its schema.
    pub schema: i64,
    /// Its size.
    pub bytes: u64,
}

impl Memory {
    /// Looks at the file at `path`. It is neither made, nor brought to a newer version, nor set aside.
    ///
    /// # Errors
    /// Where it cannot be read, is damaged, is not ours, or of a later version.
    pub fn look_at(path: &Path) -> Result<Look, MemoryError> {
        let (_, schema) = open(path)?;
        let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        Ok(Look { schema, bytes })
    }

    /// Opens the file at `path` to read what is kept, and waits for nobody who holds it. It is neither made, nor brought to
    /// a newer version, nor set aside: what an older version has not is an error of the reading.
    ///
    /// # Errors
    /// Where it cannot be read, is damaged, is not ours, or of a later version.
    pub fn to_read(path: &Path) -> Result<Self, MemoryError> {
        let (connection, _) = open(path)?;
        connection.busy_timeout(Duration::ZERO).map_err(|why| MemoryError::of(path, why))?;
        Ok(Self { connection, path: path.to_owned() })
    }
}

/// The file, for reading alone, and the version of its schema.
fn open(path: &Path) -> Result<(Connection, i64), MemoryError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|why| MemoryError::of(path, why))?;
    let schema = schema::of_file(&connection).map_err(|why| why.of(path))?;
    Ok((connection, schema))
}
