//! The parser: RFC 2253 §3 with the older forms of its §4, read left to right over bytes.

use std::borrow::Cow;
use std::fmt;

use super::{Attribute, Subject, Value};

/// Why a text is no distinguished name, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseError {
    /// The byte that could not be read, from 0; the text's length where it ends too early.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An attribute type has to begin here.
    TypeExpected,
    /// The OID goes on with neither a digit nor a dot and a digit.
    BrokenOid,
    /// Only `=` can follow the type.
    EqualsExpected,
    /// A backslash before what cannot be escaped (RFC 2253 §3: a special character or two hex digits).
    BrokenEscape,
    /// `#` is followed by something else than pairs of hex digits.
    BrokenHex,
    /// The quotation does not end.
    OpenQuote,
    /// Something follows the closing quote, or a hex value, that is no separator.
    SeparatorExpected,
    /// A character that has to be escaped.
    Unescaped,
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::TypeExpected => "an attribute type should stand here",
            Reason::BrokenOid => "the OID is broken",
            Reason::EqualsExpected => "“=” should stand here",
            Reason::BrokenEscape => "this is no escape: a backslash goes before a special character or two hex digits",
            Reason::BrokenHex => "hex digits should stand here, in pairs",
            Reason::OpenQuote => "the quotation does not end",
            Reason::SeparatorExpected => "a separator should stand here",
            Reason::Unescaped => "this character must be escaped",
        };
        write!(formatter, "byte {}: {reason}", self.at)
    }
}

impl std::error::Error for ParseError {}

/// Parses a subject. The empty text is the empty subject.
///
/// # Errors
/// Where the text is no distinguished name: with the place and the reason.
pub fn parse(raw: &str) -> Result<Subject<'_>, ParseError> {
    let mut attributes = Vec::new();
    if !raw.is_empty() {
        let mut reader = Reader { raw, bytes: raw.as_bytes(), at: 0 };
        let mut joined = false;
        loop {
            attributes.push(reader.attribute(joined)?);
            match reader.peek() {
                None => break,
                Some(separator) => {
                    reader.at += 1;
                    joined = separator == b'+';
                    // RFC 1779 breaks lines after a separator.
                    reader.skip(if joined { is_blank } else { is_white });
                }
            }
        }
    }
    Ok(Subject { attributes })
}

fn is_blank(byte: u8) -> bool {
    byte == b' '
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn separates(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'+')
}

/// Whether a byte ends a run of plain text within an unquoted value.
fn interrupts(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'+' | b'\\' | b'"' | b'<' | b'>' | 0)
}

struct Reader<'raw> {
    raw: &'raw str,
    bytes: &'raw [u8],
    at: usize,
}

