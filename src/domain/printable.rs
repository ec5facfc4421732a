//! The one type that the screen, a log or the clipboard note may take foreign text from.
//!
//! What a terminal would obey or hide (controls, bidirectional and zero-width characters, spaces that are not U+0020)
//! becomes a visible escape: `⟨1B⟩`, `⟨202E⟩`. The opening bracket itself is escaped too, so two different texts never
//! print alike by an escape.

mod alphabet;

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

pub use alphabet::Alphabet;

/// Text that holds no control, format or invisible character: safe to draw, log or paste.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Printable<'text>(Cow<'text, str>);

/// What opens an escape, and is escaped itself wherever it stands in foreign text.
const OPENS: char = '⟨';
const CLOSES: char = '⟩';

/// Characters that would not be seen, or not as what they are. From the Unicode Character Database 16: general
/// categories Cf, Zl, Zp and Zs but U+0020, the property `Default_Ignorable_Code_Point`, noncharacters, private use, and
/// three letters that are drawn blank. Ascending.
const HIDDEN: &[RangeInclusive<char>] = &[
    '\u{A0}'..='\u{A0}',
    '\u{AD}'..='\u{AD}',
    '\u{34F}'..='\u{34F}',
    '\u{600}'..='\u{605}',
    '\u{61C}'..='\u{61C}',
    '\u{6DD}'..='\u{6DD}',
    '\u{70F}'..='\u{70F}',
    '\u{890}'..='\u{891}',
    '\u{8E2}'..='\u{8E2}',
    '\u{115F}'..='\u{1160}',
    '\u{1680}'..='\u{1680}',
    '\u{17B4}'..='\u{17B5}',
    '\u{180B}'..='\u{180F}',
    '\u{2000}'..='\u{200F}',
    '\u{2028}'..='\u{202F}',
    '\u{205F}'..='\u{206F}',
    OPENS..=OPENS,
    '\u{2800}'..='\u{2800}',
    '\u{3000}'..='\u{3000}',
    '\u{3164}'..='\u{3164}',
    '\u{E000}'..='\u{F8FF}',
    '\u{FDD0}'..='\u{FDEF}',
    '\u{FE00}'..='\u{FE0F}',
    '\u{FEFF}'..='\u{FEFF}',
    '\u{FFA0}'..='\u{FFA0}',
    '\u{FFF0}'..='\u{FFFB}',
    '\u{FFFE}'..='\u{FFFF}',
    '\u{110BD}'..='\u{110BD}',
    '\u{110CD}'..='\u{110CD}',
    '\u{13430}'..='\u{1343F}',
    '\u{1BCA0}'..='\u{1BCA3}',
    '\u{1D173}'..='\u{1D17A}',
    '\u{E0000}'..='\u{10FFFF}',
];

/// Whether a terminal would obey or hide this character.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        // The last two of each plane are noncharacters.
        || u32::from(character) & 0xFFFE == 0xFFFE
        || HIDDEN
            .binary_search_by(|range| {
                if range.contains(&character) { std::cmp::Ordering::Equal } else { range.start().cmp(&character) }
            })
            .is_ok()
}

impl<'text> Printable<'text> {
    /// Makes foreign text safe; text that is safe already, as nearly all is, is borrowed.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let Some((safe, rest)) = text.char_indices().find(|(_, c)| is_hidden(*c)).map(|(at, _)| text.split_at(at))
        else {
            return Self(Cow::Borrowed(text));
        };
        let mut shown = String::from(safe);
        for character in rest.chars() {
            if is_hidden(character) {
                shown += &format!("{OPENS}{:02X}{CLOSES}", u32::from(character));
            } else {
                shown.push(character);
            }
        }
        Self(Cow::Owned(shown))
    }

    /// Makes foreign octets safe; what is not UTF-8 shows as `\FF` in the manner of RFC 4514, octet by octet.
    #[must_use]
    pub fn from_octets(octets: &[u8]) -> Printable<'static> {
        let mut shown = String::new();
        for chunk in octets.utf8_chunks() {
            shown.push_str(&Printable::new(chunk.valid()).0);
            for octet in chunk.invalid() {
                shown += &format!("\\{octet:02X}");
            }
        }
        Printable(Cow::Owned(shown))
    }

    /// Several texts with `separator` between them, which is ours and may be a line end or a tab.
    #[must_use]
    pub fn joined<'part>(
        parts: impl IntoIterator<Item = Printable<'part>>,
        separator: &'static str,
    ) -> Printable<'static> {
        let parts: Vec<String> = parts.into_iter().map(|part| part.to_string()).collect();
        Printable(Cow::Owned(parts.join(separator)))
    }

    /// The safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The safe text between the quotation marks of a sentence of ours. Such marks in the text itself become escapes:
    /// what is quoted cannot end its quotation and go on as if it were us.
    #[must_use]
    pub fn quoted(&self) -> String {
        let escaped = |character: char| match character {
            '“' | '”' => format!("{OPENS}{:02X}{CLOSES}", u32::from(character)),
            other => other.to_string(),
        };
        format!("“{}”", self.0.chars().map(escaped).collect::<String>())
    }

    /// The safe text, on its own.
    #[must_use]
    pub fn into_owned(self) -> Printable<'static> {
        Printable(Cow::Owned(self.0.into_owned()))
    }
}

impl fmt::Display for Printable<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let shown = |text| Printable::new(text).as_str().to_owned();
        assert_eq!(shown("CN=a\\, b,O=Zürich 株式会社"), "CN=a\\, b,O=Zürich 株式会社");
        assert_eq!(shown("a\u{1b}[31mb\u{7}"), "a⟨1B⟩[31mb⟨07⟩");
        assert_eq!(shown("a\u{202e}b\u{200b}c\u{a0}d\u{9b}e"), "a⟨202E⟩b⟨200B⟩c⟨A0⟩d⟨9B⟩e");
        assert_eq!(shown("⟨1B⟩"), "⟨27E8⟩1B⟩");
    }

    #[test]
    fn octets_that_are_not_utf8_stay_distinct() {
        assert_eq!(Printable::from_octets(b"a\xFFb\xC3").as_str(), "a\\FFb\\C3");
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(HIDDEN.windows(2).all(|pair| matches!(pair, [left, right] if left.end() < right.start())));
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_and_no_two_texts_print_alike(left in any::<String>(), right in any::<String>()) {
            let (shown_left, shown_right) = (Printable::new(&left), Printable::new(&right));
            prop_assert!(!shown_left.as_str().chars().any(|c| is_hidden(c) && c != OPENS));
            prop_assert_eq!(left == right, shown_left == shown_right);
        }
    }
}
