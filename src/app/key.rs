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
#[error(
    "no key is called that: write a character, f1 to f12, or one of up down left right pgup pgdn home end enter esc tab shift-tab backspace delete insert space, with ctrl- alt- shift- before it"
)]
pub struct NoSuchKey;

impl FromStr for Key {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        if let Some(code) = NAMED.iter().find_map(|(name, code)| (*name == text).then_some(*code)) {
            return Ok(Self::plain(code));
        }
        for (name, modifier) in MODIFIERS {
            if let Some(rest) = text.strip_prefix(name).filter(|rest| !rest.is_empty()) {
                let key: Self = rest.parse()?;
                return Ok(Self { modifiers: key.modifiers | *modifier, ..key });
            }
        }
        if let Some(number) = text.strip_prefix('f').and_then(|number| number.parse().ok()) {
            return if (1..=12).contains(&number) { Ok(Self::plain(KeyCode::F(number))) } else { Err(NoSuchKey) };
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) if !character.is_control() => Ok(Self::plain(KeyCode::Char(character))),
            _ => Err(NoSuchKey),
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
            assert_eq!(name.parse::<Key>(), Err(NoSuchKey), "{name:?}");
        }
    }

    #[test]
    fn a_shifted_letter_is_that_letter() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), Key::plain(KeyCode::Char('G')));
    }
}
