//! What has been seen, kept in one SQLite file: what Atlas no longer lists is still known, and with the network down the
//! last known state is there at once. The only place that knows SQL.
//!
//! Every time in it is the server's (the `Date` of an answer), so that a wrong clock of this machine does no harm. Answers
//! may come late and from several processes at once: what is older than what is known already never turns things back.
//! The schema, made to be asked by people, too, is `assets/memory.sql`.

mod board;
mod error;
mod keep;
mod keep_users;
mod look;
mod look_up;
mod outlook;
mod place;
mod recall;
mod rotation;
mod schema;
mod upkeep;
mod words;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior};

pub use board::{Page, Scope};
pub use error::MemoryError;
pub use keep::Kept;
pub use look::Look;
pub use look_up::Found;
pub use recall::{Recalled, Seen};
pub use rotation::Rotation;
pub use upkeep::{Pruned, Stats};

/// The name of the file in the program's folder of data.
pub const NAME: &str = "memory.sqlite";

/// How long another program may hold the file before that is an error.
pub const BUSY_SECONDS: u64 = 5;

/// A connection to the file. One belongs to one thread at a time; several of one process, and of several, may be at work.
/// Whatever is kept is kept wholly or not at all.
#[derive(Debug)]
pub struct Memory {
    connection: Connection,
    path: PathBuf,
}

/// A memory that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The memory.
    pub memory: Memory,
    /// Where the file is that was found damaged; then the memory is a new one.
    pub set_aside: Option<PathBuf>,
}

impl Memory {
    /// Opens the file at `path`, made where there is none, in a folder made where there is none. One that is damaged is
    /// renamed; `now` is for its new name alone, `memory.sqlite.damaged-20261125T140300Z`.
    ///
    /// # Errors
    /// Where the file cannot be made, read or written, or is not ours, or of a later version.
    pub fn open(path: &Path, now: DateTime<Utc>) -> Result<Opened, MemoryError> {
        let (connection, set_aside) = place::open(path, now)?;
        Ok(Opened { memory: Self { connection, path: path.to_owned() }, set_aside })
    }

    /// A memory without a file, that ends with the program.
    ///
    /// # Errors
    /// Where SQLite has no memory for it.
    pub fn in_memory() -> Result<Self, MemoryError> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory().map_err(|why| MemoryError::of(&path, why))?;
        let mut memory = Self { connection, path };
        place::ready(&memory.connection).map_err(|why| memory.told(why))?;
        schema::migrate(&mut memory.connection).map_err(|why| why.of(&memory.path))?;
        Ok(memory)
    }

    /// The same, as if it had been opened.
    ///
    /// # Errors
    /// Where SQLite has no memory for it.
    pub fn transient() -> Result<Opened, MemoryError> {
        Ok(Opened { memory: Self::in_memory()?, set_aside: None })
    }

    /// The file, `:memory:` where there is none.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a state that nobody changes meanwhile.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, MemoryError> {
        let state = self.connection.unchecked_transaction().map_err(|why| self.told(why))?;
        work(&state).map_err(|why| self.told(why))
    }

    /// Writes all of it, or nothing.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, MemoryError> {
        // The lock is taken at once: a reader that wants to write later would have to give up.
        let whole = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        whole.map_err(|why| self.told(why))
    }

    fn told(&self, why: rusqlite::Error) -> MemoryError {
        let told = MemoryError::of(&self.path, why);
        if matches!(told, MemoryError::Damaged { .. }) {
            place::suspect(&self.path);
        }
        told
    }
}

/// A moment as the file has it. Atlas writes whole seconds.
const fn seconds(moment: DateTime<Utc>) -> i64 {
    moment.timestamp()
}

/// A moment of the file; `None` where the year has more than six digits.
const fn moment(seconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0)
}

/// A number of rows.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    row.get::<_, i64>(column).map(|count| usize::try_from(count).unwrap_or(0))
}
