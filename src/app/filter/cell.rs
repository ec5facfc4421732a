//! A shown cell, and what it shows: told from the text, since a serial is never written like a date.

use super::text::Folded;
use crate::domain::expiry::Severity;

/// A cell to find marks in.
pub(super) struct Cell<'cell> {
    pub(super) shown: &'cell str,
    pub(super) kind: Kind,
    pub(super) folded: Folded,
    digits: Option<Folded>,
}

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A severity's word, which begins at this byte, behind its glyph.
    Severity {
        /// The byte.
        from: usize,
    },
    /// A serial in hexadecimal, with colons or not, perhaps cut.
    Serial,
    /// `2026-11-29`, with the time or not.
    Date,
    /// Anything else.
    Subject,
}

impl<'cell> Cell<'cell> {
    pub(super) fn new(shown: &'cell str) -> Self {
        let kind = kind(shown);
        let digits = (kind == Kind::Serial).then(|| Folded::new(shown, |character| character == ':'));
        Self { shown, kind, folded: Folded::new(shown, |_| false), digits }
    }

    /// A serial's digits in lower case, without the colons.
    pub(super) fn digits(&self) -> Option<&Folded> {
        self.digits.as_ref()
    }
}

fn kind(shown: &str) -> Kind {
    // Table cells are padded, and the glyph is one column.
    let text = shown.trim();
    let last = text.rsplit(' ').next().unwrap_or_default();
    if Severity::ALL.iter().any(|severity| severity.word() == last) && text.chars().count() <= last.len() + 2 {
        return Kind::Severity { from: shown.trim_end().len() - last.len() };
    }
    let is_date = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b' ');
    if text.as_bytes().get(4) == Some(&b'-') && text.bytes().all(is_date) {
        return Kind::Date;
    }
    let is_serial = |character: char| character.is_ascii_hexdigit() || matches!(character, ':' | '…' | '~');
    if !text.is_empty() && text.strip_prefix('-').unwrap_or(text).chars().all(is_serial) {
        return Kind::Serial;
    }
    Kind::Subject
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_what_it_looks_like() {
        for (shown, expected) in [
            ("✗ expired", Kind::Severity { from: 4 }),
            ("! critical  ", Kind::Severity { from: 2 }),
            ("  ok", Kind::Severity { from: 2 }),
            ("soon", Kind::Severity { from: 0 }),
            ("CN=not ok", Kind::Subject),
            ("2026-11-29 09:15", Kind::Date),
            ("2026-11-29", Kind::Date),
            ("4B65FD71ED0F8156", Kind::Serial),
            ("4B:65:FD", Kind::Serial),
            ("-FF", Kind::Serial),
            ("4B65…8156  ", Kind::Serial),
            ("4B65~8156  ", Kind::Serial),
            ("CN=svc-ledger,OU=payments", Kind::Subject),
            ("", Kind::Subject),
        ] {
            assert_eq!(kind(shown), expected, "{shown:?}");
        }
    }
}
