//! What letters there are to write with: all of Unicode, or ASCII alone, for terminals and fonts that have no more.
//!
//! In ASCII nothing is lost: what is no ASCII becomes the same escape that a control becomes, in brackets that are ASCII:
//! `CN=J<F6>rg`, `a<1B>b`. `<` opens it because a subject holds hardly any: RFC 2253 §2.4 has it escaped there. It is
//! escaped itself wherever it stands in foreign text, so that two different texts never look the same. What the person
//! typed and what we say ourselves is known to be theirs and ours: there it stays what it is.

use std::borrow::Cow;

use super::{CLOSES, OPENS, Printable, is_hidden};

/// The letters that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alphabet {
    /// All of them.
    #[default]
    Unicode,
    /// The printable ones of ASCII.
    Ascii,
}

/// The quotation marks around what a sentence of ours quotes.
const QUOTES: [char; 2] = ['“', '”'];

impl Alphabet {
    /// Makes foreign text safe.
    #[must_use]
    pub fn foreign(self, text: &str) -> Printable<'_> {
        match self {
            Self::Unicode => Printable::new(text),
            Self::Ascii if text.chars().all(is_itself) => Printable(Cow::Borrowed(text)),
            Self::Ascii => {
                let mut spelled = String::new();
                text.chars().for_each(|character| spell(&mut spelled, character));
                Printable(Cow::Owned(spelled))
            }
        }
    }

    /// Writes what the person typed, or what is ours and quotes nothing: the name of a key, a word of help.
    #[must_use]
    pub fn own(self, text: &str) -> Printable<'_> {
        match self {
            Self::Unicode => Printable::new(text),
            Self::Ascii if text.chars().all(is_ascii) => Printable(Cow::Borrowed(text)),
            Self::Ascii => {
                let mut spelled = String::new();
                text.chars().for_each(|character| spell_own(&mut spelled, character));
                Printable(Cow::Owned(spelled))
            }
        }
    }

    /// Writes what was made [`Printable`] before, alone or in a text of ours without quotation marks. The escapes that it
    /// has already stay what they are.
    #[must_use]
    pub fn printed(self, text: &str) -> Printable<'_> {
        self.again(text, false)
    }

    /// Writes a sentence of ours, in which foreign text stands as [`Printable::quoted`]: the quotation marks are ours, and
    /// have a form in ASCII. What stands outside of them is ours, too.
    #[must_use]
    pub fn sentence(self, text: &str) -> Printable<'_> {
        self.again(text, true)
    }

    /// `ours`: whether quotation marks are.
    fn again(self, text: &str, ours: bool) -> Printable<'_> {
        let is_kept = |character: char| match self {
            Self::Unicode => character == OPENS || !is_hidden(character),
            Self::Ascii => is_itself(character),
        };
        if text.chars().all(is_kept) {
            return Printable(Cow::Borrowed(text));
        }
        let mut written = String::new();
        let mut within = false;
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            match (self, character) {
                (Self::Unicode, _) if is_kept(character) => written.push(character),
                (Self::Unicode, _) => written += Printable::new(character.encode_utf8(&mut [0; 4])).as_str(),
                (Self::Ascii, OPENS) => match escape(rest.as_str()) {
                    Some((code, after)) => {
                        written += &format!("<{code}>");
                        rest = after.chars();
                    }
                    None => spell(&mut written, OPENS),
                },
                (Self::Ascii, _) if ours && QUOTES.contains(&character) => {
                    within = character == QUOTES[0];
                    written.push('"');
                }
                // Within our own it would look like their end.
                (Self::Ascii, '"') if within => written += "<22>",
                (Self::Ascii, _) if ours && !within => spell_own(&mut written, character),
                (Self::Ascii, _) => spell(&mut written, character),
            }
        }
        Printable(Cow::Owned(written))
    }
}

