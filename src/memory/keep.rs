//! Keeping what a list brought. Only a list that was read to its end, and did not shift while it was read, tells that
//! something is gone.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::domain::certificate::Certificate;
use crate::domain::holding::{Absence, Owner, Standing};
use crate::domain::project::Project;
use crate::domain::serial::Serial;
use crate::memory::error::MemoryError;
use crate::memory::{Memory, moment, seconds};

/// What a list of certificates changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Certificates that were not known before.
    pub new: usize,
    /// Those that had been missed and are listed again.
    pub again: usize,
    /// Those that are no longer listed, since this list.
    pub missed: usize,
    /// How many of the missed ones went before their end.
    pub early: usize,
}

impl Memory {
    /// Keeps projects of a list that the server answered at `at`. `whole`: the list was read to its end. That a project is
    /// not on it tells nothing: other credentials may see other projects.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing of it is kept.
    pub fn keep_projects(&mut self, projects: &[Project], at: DateTime<Utc>, whole: bool) -> Result<(), MemoryError> {
        self.write(|file| {
            let mut keeping = file.prepare_cached(
                "INSERT INTO projects (id, name, organisation, clusters, created_at, first_seen, last_seen)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
                 ON CONFLICT (id) DO UPDATE SET
                     name = iif(?6 >= last_seen, excluded.name, name),
                     organisation = iif(?6 >= last_seen, ifnull(excluded.organisation, organisation), ifnull(organisation, excluded.organisation)),
                     clusters = iif(?6 >= last_seen, ifnull(excluded.clusters, clusters), ifnull(clusters, excluded.clusters)),
                     created_at = iif(?6 >= last_seen, ifnull(excluded.created_at, created_at), ifnull(created_at, excluded.created_at)),
                     first_seen = min(first_seen, ?6),
                     last_seen = max(last_seen, ?6)",
            )?;
            for project in projects {
                keeping.execute(fields(project, at))?;
            }
            if whole {
                let read = "INSERT INTO lists (name, read_at) VALUES ('projects', ?1)
                            ON CONFLICT (name) DO UPDATE SET read_at = max(read_at, ?1)";
                file.prepare_cached(read)?.execute([seconds(at)])?;
            }
            Ok(())
        })
    }

    /// Keeps certificates of an owner's list that the server answered at `at`: of a list of several pages, the time of the
    /// last. `whole`: `certificates` is all of the list, and nothing shifted while it was read. Only then are those missed
    /// that are not on it, and only where they were last seen before `at`.
    ///
    /// A certificate without a serial is known again by its subject and its dates.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing of it is kept.
    pub fn keep_certificates(
        &mut self,
        owner: &Owner,
        certificates: &[Certificate],
        at: DateTime<Utc>,
        whole: bool,
    ) -> Result<Kept, MemoryError> {
        self.write(|file| {
            let list = List::of(file, owner, at)?;
            let mut kept = Kept::default();
            for certificate in certificates {
                list.keep(certificate, &mut kept)?;
            }
            if whole {
                list.end(&mut kept)?;
            }
            if kept != Kept::default() {
                list.count()?;
            }
            Ok(kept)
        })
    }
}

fn fields(project: &Project, at: DateTime<Utc>) -> impl rusqlite::Params {
    let clusters = project.clusters.and_then(|clusters| i64::try_from(clusters).ok());
    (
        project.id.as_str().to_owned(),
        project.name.clone(),
        project.organisation.clone(),
        clusters,
        project.created_at.map(seconds),
        seconds(at),
    )
}

/// The key of a project, which is kept where it is not known. One that is known stays as it is: what an owner says of its
/// project may be older than the list of projects.
pub(super) fn key_of(file: &Connection, project: &Project, at: DateTime<Utc>) -> rusqlite::Result<i64> {
    file.prepare_cached(
        "INSERT INTO projects (id, name, organisation, clusters, created_at, first_seen, last_seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (id) DO NOTHING",
    )?
    .execute(fields(project, at))?;
    file.prepare_cached("SELECT key FROM projects WHERE id = ?1")?.query_row([project.id.as_str()], |row| row.get(0))
}

/// One owner's list while it is kept.
struct List<'run> {
    file: &'run Connection,
    project: i64,
    user: &'run str,
    at: i64,
    /// When a later list than this one was read to its end: what that one did not have is missed since then, even if this
    /// one has it.
    later: Option<i64>,
}

impl<'run> List<'run> {
    fn of(file: &'run Connection, owner: &'run Owner, at: DateTime<Utc>) -> rusqlite::Result<Self> {
        let project = key_of(file, &owner.project, at)?;
        let (user, at) = (&*owner.user, seconds(at));
        file.prepare_cached("INSERT INTO owners (project, user, listed) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING")?
            .execute(params![project, user])?;
        let read_at: Option<i64> = file
            .prepare_cached("SELECT read_at FROM owners WHERE project = ?1 AND user = ?2")?
            .query_row(params![project, user], |row| row.get(0))?;
        Ok(Self { file, project, user, at, later: read_at.filter(|read_at| *read_at > at) })
    }

