//! Conditions: what one of the things that were typed asks of a certificate.

use super::pattern::{Fuzzy, Regex};
use super::row::Row;
use super::serial::SerialPart;
use super::severities::Severities;
use super::text::Needle;
use super::time::Bound;
use super::word::Word;
use crate::domain::subject::Name;

/// A term, or its inverse.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) term: Term,
    pub(super) is_inverse: bool,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    /// In any column.
    Word(Word),
    /// In the subject.
    Subject(Needle),
    /// In the name of the project.
    Project(Needle),
    /// In the name of the user.
    User(Needle),
    /// On Atlas's list, or not.
    Listed(bool),
    /// In the value of an attribute.
    Attribute(&'static Name, Needle),
    /// In the serial.
    Serial(SerialPart),
    /// One of these.
    Severity(Severities),
    /// By the time left, or the date.
    Expires(Bound),
    /// By the age, or the date.
    Created(Bound),
    /// Near the subject.
    Fuzzy(Fuzzy),
    /// In the subject or the serial.
    Regex(Regex),
}

impl Condition {
    pub(super) fn admits(&self, row: &mut Row<'_>) -> bool {
        self.term.admits(row) != self.is_inverse
    }

    pub(super) fn depends_on_time(&self) -> bool {
        match &self.term {
            Term::Word(word) => word.depends_on_time(),
            Term::Severity(_) => true,
            Term::Expires(bound) | Term::Created(bound) => bound.depends_on_time(),
            Term::Subject(_)
            | Term::Project(_)
            | Term::User(_)
            | Term::Listed(_)
            | Term::Attribute(..)
            | Term::Serial(_)
            | Term::Fuzzy(_)
            | Term::Regex(_) => false,
        }
    }

    /// Whether the other is sure to hold wherever this does.
    pub(super) fn implies(&self, other: &Self) -> bool {
        self == other || (!self.is_inverse && !other.is_inverse && self.term.implies(&other.term))
    }

    /// By this the cheap ones are asked first; they often spare the others.
    pub(super) fn cost(&self) -> u8 {
        match self.term {
            Term::Severity(_) | Term::Expires(_) | Term::Created(_) | Term::Listed(_) => 0,
            Term::Word(_) | Term::Subject(_) | Term::Project(_) | Term::User(_) | Term::Serial(_) => 1,
            Term::Attribute(..) => 2,
            Term::Fuzzy(_) => 3,
            Term::Regex(_) => 4,
        }
    }
}

impl Term {
    fn admits(&self, row: &mut Row<'_>) -> bool {
        match self {
            Self::Word(word) => word.admits(row),
            Self::Subject(needle) => row.subject_has(needle),
            Self::Project(needle) => row.project_has(needle),
            Self::User(needle) => row.user_has(needle),
            Self::Listed(listed) => row.is_listed() == *listed,
            Self::Attribute(name, needle) => row.attribute_has(name, needle),
            Self::Serial(part) => part.admits(row),
            Self::Severity(some) => some.has(row.severity()),
            Self::Expires(bound) => row.end().is_some_and(|(end, left)| bound.admits(end, left)),
            Self::Created(bound) => row.creation().is_some_and(|(creation, age)| bound.admits(creation, age)),
            Self::Fuzzy(fuzzy) => row.is_near(fuzzy),
            Self::Regex(regex) => row.matches(regex),
        }
    }

    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(ours), Self::Word(theirs)) => ours.implies(theirs),
            (Self::Subject(ours), Self::Word(theirs)) => theirs.is_implied_by(ours),
            (Self::Subject(ours), Self::Subject(theirs))
            | (Self::Project(ours), Self::Project(theirs))
            | (Self::User(ours), Self::User(theirs)) => ours.implies(theirs),
            (Self::Attribute(our, ours), Self::Attribute(their, theirs)) => our == their && ours.implies(theirs),
            (Self::Serial(ours), Self::Serial(theirs)) => ours.implies(theirs),
            (Self::Severity(ours), Self::Severity(theirs)) => ours.is_within(*theirs),
            _ => false,
        }
    }
}
