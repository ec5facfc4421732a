//! Two subjects side by side, attribute by attribute, each difference told in a sentence.

use std::fmt;

use super::compare::Meaning;
use super::pairing::{in_order, paired};
use super::skeleton::{skeleton, without_blanks};
use super::{Attribute, ParseError, parse};
use crate::domain::printable::Printable;

/// One attribute, of one of two subjects or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceLine {
    /// The type in words: `organizational unit`.
    pub label: Box<str>,
    /// How it stands.
    pub difference: Difference,
    /// As it is written in the subject that is looked for.
    pub wanted: Option<Box<str>>,
    /// As it is written in the certificate.
    pub listed: Option<Box<str>>,
}

/// How an attribute of the one stands to that of the other, the gravest difference that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// None: byte for byte the same.
    Same,
    /// Only what is looked for has it.
    OnlyWanted,
    /// Only the certificate has it.
    OnlyListed,
    /// The value is another.
    Value(ValueDifference),
    /// It is joined to its neighbour with `+` in one of the two only.
    Joined,
    /// It stands elsewhere among the others.
    Place,
    /// The type is written otherwise: `cn`, `2.5.4.3`.
    Type,
    /// The value is escaped or quoted otherwise.
    Escaping,
    /// The blanks or the separator before it, or the blanks within it around the `=`, are others.
    Separator,
}

/// How a value differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueDifference {
    /// In upper and lower case only.
    Case,
    /// In blanks only.
    Blanks,
    /// In characters that look alike.
    LookAlike,
    /// In its text.
    Other,
}

/// Which of the two subjects is none, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// The one that is looked for.
    #[error("what is looked for is no subject: {0}")]
    Wanted(ParseError),
    /// The certificate's.
    #[error("the certificate's subject does not parse: {0}")]
    Listed(ParseError),
}

/// The lines in the order of `wanted`; what only `listed` has comes last.
///
/// # Errors
/// Where one of the two is no subject.
pub fn difference(wanted: &str, listed: &str) -> Result<Vec<DifferenceLine>, Unread> {
    let left = parse(wanted).map_err(Unread::Wanted)?;
    let right = parse(listed).map_err(Unread::Listed)?;
    let (left, right) = (sides(wanted, left.attributes()), sides(listed, right.attributes()));
    let pairs = paired(&meanings(&left), &meanings(&right));
    let in_place = in_order(&pairs);
    let line = |(at, side): (usize, &Side<'_>)| match pairs.get(at).copied().flatten().and_then(|to| right.get(to)) {
        Some(other) => side.against(other, in_place.contains(&at)),
        None => side.alone(Difference::OnlyWanted),
    };
    let mut lines: Vec<DifferenceLine> = left.iter().enumerate().map(line).collect();
    let mut is_paired = vec![false; right.len()];
    for to in pairs.iter().flatten() {
        if let Some(paired) = is_paired.get_mut(*to) {
            *paired = true;
        }
    }
    let rest = right.iter().zip(is_paired).filter(|(_, paired)| !paired);
    lines.extend(rest.map(|(side, _)| side.alone(Difference::OnlyListed)));
    Ok(lines)
}

/// An attribute with its text and what stands before it.
struct Side<'subject> {
    attribute: &'subject Attribute<'subject>,
    meaning: Meaning<'subject>,
    written: &'subject str,
    /// What separates it from the one before, and whether there is none.
    before: (bool, &'subject str),
    /// What follows it, where it is the last.
    after: Option<&'subject str>,
}

fn sides<'subject>(raw: &'subject str, attributes: &'subject [Attribute<'subject>]) -> Vec<Side<'subject>> {
    let mut end = 0;
    let last = attributes.len().saturating_sub(1);
    let side = |(place, attribute): (usize, &'subject Attribute<'subject>)| {
        let span = attribute.span();
        let before = raw.get(end..span.start).unwrap_or_default();
        end = span.end;
        let after = raw.get(end..).filter(|_| place == last);
        let written = raw.get(span).unwrap_or_default();
        Side { attribute, meaning: Meaning::of(attribute), written, before: (place == 0, before), after }
    };
    attributes.iter().enumerate().map(side).collect()
}

