//! What a person who looks for a certificate may have in the clipboard: a serial, a subject, a log line, a certificate.
//!
//! Everything is a guess that costs nothing: whoever looks up tries the clues in their order. Any text gives some or none,
//! in time linear to its length, and only its first 64 KiB are read.

mod der;
mod lines;
mod pem;
mod serials;
mod strings;
mod subjects;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::domain::serial::Serial;
use crate::domain::subject::{self, Subject};

/// So much is read.
const LONGEST: usize = 64 * 1024;

/// So many clues are kept; nobody reads on.
const MOST: usize = 32;

/// A number of fewer digits may be anything.
const LONG_NUMBER: usize = 12;

/// Something to look a certificate up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clue {
    /// A whole certificate was pasted.
    Certificate(Presented),
    /// A serial.
    Serial(Serial),
    /// A subject.
    Subject(Pasted),
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// Its serial.
    pub serial: Serial,
    /// Its subject as RFC 4514 writes it; the octets themselves have no spelling that MongoDB could have compared.
    pub subject: Box<str>,
    /// Who issued it, in the same spelling, where that can be read.
    pub issuer: Option<Box<str>>,
    /// Its end, where that can be read.
    pub not_after: Option<DateTime<Utc>>,
}

/// A subject as it was pasted, and in a form that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    raw: Box<str>,
    text: Box<str>,
}

impl Pasted {
    fn new(raw: &str, text: &str) -> Self {
        Self { raw: raw.into(), text: text.into() }
    }

    /// The text that was pasted, escapes of a log line around it undone.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The same in the syntax of RFC 2253 and in the order that was pasted: [`Self::raw`] itself where that has it, else
    /// what `/C=US/CN=x` and its like mean.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// [`Self::text`] parsed.
    #[must_use]
    pub fn parsed(&self) -> Option<Subject<'_>> {
        subject::parse(&self.text).ok()
    }
}

/// The certificate that these octets are, or begin, as DER; `None` where they are something else.
#[must_use]
pub fn certificate(der: &[u8]) -> Option<Presented> {
    der::certificate(der)
}

/// The clues in a text, best first: certificates, serials that a word announces, subjects, then what only looks like a
/// serial. A number of digits only may be decimal or hexadecimal, and gives both.
#[must_use]
pub fn recognise(text: &str) -> Vec<Clue> {
    let (certificates, text) = pem::split(beginning(text));
    let mut clues = Clues::default();
    clues.add(certificates.into_iter().map(Clue::Certificate));
    clues.add(serials::labelled(&text).into_iter().map(Clue::Serial));
    let alone = unwrapped(&text);
    if !alone.is_empty() {
        let found = if strings::are_in(alone) { Vec::new() } else { subjects_of(alone) };
        let found = if found.is_empty() { subjects_in_strings(alone) } else { found };
        let found = if found.is_empty() { subjects_of(alone) } else { found };
        clues.add(found.into_iter().map(Clue::Subject));
        clues.add(serials::alone(alone).into_iter().map(Clue::Serial));
    }
    // Beside a serial that is announced, or a certificate, other numbers are hashes, identifiers and ports.
    if !clues.0.iter().any(|clue| matches!(clue, Clue::Serial(_) | Clue::Certificate(_))) {
        clues.add(serials::separated(&text).into_iter().map(Clue::Serial));
        clues.add(serials::guessed(&text).into_iter().map(Clue::Serial));
    }
    clues.0
}

/// The serial in a text that can hardly be anything else: of a certificate, announced by a word, or octets with
/// separators.
#[must_use]
pub fn certain_serial(text: &str) -> Option<Serial> {
    let (certificates, text) = pem::split(beginning(text));
    let of_certificate = certificates.into_iter().next().map(|certificate| certificate.serial);
    let announced = || serials::labelled(&text).into_iter().next();
    of_certificate.or_else(announced).or_else(|| serials::separated(&text).into_iter().next())
}

/// Whether the text is nothing but a number as long as serials are, of digits of either kind.
#[must_use]
pub fn is_long_number(text: &str) -> bool {
    let digits = text.trim().strip_prefix("0x").unwrap_or(text.trim());
    digits.len() >= LONG_NUMBER && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}

/// Without the quotes that a person or a program put around it.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let pairs = [("'", "'"), ("`", "`"), ("“", "”")];
    let within = |(open, close)| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    pairs.into_iter().find_map(within).unwrap_or(text).trim()
}

/// The subject that a text is, or else those that it holds.
fn subjects_of(text: &str) -> Vec<Pasted> {
    if let Some(subject) = subjects::alone(text) {
        return vec![subject];
    }
    let blocks = lines::blocks(text);
    let taken: Vec<_> = blocks.iter().map(|block| block.range.clone()).take(MOST).collect();
    let of_block =
        |block: &lines::Block| Pasted::new(text.get(block.range.clone()).unwrap_or_default().trim(), &block.subject);
    let in_blocks = blocks.iter().filter(|block| !block.is_issuer).map(of_block);
    in_blocks.chain(subjects::within(text, &taken)).collect()
}

fn subjects_in_strings(text: &str) -> Vec<Pasted> {
    let is_issuer = |name: &Option<String>| name.as_ref().is_some_and(|name| name.to_lowercase().contains("issuer"));
    let strings = strings::of(text).into_iter().filter(|string| !is_issuer(&string.name) && string.text.contains('='));
    strings.flat_map(|string| subjects_of(string.text.trim())).take(MOST).collect()
}

/// Clues in their order, each once.
#[derive(Default)]
struct Clues(Vec<Clue>);

impl Clues {
    fn add(&mut self, clues: impl Iterator<Item = Clue>) {
        for clue in clues {
            if self.0.len() < MOST && !self.0.contains(&clue) {
                self.0.push(clue);
            }
        }
    }
}
