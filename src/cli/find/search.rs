//! Which certificates the clues of a text lead to, and which are nearest where none is meant.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::certificate::Certificate;
use crate::domain::holding::{Holding, Owner};
use crate::domain::lookup::{Clue, Pasted};
use crate::domain::printable::Printable;
use crate::domain::project::ProjectId;
use crate::domain::subject::{DifferenceLine, Likeness, Target, difference, likeness};
use crate::memory::{Memory, MemoryError};

/// So many of the nearest are told.
const NEAREST: usize = 3;

/// So many remembered subjects are compared at most.
const CANDIDATES: usize = 5_000;

/// What is looked for.
pub(super) struct Search {
    clues: Vec<Clue>,
    /// The subjects among them, ready to be compared with many.
    targets: Vec<(Box<str>, Target)>,
}

/// What was found.
pub(super) struct Matches {
    /// The certificates that the best of the clues names.
    pub(super) exact: Vec<Holding>,
    /// Which clue that is: those before it name nothing.
    clue: usize,
    /// Whether the subject that was found is not byte for byte the one that was given.
    pub(super) is_otherwise_written: bool,
    /// Where there is none: the nearest, nearest first.
    pub(super) near: Vec<Near>,
}

/// A certificate that is like what is looked for.
pub(super) struct Near {
    pub(super) holding: Holding,
    /// From 1 to 1,000.
    pub(super) nearness: u16,
    /// Attribute by attribute.
    pub(super) differences: Vec<DifferenceLine>,
}

impl Search {
    pub(super) fn new(clues: Vec<Clue>) -> Self {
        let target = |clue: &Clue| {
            let text = match clue {
                Clue::Subject(pasted) => pasted.text(),
                Clue::Certificate(presented) => &presented.subject,
                Clue::Serial(_) => return None,
            };
            Target::new(text).map(|target| (text.into(), target))
        };
        let targets = clues.iter().filter_map(target).collect();
        Self { clues, targets }
    }

    pub(super) fn clues(&self) -> &[Clue] {
        &self.clues
    }

    pub(super) fn nothing(&self) -> Matches {
        Matches { exact: Vec::new(), clue: self.clues.len(), is_otherwise_written: false, near: Vec::new() }
    }

    /// What is looked for, in words.
    pub(super) fn told(&self) -> String {
        let word = |clue: &Clue| match clue {
            Clue::Certificate(presented) => format!("the serial {}", presented.serial.hex()),
            Clue::Serial(serial) => format!("the serial {}", serial.hex()),
            Clue::Subject(pasted) => format!("the subject {}", Printable::new(pasted.raw()).quoted()),
        };
        match self.clues.as_slice() {
            [] => "what is looked for".to_owned(),
            [only] => word(only),
            [first, second] => format!("{} or {}", word(first), word(second)),
            [first, rest @ ..] => format!("{}, or any of {} other clues", word(first), rest.len()),
        }
    }

    /// Takes the certificates of a list that a clue names; those of a better clue put away those of a worse one.
    pub(super) fn look_through(&self, list: &[Certificate], owner: &Arc<Owner>, matches: &mut Matches) {
        let mut subjects = HashSet::new();
        for one in list {
            let holding = || Holding::listed(one.clone(), Arc::clone(owner));
            if let Some(clue) = self.clues.iter().take(matches.clue + 1).position(|clue| names(clue, one)) {
                self.take(clue, holding(), matches);
            } else if let Some(subject) = one.subject.as_deref().filter(|subject| subjects.insert(*subject)) {
                // Most certificates of a list have one subject.
                self.compare(subject, holding, matches);
            }
        }
    }

    fn take(&self, clue: usize, holding: Holding, matches: &mut Matches) {
        if clue < matches.clue {
            matches.exact.clear();
            matches.clue = clue;
        }
        let is_exact = |pasted: &Pasted| holding.certificate.subject.as_deref() == Some(pasted.raw());
        if let Some(Clue::Subject(pasted)) = self.clues.get(clue) {
            matches.is_otherwise_written = !is_exact(pasted);
        }
        matches.exact.push(holding);
    }