impl<'raw> Reader<'raw> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fail<T>(&self, reason: Reason) -> Result<T, ParseError> {
        Err(ParseError { at: self.at, reason })
    }

    /// Steps over bytes of a kind; says how many.
    fn skip(&mut self, is_it: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let count = rest.iter().position(|byte| !is_it(*byte)).unwrap_or(rest.len());
        self.at += count;
        count
    }

    /// The text from `from` to here. Both are at ASCII characters or the ends, so this never comes out empty by mistake.
    fn since(&self, from: usize) -> &'raw str {
        self.raw.get(from..self.at).unwrap_or_default()
    }

    fn attribute(&mut self, joined: bool) -> Result<Attribute<'raw>, ParseError> {
        self.skip(is_blank);
        let from = self.at;
        let written = self.attribute_type()?;
        self.skip(is_blank);
        if self.peek() != Some(b'=') {
            return self.fail(Reason::EqualsExpected);
        }
        self.at += 1;
        self.skip(is_blank);
        let (value, to) = match self.peek() {
            Some(b'#') => self.hex_value()?,
            Some(b'"') => self.quoted_value()?,
            _ => self.plain_value()?,
        };
        Ok(Attribute { written, value, span: from..to, joined })
    }

    /// A keyword, or an OID with or without `OID.` before it (RFC 2253 §4).
    fn attribute_type(&mut self) -> Result<&'raw str, ParseError> {
        let prefix = self.bytes.get(self.at..self.at + 4);
        if prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(b"OID.")) {
            self.at += 4;
            return self.oid();
        }
        match self.peek() {
            Some(b'0'..=b'9') => self.oid(),
            Some(first) if first.is_ascii_alphabetic() => {
                let from = self.at;
                self.skip(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                Ok(self.since(from))
            }
            _ => self.fail(Reason::TypeExpected),
        }
    }

    fn oid(&mut self) -> Result<&'raw str, ParseError> {
        let from = self.at;
        loop {
            if self.skip(|byte| byte.is_ascii_digit()) == 0 {
                return self.fail(Reason::BrokenOid);
            }
            match self.peek() {
                Some(b'.') => self.at += 1,
                Some(b' ' | b'=') | None => return Ok(self.since(from)),
                Some(_) => return self.fail(Reason::BrokenOid),
            }
        }
    }

    /// After a value that has an end of its own only blanks may stand before a separator.
    fn end_of_value(&mut self) -> Result<(), ParseError> {
        self.skip(is_blank);
        match self.peek() {
            Some(byte) if !separates(byte) => self.fail(Reason::SeparatorExpected),
            _ => Ok(()),
        }
    }

    fn hex_value(&mut self) -> Result<(Value<'raw>, usize), ParseError> {
        self.at += 1;
        let mut octets = Vec::new();
        while let Some(high) = self.peek().and_then(hex_digit) {
            self.at += 1;
            let Some(low) = self.peek().and_then(hex_digit) else { return self.fail(Reason::BrokenHex) };
            self.at += 1;
            octets.push(high << 4 | low);
        }
        let to = self.at;
        if octets.is_empty() {
            return self.fail(Reason::BrokenHex);
        }
        match self.peek() {
            None => {}
            Some(byte) if separates(byte) || is_blank(byte) => self.end_of_value()?,
            Some(_) => return self.fail(Reason::BrokenHex),
        }
        Ok((Value::Hex(octets), to))
    }

    fn quoted_value(&mut self) -> Result<(Value<'raw>, usize), ParseError> {
        self.at += 1;
        let from = self.at;
        let mut octets: Option<Vec<u8>> = None;
        loop {
            let start = self.at;
            self.skip(|byte| !matches!(byte, b'"' | b'\\' | 0));
            let run = self.since(start);
            if let Some(octets) = &mut octets {
                octets.extend_from_slice(run.as_bytes());
            }
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let so_far = self.since(from);
                    let octets = octets.get_or_insert_with(|| so_far.as_bytes().to_vec());
                    octets.push(self.escape()?);
                }
                Some(_) => return self.fail(Reason::Unescaped),
                None => return self.fail(Reason::OpenQuote),
            }
        }
        let plain = self.since(from);
        self.at += 1;
        let to = self.at;
        self.end_of_value()?;
        let value = match octets {
            // Octets are joined before they are read as UTF-8: a hex pair is an octet, not a character.
            Some(octets) => Value::of_octets(octets),
            None => Value::Text(Cow::Borrowed(plain)),
        };
        Ok((value, to))
    }

    /// Blanks at the end are dropped unless they were escaped, which is noted while reading: a look back at a backslash
    /// cannot tell `\\ ` from `\ `.
    fn plain_value(&mut self) -> Result<(Value<'raw>, usize), ParseError> {
        let from = self.at;
        let mut octets: Option<Vec<u8>> = None;
        // Up to where nothing can be dropped: in the octets, and in the text.
        let (mut kept, mut to) = (0, from);
        loop {
            let start = self.at;
            self.skip(|byte| !interrupts(byte));
            let run = self.since(start);
            let solid = run.trim_end_matches(' ').len();
            if let Some(octets) = &mut octets {
                if solid > 0 {
                    kept = octets.len() + solid;
                }
                octets.extend_from_slice(run.as_bytes());
            }
            if solid > 0 {
                to = start + solid;
            }
            match self.peek() {
                Some(b'\\') => {
                    let so_far = self.since(from);
                    let octets = octets.get_or_insert_with(|| so_far.as_bytes().to_vec());
                    octets.push(self.escape()?);
                    kept = octets.len();
                    to = self.at;
                }
                Some(byte) if separates(byte) => break,
                None => break,
                Some(_) => return self.fail(Reason::Unescaped),
            }
        }
        let value = match octets {
            Some(mut octets) => {
                octets.truncate(kept);
                Value::of_octets(octets)
            }
            None => Value::Text(Cow::Borrowed(self.raw.get(from..to).unwrap_or_default())),
        };
        Ok((value, to))
    }

    /// A backslash and what it escapes: one octet (RFC 2253 §2.4). The error is at the backslash.
    fn escape(&mut self) -> Result<u8, ParseError> {
        let next = |offset: usize| self.bytes.get(self.at + offset).copied();
        let (octet, length) = match (next(1), next(1).and_then(hex_digit), next(2).and_then(hex_digit)) {
            (_, Some(high), Some(low)) => (high << 4 | low, 3),
            (Some(special @ (b' ' | b'"' | b'#' | b'+' | b',' | b';' | b'<' | b'=' | b'>' | b'\\')), ..) => {
                (special, 2)
            }
            _ => return self.fail(Reason::BrokenEscape),
        };
        self.at += length;
        Ok(octet)
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
