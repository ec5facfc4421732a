//! The same answers without a terminal: one writer a file, each for any kind of record.
//!
//! What is written is exact, but for `table`, which goes through [`Printable`](crate::domain::printable::Printable), and for cells of `csv` that a
//! spreadsheet would run.

pub mod certificate;
pub mod commands;
mod csv;
pub mod evidence;
pub mod found;
pub mod health;
mod json;
pub mod memory;
mod ndjson;
pub mod project;
mod prometheus;
pub mod settings;
mod table;
pub mod user;

use std::io::{self, Write};
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::domain::expiry::Severity;
use crate::domain::printable::Alphabet;

/// Something of which lists are written. It serializes as its JSON object.
pub trait Record: Serialize {
    /// What a list of them is called: `certificates`.
    const PLURAL: &'static str;
    /// The heading of a CSV file.
    const FIELDS: &'static [&'static str];
    /// The columns of a table.
    const COLUMNS: &'static [Column];
    /// The fields of a CSV row.
    fn fields(&self) -> Vec<String>;
    /// The cells of a table row; the writer makes them safe.
    fn cells(&self) -> Vec<String>;
    /// What Prometheus counts of it; nothing of what is no certificate.
    fn sample(&self) -> Option<Sample<'_>> {
        None
    }
}

/// What Prometheus counts of a certificate.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'record> {
    /// The owner's project.
    pub project_id: &'record str,
    /// Its name.
    pub project: &'record str,
    /// The owner's name.
    pub user: &'record str,
    /// When it ends.
    pub not_after: Option<DateTime<Utc>>,
    /// How soon that is.
    pub severity: Severity,
    /// Whether Atlas lists it.
    pub listed: bool,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// How wide it is at least, so that rows which are written before the others are known stand under each other.
    pub width: usize,
    /// Whether it holds figures, which stand to the right.
    pub figures: bool,
}

impl Column {
    const fn text(heading: &'static str, width: usize) -> Self {
        Self { heading, width, figures: false }
    }

    const fn figures(heading: &'static str, width: usize) -> Self {
        Self { heading, width, figures: true }
    }
}

/// How to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One object with everything in it.
    Json,
    /// One object a line.
    Ndjson,
    /// Comma-separated, with a heading.
    Csv,
    /// Prometheus' text format: certificates only, a few series a user.
    Prometheus,
}

impl Format {
    /// Every format, by name.
    pub const ALL: [(&'static str, Self); 5] = [
        ("table", Self::Table),
        ("json", Self::Json),
        ("ndjson", Self::Ndjson),
        ("csv", Self::Csv),
        ("prometheus", Self::Prometheus),
    ];
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(|(name, _)| name).join(", ");
        Self::ALL
            .into_iter()
            .find_map(|(name, format)| (name == text).then_some(format))
            .ok_or_else(|| format!("write one of {}", names()))
    }
}

/// What is known of a list when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The server's time when the list was read; `None` where no answer came.
    pub as_of: Option<DateTime<Utc>>,
    /// Whether all of it was read.
    pub complete: bool,
    /// Where it comes from.
    pub source: Source,
}

/// Where a list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Atlas answered just now.
    Live,
    /// It is what was last known.
    Memory,
}

impl Source {
    /// The word for it in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Memory => "memory",
        }
    }
}

/// Writes a list as it comes. All records of one report are of one kind.
pub struct Report<W: Write>(Writer<W>);

enum Writer<W: Write> {
    Table(table::Table<W>),
    Json(json::Json<W>),
    Ndjson(ndjson::Ndjson<W>),
    Csv(Box<csv::Csv<W>>),
    Prometheus(prometheus::Prometheus<W>),
}

impl<W: Write> Report<W> {
    /// The writer of a format. The alphabet is that of a table; the other formats are exact.
    pub fn new(format: Format, alphabet: Alphabet, out: W) -> Self {
        Self(match format {
            Format::Table => Writer::Table(table::Table::new(out, alphabet)),
            Format::Json => Writer::Json(json::Json::new(out)),
            Format::Ndjson => Writer::Ndjson(ndjson::Ndjson::new(out)),
            Format::Csv => Writer::Csv(Box::new(csv::Csv::new(out))),
            Format::Prometheus => Writer::Prometheus(prometheus::Prometheus::new(out)),
        })
    }

    /// Some more records, in their order.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        match &mut self.0 {
            Writer::Table(writer) => writer.rows(records),
            Writer::Json(writer) => writer.rows(records),
            Writer::Ndjson(writer) => writer.rows(records),
            Writer::Csv(writer) => writer.rows(records),
            Writer::Prometheus(writer) => {
                writer.rows(records);
                Ok(())
            }
        }
    }

    /// No more will come.
    ///
    /// # Errors
    /// Where the rest cannot be written.
    pub fn end<R: Record>(&mut self, end: End) -> io::Result<()> {
        match &mut self.0 {
            Writer::Table(writer) => writer.end::<R>(end),
            Writer::Json(writer) => writer.end::<R>(end),
            Writer::Ndjson(writer) => writer.end(),
            Writer::Prometheus(writer) => writer.end(end),
            Writer::Csv(writer) => writer.end::<R>(end),
        }
    }
}

/// RFC 3339 in UTC: `2026-11-24T10:00:00Z`.
#[must_use]
pub fn rfc3339(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
