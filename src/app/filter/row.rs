//! Going through certificates: each column is spelled out when the first condition asks for it, into buffers that serve
//! all rows.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc};

use super::pattern::{Fuzzy, FuzzyScratch, Regex};
use super::term::Condition;
use super::text::{Needle, fold_into};
use crate::domain::certificate::Certificate;
use crate::domain::expiry::{Limits, Severity};
use crate::domain::holding::{Holding, Owner, Standing};
use crate::domain::printable::Printable;
use crate::domain::subject::{self, Name, ParseError, Subject};

/// A filter at work, at one moment.
pub struct Searcher<'filter> {
    conditions: &'filter [Condition],
    /// Whether words are looked for in the names of projects and users, too.
    with_owners: bool,
    limits: Limits,
    now: DateTime<Utc>,
    scratch: Scratch,
}

impl<'filter> Searcher<'filter> {
    pub(super) fn new(conditions: &'filter [Condition], limits: Limits, now: DateTime<Utc>) -> Self {
        Self { conditions, with_owners: false, limits, now, scratch: Scratch::default() }
    }

    /// The same for rows of many owners: what stands in no column else may be the name of the project or the user.
    #[must_use]
    pub fn with_owners(self) -> Self {
        Self { with_owners: true, ..self }
    }

    /// Whether all that was typed holds of a certificate.
    #[must_use]
    pub fn admits(&mut self, holding: &Holding) -> bool {
        self.scratch.forget();
        let Self { limits, now, with_owners, .. } = *self;
        let (certificate, owner) = (&holding.certificate, &*holding.owner);
        let scratch = &mut self.scratch;
        let standing = holding.standing;
        let mut row = Row { certificate, owner, standing, with_owners, limits, now, scratch, parsed: None };
        self.conditions.iter().all(|condition| condition.admits(&mut row))
    }
}

/// The buffers.
#[derive(Default)]
struct Scratch {
    folded: Spelled,
    /// As it is shown; empty where that is the subject itself, as nearly always.
    shown: Spelled,
    shown_folded: Spelled,
    hex: Spelled,
    decimal: Spelled,
    dates: Spelled,
    value: String,
    fuzzy: Option<FuzzyScratch>,
}

impl Scratch {
    fn forget(&mut self) {
        let Self { folded, shown, shown_folded, hex, decimal, dates, value: _, fuzzy: _ } = self;
        for spelled in [folded, shown, shown_folded, hex, decimal, dates] {
            spelled.is_current = false;
        }
    }
}

/// A text that is written once a row, if at all.
#[derive(Default)]
struct Spelled {
    text: String,
    is_current: bool,
}

impl Spelled {
    fn get(&mut self, write: impl FnOnce(&mut String)) -> &str {
        if !self.is_current {
            self.text.clear();
            write(&mut self.text);
            self.is_current = true;
        }
        &self.text
    }
}

/// One certificate, as conditions see it.
pub(super) struct Row<'row> {
    certificate: &'row Certificate,
    owner: &'row Owner,
    standing: Standing,
    with_owners: bool,
    limits: Limits,
    now: DateTime<Utc>,
    scratch: &'row mut Scratch,
    parsed: Option<Result<Subject<'row>, ParseError>>,
}

