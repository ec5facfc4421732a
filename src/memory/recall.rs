//! Reading what is kept: the lists as they were last known, and the owner of a serial or a subject.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use crate::domain::certificate::Certificate;
use crate::domain::holding::{Holding, Owner, Remark, Standing};
use crate::domain::project::{Project, ProjectId};
use crate::domain::user::DatabaseUser;
use crate::memory::error::MemoryError;
use crate::memory::{Memory, moment, words};

/// A list as it was last known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalled<T> {
    /// What was on it, and what was not any more.
    pub rows: Vec<T>,
    /// The server's time when it was last read to its end. `None` where only parts of it were seen, or nothing.
    pub as_of: Option<DateTime<Utc>>,
}

/// A project or a user, and when it was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<T> {
    /// What was seen.
    pub item: T,
    /// The server's time of the latest list with it.
    pub last_seen: Option<DateTime<Utc>>,
    /// The server's time of the first complete list without it since then. Always `None` of a project: other credentials
    /// see other projects.
    pub gone_since: Option<DateTime<Utc>>,
}

/// The columns that [`Shelf::holding`] reads.
pub(super) const COLUMNS: &str =
    "project, user, serial, subject, created_at, not_after, first_seen, last_seen, missed_at";

/// Which certificates, each found by an index.
const OF_OWNER: &str = "project = (SELECT key FROM projects WHERE id = ?1) AND user = ?2 ORDER BY key";
const OF_SERIAL: &str = "serial_hex = ?1 ORDER BY key";
const OF_SUBJECT: &str = "subject = ?1 ORDER BY not_after DESC, key";

/// Atlas's `createdAt` is so much before a certificate was issued.
const ISSUED_AFTER: TimeDelta = TimeDelta::hours(1);

impl Memory {
    /// Every project that was ever seen, by name.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn projects(&self) -> Result<Recalled<Seen<Project>>, MemoryError> {
        self.read(|file| {
            let mut asked = file.prepare_cached(
                "SELECT id, name, organisation, clusters, created_at, last_seen FROM projects ORDER BY name, id",
            )?;
            let seen = |row: &Row<'_>| Ok(Seen { item: project(row)?, last_seen: time(row, 5)?, gone_since: None });
            let rows = asked.query_map([], seen)?.collect::<rusqlite::Result<_>>()?;
            let mut read = file.prepare_cached("SELECT read_at FROM lists WHERE name = 'projects'")?;
            let as_of: Option<i64> = read.query_row([], |row| row.get(0)).optional()?;
            Ok(Recalled { rows, as_of: as_of.and_then(moment) })
        })
    }

    /// Every user of a project that was ever seen, by name, those that are gone included.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn users(&self, of: &ProjectId) -> Result<Recalled<Seen<DatabaseUser>>, MemoryError> {
        self.read(|file| {
            let mut read = file.prepare_cached("SELECT users_read_at FROM projects WHERE id = ?1")?;
            let as_of: Option<Option<i64>> = read.query_row([of.as_str()], |row| row.get(0)).optional()?;
            let mut asked = file.prepare_cached(
                "SELECT name, database, authentication, roles, description, delete_after, last_seen, gone_since
                 FROM users WHERE project = (SELECT key FROM projects WHERE id = ?1) ORDER BY name, database",
            )?;
            let seen =
                |row: &Row<'_>| Ok(Seen { item: user(row)?, last_seen: time(row, 6)?, gone_since: time(row, 7)? });
            let rows = asked.query_map([of.as_str()], seen)?.collect::<rusqlite::Result<_>>()?;
            Ok(Recalled { rows, as_of: as_of.flatten().and_then(moment) })
        })
    }

    /// Every certificate of a user that was ever seen, in the order in which they were first seen: nearly the server's.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn certificates(&self, of: &ProjectId, user: &str) -> Result<Recalled<Holding>, MemoryError> {
        self.read(|file| {
            let of = params![of.as_str(), user];
            let read = "SELECT read_at FROM owners
                        WHERE project = (SELECT key FROM projects WHERE id = ?1) AND user = ?2";
            let as_of: Option<Option<i64>> = file.prepare_cached(read)?.query_row(of, |row| row.get(0)).optional()?;
            Ok(Recalled { rows: holdings(file, OF_OWNER, of)?, as_of: as_of.flatten().and_then(moment) })
        })
    }

    /// The certificates with one of these serials, as [`Serial::hex_plain`](crate::domain::serial::Serial::hex_plain)
    /// writes them: one serial may be in several projects.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn by_serial<S: AsRef<str>>(&self, hex: &[S]) -> Result<Vec<Holding>, MemoryError> {
        self.read(|file| {
            let mut found = Vec::new();
            for hex in hex {
                found.extend(holdings(file, OF_SERIAL, [hex.as_ref()])?);
            }
            Ok(found)
        })
    }

    /// The certificates with exactly this subject, those that end last first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn by_subject(&self, subject: &str) -> Result<Vec<Holding>, MemoryError> {
        self.read(|file| holdings(file, OF_SUBJECT, [subject]))
    }

    /// At most `limit` certificates whose subject holds `part`, whatever the case of ASCII letters: candidates for what is
    /// nearest to a subject that nobody has. Reads every subject that is kept until it has as many, one row a subject.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn subjects_with(&self, part: &str, limit: usize) -> Result<Vec<Holding>, MemoryError> {
        let mut pattern = String::from("%");
        for letter in part.chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern.push('%');
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let wanted = "key IN (SELECT max(key) FROM certificates INDEXED BY by_subject
                              WHERE subject IS NOT NULL AND subject LIKE ?1 ESCAPE '\\' GROUP BY subject LIMIT ?2)
                      ORDER BY subject";
        self.read(|file| holdings(file, wanted, params![pattern, limit]))
    }
}

