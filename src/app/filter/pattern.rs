//! Inexact ways to find text: letters in order, and regular expressions.

use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use regex_lite::RegexBuilder;

/// Letters that must come in this order, with whatever between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fuzzy(Atom);

impl Fuzzy {
    /// Letters, at most. The scores of the matcher are small numbers that overflow beyond some thousand.
    pub(super) const LONGEST: usize = 256;

    /// From letters that are not empty; `None` where they are too many.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let fits = typed.chars().count() <= Self::LONGEST;
        fits.then(|| Self(Atom::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false)))
    }

    pub(super) fn admits(&self, text: &str, scratch: &mut FuzzyScratch) -> bool {
        let FuzzyScratch { matcher, letters } = scratch;
        self.0.score(letters_of(text, letters), matcher).is_some()
    }

    /// The letters that were found, each by itself, where the best match has them.
    pub(super) fn places(&self, text: &str) -> Vec<Range<usize>> {
        let FuzzyScratch { mut matcher, mut letters } = FuzzyScratch::default();
        let mut found = Vec::new();
        if self.0.indices(letters_of(text, &mut letters), &mut matcher, &mut found).is_none() {
            return Vec::new();
        }
        found.sort_unstable();
        let places = text.char_indices().enumerate();
        let is_found = |place: usize| u32::try_from(place).is_ok_and(|place| found.binary_search(&place).is_ok());
        places.filter(|(place, _)| is_found(*place)).map(|(_, (at, letter))| at..at + letter.len_utf8()).collect()
    }
}

/// What the matcher needs at hand: it is large, so there is one for many texts.
pub(super) struct FuzzyScratch {
    matcher: Matcher,
    letters: Vec<char>,
}

impl Default for FuzzyScratch {
    fn default() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() }
    }
}

/// Character by character: by graphemes, as is this matcher's way, places could not be told.
fn letters_of<'a>(text: &'a str, letters: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() {
        return Utf32Str::Ascii(text.as_bytes());
    }
    letters.clear();
    letters.extend(text.chars());
    Utf32Str::Unicode(letters)
}

/// A regular expression without upper and lower case, as far as ASCII goes.
#[derive(Debug, Clone)]
pub(super) struct Regex(regex_lite::Regex);

impl Regex {
    /// Bytes of a compiled expression: some thousand states, so that one subject stays a matter of microseconds.
    const LARGEST: usize = 1 << 16;

    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn new(typed: &str) -> Result<Self, String> {
        let built = RegexBuilder::new(typed).case_insensitive(true).size_limit(Self::LARGEST).build();
        built.map(Self).map_err(|why| why.to_string())
    }

    pub(super) fn admits(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    pub(super) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.0.find_iter(text).map(|found| found.range())
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fuzzy(typed: &str) -> Fuzzy {
        Fuzzy::new(typed).expect(typed)
    }

    #[test]
    fn letters_in_order_are_found_and_placed() {
        let text = "O=Müller,CN=svc-ledger";
        let found =
            |typed: &str| -> String { fuzzy(typed).places(text).into_iter().map(|place| &text[place]).collect() };
        assert_eq!(found("ledgr"), "ledgr");
        assert_eq!(found("MULLER"), "Müller");
        assert_eq!(found("rgdl"), "");
        let mut scratch = FuzzyScratch::default();
        assert!(fuzzy("LDGR").admits(text, &mut scratch) && !fuzzy("rgdel").admits(text, &mut scratch));
    }

    #[test]
    fn the_longest_fuzzy_word_is_no_trouble() {
        let text = "a".repeat(100_000);
        assert_eq!(fuzzy(&text[..Fuzzy::LONGEST]).places(&text).len(), Fuzzy::LONGEST);
        assert_eq!(Fuzzy::new(&text), None);
    }

    #[test]
    fn a_regular_expression_that_is_too_large_is_refused() {
        assert!(Regex::new("[0-9a-f]{16}").is_ok());
        assert!(Regex::new("(a{100}){100}").is_err());
    }
}