    fn keep(&self, certificate: &Certificate, kept: &mut Kept) -> rusqlite::Result<()> {
        let Some((key, missed_at)) = self.find(certificate)? else {
            kept.new += 1;
            return self.insert(certificate);
        };
        let still_missed = match missed_at {
            Some(missed_at) if missed_at > self.at => Some(missed_at),
            Some(_) => self.later,
            None => None,
        };
        kept.again += usize::from(missed_at.is_some() && still_missed.is_none());
        // A certificate never changes, but a server may leave out a field in one answer and not in another.
        self.file
            .prepare_cached(
                "UPDATE certificates SET
                     subject = iif(?2 >= last_seen, ifnull(?3, subject), ifnull(subject, ?3)),
                     created_at = iif(?2 >= last_seen, ifnull(?4, created_at), ifnull(created_at, ?4)),
                     not_after = iif(?2 >= last_seen, ifnull(?5, not_after), ifnull(not_after, ?5)),
                     first_seen = min(first_seen, ?2),
                     last_seen = max(last_seen, ?2),
                     missed_at = ?6
                 WHERE key = ?1",
            )?
            .execute(params![
                key,
                self.at,
                certificate.subject,
                certificate.created_at.map(seconds),
                certificate.not_after.map(seconds),
                still_missed,
            ])?;
        Ok(())
    }

    /// The key of a known certificate, and when it was missed.
    fn find(&self, certificate: &Certificate) -> rusqlite::Result<Option<(i64, Option<i64>)>> {
        let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (project, user) = (self.project, self.user);
        match &certificate.serial {
            Some(serial) => self
                .file
                .prepare_cached(
                    "SELECT key, missed_at FROM certificates WHERE project = ?1 AND user = ?2 AND serial = ?3",
                )?
                .query_row(params![project, user, serial.to_string()], found)
                .optional(),
            None => self
                .file
                .prepare_cached(
                    "SELECT key, missed_at FROM certificates WHERE project = ?1 AND user = ?2 AND serial IS NULL
                     AND subject IS ?3 AND created_at IS ?4 AND not_after IS ?5",
                )?
                .query_row(
                    params![
                        project,
                        user,
                        certificate.subject,
                        certificate.created_at.map(seconds),
                        certificate.not_after.map(seconds),
                    ],
                    found,
                )
                .optional(),
        }
    }

    fn insert(&self, certificate: &Certificate) -> rusqlite::Result<()> {
        self.file
            .prepare_cached(
                "INSERT INTO certificates (project, user, serial, serial_hex, subject, created_at, not_after,
                                           first_seen, last_seen, missed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
            )?
            .execute(params![
                self.project,
                self.user,
                certificate.serial.as_ref().map(ToString::to_string),
                certificate.serial.as_ref().map(Serial::hex_plain),
                certificate.subject,
                certificate.created_at.map(seconds),
                certificate.not_after.map(seconds),
                self.at,
                self.later,
            ])?;
        Ok(())
    }

    /// The list has ended: what was last seen before it is missed since it, or since an earlier one.
    fn end(&self, kept: &mut Kept) -> rusqlite::Result<()> {
        let place = params![self.project, self.user, self.at];
        let mut missing = self.file.prepare_cached(
            "UPDATE certificates SET missed_at = ?3
             WHERE project = ?1 AND user = ?2 AND missed_at IS NULL AND last_seen < ?3 RETURNING not_after",
        )?;
        for not_after in missing.query_map(place, |row| row.get::<_, Option<i64>>(0))? {
            kept.missed += 1;
            let standing = moment(self.at).map(|at| Standing::missed(not_after.ok().flatten().and_then(moment), at));
            let early = matches!(standing, Some(Standing::Unlisted { absence: Absence::Early, .. }));
            kept.early += usize::from(early);
        }
        self.file
            .prepare_cached(
                "UPDATE certificates SET missed_at = ?3
                 WHERE project = ?1 AND user = ?2 AND missed_at > ?3 AND last_seen < ?3",
            )?
            .execute(place)?;
        self.file
            .prepare_cached(
                "UPDATE owners SET read_at = max(ifnull(read_at, ?3), ?3) WHERE project = ?1 AND user = ?2",
            )?
            .execute(place)?;
        Ok(())
    }

    fn count(&self) -> rusqlite::Result<()> {
        self.file
            .prepare_cached(
                "UPDATE owners SET listed = (
                     SELECT count(*) FROM certificates INDEXED BY by_end_of_user
                     WHERE project = ?1 AND user = ?2 AND missed_at IS NULL)
                 WHERE project = ?1 AND user = ?2",
            )?
            .execute(params![self.project, self.user])?;
        Ok(())
    }
}
