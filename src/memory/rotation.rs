//! How the certificates of each user live side by side: who has a successor, and who has one certificate and few days.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{params, params_from_iter};

use crate::domain::holding::Owner;
use crate::memory::board::{Part, Scope};
use crate::memory::error::MemoryError;
use crate::memory::recall::Shelf;
use crate::memory::{self, Memory, moment, seconds};

/// Ends that are told one by one; a user of an automation has thousands.
const MOST_ENDS: i64 = 64;

/// A user who has been without a certificate for longer is no news.
const LOST: TimeDelta = TimeDelta::days(7);

/// The certificates of one user that are listed and have not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Whose.
    pub owner: Arc<Owner>,
    /// How many.
    pub certificates: usize,
    /// When they end, the first ones first: the first 64 of them.
    pub ends: Vec<DateTime<Utc>>,
    /// When the last of them ends; where there is none, when the last one that was missed did.
    pub latest: DateTime<Utc>,
}

impl Memory {
    /// First the users who have no certificate left, since the last one was missed within seven days; then those whose last
    /// certificate ends first: at most `limit` of them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn rotation(&self, scope: &Scope, now: DateTime<Utc>, limit: usize) -> Result<Vec<Rotation>, MemoryError> {
        self.read(|file| {
            let mut owners = Shelf::new(file);
            let mut rotations = Vec::new();
            let Some(part) = Part::of(file, scope)? else { return Ok(rotations) };
            let mut lost = file.prepare_cached(&format!(
                "SELECT project, user, max(not_after) FROM certificates INDEXED BY vanished
                 WHERE {}missed_at IS NOT NULL AND missed_at >= ? AND NOT EXISTS (
                     SELECT 1 FROM certificates AS live INDEXED BY by_end_of_user
                     WHERE live.project = certificates.project AND live.user = certificates.user
                     AND live.missed_at IS NULL AND live.not_after >= ?)
                 GROUP BY project, user ORDER BY max(not_after), project, user",
                part.condition()
            ))?;
            let mut values = part.values();
            values.extend([seconds(now - LOST).into(), seconds(now).into()]);
            let mut rows = lost.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let Some(latest) = row.get::<_, Option<i64>>(2)?.and_then(moment) else { continue };
                let owner = owners.owner(row.get(0)?, row.get(1)?)?;
                rotations.push(Rotation { owner, certificates: 0, ends: Vec::new(), latest });
            }
            let mut users = file.prepare_cached(&format!(
                "SELECT project, user, count(*), max(not_after) AS latest FROM certificates INDEXED BY by_end_of_user
                 WHERE {}missed_at IS NULL AND not_after >= ? GROUP BY project, user ORDER BY latest, project, user LIMIT ?",
                part.condition()
            ))?;
            let mut ends = file.prepare_cached(
                "SELECT not_after FROM certificates INDEXED BY by_end_of_user
                 WHERE project = ?1 AND user = ?2 AND missed_at IS NULL AND not_after >= ?3
                 ORDER BY not_after LIMIT ?4",
            )?;
            let mut values = part.values();
            values.extend([seconds(now).into(), i64::try_from(limit).unwrap_or(i64::MAX).into()]);
            let mut rows = users.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let (project, user): (i64, Box<str>) = (row.get(0)?, row.get(1)?);
                let Some(latest) = moment(row.get(3)?) else { continue };
                let found = ends.query_map(params![project, user, seconds(now), MOST_ENDS], |row| row.get(0))?;
                let found: Vec<i64> = found.collect::<rusqlite::Result<_>>()?;
                rotations.push(Rotation {
                    owner: owners.owner(project, user)?,
                    certificates: memory::count(row, 2)?,
                    ends: found.into_iter().filter_map(moment).collect(),
                    latest,
                });
            }
            Ok(rotations)
        })
    }
}