impl<'row> Row<'row> {
    /// A subject that is missing reads as one that is empty.
    fn subject(&self) -> &'row str {
        self.certificate.subject.as_deref().unwrap_or_default()
    }

    fn folded(&mut self) -> &str {
        let subject = self.subject();
        self.scratch.folded.get(|text| fold_into(subject, text))
    }

    /// The subject as it is shown, where that differs from the subject.
    fn shown_otherwise(&mut self) -> Option<&str> {
        let subject = self.subject();
        let shown = self.scratch.shown.get(|text| {
            if !is_plain(subject) {
                let shown = Printable::new(subject);
                text.push_str(Some(shown.as_str()).filter(|shown| *shown != subject).unwrap_or_default());
            }
        });
        Some(shown).filter(|shown| !shown.is_empty())
    }

    /// Whether the subject has this in it, as it is or as it is shown.
    pub(super) fn subject_has(&mut self, needle: &Needle) -> bool {
        if self.folded().contains(needle.as_str()) {
            return true;
        }
        if self.shown_otherwise().is_none() {
            return false;
        }
        let Scratch { shown, shown_folded, .. } = &mut *self.scratch;
        shown_folded.get(|text| fold_into(&shown.text, text)).contains(needle.as_str())
    }

    /// Whether the name of the project has this in it.
    pub(super) fn project_has(&mut self, needle: &Needle) -> bool {
        fold_into(&self.owner.project.name, &mut self.scratch.value);
        self.scratch.value.contains(needle.as_str())
    }

    /// Whether the name of the user has this in it.
    pub(super) fn user_has(&mut self, needle: &Needle) -> bool {
        fold_into(&self.owner.user, &mut self.scratch.value);
        self.scratch.value.contains(needle.as_str())
    }

    /// Whether the project or the user is called so, where that tells one row from another.
    pub(super) fn owner_has(&mut self, needle: &Needle) -> bool {
        self.with_owners && (self.user_has(needle) || self.project_has(needle))
    }

    /// Whether Atlas lists it.
    pub(super) fn is_listed(&self) -> bool {
        self.standing.is_listed()
    }

    /// Whether an attribute of this type has this in its decoded value.
    pub(super) fn attribute_has(&mut self, name: &Name, needle: &Needle) -> bool {
        let subject = self.subject();
        // Where nothing has to be decoded a value is part of the text, and most texts need not be parsed.
        let is_literal = !subject.bytes().fold(false, |any, byte| any | matches!(byte, b'\\' | b'#' | b'"'));
        if is_literal && !self.folded().contains(needle.as_str()) {
            return false;
        }
        let parsed = self.parsed.get_or_insert_with(|| subject::parse(subject));
        let mut attributes = parsed.iter().flat_map(Subject::rdns).flatten();
        let value = &mut self.scratch.value;
        attributes.any(|attribute| {
            fold_into(&attribute.value().text(), value);
            value.contains(needle.as_str()) && attribute.name().is_some_and(|its| its.oid == name.oid)
        })
    }

    /// Whether the subject, as it is shown, has these letters.
    pub(super) fn is_near(&mut self, fuzzy: &Fuzzy) -> bool {
        let is_subject = self.shown_otherwise().is_none();
        let Scratch { shown, fuzzy: scratch, .. } = &mut *self.scratch;
        let text = if is_subject { self.certificate.subject.as_deref().unwrap_or_default() } else { &shown.text };
        fuzzy.admits(text, scratch.get_or_insert_default())
    }

    /// Whether the subject, as it is or as it is shown, or the serial matches.
    pub(super) fn matches(&mut self, regex: &Regex) -> bool {
        regex.admits(self.subject())
            || self.shown_otherwise().is_some_and(|shown| regex.admits(shown))
            || self.hex().is_some_and(|hex| regex.admits(hex))
    }

    /// The serial in upper case hexadecimal, without colons.
    pub(super) fn hex(&mut self) -> Option<&str> {
        let serial = self.certificate.serial.as_ref()?;
        Some(self.scratch.hex.get(|text| serial.push_hex_plain(text)))
    }

    /// The serial in decimal.
    pub(super) fn decimal(&mut self) -> Option<&str> {
        let serial = self.certificate.serial.as_ref()?;
        Some(self.scratch.decimal.get(|text| {
            // Adding to a text cannot fail.
            let _ = write!(text, "{serial}");
        }))
    }

    /// Both dates as they are shown, with the minute. A line end between them: no word that may be a date has one.
    pub(super) fn dates(&mut self) -> &str {
        let Certificate { not_after, created_at, .. } = *self.certificate;
        self.scratch.dates.get(|text| {
            for moment in [not_after, created_at].into_iter().flatten() {
                push_minute(moment, text);
                text.push('\n');
            }
        })
    }

    pub(super) fn severity(&self) -> Severity {
        self.limits.severity(self.certificate.not_after, self.now)
    }

    /// When it ends, and how long that is from now.
    pub(super) fn end(&self) -> Option<(DateTime<Utc>, TimeDelta)> {
        self.certificate.not_after.map(|end| (end, end - self.now))
    }

    /// When it was created, and how long that is ago.
    pub(super) fn creation(&self) -> Option<(DateTime<Utc>, TimeDelta)> {
        self.certificate.created_at.map(|creation| (creation, self.now - creation))
    }
}

/// Whether a text is shown as it is for certain: what is not ASCII has to be looked at more closely. To the end in any case,
/// which lets the compiler look at many bytes at once.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'))
}

/// `2026-11-29 09:15`, in UTC. By hand: a list of a million is searched for a date, and formats are dear.
fn push_minute(moment: DateTime<Utc>, text: &mut String) {
    let Some(year) = u32::try_from(moment.year()).ok().filter(|year| *year < 10_000) else {
        return text.push_str(&moment.format("%Y-%m-%d %H:%M").to_string());
    };
    let two = |number: u32| [number / 10 % 10, number % 10].into_iter().filter_map(|digit| char::from_digit(digit, 10));
    text.extend(two(year / 100).chain(two(year)));
    let parts = [('-', moment.month()), ('-', moment.day()), (' ', moment.hour()), (':', moment.minute())];
    for (before, number) in parts {
        text.push(before);
        text.extend(two(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_minute_is_written_as_it_is_shown(seconds in -377_000_000_000_i64..400_000_000_000) {
            let moment = DateTime::from_timestamp(seconds, 0).expect("a moment");
            let mut text = String::new();
            push_minute(moment, &mut text);
            prop_assert_eq!(text, moment.format("%Y-%m-%d %H:%M").to_string());
        }
    }
}
