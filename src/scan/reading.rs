//! One user's list, read whole. It is no snapshot: when a certificate goes while the pages are read, all behind it move up
//! and one is skipped. A list that was seen to change is read again.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::{DateTime, TimeDelta, Utc};

use crate::atlas::error::Error;
use crate::atlas::fleet::Fleet;
use crate::atlas::page::Page;
use crate::domain::certificate::Certificate;
use crate::domain::project::ProjectId;

/// How often a list that keeps changing is read.
pub const READINGS: usize = 4;

/// A user's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its certificates, each once.
    pub certificates: Vec<Certificate>,
    /// When the first page was answered: by the server's clock, where it tells the time. What is told of the list is told
    /// as of then.
    pub as_of: DateTime<Utc>,
    /// When the last page was answered. What is kept of the list is kept with that time.
    pub read_at: DateTime<Utc>,
    /// Whether the server told the time of it. Without that it tells nothing of what is missing: this machine's clock may be
    /// wrong.
    pub is_dated: bool,
    /// Whether this is all of it. Where not, it kept changing while it was read, and some may have been skipped.
    pub is_whole: bool,
}

/// Reads a user's list until it holds still, [`READINGS`] times at most. `clock` tells the time where the server does not.
///
/// # Errors
/// Those of the first page that could not be had.
pub async fn read(
    client: &Fleet,
    project: &ProjectId,
    user: &str,
    clock: fn() -> DateTime<Utc>,
) -> Result<List, Error> {
    let now = clock();
    let mut list = List { certificates: Vec::new(), as_of: now, read_at: now, is_dated: true, is_whole: false };
    let mut met = Met::default();
    for _ in 0..READINGS {
        let (mut reading, mut items) = (Reading::default(), Vec::new());
        let mut walk = client.walk_certificates(project, user);
        while let Some(page) = walk.next().await {
            let page = page?;
            reading.page(&page, page.server_time.unwrap_or_else(clock));
            items.extend(page.items);
        }
        list.is_dated = !reading.is_undated;
        list.as_of = reading.begun.unwrap_or(list.as_of);
        list.read_at = reading.ended.unwrap_or(list.read_at);
        list.is_whole = !reading.may_have_skipped();
        if list.is_whole {
            // What an earlier reading had and this one has not is gone.
            list.certificates = items;
            break;
        }
        // What has no serial cannot be told from its copy: it is taken from the last reading alone.
        list.certificates.retain(|one| one.serial.is_some());
        list.certificates.extend(items.into_iter().filter(|one| met.is_new(one)));
    }
    Ok(list)
}

/// The certificates of one user that were met, as fingerprints: 64 bits tell them apart.
#[derive(Debug, Default)]
pub struct Met(HashSet<u64>);

impl List {
    /// Whether what is not on it has gone.
    #[must_use]
    pub const fn tells_absence(&self) -> bool {
        self.is_whole && self.is_dated
    }
}

impl Met {
    /// Whether a certificate was not met before; now it is. Two without a serial may be alike and still be two.
    pub fn is_new(&mut self, certificate: &Certificate) -> bool {
        certificate.serial.is_none() || {
            let mut hasher = DefaultHasher::new();
            certificate.identity().hash(&mut hasher);
            self.0.insert(hasher.finish())
        }
    }

    /// Whether no certificate with a serial was met.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is known of one user's list while it is read.
#[derive(Debug, Default)]
pub struct Reading {
    /// Of the pages of this reading: how many, and when the first and the last were answered. Several are under way at once,
    /// so that the last of them need not be the last answer.
    pages: usize,
    begun: Option<DateTime<Utc>>,
    ended: Option<DateTime<Utc>>,
    met: Met,
    /// The server's count on the page before.
    total: Option<u64>,
    /// Whether the server did not tell the time of a page.
    is_undated: bool,
    /// The ends of certificates that were near theirs.
    ends: Vec<DateTime<Utc>>,
    shifted: bool,
}

/// Dates have whole seconds.
const SECOND: TimeDelta = TimeDelta::seconds(1);

impl Reading {
    /// Takes in a page that was answered at `now`. A count that falls, or a serial that comes twice, shows that the list has
    /// shifted; one that grows does not: what is new comes last.
    pub fn page(&mut self, page: &Page<Certificate>, now: DateTime<Utc>) {
        self.pages += 1;
        self.is_undated |= page.server_time.is_none();
        self.begun = Some(self.begun.map_or(now, |begun| begun.min(now)));
        self.ended = self.ended.max(Some(now));
        self.shifted |= self.total.is_some_and(|before| page.total.is_some_and(|total| total < before));
        self.total = page.total.or(self.total);
        for one in &page.items {
            self.shifted |= !self.met.is_new(one);
        }
        let soon = |one: &Certificate| one.not_after.filter(|end| (*end - now).abs() < TimeDelta::hours(1));
        self.ends.extend(page.items.iter().filter_map(soon));
    }

    /// When the last page was answered; `None` before the first.
    #[must_use]
    pub const fn ended(&self) -> Option<DateTime<Utc>> {
        self.ended
    }

    /// Whether no certificate with a serial was met.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Whether what was not met has gone.
    #[must_use]
    pub fn tells_absence(&self) -> bool {
        !self.may_have_skipped() && !self.is_undated
    }

    /// Whether something may have been skipped. Where one certificate goes and another comes the count stays; but nothing
    /// goes before its end, so it is enough to know whether one ended between the first page and the last.
    #[must_use]
    pub fn may_have_skipped(&self) -> bool {
        let (Some(begun), Some(ended)) = (self.begun, self.ended) else { return false };
        let ended_meanwhile = |end: &DateTime<Utc>| begun - SECOND <= *end && *end <= ended + SECOND;
        self.shifted || (self.pages > 1 && self.ends.iter().any(ended_meanwhile))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_servers_time_a_whole_list_calls_nothing_gone() {
        let now = DateTime::UNIX_EPOCH;
        let page = |server_time| Page { items: Vec::new(), total: Some(0), has_next: false, server_time };
        for (server_time, tells) in [(Some(now), true), (None, false)] {
            let mut reading = Reading::default();
            reading.page(&page(server_time), now);
            assert!(!reading.may_have_skipped());
            assert_eq!(reading.tells_absence(), tells);
        }
    }
}
