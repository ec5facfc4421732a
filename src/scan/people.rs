//! A project's users, read whole. As with certificates it is no snapshot: when a user goes while the pages are read, all
//! behind it move up, and one is skipped.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};

use crate::atlas::error::{Error, Kind};
use crate::atlas::fleet::Fleet;
use crate::atlas::page::Page;
use crate::domain::project::ProjectId;
use crate::domain::user::DatabaseUser;
use crate::scan::reading::{self, List, READINGS};

/// A project's users.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    /// All of them, also those that have no certificates from Atlas.
    pub users: Vec<DatabaseUser>,
    /// When the first page was answered, by the server's clock; `None` where it does not tell the time.
    pub as_of: Option<DateTime<Utc>>,
    /// When the last page was answered.
    pub read_at: Option<DateTime<Utc>>,
    /// Whether the list was seen to shift, so that somebody may have been skipped.
    has_shifted: bool,
    /// The server's count on the page before.
    total: Option<u64>,
    pages: usize,
    /// Whether the reading before found the same.
    is_confirmed: bool,
    met: HashSet<(Box<str>, Box<str>)>,
}

/// Reads a project's users until they hold still, [`READINGS`] times at most.
///
/// # Errors
/// Those of the first page that could not be had.
pub async fn read(client: &Fleet, project: &ProjectId) -> Result<People, Error> {
    let mut before: Option<People> = None;
    for _ in 0..READINGS {
        let mut people = People::default();
        let mut walk = client.walk_users(project);
        while let Some(page) = walk.next().await {
            people.page(page?);
        }
        people.is_confirmed = before.as_ref().is_some_and(|before| before.met == people.met);
        if people.is_whole() {
            return Ok(people);
        }
        before = Some(people);
    }
    Ok(before.unwrap_or_default())
}

/// A user's list; `None` where the user has gone since the users were listed. What Atlas answers for a user that it does
/// not know is not documented, and a list may be refused for other reasons, too: only the users tell.
///
/// # Errors
/// Those of [`reading::read`] where the user is still there, or where that cannot be found out.
pub async fn certificates(
    client: &Fleet,
    project: &ProjectId,
    user: &str,
    clock: fn() -> DateTime<Utc>,
) -> Result<Option<List>, Error> {
    let why = match reading::read(client, project, user, clock).await {
        Ok(list) => return Ok(Some(list)),
        Err(why) => why,
    };
    if !matches!(why.kind(), Kind::NotFound | Kind::Refused) {
        return Err(why);
    }
    match read(client, project).await {
        Ok(people) if people.is_whole() && !people.users.iter().any(|one| *one.name == *user) => Ok(None),
        _ => Err(why),
    }
}

impl People {
    /// Takes in a page. A count that falls, or a user who comes twice, shows that the list has shifted.
    pub fn page(&mut self, page: Page<DatabaseUser>) {
        self.pages += 1;
        self.as_of = [self.as_of, page.server_time].into_iter().flatten().min();
        self.read_at = self.read_at.max(page.server_time);
        self.has_shifted |= self.total.is_some_and(|before| page.total.is_some_and(|total| total < before));
        self.total = page.total.or(self.total);
        for user in page.items {
            self.has_shifted |= !self.met.insert((user.database.clone(), user.name.clone()));
            self.users.push(user);
        }
    }

    /// The names of those whose certificates Atlas manages, each once: certificates are listed by name, so that two users of
    /// one name have one list.
    #[must_use]
    pub fn managed(&self) -> BTreeSet<&str> {
        let managed = self.users.iter().filter(|user| user.authentication.may_have_certificates());
        managed.map(|user| &*user.name).collect()
    }

    /// Whether who is not among them has gone: only the server's clock can tell when.
    #[must_use]
    pub const fn tells_absence(&self) -> bool {
        self.is_whole() && self.read_at.is_some()
    }

    /// Whether these are all. Where one goes and another comes between two pages,
    /// a third may be skipped without a trace: several pages are whole only where they were found the same twice.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        !self.has_shifted && (self.pages <= 1 || self.is_confirmed)
    }
}