    /// Puts a subject among the nearest, where it is one of them.
    fn compare(&self, subject: &str, holding: impl Fn() -> Holding, matches: &mut Matches) {
        let near = &mut matches.near;
        let nearness = self.targets.iter().map(|(_, target)| target.nearness(subject)).max().unwrap_or(0);
        let is_known = near.iter().any(|other| other.holding.certificate.subject.as_deref() == Some(subject));
        let place = near.partition_point(|better| better.nearness >= nearness);
        if nearness > 0 && place < NEAREST && !is_known {
            near.truncate(NEAREST - 1);
            near.insert(place, Near { holding: holding(), nearness, differences: Vec::new() });
        }
    }

    /// The search has ended: the nearest only count where nothing was found, and are told with their differences.
    pub(super) fn settle(&self, matches: &mut Matches) {
        if !matches.exact.is_empty() {
            matches.near.clear();
        }
        for near in &mut matches.near {
            let Some(subject) = near.holding.certificate.subject.as_deref() else { continue };
            let best = self.targets.iter().max_by_key(|(_, target)| target.nearness(subject));
            near.differences = best.and_then(|(text, _)| difference(text, subject).ok()).unwrap_or_default();
        }
    }

    /// What is remembered, of one project or of all.
    ///
    /// # Errors
    /// Where the memory cannot be read.
    pub(super) fn recall(
        &self,
        memory: &Memory,
        project: Option<&ProjectId>,
        with_near: bool,
    ) -> Result<Matches, MemoryError> {
        let mut matches = self.nothing();
        let is_of = |one: &Holding| project.is_none_or(|id| one.owner.project.id == *id);
        for (place, clue) in self.clues.iter().enumerate() {
            let found = match clue {
                Clue::Serial(serial) => memory.by_serial(&[serial.hex_plain()])?,
                Clue::Certificate(presented) => memory.by_serial(&[presented.serial.hex_plain()])?,
                Clue::Subject(pasted) => of_subject(memory, pasted)?,
            };
            let found = found.into_iter().filter(|one| is_of(one) && names(clue, &one.certificate));
            found.for_each(|one| self.take(place, one, &mut matches));
            if !matches.exact.is_empty() {
                return Ok(matches);
            }
        }
        if with_near && !self.targets.is_empty() {
            for one in memory.subjects_with("=", CANDIDATES)?.into_iter().filter(is_of) {
                if let Some(subject) = one.certificate.subject.clone() {
                    self.compare(&subject, || one.clone(), &mut matches);
                }
            }
            self.settle(&mut matches);
        }
        Ok(matches)
    }
}

/// Whether a clue names a certificate.
fn names(clue: &Clue, certificate: &Certificate) -> bool {
    match clue {
        Clue::Serial(serial) => certificate.serial.as_ref() == Some(serial),
        // A serial is unique for its issuer only, and Atlas has one a project.
        Clue::Certificate(presented) => {
            let ends = [presented.not_after, certificate.not_after];
            let same_end = !matches!(ends, [Some(one), Some(other)] if one != other);
            certificate.serial.as_ref() == Some(&presented.serial) && same_end
        }
        Clue::Subject(pasted) => certificate
            .subject
            .as_deref()
            .is_some_and(|subject| subject == pasted.raw() || likeness(pasted.text(), subject) != Likeness::Other),
    }
}

/// Those with the very subject, or else with one that means the same.
fn of_subject(memory: &Memory, pasted: &Pasted) -> Result<Vec<Holding>, MemoryError> {
    let found = memory.by_subject(pasted.raw())?;
    if !found.is_empty() {
        return Ok(found);
    }
    let parsed = pasted.parsed();
    let name = parsed.as_ref().and_then(|subject| subject.common_name()).map(|value| value.text().into_owned());
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    // What may be escaped in one of the two is not looked for.
    let part = name.as_deref().unwrap_or_default().split(|letter| !is_plain(letter)).max_by_key(|part| part.len());
    let part = part.filter(|part| !part.is_empty()).unwrap_or("=");
    let mut found = Vec::new();
    for one in memory.subjects_with(part, CANDIDATES)? {
        if let Some(subject) = one.certificate.subject.as_deref()
            && likeness(pasted.text(), subject) != Likeness::Other
        {
            found.extend(memory.by_subject(subject)?);
        }
    }
    Ok(found)
}
