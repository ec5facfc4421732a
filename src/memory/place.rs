//! The file itself: made for nobody else to read, opened, and set aside where it is damaged.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags};

use crate::memory::error::MemoryError;
use crate::memory::{BUSY_SECONDS, schema};

/// Behind the file's name, a word that it was found damaged while it was in use.
const SUSPECT: &str = ".suspect";

/// How many statements are kept prepared: all that there are.
const STATEMENTS: usize = 64;

/// Why a file was not taken.
pub(super) enum Refusal {
    /// Its version is not known here yet.
    Newer { found: i64, known: i64 },
    /// It is another program's.
    Foreign,
    /// It may not be written.
    ReadOnly,
    /// What SQLite says.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(why: rusqlite::Error) -> Self {
        Self::Sqlite(why)
    }
}

impl Refusal {
    pub(super) fn of(self, path: &Path) -> MemoryError {
        let of = path.to_owned();
        match self {
            Self::Newer { found, known } => MemoryError::Newer { path: of, found, known },
            Self::Foreign => MemoryError::Foreign { path: of },
            Self::ReadOnly => MemoryError::ReadOnly { path: of },
            Self::Sqlite(why) => MemoryError::of(path, why),
        }
    }
}

/// Opens the file, made where there is none. A damaged one is renamed, and a new one begun: then the second value is where
/// the old one is. `now` is for its new name alone.
pub(super) fn open(path: &Path, now: DateTime<Utc>) -> Result<(Connection, Option<PathBuf>), MemoryError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder).map_err(|why| MemoryError::Folder { folder: folder.to_owned(), why })?;
    // One process at a time makes, migrates or sets aside, until this is dropped. Where a file system knows no locks that
    // is left to SQLite's own.
    let lock = File::open(folder).ok().filter(|folder| folder.lock().is_ok());
    let opened = match made(path) {
        Err(MemoryError::Damaged { .. }) => {
            let aside = set_aside(path, now).map_err(|why| MemoryError::File { path: path.to_owned(), why })?;
            made(path).map(|connection| (connection, Some(aside)))
        }
        other => other.map(|connection| (connection, None)),
    };
    drop(lock);
    opened
}

/// Notes that a file is damaged, so that whoever opens it next looks through all of it.
pub(super) fn suspect(path: &Path) {
    // Who cannot note it will find the damage again.
    let _ = private(&beside(path, SUSPECT));
}

fn made(path: &Path) -> Result<Connection, MemoryError> {
    private(path).map_err(|why| MemoryError::File { path: path.to_owned(), why })?;
    prepared(path).map_err(|why| why.of(path))
}

fn prepared(path: &Path) -> Result<Connection, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(BUSY_SECONDS))?;
    if connection.is_readonly("main")? {
        return Err(Refusal::ReadOnly);
    }
    look_through(&connection, path)?;
    schema::migrate(&mut connection)?;
    // What is committed survives the end of the process at once, and a power cut soon after; never is anything half.
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    ready(&connection)?;
    Ok(connection)
}

/// What goes for a file and for one that is in memory alone.
pub(super) fn ready(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// A look at the header and the schema, and at the whole file where it was found damaged: of a million rows that takes
/// seconds.
fn look_through(connection: &Connection, path: &Path) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let suspect = beside(path, SUSPECT);
    if suspect.exists() {
        let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            return Err(rusqlite::Error::SqliteFailure(corrupt, Some(found)));
        }
        let _ = fs::remove_file(suspect);
    }
    Ok(())
}

/// Renames the file and what SQLite keeps beside it. The file goes last: as long as it is there, this can be done again.
fn set_aside(path: &Path, now: DateTime<Utc>) -> io::Result<PathBuf> {
    let name = format!(".damaged-{}", now.format("%Y%m%dT%H%M%SZ"));
    let mut aside = beside(path, &name);
    let mut more = 1;
    while aside.exists() {
        more += 1;
        aside = beside(path, &format!("{name}-{more}"));
    }
    for end in ["-wal", "-shm", SUSPECT] {
        match fs::rename(beside(path, end), beside(&aside, end)) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that only the person may read, before anything is in it. What SQLite puts beside it gets the same mode. One that is
/// there is never opened here: closing it would take away the locks that SQLite holds on it elsewhere in this process
/// (sqlite.org/howtocorrupt.html §2.2).
fn private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => close_to_others(path),
        made => made.map(drop),
    }
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}
