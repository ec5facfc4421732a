//! Keeping a project's users: who is gone, and whose name came back. That is what makes a certificate older than its user.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::domain::project::Project;
use crate::domain::user::DatabaseUser;
use crate::memory::error::MemoryError;
use crate::memory::{Memory, keep, seconds, words};

impl Memory {
    /// Keeps users of a project's list that the server answered at `at`: of a list of several pages, the time of the last.
    /// `whole`: `users` is all of the list, and nothing shifted while it was read. Only then are those gone that are not
    /// on it, and only where they were last seen before `at`. One that was gone and is listed later was made anew.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing of it is kept.
    pub fn keep_users(
        &mut self,
        project: &Project,
        users: &[DatabaseUser],
        at: DateTime<Utc>,
        whole: bool,
    ) -> Result<(), MemoryError> {
        self.write(|file| {
            let key = keep::key_of(file, project, at)?;
            let at = seconds(at);
            let read_at: Option<i64> = file
                .prepare_cached("SELECT users_read_at FROM projects WHERE key = ?1")?
                .query_row([key], |row| row.get(0))?;
            let list = List { file, project: key, at, later: read_at.filter(|read_at| *read_at > at) };
            for user in users {
                list.keep(user)?;
            }
            if whole { list.end() } else { Ok(()) }
        })
    }
}

/// When a user was away.
#[derive(Default)]
struct Away {
    gone_since: Option<i64>,
    left_at: Option<i64>,
    recreated_at: Option<i64>,
}

/// One project's list while it is kept.
struct List<'run> {
    file: &'run Connection,
    project: i64,
    at: i64,
    /// When a later list than this one was read to its end.
    later: Option<i64>,
}

impl List<'_> {
    fn keep(&self, user: &DatabaseUser) -> rusqlite::Result<()> {
        let away = match self.away(user)? {
            None => Away { gone_since: self.later, ..Away::default() },
            Some(away) => match away.gone_since {
                Some(gone_since) if gone_since < self.at => {
                    Away { gone_since: self.later, left_at: Some(gone_since), recreated_at: Some(self.at) }
                }
                // Two answers of one second: nobody was away.
                Some(gone_since) if gone_since == self.at => Away { gone_since: self.later, ..away },
                _ => away,
            },
        };
        self.file
            .prepare_cached(
                "INSERT INTO users (project, name, database, authentication, roles, description, delete_after,
                                    first_seen, last_seen, gone_since, left_at, recreated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11)
                 ON CONFLICT DO UPDATE SET
                     authentication = iif(?8 >= last_seen, excluded.authentication, authentication),
                     roles = iif(?8 >= last_seen, excluded.roles, roles),
                     description = iif(?8 >= last_seen, excluded.description, description),
                     delete_after = iif(?8 >= last_seen, excluded.delete_after, delete_after),
                     first_seen = min(first_seen, ?8),
                     last_seen = max(last_seen, ?8),
                     gone_since = ?9,
                     left_at = ?10,
                     recreated_at = ?11",
            )?
            .execute(params![
                self.project,
                user.name,
                user.database,
                words::of_authentication(&user.authentication),
                words::of_roles(&user.roles),
                user.description,
                user.delete_after.map(seconds),
                self.at,
                away.gone_since,
                away.left_at,
                away.recreated_at,
            ])?;
        Ok(())
    }

    fn away(&self, user: &DatabaseUser) -> rusqlite::Result<Option<Away>> {
        self.file
            .prepare_cached(
                "SELECT gone_since, left_at, recreated_at FROM users
                 WHERE project = ?1 AND name = ?2 AND database = ?3",
            )?
            .query_row(params![self.project, user.name, user.database], |row| {
                Ok(Away { gone_since: row.get(0)?, left_at: row.get(1)?, recreated_at: row.get(2)? })
            })
            .optional()
    }

    /// The list has ended: who was last seen before it is gone since it, or since an earlier one.
    fn end(&self) -> rusqlite::Result<()> {
        self.file
            .prepare_cached(
                "UPDATE users SET gone_since = ?2
                 WHERE project = ?1 AND last_seen < ?2 AND (gone_since IS NULL OR gone_since > ?2)",
            )?
            .execute(params![self.project, self.at])?;
        self.file
            .prepare_cached("UPDATE projects SET users_read_at = max(ifnull(users_read_at, ?2), ?2) WHERE key = ?1")?
            .execute(params![self.project, self.at])?;
        Ok(())
    }
}
