//! What expires next, of everybody: a page of the expiry board. Every part of it is an index, and none is read further than
//! the page is deep, so that the first screen of a million certificates costs what that of a thousand does.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use crate::domain::holding::Holding;
use crate::domain::project::ProjectId;
use crate::memory::error::MemoryError;
use crate::memory::recall::{COLUMNS, Shelf};
use crate::memory::{self, Memory, seconds};

/// Of whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody.
    All,
    /// The users of a project.
    Project(ProjectId),
    /// One user of a project.
    User(ProjectId, Box<str>),
}

/// Some rows of the board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The rows, in the board's order.
    pub rows: Vec<Holding>,
    /// How many rows the whole board has.
    pub total: usize,
    /// How many of these, the first, are of certificates that are no longer listed.
    pub vanished: usize,
}

impl Memory {
    /// Rows `offset` to `offset + limit` of the board. First come the certificates that were missed at `since` or later,
    /// the latest first; then all that are listed, those that end first before the others, and those whose end is not
    /// known last. Left out are those that were missed before `since`, and those that ended before it and were not seen
    /// afterwards: nobody has read their lists since, but their time is over.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn board(&self, scope: &Scope, since: DateTime<Utc>, limit: usize, offset: usize) -> Result<Page, MemoryError> {
        self.read(|file| match Part::of(file, scope)? {
            Some(part) => page(file, &part, seconds(since), limit, offset),
            None => Ok(Page::default()),
        })
    }
}

fn page(file: &Connection, part: &Part, since: i64, limit: usize, offset: usize) -> rusqlite::Result<Page> {
    let mut shelf = Shelf::new(file);
    let mut page = Page::default();
    let (mut skip, mut want) = (offset, limit);
    for section in Section::ALL {
        let length = section.length(file, part, since)?;
        page.total += length;
        if section == Section::Vanished {
            page.vanished = length;
        }
        let here = want.min(length.saturating_sub(skip));
        if here > 0 {
            let mut values = part.values();
            values.extend([since.into(), integer(here), integer(skip)]);
            let mut asked = file.prepare_cached(&section.rows(part))?;
            for row in asked.query_map(params_from_iter(values), |row| shelf.holding(row))? {
                page.rows.push(row?);
            }
        }
        skip = skip.saturating_sub(length);
        want -= here;
    }
    Ok(page)
}

fn integer(number: usize) -> Value {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

/// A scope in the file's terms, and how its certificates are found.
pub(super) enum Part {
    All,
    Project(i64),
    User(i64, Box<str>),
}

impl Part {
    /// `None` where the project was never seen.
    pub(super) fn of(file: &Connection, scope: &Scope) -> rusqlite::Result<Option<Self>> {
        let key = |id: &ProjectId| {
            let mut asked = file.prepare_cached("SELECT key FROM projects WHERE id = ?1")?;
            asked.query_row([id.as_str()], |row| row.get(0)).optional()
        };
        Ok(match scope {
            Scope::All => Some(Self::All),
            Scope::Project(id) => key(id)?.map(Self::Project),
            Scope::User(id, user) => key(id)?.map(|key| Self::User(key, user.clone())),
        })
    }

    /// The condition, to stand before others.
    pub(super) const fn condition(&self) -> &'static str {
        match self {
            Self::All => "",
            Self::Project(_) => "project = ? AND ",
            Self::User(..) => "project = ? AND user = ? AND ",
        }
    }

    /// The index of what is listed by when it ends.
    pub(super) const fn index(&self) -> &'static str {
        match self {
            Self::All => "by_end",
            Self::Project(_) => "by_end_of_project",
            Self::User(..) => "by_end_of_user",
        }
    }

    /// The values of the condition.
    pub(super) fn values(&self) -> Vec<Value> {
        match self {
            Self::All => Vec::new(),
            Self::Project(project) => vec![(*project).into()],
            Self::User(project, user) => vec![(*project).into(), user.to_string().into()],
        }
    }
}

/// The board from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Missed in the window.
    Vanished,
    /// Ended before the window, and listed all the same when it was last seen.
    Overdue,
    /// Ends in the window or later.
    Ahead,
    /// Nobody knows when it ends.
    Endless,
}

impl Section {
    const ALL: [Self; 4] = [Self::Vanished, Self::Overdue, Self::Ahead, Self::Endless];