fn holdings(file: &Connection, wanted: &str, values: impl Params) -> rusqlite::Result<Vec<Holding>> {
    let mut shelf = Shelf::new(file);
    let mut asked = file.prepare_cached(&rows(wanted))?;
    asked.query_map(values, |row| shelf.holding(row))?.collect()
}

fn rows(wanted: &str) -> String {
    format!("SELECT {COLUMNS} FROM certificates WHERE {wanted}")
}

/// Makes holdings of rows. What is known of an owner is asked once, and shared.
pub(super) struct Shelf<'run> {
    file: &'run Connection,
    owners: HashMap<(i64, Box<str>), Known>,
}

/// An owner, and when there was such a user.
struct Known {
    owner: Arc<Owner>,
    /// When the project's list of users was last read to its end.
    users_read_at: Option<DateTime<Utc>>,
    /// `None` where no such user was ever seen.
    times: Option<Times>,
}

struct Times {
    gone_since: Option<DateTime<Utc>>,
    left_at: Option<DateTime<Utc>>,
    recreated_at: Option<DateTime<Utc>>,
}

impl<'run> Shelf<'run> {
    pub(super) fn new(file: &'run Connection) -> Self {
        Self { file, owners: HashMap::new() }
    }

    /// The holding of a row of [`COLUMNS`].
    pub(super) fn holding(&mut self, row: &Row<'_>) -> rusqlite::Result<Holding> {
        let certificate = Certificate {
            serial: row.get::<_, Option<Box<str>>>(2)?.and_then(|decimal| decimal.parse().ok()),
            subject: row.get(3)?,
            created_at: time(row, 4)?,
            not_after: time(row, 5)?,
        };
        let first_seen = time(row, 6)?;
        let standing = match time(row, 8)? {
            Some(missed) => Standing::missed(certificate.not_after, missed),
            None => Standing::Listed,
        };
        let known = self.known(row.get(0)?, row.get(1)?)?;
        let remark = known.remark(&certificate, first_seen);
        Ok(Holding {
            certificate,
            owner: Arc::clone(&known.owner),
            standing,
            first_seen,
            last_seen: time(row, 7)?,
            remark,
        })
    }

    /// The owner of this name in the project of this key.
    pub(super) fn owner(&mut self, key: i64, user: Box<str>) -> rusqlite::Result<Arc<Owner>> {
        Ok(Arc::clone(&self.known(key, user)?.owner))
    }

