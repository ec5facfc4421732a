//! A key as a person names it: `j`, `G`, `ctrl-p`, `pgdn`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, spelled in one way: a shifted letter is the upper-case letter, with no shift beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: KeyCode,
    /// Control, Alt, and Shift where it is not in the character already.
    pub modifiers: KeyModifiers,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// The character that typing this key writes, if it writes one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self {
            Self { code: KeyCode::Char(character), modifiers: KeyModifiers::NONE } => Some(character),
            _ => None,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let (code, modifiers) = match (event.code, event.modifiers & known) {
            (KeyCode::Char(character), modifiers) => (KeyCode::Char(character), modifiers - KeyModifiers::SHIFT),
            // Terminals disagree on whether back-tab carries the shift that makes it.
            (KeyCode::BackTab, modifiers) => (KeyCode::BackTab, modifiers - KeyModifiers::SHIFT),
            other => other,
        };
        Self { code, modifiers }
    }
}

/// Keys that have a name rather than a character.
const NAMED: &[(&str, KeyCode)] = &[
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("space", KeyCode::Char(' ')),
];

const MODIFIERS: &[(&str, KeyModifiers)] =
    &[("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)];

/// Why a text names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is no name.
    #[error(
        "no key is called that: write a character, f1 to f12, or one of up down left right pgup pgdn home end enter esc tab shift-tab backspace delete insert space, with ctrl- alt- shift- before it"
    )]
    NoSuchKey,
    /// A terminal sends the same for another key.
    #[error("to a terminal that is “{0}”: write it so")]
    SentAs(Key),
    /// Which character it is differs from keyboard to keyboard.
    #[error("shift makes another character of it: write that character")]
    Shifted,
    /// A terminal sends nothing for it, or something else.
    #[error("no terminal sends that: with ctrl- go a to z, 4 to 7 and space")]
    NeverSent,
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        named(text)?.as_sent()
    }
}

/// The key of a name, whether or not a terminal can send it.
fn named(text: &str) -> Result<Key, KeyError> {
    if let Some(code) = NAMED.iter().find_map(|(name, code)| (*name == text).then_some(*code)) {
        return Ok(Key::plain(code));
    }
    for (name, modifier) in MODIFIERS {
        if let Some(rest) = text.strip_prefix(name).filter(|rest| !rest.is_empty()) {
            let key = named(rest)?;
            return Ok(Key { modifiers: key.modifiers | *modifier, ..key });
        }
    }
    if let Some(number) = text.strip_prefix('f').and_then(|number| number.parse().ok()) {
        return if (1..=12).contains(&number) { Ok(Key::plain(KeyCode::F(number))) } else { Err(KeyError::NoSuchKey) };
    }
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if !character.is_control() => Ok(Key::plain(KeyCode::Char(character))),
        _ => Err(KeyError::NoSuchKey),
    }
}

impl Key {
    /// The same key as a terminal sends it. A shifted letter is the upper-case letter. What goes with Control is one of 32
    /// codes (ECMA-48, C0), some of which have a key of their own, and beside these keys Shift and Control are not told.
    fn as_sent(self) -> Result<Self, KeyError> {
        const LOST: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::SHIFT);
        let key = self.with_shift_in_the_letter()?;
        let (control, others) = (KeyModifiers::CONTROL, key.modifiers - LOST);
        let (code, modifiers) = match key.code {
            KeyCode::Enter | KeyCode::Esc | KeyCode::Tab | KeyCode::Backspace => (key.code, others),
            KeyCode::Char(' ') => (key.code, key.modifiers - KeyModifiers::SHIFT),
            KeyCode::Char(character) if key.modifiers.contains(control) => match character {
                'i' | 'I' => (KeyCode::Tab, others),
                'm' | 'M' => (KeyCode::Enter, others),
                '[' => (KeyCode::Esc, others),
                '?' => (KeyCode::Backspace, others),
                '@' => (KeyCode::Char(' '), key.modifiers),
                '\\' => (KeyCode::Char('4'), key.modifiers),
                ']' => (KeyCode::Char('5'), key.modifiers),
                '^' => (KeyCode::Char('6'), key.modifiers),
                '_' | '/' => (KeyCode::Char('7'), key.modifiers),
                'a'..='z' | 'A'..='Z' => (KeyCode::Char(character.to_ascii_lowercase()), key.modifiers),
                '4'..='7' => (key.code, key.modifiers),
                _ => return Err(KeyError::NeverSent),
            },
            _ => (key.code, key.modifiers),
        };
        let sent = Self { code, modifiers };
        if sent == key { Ok(key) } else { Err(KeyError::SentAs(sent)) }
    }

    fn with_shift_in_the_letter(self) -> Result<Self, KeyError> {
        match self.code {
            KeyCode::Char(character) if character != ' ' && self.modifiers.contains(KeyModifiers::SHIFT) => {
                let mut upper = character.to_uppercase();
                match (upper.next(), upper.next()) {
                    (Some(upper), None) if character.is_alphabetic() => {
                        Ok(Self { code: KeyCode::Char(upper), modifiers: self.modifiers - KeyModifiers::SHIFT })
                    }
                    _ => Err(KeyError::Shifted),
                }
            }
            _ => Ok(self),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(*modifier) {
                formatter.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => formatter.write_str(name),
            (None, KeyCode::Char(character)) => write!(formatter, "{character}"),
            (None, KeyCode::F(number)) => write!(formatter, "f{number}"),
            (None, other) => write!(formatter, "{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_is_written() {
        for name in
            ["j", "G", "?", "-", "ctrl-p", "alt-x", "ctrl-alt-x", "pgdn", "shift-tab", "space", "f5", "shift-up", "f"]
        {
            assert_eq!(name.parse::<Key>().map(|key| key.to_string()), Ok(name.to_owned()));
        }
        for name in ["", "jj", "f13", "ctrl-", "hyper-x", "\u{1b}"] {
            assert_eq!(name.parse::<Key>(), Err(KeyError::NoSuchKey), "{name:?}");
        }
    }

    #[test]
    fn a_key_that_no_terminal_sends_is_named_as_it_is_sent() {
        for (name, sent) in [("shift-g", "G"), ("shift-alt-g", "alt-G"), ("shift-G", "G"), ("shift-é", "É")] {
            assert_eq!(name.parse::<Key>().map(|key| key.to_string()), Ok(sent.to_owned()));
        }
        for (name, sent) in [
            ("ctrl-G", "ctrl-g"),
            ("ctrl-shift-g", "ctrl-g"),
            ("shift-ctrl-alt-g", "ctrl-alt-g"),
            ("ctrl-i", "tab"),
            ("ctrl-alt-m", "alt-enter"),
            ("shift-enter", "enter"),
            ("shift-space", "space"),
            ("ctrl-]", "ctrl-5"),
        ] {
            assert_eq!(
                name.parse::<Key>().map_err(|why| why.to_string()),
                Err(format!("to a terminal that is “{sent}”: write it so"))
            );
        }
        assert_eq!("shift-1".parse::<Key>(), Err(KeyError::Shifted));
        assert_eq!("ctrl-1".parse::<Key>(), Err(KeyError::NeverSent));
    }

    #[test]
    fn a_shifted_letter_is_that_letter() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), Key::plain(KeyCode::Char('G')));
    }
}
