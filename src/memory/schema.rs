//! The schema's versions, and the way from an older one to the newest. A step that has been released is never changed: a
//! change is a new step behind it.

use rusqlite::{Connection, TransactionBehavior};

use crate::memory::place::Refusal;

/// Step `n` makes version `n + 1` of version `n`; version 0 is an empty file.
const STEPS: &[&str] = &[include_str!("../../assets/memory.sql")];

/// `ATLC`, in the header of the file: `file(1)` and SQLite tell by it whose a database is.
const APPLICATION: i64 = 0x4154_4C43;

/// Brings a file to the newest version, in one transaction: a step that fails leaves it as it was.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Refusal> {
    migrate_by(connection, STEPS)
}

fn migrate_by(connection: &mut Connection, steps: &[&str]) -> Result<(), Refusal> {
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    if version(connection, known)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Somebody else may have been quicker.
    let found = version(&transaction, known)?;
    for step in steps.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

/// The version of a file that nobody changes.
pub(super) fn of_file(connection: &Connection) -> Result<i64, Refusal> {
    version(connection, i64::try_from(STEPS.len()).unwrap_or(i64::MAX))
}

/// The version of a file, which must be ours and not from the future.
fn version(connection: &Connection, known: i64) -> Result<i64, Refusal> {
    let asked = "SELECT (SELECT application_id FROM pragma_application_id), \
                 (SELECT user_version FROM pragma_user_version), EXISTS (SELECT 1 FROM sqlite_schema)";
    let (application, found, filled): (i64, i64, bool) =
        connection.query_row(asked, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    match application {
        APPLICATION if found > known => Err(Refusal::Newer { found, known }),
        APPLICATION if found >= 0 => Ok(found),
        0 if found == 0 && !filled => Ok(0),
        _ => Err(Refusal::Foreign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE kept (x); INSERT INTO kept VALUES (7);";
    const SECOND: &str = "ALTER TABLE kept ADD COLUMN y INTEGER DEFAULT 8;";

    fn at_version_1() -> Connection {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrate_by(&mut connection, &[FIRST]).map_err(|_| "refused").expect("made");
        connection
    }

    #[test]
    fn an_older_file_is_brought_to_the_newest_and_keeps_what_it_has() {
        let mut connection = at_version_1();
        for _ in 0..2 {
            migrate_by(&mut connection, &[FIRST, SECOND]).map_err(|_| "refused").expect("migrated");
            let row = connection.query_row("SELECT sum(x), sum(y) FROM kept", [], |row| Ok((row.get(0)?, row.get(1)?)));
            assert_eq!(row, Ok((7, 8)));
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = at_version_1();
        assert!(migrate_by(&mut connection, &[FIRST, SECOND, "DELETE FROM kept; SELECT nonsense;"]).is_err());
        assert_eq!(version(&connection, 3).ok(), Some(1));
        let columns: usize =
            connection.query_row("SELECT * FROM kept", [], |row| Ok(row.as_ref().column_count())).unwrap();
        assert_eq!(columns, 1);
    }

    #[test]
    fn what_is_newer_or_of_another_program_is_refused() {
        let mut connection = at_version_1();
        assert!(matches!(migrate_by(&mut connection, &[]), Err(Refusal::Newer { found: 1, known: 0 })));
        connection.pragma_update(None, "application_id", 1).expect("changed");
        assert!(matches!(migrate_by(&mut connection, &[FIRST]), Err(Refusal::Foreign)));
        let mut connection = Connection::open_in_memory().expect("a database");
        connection.execute_batch("CREATE TABLE of_somebody_else (x)").expect("made");
        assert!(matches!(migrate_by(&mut connection, &[FIRST]), Err(Refusal::Foreign)));
    }
}
