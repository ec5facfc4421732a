//! Texts without upper and lower case: how they are folded, and where something stands in them.

use std::ops::Range;

use crate::domain::printable::Alphabet;

/// A folded text to look for, as it was typed and as either alphabet would show it: in a cell only the latter stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    folded: Box<str>,
    shown: Vec<Box<str>>,
}

impl Needle {
    pub(super) fn new(typed: &str) -> Self {
        let shown = [Alphabet::Unicode, Alphabet::Ascii].map(|alphabet| alphabet.foreign(typed));
        let otherwise = shown.iter().filter(|shown| shown.as_str() != typed);
        let shown = otherwise.map(|shown| folded(shown.as_str()).into()).collect();
        Self { folded: folded(typed).into(), shown }
    }

    /// To be looked for in folded text.
    pub(super) fn as_str(&self) -> &str {
        &self.folded
    }

    /// Whether every text in which this is found has the other in it, too.
    pub(super) fn implies(&self, other: &Self) -> bool {
        self.folded.contains(&*other.folded)
    }

    /// Where it stands in a cell.
    pub(super) fn places(&self, cell: &Folded) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = cell.places(&self.folded).collect();
        places.extend(self.shown.iter().flat_map(|shown| cell.places(shown)));
        places
    }
}

/// Replaces what is in a buffer by a text without its case. Character by character, so that what is part of a text stays
/// part of it when both are folded.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
    } else {
        folded.extend(text.chars().flat_map(fold));
    }
}

/// The text without its case.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}

/// Of the small letters only sigma has two forms for one capital.
fn fold(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase().map(|small| if small == 'ς' { 'σ' } else { small })
}

/// A folded text that knows where each of its bytes comes from.
#[derive(Debug)]
pub(super) struct Folded {
    text: String,
    /// Of every byte, the character that it comes from, as bytes of the text that was folded.
    origins: Vec<Range<usize>>,
}

impl Folded {
    /// Folds those characters of a text that are not to be left out.
    pub(super) fn new(text: &str, leave_out: impl Fn(char) -> bool) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
        for (at, character) in text.char_indices().filter(|(_, character)| !leave_out(*character)) {
            folded.text.extend(fold(character));
            folded.origins.resize(folded.text.len(), at..at + character.len_utf8());
        }
        folded
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a folded text stands, as bytes of the text that was folded: whole characters.
    pub(super) fn places<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let found = self.text.match_indices(needle).map(|(at, found)| at..at + found.len());
        found.filter_map(|found| {
            let first = self.origins.get(found.start)?;
            let last = self.origins.get(found.end.checked_sub(1)?)?;
            Some(first.start..last.end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places<'cell>(needle: &str, cell: &'cell str) -> Vec<&'cell str> {
        let folded = Folded::new(cell, |_| false);
        Needle::new(needle).places(&folded).into_iter().map(|place| &cell[place]).collect()
    }

    #[test]
    fn case_does_not_count_in_any_script() {
        assert_eq!(places("zür", "O=ZÜRICH,OU=zürich"), ["ZÜR", "zür"]);
        assert_eq!(places("ΛΌΓΟΣ", "CN=λόγος"), ["λόγος"]);
        assert_eq!(places("k", "300 \u{212A}"), ["\u{212A}"]);
        assert_eq!(places("株式", "O=株式会社"), ["株式"]);
    }

    #[test]
    fn a_letter_that_folds_to_two_is_marked_whole() {
        assert_eq!(folded("İ").chars().count(), 2);
        assert_eq!(places("i", "İx"), ["İ"]);
        assert_eq!(places("\u{307}x", "İx"), ["İx"]);
    }

    #[test]
    fn what_is_shown_otherwise_is_found_as_it_is_shown() {
        assert_eq!(places("a\u{200b}b", "CN=a⟨200B⟩b"), ["a⟨200B⟩b"]);
        assert_eq!(places("jör", "CN=J<F6>rg"), ["J<F6>r"]);
    }
}
