//! Part of a serial as people write it: decimal, or hexadecimal with or without colons and `0x`.

use std::ops::Range;

use super::cell::Cell;
use super::row::Row;
use crate::domain::serial::Serial;

/// The spellings that were typed at once: `65` may be meant in either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SerialPart {
    /// Upper case, without colons.
    hex: Box<str>,
    decimal: Option<Box<str>>,
}

impl SerialPart {
    /// Reads digits with or without a sign; `None` where it is something else.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let (sign, unsigned) = match typed.strip_prefix('-') {
            Some(unsigned) => ("-", unsigned),
            None => ("", typed),
        };
        let bare = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")).unwrap_or(unsigned);
        let digits = bare.replace(':', "");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let is_decimal = unsigned.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self {
            hex: format!("{sign}{}", digits.to_ascii_uppercase()).into(),
            decimal: is_decimal.then(|| typed.into()),
        })
    }

    /// Whether a text could become the part of a serial by typing on.
    pub(super) fn is_begun(typed: &str) -> bool {
        Self::read(&format!("{typed}0")).is_some()
    }

    pub(super) fn admits(&self, row: &mut Row<'_>) -> bool {
        row.hex().is_some_and(|hex| hex.contains(&*self.hex))
            || self.decimal.as_ref().is_some_and(|part| row.decimal().is_some_and(|decimal| decimal.contains(&**part)))
    }

    /// Whether every serial in which this is found has the other in it, too.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let decimal_too = match (&self.decimal, &other.decimal) {
            (Some(ours), Some(theirs)) => ours.contains(&**theirs),
            (Some(_), None) => false,
            (None, _) => true,
        };
        self.hex.contains(&*other.hex) && decimal_too
    }

    /// Where it stands in a serial's cell, which shows the hexadecimal spelling. A whole number in decimal is all of it;
    /// a part of one has no place there.
    pub(super) fn places(&self, cell: &Cell<'_>) -> Vec<Range<usize>> {
        let Some(digits) = cell.digits() else { return Vec::new() };
        let whole = self.decimal.as_ref().and_then(|decimal| decimal.parse::<Serial>().ok());
        let whole = whole.map(|serial| serial.hex_plain().to_ascii_lowercase());
        if let Some(whole) = whole.filter(|whole| *whole == digits.as_str().trim()) {
            return digits.places(&whole).collect();
        }
        digits.places(&self.hex.to_ascii_lowercase()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read() {
        let hex = |typed: &str| SerialPart::read(typed).map(|part| part.hex.into_string());
        for typed in ["4b65", "4B:65", "4b:65:", "0x4B65", "0X4b:65"] {
            assert_eq!(hex(typed).as_deref(), Some("4B65"), "{typed}");
        }
        assert_eq!(hex("-ff").as_deref(), Some("-FF"));
        assert_eq!(SerialPart::read("65").and_then(|part| part.decimal).as_deref(), Some("65"));
        assert_eq!(SerialPart::read("0x65").and_then(|part| part.decimal), None);
        for typed in ["", ":", "-", "0x", "4g", "4 b", "--1", "４"] {
            assert_eq!(SerialPart::read(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn what_digits_would_complete_is_begun() {
        assert!(["-", "0x", "0x4b", ":", "4b:"].into_iter().all(SerialPart::is_begun));
        assert!(!["x", "4g", "0xx"].into_iter().any(SerialPart::is_begun));
    }
}