    fn known(&mut self, key: i64, user: Box<str>) -> rusqlite::Result<&Known> {
        match self.owners.entry((key, user)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let known = Known::read(self.file, key, &place.key().1)?;
                Ok(place.insert(known))
            }
        }
    }
}

impl Known {
    fn read(file: &Connection, key: i64, name: &str) -> rusqlite::Result<Self> {
        let (project, users_read_at) = file
            .prepare_cached(
                "SELECT id, name, organisation, clusters, created_at, users_read_at FROM projects WHERE key = ?1",
            )?
            .query_row([key], |row| Ok((project(row)?, time(row, 5)?)))?;
        // Who signs in with a certificate is in $external; a namesake elsewhere says nothing of them.
        let times = file
            .prepare_cached(
                "SELECT gone_since, left_at, recreated_at FROM users WHERE project = ?1 AND name = ?2
                 ORDER BY database = '$external' DESC LIMIT 1",
            )?
            .query_row(params![key, name], |row| {
                Ok(Times { gone_since: time(row, 0)?, left_at: time(row, 1)?, recreated_at: time(row, 2)? })
            })
            .optional()?;
        Ok(Self { owner: Arc::new(Owner { project, user: name.into() }), users_read_at, times })
    }

    fn remark(&self, certificate: &Certificate, first_seen: Option<DateTime<Utc>>) -> Option<Remark> {
        // Whether the certificate was there at a moment, seen or issued by then.
        let there_at = |then: DateTime<Utc>| {
            first_seen.is_some_and(|seen| seen <= then)
                || certificate.created_at.is_some_and(|created| created + ISSUED_AFTER <= then)
        };
        match &self.times {
            Some(Times { gone_since: Some(since), .. }) => Some(Remark::UserDeleted { since: *since }),
            Some(Times { left_at: Some(left), recreated_at: Some(recreated), .. }) => {
                there_at(*left).then_some(Remark::OlderThanUser { recreated: *recreated })
            }
            Some(_) => None,
            // Nobody of that name was on the complete list, when the certificate was there already.
            None => self.users_read_at.filter(|read| there_at(*read)).map(|since| Remark::UserDeleted { since }),
        }
    }
}

fn project(row: &Row<'_>) -> rusqlite::Result<Project> {
    let clusters: Option<i64> = row.get(3)?;
    Ok(Project {
        id: ProjectId::new(row.get::<_, Box<str>>(0)?),
        name: row.get(1)?,
        organisation: row.get(2)?,
        clusters: clusters.and_then(|clusters| u64::try_from(clusters).ok()),
        created_at: time(row, 4)?,
    })
}

fn user(row: &Row<'_>) -> rusqlite::Result<DatabaseUser> {
    Ok(DatabaseUser {
        name: row.get(0)?,
        database: row.get(1)?,
        authentication: words::authentication(&row.get::<_, Box<str>>(2)?),
        roles: words::roles(&row.get::<_, Box<str>>(3)?),
        description: row.get(4)?,
        delete_after: time(row, 5)?,
    })
}

fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_lookup_reads_every_certificate() {
        let memory = Memory::in_memory().expect("a memory");
        for (wanted, index) in [
            (OF_OWNER, "sqlite_autoindex_certificates_1 (project=? AND user=?)"),
            (OF_SERIAL, "by_serial (serial_hex=?)"),
            (OF_SUBJECT, "by_subject (subject=?)"),
        ] {
            let mut asked =
                memory.connection.prepare(&format!("EXPLAIN QUERY PLAN {}", rows(wanted))).expect("a statement");
            let values = vec![""; asked.parameter_count()];
            let plan = asked.query_map(rusqlite::params_from_iter(values), |row| row.get(3)).expect("a plan");
            let plan: Vec<String> = plan.map(|line| line.expect("a line")).collect();
            let found = format!("SEARCH certificates USING INDEX {index}");
            assert!(plan.contains(&found), "{wanted}: {plan:?}");
        }
    }
}