    const fn index(self, part: &Part) -> &'static str {
        match self {
            Self::Vanished => "vanished",
            Self::Overdue => "overdue",
            Self::Ahead | Self::Endless => part.index(),
        }
    }

    /// Its condition; the value is the beginning of the window.
    const fn condition(self) -> &'static str {
        match self {
            Self::Vanished => "missed_at >= ?",
            Self::Overdue => "missed_at IS NULL AND last_seen >= not_after AND not_after < ?",
            Self::Ahead => "missed_at IS NULL AND not_after >= ?",
            // The window is nothing to it.
            Self::Endless => "missed_at IS NULL AND not_after IS NULL AND ? IS NOT NULL",
        }
    }

    /// Such as its index has it, so that nothing is sorted, and in which no two rows are alike.
    const fn order(self) -> &'static str {
        match self {
            Self::Vanished => "missed_at DESC, not_after DESC, key DESC",
            Self::Overdue | Self::Ahead | Self::Endless => "not_after, key",
        }
    }

    fn source(self, part: &Part) -> String {
        let (index, of, condition) = (self.index(part), part.condition(), self.condition());
        format!("FROM certificates INDEXED BY {index} WHERE {of}{condition}")
    }

    fn rows(self, part: &Part) -> String {
        format!("SELECT {COLUMNS} {} ORDER BY {} LIMIT ? OFFSET ?", self.source(part), self.order())
    }

    fn count(self, part: &Part) -> String {
        format!("SELECT count(*) {}", self.source(part))
    }

    fn length(self, file: &Connection, part: &Part, since: i64) -> rusqlite::Result<usize> {
        let ask = |sql: &str, values: Vec<Value>| {
            file.prepare_cached(sql)?.query_row(params_from_iter(values), |row| memory::count(row, 0))
        };
        let in_window = || {
            let mut values = part.values();
            values.push(since.into());
            values
        };
        if self != Self::Ahead {
            return ask(&self.count(part), in_window());
        }
        // All that are listed but for a few.
        let over = ask(&count_over(part), in_window())? + ask(&Self::Endless.count(part), in_window())?;
        Ok(ask(&sum_listed(part), part.values())?.saturating_sub(over))
    }
}

/// How many are listed, which is kept with the owners.
fn sum_listed(part: &Part) -> String {
    format!("SELECT ifnull(sum(listed), 0) FROM owners WHERE {}TRUE", part.condition())
}

/// How many are listed that ended before the window.
fn count_over(part: &Part) -> String {
    let (index, of) = (part.index(), part.condition());
    format!("SELECT count(*) FROM certificates INDEXED BY {index} WHERE {of}missed_at IS NULL AND not_after < ?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    /// 2026-11-25T00:00:00Z, the beginning of the window.
    const SINCE: i64 = 1_795_564_800;

    /// So many certificates of four users of two projects, one more every second: one in a hundred ended before the
    /// window, and nobody noticed; a few were missed in it.
    fn filled(certificates: i64) -> Memory {
        let memory = Memory::in_memory().expect("a memory");
        let fill = format!(
            "INSERT INTO projects (key, id, name, first_seen, last_seen) VALUES (1, 'a', 'a', 0, 0), (2, 'b', 'b', 0, 0);
             WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < {certificates})
             INSERT INTO certificates (project, user, serial, serial_hex, subject, not_after, first_seen, last_seen, missed_at)
             SELECT 1 + n % 2, 'u' || (n % 4), n, printf('%06X', n), 'CN=' || n, {SINCE} + n - 10, 0, 0,
                    iif(n BETWEEN 11 AND 20, {SINCE} + n, NULL) FROM n;
             INSERT INTO owners (project, user, read_at, listed)
             SELECT project, user, 0, count(*) FROM certificates WHERE missed_at IS NULL GROUP BY project, user;"
        );
        memory.connection.execute_batch(&fill).expect("filled");
        memory
    }

    fn scopes() -> [Scope; 3] {
        [Scope::All, Scope::Project(ProjectId::new("a")), Scope::User(ProjectId::new("a"), "u2".into())]
    }

    fn statements(part: &Part) -> Vec<String> {
        let sections = Section::ALL.into_iter().flat_map(|one| [one.rows(part), one.count(part)]);
        let ahead = Section::Ahead.count(part);
        sections.filter(|sql| *sql != ahead).chain([sum_listed(part), count_over(part)]).collect()
    }

    /// How many instructions SQLite spends on a first screen.
    fn steps(memory: &Memory, scope: &Scope) -> i32 {
        let since = DateTime::from_timestamp(SINCE, 0).expect("a time");
        let page = memory.board(scope, since, 50, 0).expect("a page");
        assert_eq!(page.rows.len(), 50);
        let file = &memory.connection;
        let part = Part::of(file, scope).expect("readable").expect("known");
        let spent = |sql: &String| file.prepare_cached(sql).expect(sql).get_status(StatementStatus::VmStep);
        statements(&part).iter().map(spent).sum()
    }

    #[test]
    fn the_first_screen_of_many_costs_what_that_of_few_does() {
        let (few, many) = (filled(1_000), filled(200_000));
        for scope in scopes() {
            let (of_few, of_many) = (steps(&few, &scope), steps(&many, &scope));
            assert!(of_few > 50 && of_many < of_few * 2, "{scope:?}: {of_few} steps, {of_many} steps");
        }
    }

    #[test]
    fn nothing_is_sorted_and_no_table_is_read_through() {
        let memory = filled(100);
        let file = &memory.connection;
        for scope in scopes() {
            let part = Part::of(file, &scope).expect("readable").expect("known");
            for sql in statements(&part).into_iter().filter(|sql| sql.contains("FROM certificates")) {
                let mut asked = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
                let values = vec![Value::Integer(1); asked.parameter_count()];
                let plan = asked.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).expect("a plan");
                let plan: Vec<String> = plan.map(|line| line.expect("a line")).collect();
                assert!(plan.iter().all(|line| line.starts_with("SEARCH certificates USING")), "{sql}: {plan:?}");
            }
        }
    }
}