/// The code of an escape whose opening bracket has been read, and what comes after it.
fn escape(text: &str) -> Option<(&str, &str)> {
    let (code, after) = text.split_once(CLOSES)?;
    let is_code = (2..=6).contains(&code.len()) && code.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_code.then_some((code, after))
}

/// Whether a character can be written as what it is, in foreign text.
fn is_itself(character: char) -> bool {
    is_ascii(character) && character != '<'
}

fn is_ascii(character: char) -> bool {
    matches!(character, ' '..='~')
}

fn spell(text: &mut String, character: char) {
    if is_itself(character) {
        text.push(character);
    } else {
        *text += &format!("<{:02X}>", u32::from(character));
    }
}

fn spell_own(text: &mut String, character: char) {
    if character == '<' { text.push(character) } else { spell(text, character) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_ascii_is_escaped() {
        let shown = |text: &str| Alphabet::Ascii.foreign(text).to_string();
        assert_eq!(shown("CN=a\\, b,O=Acme"), "CN=a\\, b,O=Acme");
        assert_eq!(shown("CN=Jörg,O=株式会社"), "CN=J<F6>rg,O=<682A><5F0F><4F1A><793E>");
        assert_eq!(shown("a\u{1b}[31m<b>\u{7f}⟨1B⟩…"), "a<1B>[31m<3C>b><7F><27E8>1B<27E9><2026>");
    }

    #[test]
    fn a_sentence_has_its_quotation_marks() {
        let sentence = |name: &str| format!("No user is called {}. Nearest: jörg.", Printable::new(name).quoted());
        let shown = |name: &str| Alphabet::Ascii.sentence(&sentence(name)).to_string();
        assert_eq!(shown("a"), "No user is called \"a\". Nearest: j<F6>rg.");
        assert_eq!(shown("“a”\u{1b}\""), "No user is called \"<201C>a<201D><1B><22>\". Nearest: j<F6>rg.");
        assert_eq!(Alphabet::Unicode.sentence(&sentence("ä")).as_str(), sentence("ä"));
        assert_eq!(Alphabet::Ascii.printed("“a”").as_str(), "<201C>a<201D>");
    }

    #[test]
    fn what_is_typed_and_what_is_ours_keeps_its_signs() {
        assert_eq!(Alphabet::Ascii.own("expires<30d ö\u{1b}").as_str(), "expires<30d <F6><1B>");
        assert_eq!(Alphabet::Unicode.own("expires<30d\u{1b}").as_str(), "expires<30d⟨1B⟩");
        let sentence = format!("No field {}: write expires<30d.", Printable::new("a<b").quoted());
        assert_eq!(Alphabet::Ascii.sentence(&sentence).as_str(), "No field \"a<3C>b\": write expires<30d.");
    }

    proptest! {
        #[test]
        fn no_two_texts_look_alike(left in any::<String>(), right in any::<String>()) {
            let shown = |text: &str| Alphabet::Ascii.foreign(text).to_string();
            prop_assert!(shown(&left).chars().all(|character| matches!(character, ' '..='~')));
            prop_assert_eq!(left == right, shown(&left) == shown(&right));
            let quoted = |text: &str| format!("Called {}.", Printable::new(text).quoted());
            let said = |text: &str| Alphabet::Ascii.sentence(&quoted(text)).to_string();
            prop_assert_eq!(left == right, said(&left) == said(&right));
            prop_assert!(said(&left).is_ascii());
        }

        #[test]
        fn what_is_printable_stays_what_it_is(text in any::<String>()) {
            let printable = Printable::new(&text);
            prop_assert_eq!(Alphabet::Unicode.printed(printable.as_str()), printable.clone());
            prop_assert_eq!(Alphabet::Ascii.printed(printable.as_str()), Alphabet::Ascii.foreign(&text));
            let unsafe_text = Alphabet::Unicode.sentence(&text);
            prop_assert!(!unsafe_text.as_str().chars().any(|c| is_hidden(c) && c != OPENS));
        }
    }
}
