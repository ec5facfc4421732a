//! A secret while it is typed: never shown, never printed, and wiped from the memory when it is dropped.

use std::fmt;

use zeroize::Zeroizing;

/// More characters than any key or client secret has. The room for them is taken at once: a text that grows would leave
/// copies of itself behind.
const LONGEST: usize = 1024;
/// Bytes of the longest character in UTF-8.
const WIDEST: usize = 4;

/// What was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(Zeroizing<String>);

impl Default for Hidden {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(LONGEST * WIDEST)))
    }
}

/// Tells nothing of it, not even how long it is.
impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hidden(…)")
    }
}

impl Hidden {
    /// A character more, as long as there is room.
    pub fn push(&mut self, character: char) {
        if self.len() < LONGEST && !character.is_control() {
            self.0.push(character);
        }
    }

    /// A character less.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Nothing is typed any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many characters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for whoever signs in with it or keeps it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_it_is_printed_and_it_never_moves() {
        let mut hidden = Hidden::default();
        hidden.push('ü');
        let place = hidden.expose().as_ptr();
        (0..2 * LONGEST).for_each(|_| hidden.push('\u{1F511}'));
        assert_eq!((hidden.len(), hidden.expose().as_ptr()), (LONGEST, place));
        assert_eq!(format!("{hidden:?}"), "Hidden(…)");
        hidden.push('\u{1b}');
        hidden.pop();
        assert_eq!(hidden.len(), LONGEST - 1);
        hidden.clear();
        assert!(hidden.is_empty());
    }
}