fn meanings<'side>(sides: &'side [Side<'_>]) -> Vec<&'side Meaning<'side>> {
    sides.iter().map(|side| &side.meaning).collect()
}

impl Side<'_> {
    fn alone(&self, difference: Difference) -> DifferenceLine {
        let written = Some(self.written.into());
        let (wanted, listed) = if difference == Difference::OnlyWanted { (written, None) } else { (None, written) };
        DifferenceLine { label: self.attribute.label().into(), difference, wanted, listed }
    }

    fn against(&self, other: &Self, is_in_place: bool) -> DifferenceLine {
        let (this, that) = (self.attribute, other.attribute);
        let value_of =
            |written: &str| written.split_once('=').map_or("", |(_, value)| value.trim_start_matches(' ')).to_owned();
        let difference = if self.meaning != other.meaning {
            Difference::Value(between(&self.meaning.value, &other.meaning.value))
        } else if !is_in_place {
            Difference::Place
        } else if this.joined != that.joined {
            Difference::Joined
        } else if this.written() != that.written() {
            Difference::Type
        } else if value_of(self.written) != value_of(other.written) {
            Difference::Escaping
        } else if self.written != other.written || self.is_set_apart_from(other) {
            Difference::Separator
        } else {
            Difference::Same
        };
        let (wanted, listed) = (Some(self.written.into()), Some(other.written.into()));
        DifferenceLine { label: this.label().into(), difference, wanted, listed }
    }

    /// Whether other blanks or another separator stand around it. Where only one of the two begins or ends its subject,
    /// that is a matter of place.
    fn is_set_apart_from(&self, other: &Self) -> bool {
        let ((is_first, before), (other_is_first, other_before)) = (self.before, other.before);
        let differs_after = matches!((self.after, other.after), (Some(this), Some(that)) if this != that);
        is_first == other_is_first && before != other_before || differs_after
    }
}

/// How two values that are not the same differ.
fn between(left: &str, right: &str) -> ValueDifference {
    let alike = |form: &dyn Fn(&str) -> String| form(left) == form(right);
    if alike(&str::to_lowercase) {
        ValueDifference::Case
    } else if alike(&without_blanks) {
        ValueDifference::Blanks
    } else if alike(&skeleton) {
        ValueDifference::LookAlike
    } else {
        ValueDifference::Other
    }
}

/// A sentence for a person, foreign text printable in it.
impl fmt::Display for DifferenceLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &Option<Box<str>>| Printable::new(text.as_deref().unwrap_or_default()).quoted();
        let (label, wanted, listed) = (Printable::new(&self.label), quoted(&self.wanted), quoted(&self.listed));
        match self.difference {
            Difference::Same => write!(formatter, "The {label} is the same: {wanted}."),
            Difference::OnlyWanted => write!(formatter, "The certificate has no {label} {wanted}."),
            Difference::OnlyListed => write!(formatter, "Only the certificate has the {label} {listed}."),
            Difference::Place => {
                write!(formatter, "The {label} {wanted} stands elsewhere in the certificate's subject.")
            }
            Difference::Joined => write!(formatter, "The {label} {wanted} is joined with “+” in one of the two only."),
            Difference::Separator => write!(formatter, "Around the {label} {wanted} blanks or separators differ."),
            Difference::Value(_) | Difference::Type | Difference::Escaping => {
                write!(formatter, "The {label} is {wanted}, in the certificate {listed}: {}.", self.how())
            }
        }
    }
}

impl DifferenceLine {
    fn how(&self) -> &'static str {
        match self.difference {
            Difference::Value(ValueDifference::Case) => "only the case differs",
            Difference::Value(ValueDifference::Blanks) => "only blanks differ",
            Difference::Value(ValueDifference::LookAlike) => "characters that look alike differ",
            Difference::Type => "the same type, written otherwise",
            Difference::Escaping => "the same value, escaped otherwise",
            _ => "another value",
        }
    }
}
