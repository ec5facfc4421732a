//! How much is remembered.

use std::io::{self, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::figures::{count, counted};
use crate::domain::printable::Alphabet;
use crate::memory::Stats;
use crate::report::rfc3339;

/// As JSON has it.
#[derive(Debug, Serialize)]
pub struct MemoryRecord {
    path: String,
    bytes: u64,
    projects: usize,
    users: usize,
    users_gone: usize,
    listed: usize,
    expired: usize,
    gone_early: usize,
    first_seen: Option<String>,
    last_seen: Option<String>,
}

impl MemoryRecord {
    /// What is in the file at `path`.
    #[must_use]
    pub fn new(path: &Path, stats: &Stats) -> Self {
        Self {
            path: path.display().to_string(),
            bytes: stats.bytes,
            projects: stats.projects,
            users: stats.users,
            users_gone: stats.users_gone,
            listed: stats.listed,
            expired: stats.expired,
            gone_early: stats.early,
            first_seen: stats.first_seen.map(rfc3339),
            last_seen: stats.last_seen.map(rfc3339),
        }
    }

    /// One object.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }

    /// For people, a line a figure.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_table(&self, alphabet: Alphabet, out: &mut impl Write) -> io::Result<()> {
        let bytes = usize::try_from(self.bytes).unwrap_or(usize::MAX);
        let seen = |moment: &Option<String>| moment.clone().unwrap_or_else(|| "never".to_owned());
        for (name, value) in [
            ("FILE", alphabet.foreign(&self.path).to_string()),
            ("SIZE", counted(bytes, "byte")),
            ("PROJECTS", count(self.projects)),
            ("USERS", format!("{}, of which {} are gone", count(self.users), count(self.users_gone))),
            ("LISTED", counted(self.listed, "certificate")),
            ("EXPIRED", format!("{}, no longer listed", counted(self.expired, "certificate"))),
            ("GONE EARLY", counted(self.gone_early, "certificate")),
            ("FIRST SEEN", seen(&self.first_seen)),
            ("LAST SEEN", seen(&self.last_seen)),
        ] {
            writeln!(out, "{name:<10}  {value}")?;
        }
        Ok(())
    }
}

/// That something was taken out, as a sentence without its full stop.
#[must_use]
pub fn pruned(certificates: usize, users: usize, projects: usize, before: DateTime<Utc>) -> String {
    let [certificates, users, projects] =
        [counted(certificates, "certificate"), counted(users, "user"), counted(projects, "project")];
    format!("forgot {certificates}, {users}, {projects}: over, and last seen before {}", rfc3339(before))
}
