//! Subjects: distinguished names as RFC 2253 means them and as the world writes them.
//!
//! The text itself stays what it is, for MongoDB compares it byte by byte; this is what stands beside it. One pass over
//! the bytes, no recursion, no panic on any text.

mod ber;
mod compare;
mod difference;
mod names;
mod nearness;
mod pairing;
mod parse;
mod skeleton;
mod write;

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::printable::Printable;

pub use compare::{Likeness, likeness};
pub use difference::{Difference, DifferenceLine, Unread, ValueDifference, difference};
pub use names::{Name, find as find_name};
pub use nearness::Target;
pub use parse::{ParseError, Reason, parse};
pub use write::{write, write_attribute};

/// A parsed subject: relative distinguished names in the order in which they are written, which is the reverse of the
/// certificate's (RFC 2253 §2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject<'raw> {
    attributes: Vec<Attribute<'raw>>,
}

/// One type and its value.
#[derive(Debug, Clone)]
pub struct Attribute<'raw> {
    written: &'raw str,
    value: Value<'raw>,
    span: Range<usize>,
    /// Whether it belongs to the same relative distinguished name as the one before: it came after a `+`.
    joined: bool,
}

/// A decoded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'raw> {
    /// Text.
    Text(Cow<'raw, str>),
    /// Octets that are not UTF-8, from hex pairs.
    Octets(Vec<u8>),
    /// `#…`: the octets of a BER encoding.
    Hex(Vec<u8>),
}

impl Value<'static> {
    /// The value of a BER encoding, tag and length included: text where it is one string, else the octets.
    #[must_use]
    pub fn of_encoding(octets: &[u8]) -> Self {
        ber::string(octets).map_or_else(|| Self::Hex(octets.to_vec()), |text| Self::Text(Cow::Owned(text)))
    }

    /// The value of octets, which are text where they are UTF-8.
    #[must_use]
    pub fn of_octets(octets: Vec<u8>) -> Self {
        match String::from_utf8(octets) {
            Ok(text) => Self::Text(Cow::Owned(text)),
            Err(why) => Self::Octets(why.into_bytes()),
        }
    }
}

impl<'raw> Subject<'raw> {
    /// The relative distinguished names, each a list of one attribute or more.
    pub fn rdns(&self) -> impl Iterator<Item = &[Attribute<'raw>]> {
        self.attributes.chunk_by(|_, next| next.joined)
    }

    /// Every attribute in written order, whichever relative distinguished name it is of.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute<'raw>] {
        &self.attributes
    }

    /// Whether it is more than one attribute of the kind that any text may hold by chance: it has two, or names a person
    /// or a program.
    #[must_use]
    pub fn names_somebody(&self) -> bool {
        let names = |attribute: &Attribute<'_>| matches!(attribute.oid(), Some(names::COMMON_NAME | names::USER_ID));
        self.attributes.len() > 1 || self.attributes.iter().any(names)
    }

    /// The value of the first common name.
    #[must_use]
    pub fn common_name(&self) -> Option<&Value<'raw>> {
        let is_it = |attribute: &&Attribute<'_>| attribute.name().is_some_and(|name| name.oid == names::COMMON_NAME);
        self.attributes.iter().find(is_it).map(|attribute| &attribute.value)
    }
}

impl<'raw> Attribute<'raw> {
    /// The type as it is written, without an `OID.` before it (RFC 2253 §4).
    #[must_use]
    pub fn written(&self) -> &'raw str {
        self.written
    }

    /// What is known of the type.
    #[must_use]
    pub fn name(&self) -> Option<&'static Name> {
        names::find(self.written)
    }

    /// The dotted OID, where the type is one or is known.
    #[must_use]
    pub fn oid(&self) -> Option<&'raw str> {
        let is_oid = self.written.starts_with(|first: char| first.is_ascii_digit());
        if is_oid { Some(self.written) } else { self.name().map(|name| name.oid) }
    }

    /// The type in words (`organizational unit`), or as it is written where it is not known.
    #[must_use]
    pub fn label(&self) -> &'raw str {
        self.name().map_or(self.written, |name| name.label)
    }

    /// The decoded value.
    #[must_use]
    pub fn value(&self) -> &Value<'raw> {
        &self.value
    }

    /// Where it stands in the text, in bytes: from the type to the end of the value.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// By meaning: `cn` and `2.5.4.3` are the same type, and where it stands in the text does not count.
impl PartialEq for Attribute<'_> {
    fn eq(&self, other: &Self) -> bool {
        let same_type = match (self.oid(), other.oid()) {
            (None, None) => self.written.eq_ignore_ascii_case(other.written),
            (left, right) => left == right,
        };
        same_type && self.joined == other.joined && self.value == other.value
    }
}

impl Eq for Attribute<'_> {}

impl Value<'_> {
    /// The value exactly, for JSON: octets that are not UTF-8 as `\FF`, a BER encoding as its text where it is one string,
    /// else as `#…`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            // A backslash that is text is told apart from one that begins an octet.
            Self::Octets(octets) => {
                let shown = |chunk: std::str::Utf8Chunk<'_>| {
                    let invalid: String = chunk.invalid().iter().map(|octet| format!("\\{octet:02X}")).collect();
                    chunk.valid().replace('\\', "\\5C") + &invalid
                };
                Cow::Owned(octets.utf8_chunks().map(shown).collect())
            }
            Self::Hex(octets) => Cow::Owned(ber::string(octets).unwrap_or_else(|| write::hex(octets))),
        }
    }

    /// The value for the screen.
    #[must_use]
    pub fn printable(&self) -> Printable<'static> {
        Printable::new(&self.text()).into_owned()
    }
}
