//! How a subject that somebody has stands to that of a certificate.
//!
//! For MongoDB only the text counts; these are the ways in which two texts can mean the same and still not sign anybody in.

use std::borrow::Cow;

use super::{Attribute, Subject, Value, parse};

/// From the same text to another subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Byte for byte the same: what MongoDB asks for.
    Exact,
    /// The same names in the same order, written otherwise: case of a type, escapes, blanks, separators.
    Same,
    /// The same names in the other order, as most of openssl's forms have them.
    Reversed,
    /// Another subject, however near, or a text that is none.
    Other,
}

/// How `wanted` stands to `listed`.
#[must_use]
pub fn likeness(wanted: &str, listed: &str) -> Likeness {
    if wanted == listed {
        return Likeness::Exact;
    }
    let (Ok(wanted), Ok(listed)) = (parse(wanted), parse(listed)) else { return Likeness::Other };
    let (wanted, listed) = (meaning(&wanted), meaning(&listed));
    if wanted == listed {
        Likeness::Same
    } else if wanted.iter().eq(listed.iter().rev()) {
        Likeness::Reversed
    } else {
        Likeness::Other
    }
}

/// What an attribute means, whatever its spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Meaning<'subject> {
    /// The OID, or the keyword in lower case where it is not known.
    pub(super) kind: Cow<'subject, str>,
    /// Whether the value is octets that are no text, which no text equals.
    is_octets: bool,
    pub(super) value: Cow<'subject, str>,
}

impl<'subject> Meaning<'subject> {
    pub(super) fn of(attribute: &'subject Attribute<'_>) -> Self {
        let unknown = || Cow::Owned(attribute.written().to_ascii_lowercase());
        let value = attribute.value();
        let text = value.text();
        let is_octets = matches!(value, Value::Octets(_)) || matches!(value, Value::Hex(_)) && text.starts_with('#');
        Self { kind: attribute.oid().map_or_else(unknown, Cow::Borrowed), is_octets, value: text }
    }
}

/// Relative distinguished names in their order; within one the order of attributes means nothing (X.501 §9.3).
fn meaning<'subject>(subject: &'subject Subject<'_>) -> Vec<Vec<Meaning<'subject>>> {
    let rdn = |attributes: &'subject [Attribute<'_>]| {
        let mut meanings: Vec<Meaning<'_>> = attributes.iter().map(Meaning::of).collect();
        meanings.sort();
        meanings
    };
    subject.rdns().map(rdn).collect()
}
