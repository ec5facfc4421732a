//! Whose certificate somebody looks for: that of a clue's serial or subject, or else those whose subjects are nearest to it.

use crate::domain::holding::Holding;
use crate::domain::lookup::Clue;
use crate::domain::subject::{self, Target};
use crate::memory::error::MemoryError;
use crate::memory::{Memory, count};

/// More certificates of one subject than this nobody looks through.
const MOST_MATCHES: usize = 100;

/// So many of the nearest are told.
const MOST_NEAREST: usize = 5;

/// So many subjects are compared.
const CANDIDATES: usize = 2_000;

/// A shorter piece of a name is in too many others.
const SHORTEST_PIECE: usize = 3;

/// What is remembered of what somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The certificates with the serial, or with exactly the subject, of the first clue that has any; at most a hundred.
    pub matches: Vec<Holding>,
    /// How many more there are.
    pub more: usize,
    /// Where there is no match, one certificate of each of the nearest subjects, nearest first.
    pub nearest: Vec<Holding>,
    /// The subject that these are near to.
    pub wanted: Option<Box<str>>,
    /// How many certificates were looked through.
    pub certificates: usize,
    /// Of how many projects.
    pub projects: usize,
}

impl Memory {
    /// Tries the clues in their order.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn look_up(&self, clues: &[Clue]) -> Result<Found, MemoryError> {
        let (certificates, projects) = self.extent()?;
        let mut found = Found { certificates, projects, ..Found::default() };
        for clue in clues {
            found.matches = self.matches(clue)?;
            if !found.matches.is_empty() {
                found.more = found.matches.len().saturating_sub(MOST_MATCHES);
                found.matches.truncate(MOST_MATCHES);
                return Ok(found);
            }
        }
        let target = clues.iter().filter_map(subject_of).find_map(|wanted| Some((wanted, Target::new(wanted)?)));
        if let Some((wanted, target)) = target {
            found.nearest = self.nearest(wanted, &target)?;
            found.wanted = Some(wanted.into());
        }
        Ok(found)
    }

    fn matches(&self, clue: &Clue) -> Result<Vec<Holding>, MemoryError> {
        match clue {
            Clue::Certificate(presented) => self.by_serial(&[presented.serial.hex_plain()]),
            Clue::Serial(serial) => self.by_serial(&[serial.hex_plain()]),
            Clue::Subject(pasted) => {
                let exact = self.by_subject(pasted.raw())?;
                if exact.is_empty() { self.by_subject(pasted.text()) } else { Ok(exact) }
            }
        }
    }

    fn nearest(&self, wanted: &str, target: &Target) -> Result<Vec<Holding>, MemoryError> {
        for piece in pieces(wanted) {
            let many = self.subjects_with(&piece, CANDIDATES)?;
            let subjects = many.iter().map(|one| (one, one.certificate.subject.as_deref().unwrap_or_default()));
            let nearest = target.nearest(subjects, MOST_NEAREST);
            if !nearest.is_empty() {
                return Ok(nearest.into_iter().map(|(_, one)| one.clone()).collect());
            }
        }
        Ok(Vec::new())
    }

    /// How many certificates are kept, and of how many projects, without counting all of those that are listed.
    fn extent(&self) -> Result<(usize, usize), MemoryError> {
        let asked = "SELECT (SELECT ifnull(sum(listed), 0) FROM owners)
                          + (SELECT count(*) FROM certificates INDEXED BY vanished WHERE missed_at IS NOT NULL),
                            (SELECT count(DISTINCT project) FROM owners)";
        self.read(|file| file.prepare_cached(asked)?.query_row([], |row| Ok((count(row, 0)?, count(row, 1)?))))
    }
}

fn subject_of(clue: &Clue) -> Option<&str> {
    match clue {
        Clue::Certificate(presented) => Some(&presented.subject),
        Clue::Subject(pasted) => Some(pasted.text()),
        Clue::Serial(_) => None,
    }
}

/// What a subject that is near may hold as well, the most telling first: the words of the name, longest first; the halves
/// of the longest, one of which a slip of the pen leaves whole; in the end anything.
fn pieces(wanted: &str) -> Vec<String> {
    let Ok(parsed) = subject::parse(wanted) else { return Vec::new() };
    let first = || parsed.attributes().first().map(subject::Attribute::value);
    let name = parsed.common_name().or_else(first).map(|value| value.text().into_owned());
    let name = name.unwrap_or_default();
    let mut words: Vec<&str> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
    words.retain(|word| word.chars().count() >= SHORTEST_PIECE);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let middle = |word: &str| word.floor_char_boundary(word.len() / 2);
    let halves = words.first().map(|word| word.split_at(middle(word)));
    let halves = halves.into_iter().flat_map(|(one, other)| [one, other]);
    let mut pieces: Vec<String> = words.iter().copied().chain(halves).map(str::to_owned).collect();
    pieces.retain(|piece| piece.chars().count() >= SHORTEST_PIECE);
    pieces.push(String::new());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_telling_piece_comes_first() {
        assert_eq!(pieces("CN=svc-ledger,O=Acme"), ["ledger", "svc", "led", "ger", ""]);
        assert_eq!(pieces("O=Acme"), ["Acme", ""]);
        assert_eq!(pieces("CN=x,"), [""; 0]);
    }
}
