//! How much is kept, and taking things out of it.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode};

use crate::domain::holding::SLACK;
use crate::domain::project::ProjectId;
use crate::memory::error::MemoryError;
use crate::memory::{Memory, count, moment, seconds};

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Projects that were ever seen.
    pub projects: usize,
    /// Database users.
    pub users: usize,
    /// Those of them that are gone.
    pub users_gone: usize,
    /// Certificates that were listed when their lists were last read.
    pub listed: usize,
    /// Certificates that are no longer listed since their time had come, or nobody knows when they end.
    pub expired: usize,
    /// Certificates that went before their end.
    pub early: usize,
    /// The server's time of the first answer of which a certificate is kept.
    pub first_seen: Option<DateTime<Utc>>,
    /// The server's time of the latest answer of which anything is kept.
    pub last_seen: Option<DateTime<Utc>>,
    /// The size of the file, what SQLite keeps beside it included.
    pub bytes: u64,
}

/// What was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Certificates.
    pub certificates: usize,
    /// Database users.
    pub users: usize,
    /// Projects.
    pub projects: usize,
}

impl Memory {
    /// How much is kept. Counts every certificate.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stats(&self) -> Result<Stats, MemoryError> {
        let bytes = ["", "-wal"].into_iter().map(|end| {
            let mut name = self.path.clone().into_os_string();
            name.push(end);
            std::fs::metadata(name).map_or(0, |metadata| metadata.len())
        });
        let bytes = bytes.sum();
        self.read(|file| {
            let asked = "SELECT
                (SELECT count(*) FROM projects),
                (SELECT count(*) FROM users),
                (SELECT count(*) FROM users WHERE gone_since IS NOT NULL),
                (SELECT ifnull(sum(listed), 0) FROM owners),
                (SELECT count(*) FROM certificates WHERE missed_at IS NOT NULL),
                (SELECT count(*) FROM certificates WHERE missed_at + ?1 < not_after),
                (SELECT min(first_seen) FROM certificates),
                (SELECT max(seen) FROM (
                    SELECT max(last_seen) AS seen FROM projects
                    UNION ALL SELECT max(users_read_at) FROM projects
                    UNION ALL SELECT max(read_at) FROM owners
                    UNION ALL SELECT max(last_seen) FROM users
                    UNION ALL SELECT max(last_seen) FROM certificates))";
            file.prepare_cached(asked)?.query_row([SLACK.num_seconds()], |row| {
                let (missed, early) = (count(row, 4)?, count(row, 5)?);
                Ok(Stats {
                    projects: count(row, 0)?,
                    users: count(row, 1)?,
                    users_gone: count(row, 2)?,
                    listed: count(row, 3)?,
                    expired: missed.saturating_sub(early),
                    early,
                    first_seen: row.get::<_, Option<i64>>(6)?.and_then(moment),
                    last_seen: row.get::<_, Option<i64>>(7)?.and_then(moment),
                    bytes,
                })
            })
        })
    }

    /// Takes out what was last seen before `before` and is over: certificates that are no longer listed, or ended before
    /// then; users that are gone; projects of which nothing is left.
    ///
    /// # Errors
    /// Where the file cannot be written; then everything is still there.
    pub fn prune(&mut self, before: DateTime<Utc>) -> Result<Pruned, MemoryError> {
        let before = seconds(before);
        let pruned = self.write(|file| {
            let out = |sql| file.execute(sql, [before]);
            let certificates = out("DELETE FROM certificates WHERE last_seen < ?1
                                    AND (missed_at IS NOT NULL OR not_after < ?1)")?;
            let users = out("DELETE FROM users WHERE last_seen < ?1 AND gone_since IS NOT NULL")?;
            out("DELETE FROM owners WHERE ifnull(read_at, 0) < ?1 AND NOT EXISTS (
                     SELECT 1 FROM certificates
                     WHERE certificates.project = owners.project AND certificates.user = owners.user)")?;
            let projects = out("DELETE FROM projects WHERE last_seen < ?1
                                AND NOT EXISTS (SELECT 1 FROM users WHERE project = key)
                                AND NOT EXISTS (SELECT 1 FROM owners WHERE project = key)")?;
            recount(file)?;
            Ok(Pruned { certificates, users, projects })
        })?;
        self.shrink()?;
        Ok(pruned)
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// Where the file cannot be written; then everything is still there.
    pub fn forget_all(&mut self) -> Result<(), MemoryError> {
        self.write(|file| file.execute_batch("DELETE FROM projects; DELETE FROM lists;"))?;
        self.shrink()
    }

    /// Forgets a project with all of its users and certificates.
    ///
    /// # Errors
    /// Where the file cannot be written; then everything is still there.
    pub fn forget_project(&mut self, id: &ProjectId) -> Result<(), MemoryError> {
        self.write(|file| file.execute("DELETE FROM projects WHERE id = ?1", [id.as_str()]))?;
        self.shrink()
    }

    /// Writes the file anew without what was taken out, so that nothing of it is left on the disk. Somebody else at work
    /// prevents that, and it is not worth an error.
    fn shrink(&self) -> Result<(), MemoryError> {
        let written = self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        match written {
            Err(why) if is_busy(&why) => Ok(()),
            other => other.map_err(|why| self.told(why)),
        }
    }
}

fn is_busy(why: &rusqlite::Error) -> bool {
    matches!(why.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn recount(file: &Connection) -> rusqlite::Result<()> {
    file.execute_batch(
        "UPDATE owners SET listed = (
             SELECT count(*) FROM certificates INDEXED BY by_end_of_user
             WHERE certificates.project = owners.project AND certificates.user = owners.user AND missed_at IS NULL)",
    )
}
