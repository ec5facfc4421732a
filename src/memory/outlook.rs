//! When things end, without the certificates themselves: the soonest expiry of a project or a user, and how many expire in
//! each of many spans of time. Only what is listed counts.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{params, params_from_iter};

use crate::domain::project::ProjectId;
use crate::memory::board::{Part, Scope};
use crate::memory::error::MemoryError;
use crate::memory::{self, Memory, moment, seconds};

impl Memory {
    /// The first end at `from` or later of each project that has one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn soonest_of_projects(&self, from: DateTime<Utc>) -> Result<HashMap<ProjectId, DateTime<Utc>>, MemoryError> {
        self.read(|file| {
            let mut asked = file.prepare_cached(
                "SELECT id, (SELECT min(not_after) FROM certificates INDEXED BY by_end_of_project
                             WHERE project = projects.key AND missed_at IS NULL AND not_after >= ?1)
                 FROM projects",
            )?;
            let found = asked.query_map([seconds(from)], |row| {
                Ok((ProjectId::new(row.get::<_, Box<str>>(0)?), row.get::<_, Option<i64>>(1)?.and_then(moment)))
            })?;
            known(found)
        })
    }

    /// The first end at `from` or later of each user of a project that has one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn soonest_of_users(
        &self,
        of: &ProjectId,
        from: DateTime<Utc>,
    ) -> Result<HashMap<Box<str>, DateTime<Utc>>, MemoryError> {
        self.read(|file| {
            let mut asked = file.prepare_cached(
                "SELECT user, (SELECT min(not_after) FROM certificates INDEXED BY by_end_of_user
                               WHERE project = owners.project AND user = owners.user
                               AND missed_at IS NULL AND not_after >= ?2)
                 FROM owners WHERE project = (SELECT key FROM projects WHERE id = ?1)",
            )?;
            let found = asked.query_map(params![of.as_str(), seconds(from)], |row| {
                Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.and_then(moment)))
            })?;
            known(found)
        })
    }

    /// How many certificates end in each of `count` spans, one behind the other, from `from` on. A `width` below a second
    /// is one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn buckets(
        &self,
        scope: &Scope,
        from: DateTime<Utc>,
        width: TimeDelta,
        count: usize,
    ) -> Result<Vec<usize>, MemoryError> {
        self.read(|file| {
            let mut buckets = vec![0; count];
            let Some(part) = Part::of(file, scope)? else { return Ok(buckets) };
            let (from, width) = (seconds(from), width.num_seconds().max(1));
            let until = from.saturating_add(width.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)));
            let mut asked = file.prepare_cached(&format!(
                "SELECT not_after, count(*) FROM certificates INDEXED BY {}
                 WHERE {}missed_at IS NULL AND not_after >= ? AND not_after < ? GROUP BY not_after",
                part.index(),
                part.condition()
            ))?;
            let mut values = part.values();
            values.extend([from.into(), until.into()]);
            let mut ends = asked.query(params_from_iter(values))?;
            while let Some(row) = ends.next()? {
                let (end, certificates): (i64, usize) = (row.get(0)?, memory::count(row, 1)?);
                let place = usize::try_from((end - from) / width).ok();
                if let Some(bucket) = place.and_then(|place| buckets.get_mut(place)) {
                    *bucket += certificates;
                }
            }
            Ok(buckets)
        })
    }
}

fn known<K: Eq + std::hash::Hash>(
    found: impl Iterator<Item = rusqlite::Result<(K, Option<DateTime<Utc>>)>>,
) -> rusqlite::Result<HashMap<K, DateTime<Utc>>> {
    found.filter_map(|row| row.map(|(key, end)| end.map(|end| (key, end))).transpose()).collect()
}
