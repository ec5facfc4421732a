//! Reading what was typed piece by piece: words, what is between quotes, what is between slashes.

use std::ops::Range;

/// What was typed, and how far it has been read: always to the beginning of a character.
pub(super) struct Reader<'typed> {
    typed: &'typed str,
    at: usize,
    is_quote_open: bool,
}

/// What stands behind a key or a `~`.
pub(super) struct Value<'typed> {
    pub(super) text: &'typed str,
    pub(super) at: Range<usize>,
    pub(super) is_quoted: bool,
    /// Whether it reaches to the very end, so that it may be incomplete.
    pub(super) is_open: bool,
}

impl<'typed> Reader<'typed> {
    pub(super) fn new(typed: &'typed str) -> Self {
        Self { typed, at: 0, is_quote_open: false }
    }

    /// How far it has been read, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether a quote was read that nothing closed.
    pub(super) fn is_quote_open(&self) -> bool {
        self.is_quote_open
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'typed str {
        self.typed.get(self.at..).unwrap_or_default()
    }

    /// The next character, which is not read yet.
    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes to the next thing. Says whether there is one.
    pub(super) fn skip_blanks(&mut self) -> bool {
        self.at = self.typed.len() - self.rest().trim_start().len();
        !self.rest().is_empty()
    }

    /// Steps over bytes that are known to be whole characters.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Steps over a character, if it is this one.
    pub(super) fn eat(&mut self, character: char) -> bool {
        let is_it = self.next() == Some(character);
        self.skip(if is_it { character.len_utf8() } else { 0 });
        is_it
    }

    /// What stands here up to the next blank, which is not read yet.
    pub(super) fn word(&self) -> &'typed str {
        self.rest().split(char::is_whitespace).next().unwrap_or_default()
    }

    /// Reads up to the next blank, or between quotes. A quote that is still open reaches to the end.
    pub(super) fn value(&mut self) -> Value<'typed> {
        let is_quoted = self.eat('"');
        let from = self.at;
        let text = if is_quoted { self.rest().split('"').next().unwrap_or_default() } else { self.word() };
        self.at += text.len();
        let at = from..self.at;
        let is_closed = is_quoted && self.eat('"');
        self.is_quote_open = is_quoted && !is_closed;
        Value { text, at, is_quoted, is_open: !is_closed && self.rest().is_empty() }
    }

    /// Reads from a slash to the one that closes: it has a blank or the end behind it and no backslash before it, so that
    /// a path needs no escapes. One that is still open reaches to the end, blanks and all.
    pub(super) fn between_slashes(&mut self) -> Value<'typed> {
        self.eat('/');
        let rest = self.rest();
        let mut is_escaped = false;
        let closing = rest.char_indices().find(|(at, character)| {
            let behind = rest.get(at + character.len_utf8()..).and_then(|behind| behind.chars().next());
            let closes = *character == '/' && !is_escaped && behind.is_none_or(char::is_whitespace);
            is_escaped = *character == '\\' && !is_escaped;
            closes
        });
        let text = closing.and_then(|(at, _)| rest.get(..at)).unwrap_or(rest);
        let at = self.at..self.at + text.len();
        self.at = at.end;
        let is_closed = self.eat('/');
        Value { text, at, is_quoted: true, is_open: !is_closed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between_slashes(typed: &str) -> (&str, bool, &str) {
        let mut reader = Reader::new(typed);
        let value = reader.between_slashes();
        assert_eq!(&typed[value.at], value.text);
        (value.text, value.is_open, reader.rest())
    }

    #[test]
    fn a_slash_closes_before_a_blank_or_the_end() {
        assert_eq!(between_slashes("/a b/ c"), ("a b", false, " c"));
        assert_eq!(between_slashes("/etc/a/"), ("etc/a", false, ""));
        assert_eq!(between_slashes(r"/a\/ b/"), (r"a\/ b", false, ""));
        assert_eq!(between_slashes(r"/a\\/ b/"), (r"a\\", false, " b/"));
        assert_eq!(between_slashes("/a b "), ("a b ", true, ""));
        assert_eq!(between_slashes("//"), ("", false, ""));
        assert_eq!(between_slashes("/"), ("", true, ""));
    }

    #[test]
    fn a_value_ends_at_a_blank_or_its_quote() {
        let value = |typed| {
            let value = Reader::new(typed).value();
            (value.text, value.is_quoted, value.is_open)
        };
        assert_eq!(value("a\"b c"), ("a\"b", false, false));
        assert_eq!(value("é"), ("é", false, true));
        assert_eq!(value("\"a b\"c"), ("a b", true, false));
        assert_eq!(value("\"a b"), ("a b", true, true));
        assert_eq!(value("\"a b\""), ("a b", true, false));
    }
}
