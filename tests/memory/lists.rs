//! Lists as Atlas answers them, and a file to keep them in.

use std::path::PathBuf;

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::holding::{Holding, Owner};
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::domain::user::{Authentication, DatabaseUser, Role};
use atlas_certs::memory::{Kept, Memory, NAME, Opened};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

/// So many minutes after a Tuesday afternoon.
pub fn at(minutes: i64) -> DateTime<Utc> {
    "2026-11-24T14:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

pub fn project(id: &str) -> Project {
    Project {
        id: ProjectId::new(id),
        name: format!("name of {id}").into(),
        organisation: Some("org".into()),
        clusters: Some(3),
        created_at: Some(at(-9_000)),
    }
}

pub fn owner(id: &str, user: &str) -> Owner {
    Owner { project: project(id), user: user.into() }
}

/// A certificate that ends `minutes` after [`at`]`(0)`, issued long before.
pub fn certificate(serial: i64, minutes: i64) -> Certificate {
    Certificate {
        serial: Some(serial.into()),
        subject: Some(format!("CN=of {serial}").into()),
        created_at: Some(at(-5_000)),
        not_after: Some(at(minutes)),
    }
}

pub fn user(name: &str) -> DatabaseUser {
    DatabaseUser {
        name: name.into(),
        database: "$external".into(),
        authentication: Authentication::ManagedX509,
        roles: vec![Role { name: "readWrite".into(), database: "ledger".into(), collection: None }],
        description: Some("for \"tests\"".into()),
        delete_after: None,
    }
}

/// A file in a folder of its own.
pub struct File {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl File {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("data").join(NAME);
        Self { folder, path }
    }

    pub fn open(&self) -> Memory {
        let Opened { memory, set_aside } = Memory::open(&self.path, at(0)).unwrap();
        assert_eq!(set_aside, None);
        memory
    }

    pub fn sqlite(&self) -> rusqlite::Connection {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        rusqlite::Connection::open_with_flags(&self.path, flags).unwrap()
    }
}

/// Keeps a list of the user `u` of the project `p`, and says what that changed: new, again, missed, early.
pub fn keep(memory: &mut Memory, list: &[Certificate], minutes: i64, whole: bool) -> (usize, usize, usize, usize) {
    let Kept { new, again, missed, early } =
        memory.keep_certificates(&owner("p", "u"), list, at(minutes), whole).unwrap();
    (new, again, missed, early)
}

/// The certificates of the user `u` of the project `p`: serial, words, when it was last seen.
pub fn known(memory: &Memory) -> Vec<(String, &'static str, i64)> {
    let rows = memory.certificates(&ProjectId::new("p"), "u").unwrap().rows;
    let told = |one: &Holding| (serial(one), one.standing.words(), (one.last_seen.unwrap() - at(0)).num_minutes());
    rows.iter().map(told).collect()
}

pub fn serial(holding: &Holding) -> String {
    holding.certificate.serial.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
}
