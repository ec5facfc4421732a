//! Which of many subjects are most like one that none of them is.

use super::compare::Meaning;
use super::skeleton::{skeleton, without_blanks};
use super::{names, parse};

/// Attributes and characters of a value that are looked at: more do not make two subjects any nearer.
const MOST_ATTRIBUTES: usize = 24;
const MOST_CHARACTERS: usize = 64;

/// What an attribute weighs that tells one user from another; units and countries, which all share, weigh 1.
const WEIGHT_OF_A_NAME: f64 = 4.0;
/// What the value is worth that differs in nothing but case, blanks or look-alike characters.
const FOLDED: f64 = 0.95;
/// What another value of the same type is worth at most.
const SIMILAR: f64 = 0.8;

/// A subject to compare many with.
#[derive(Debug, Clone)]
pub struct Target(Vec<Part>);

#[derive(Debug, Clone)]
struct Part {
    kind: Box<str>,
    value: Box<str>,
    folded: String,
    weight: f64,
}

impl Target {
    /// The subject that is looked for; `None` where it is none.
    #[must_use]
    pub fn new(wanted: &str) -> Option<Self> {
        let parts = parts(wanted)?;
        (!parts.is_empty()).then_some(Self(parts))
    }

    /// How near a subject is, from 0 for nothing in common to 1,000 for the same attributes in any order. A text that is no
    /// subject is not near.
    #[must_use]
    pub fn nearness(&self, listed: &str) -> u16 {
        let Some(mut others) = parts(listed) else { return 0 };
        let all: f64 = self.0.iter().chain(&others).map(|part| part.weight).sum();
        let mut common = 0.0;
        for part in &self.0 {
            let worth = others.iter().map(|other| part.worth(other)).enumerate();
            let best = worth.max_by(|(_, left), (_, right)| left.total_cmp(right)).filter(|(_, worth)| *worth > 0.0);
            if let Some((place, worth)) = best {
                let other = others.swap_remove(place);
                common += worth * (part.weight + other.weight);
            }
        }
        // At most 1, as every weight is counted once.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let thousandths = if all > 0.0 { (common / all * 1000.0).round() as u16 } else { 0 };
        thousandths
    }

    /// The nearest `most` of many, nearest first, those equally near in their order; what is nearer than nothing only.
    pub fn nearest<'list, T>(&self, many: impl Iterator<Item = (T, &'list str)>, most: usize) -> Vec<(u16, T)> {
        let mut best: Vec<(u16, T)> = Vec::with_capacity(most.saturating_add(1));
        for (one, subject) in many {
            let nearness = self.nearness(subject);
            let place = best.partition_point(|(better, _)| *better >= nearness);
            if nearness > 0 && place < most {
                best.truncate(most - 1);
                best.insert(place, (nearness, one));
            }
        }
        best
    }
}

impl Part {
    fn worth(&self, other: &Self) -> f64 {
        if self.kind != other.kind {
            0.0
        } else if self.value == other.value {
            1.0
        } else if self.folded == other.folded {
            FOLDED
        } else {
            SIMILAR * strsim::jaro_winkler(&self.folded, &other.folded)
        }
    }
}

fn parts(subject: &str) -> Option<Vec<Part>> {
    let parsed = parse(subject).ok()?;
    let part = |attribute| {
        let Meaning { kind, value, .. } = Meaning::of(attribute);
        let value: String = value.chars().take(MOST_CHARACTERS).collect();
        let names = [names::COMMON_NAME, names::USER_ID, names::EMAIL];
        let weight = if names.contains(&&*kind) { WEIGHT_OF_A_NAME } else { 1.0 };
        Part {
            folded: skeleton(&without_blanks(&value)).to_lowercase(),
            kind: (*kind).into(),
            value: value.into(),
            weight,
        }
    };
    Some(parsed.attributes().iter().take(MOST_ATTRIBUTES).map(part).collect())
}
