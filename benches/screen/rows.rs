//! The same rows for everybody: a file for the peers, and the pages of a list for ours.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

/// Rows of a page: what Atlas gives at most, and what the program asks for.
pub const PAGE: usize = 500;
/// The number of the project that has the lists.
pub const PROJECT: &str = "ec13d5f09d521a5206e5d726";

/// What every subject begins with.
pub const NAME: &str = "CN=app-";

pub fn began() -> DateTime<Utc> {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

/// Of a row, from 0.
pub fn serial(row: usize) -> i64 {
    1_000_000_000_000_000_000 + row as i64 * 7_919_000_000_123
}

/// The serial as the detail of the selected row shows it, and nothing else on the screen.
pub fn hex(row: usize) -> String {
    let bytes = serial(row).to_be_bytes().map(|byte| format!("{byte:02X}"));
    bytes.join(":")
}

pub fn name(row: usize) -> String {
    format!("{NAME}{row:07}")
}

pub fn subject(row: usize) -> String {
    let unit = ["billing-prod", "orders-dev", "search-qa", "payments-prod", "mobile-staging"][row % 5];
    format!("{},OU={unit},O=Acme", name(row))
}

/// When the certificate of a row ends: no two at once, and in no order, so that a sort has something to do.
pub fn ends(row: usize) -> DateTime<Utc> {
    const SPAN: usize = 20_000_000;
    began() + TimeDelta::days(3 * 365) + TimeDelta::seconds((row * 7_368_787 % SPAN) as i64)
}

pub fn created(row: usize) -> DateTime<Utc> {
    ends(row) - TimeDelta::days(4 * 365)
}

fn times(row: usize) -> (String, String) {
    let text = |moment: DateTime<Utc>| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    (text(created(row)), text(ends(row)))
}

/// A file of so many rows.
pub fn csv(folder: &Path, count: usize) -> String {
    let path = folder.join(format!("{count}.csv"));
    if !path.exists() {
        let mut text = "_id,createdAt,groupId,notAfter,subject\n".to_owned();
        for row in 0..count {
            let (created, ends) = times(row);
            writeln!(text, "{},{created},{PROJECT},{ends},\"{}\"", serial(row), subject(row)).unwrap();
        }
        std::fs::write(&path, text).unwrap();
    }
    path.display().to_string()
}

/// A page of a list of so many, as Atlas answers it; pages are counted from 1.
pub fn page(count: usize, number: usize) -> Vec<u8> {
    let certificate = |row| {
        let (created, ends) = times(row);
        format!(
            r#"{{"_id":{},"createdAt":"{created}","groupId":"{PROJECT}","notAfter":"{ends}","subject":"{}"}}"#,
            serial(row),
            subject(row)
        )
    };
    let rows: Vec<String> = ((number - 1) * PAGE..(number * PAGE).min(count)).map(certificate).collect();
    let next = if number * PAGE < count { r#"{"href":"http://127.0.0.1/next","rel":"next"}"# } else { "" };
    format!(r#"{{"links":[{next}],"results":[{}],"totalCount":{count}}}"#, rows.join(",")).into_bytes()
}
