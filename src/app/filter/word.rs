//! A word or phrase, looked for in every column.

use std::ops::Range;

use super::cell::{Cell, Kind};
use super::row::Row;
use super::serial::SerialPart;
use super::severities::Severities;
use super::text::Needle;

/// A word, and in which columns but the subject it can stand at all: nearly no word can be a date or a serial, so that
/// nearly no row has to spell them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    needle: Needle,
    severities: Severities,
    serial: Option<SerialPart>,
    may_be_date: bool,
}

impl Word {
    /// A word that is not empty.
    pub(super) fn new(typed: &str) -> Self {
        let in_dates = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b' ' | b'+');
        Self {
            needle: Needle::new(typed),
            severities: Severities::beginning_with(typed),
            serial: SerialPart::read(typed),
            may_be_date: typed.bytes().all(in_dates),
        }
    }

    pub(super) fn admits(&self, row: &mut Row<'_>) -> bool {
        row.subject_has(&self.needle)
            || row.owner_has(&self.needle)
            || (!self.severities.is_empty() && self.severities.has(row.severity()))
            || self.serial.as_ref().is_some_and(|serial| serial.admits(row))
            || (self.may_be_date && row.dates().contains(self.needle.as_str()))
    }

    /// Whether the severity, and so the time, has a say.
    pub(super) fn depends_on_time(&self) -> bool {
        !self.severities.is_empty()
    }

    /// Whether the other word is found in every certificate in which this one is: column by column. Dates need no look: a part of
    /// what may be a date may be one, too.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let serial_too = match (&self.serial, &other.serial) {
            (Some(ours), Some(theirs)) => ours.implies(theirs),
            (Some(_), None) => false,
            (None, _) => true,
        };
        self.needle.implies(&other.needle) && self.severities.is_within(other.severities) && serial_too
    }

    /// Whether the word is found wherever a needle is found in the subject.
    pub(super) fn is_implied_by(&self, in_subject: &Needle) -> bool {
        in_subject.implies(&self.needle)
    }

    /// Adds where it stands in a cell.
    pub(super) fn mark(&self, cell: &Cell<'_>, found: &mut Vec<Range<usize>>) {
        let places = self.needle.places(&cell.folded);
        match cell.kind {
            // Within the word it was not looked for.
            Kind::Severity { from } => found.extend(places.into_iter().filter(|place| place.start == from)),
            Kind::Serial => {
                found.extend(places);
                found.extend(self.serial.iter().flat_map(|serial| serial.places(cell)));
            }
            Kind::Date | Kind::Subject => found.extend(places),
        }
    }
}
