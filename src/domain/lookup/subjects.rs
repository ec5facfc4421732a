//! Subjects in running text: where one begins, and where it ends and the sentence goes on.
//!
//! One begins at a known type and its `=`. It goes on as long as a separator is followed by another known type; nothing
//! marks the end of the last value, so a second, shorter reading stops at the first word that a sentence would go on with.

use std::ops::Range;

use super::{Pasted, lines};
use crate::domain::subject::{self, find_name, write_attribute};

/// Longer than the name of any attribute type, dotted or not.
const LONGEST_TYPE: usize = 48;

/// What may follow a subject in a sentence. Some of it also stands within names of companies, so both readings count.
const GOES_ON: &[&str] = &[
    " on ",
    " from ",
    " for ",
    " is ",
    " has ",
    " was ",
    " not ",
    " with ",
    " does ",
    " did ",
    " could ",
    " cannot ",
    " because ",
    " but ",
    " against ",
    " failed",
    " expired",
    " authentication",
    " (",
    " [",
    " {",
    " - ",
    " -- ",
    " => ",
    " | ",
    ": ",
    ". ",
    ", ",
];

/// What is told of a user of an external database.
const DATABASE: &str = "@$external";

/// The subject that the text is as a whole.
pub(super) fn alone(text: &str) -> Option<Pasted> {
    if text.starts_with('/') {
        return slashed(text).filter(|_| text.lines().count() == 1);
    }
    let parsed = subject::parse(text).ok()?;
    let first = parsed.rdns().next()?.first()?;
    first.name()?;
    // Fields of a log line, with blanks between them, would read as one long value.
    let is_one = parsed.names_somebody() || !first.value().text().contains('=');
    is_one.then(|| Pasted::new(text, text))
}

/// Every subject in a running text, each likelier reading first; what is said to be an issuer is left out.
pub(super) fn within(text: &str, taken: &[Range<usize>]) -> Vec<Pasted> {
    let mut found = Vec::new();
    let mut done = 0;
    for (equals, _) in text.match_indices('=') {
        if equals < done {
            continue;
        }
        let Some(start) = start(text, done, equals) else { continue };
        let extent = Extent::of(text, &start, equals + 1);
        done = extent.end;
        let is_taken = taken.iter().any(|range| range.contains(&start.from));
        if !is_taken && !is_issuer(text.get(..start.from).unwrap_or_default()) {
            let whole = text.get(start.from..extent.end).unwrap_or_default();
            let readings = shorter(whole, extent.last_value - start.from, &start).into_iter().chain([whole]);
            found.extend(readings.filter_map(|reading| read(reading, start.is_slashed)));
        }
    }
    found
}

/// Where a subject begins.
struct Start {
    from: usize,
    is_slashed: bool,
    /// What ends the quotation or the brackets that it stands in.
    closer: Option<char>,
}

/// The beginning that belongs to the `=` at `equals`, where a known type stands before it.
fn start(text: &str, after: usize, equals: usize) -> Option<Start> {
    let before = text.get(after..equals)?.trim_end_matches(' ');
    let is_of_type = |character: char| character.is_ascii_alphanumeric() || character == '.' || character == '-';
    let written = before.rsplit(|character| !is_of_type(character)).next()?;
    find_name(without_prefix(written))?;
    let from = after + before.len() - written.len();
    let before = text.get(..from)?;
    let is_slashed = before.ends_with('/');
    let (from, before) = if is_slashed { (from - 1, before.strip_suffix('/')?) } else { (from, before) };
    let last = before.chars().next_back();
    if last.is_some_and(|last| last.is_alphanumeric() || last == '/' || is_slashed && last == '.') {
        return None;
    }
    let closer = last.and_then(|opener| match opener {
        '"' | '\'' | '`' => Some(opener),
        '“' => Some('”'),
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    });
    Some(Start { from, is_slashed, closer })
}

fn without_prefix(written: &str) -> &str {
    let prefix = written.get(..4).filter(|prefix| prefix.eq_ignore_ascii_case("OID."));
    prefix.and_then(|prefix| written.get(prefix.len()..)).unwrap_or(written)
}

/// How far a subject goes.
struct Extent {
    /// Where its last value begins.
    last_value: usize,
    end: usize,
}

impl Extent {
    fn of(text: &str, start: &Start, value: usize) -> Self {
        let mut extent = Self { last_value: value, end: value };
        let (mut escaped, mut quoted, mut depth, mut is_first) = (false, false, 0_usize, true);
        let rest = text.get(value..).unwrap_or_default();
        let mut goes_on_at = 0;
        for (offset, character) in rest.char_indices() {
            let at = value + offset;
            extent.end = at;
            if at < goes_on_at {
                continue;
            }
            let was_first = is_first;
            is_first &= character == ' ';
            match character {
                '\n' | '\r' => return extent,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' if quoted => quoted = false,
                _ if quoted => {}
                '"' if was_first && start.closer != Some('"') => quoted = true,
                _ if start.closer == Some(character) && depth > 0 => depth -= 1,
                '"' | '<' | '>' | '\0' => return extent,
                _ if start.closer == Some(character) => return extent,
                '(' if start.closer == Some(')') => depth += 1,
                '[' if start.closer == Some(']') => depth += 1,
                '{' if start.closer == Some('}') => depth += 1,
                '@' if text.get(at..).is_some_and(|rest| rest.starts_with(DATABASE)) => return extent,
                ',' | ';' | '+' if !start.is_slashed => match next_value(text, at + 1) {
                    Some(next) => (extent.last_value, goes_on_at, is_first) = (next, next, true),
                    None => return extent,
                },
                '/' if start.is_slashed => {
                    if let Some(next) = next_value(text, at + 1) {
                        (extent.last_value, goes_on_at, is_first) = (next, next, true);
                    }
                }
                _ => {}
            }
        }
        extent.end = text.len();
        extent
    }
}

/// Where the value of the known type that begins here does; blanks and line ends may stand before the type.
fn next_value(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.trim_start();
    let written: &str = rest.split(|character: char| !character.is_ascii_alphanumeric() && character != '.').next()?;
    find_name(without_prefix(written)).filter(|_| written.len() <= LONGEST_TYPE)?;
    let rest = rest.get(written.len()..)?.trim_start_matches(' ').strip_prefix('=')?;
    Some(text.len() - rest.len())
}

/// The reading that stops where a sentence goes on; what stands in quotes or brackets has an end of its own.
fn shorter<'text>(whole: &'text str, last_value: usize, start: &Start) -> Option<&'text str> {
    let value = whole.get(last_value..).filter(|_| start.closer.is_none())?;
    let ends = GOES_ON.iter().filter_map(|phrase| value.find(phrase));
    let end = ends.min().or_else(|| value.trim_end().ends_with(['.', ':']).then(|| value.trim_end().len() - 1))?;
    whole.get(..last_value + end).filter(|_| !value.trim_start().starts_with('"'))
}

/// Whether the words before say that an issuer follows.
fn is_issuer(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '=', ':', '"', '\'', '(', '\t']);
    let tail = before.char_indices().rev().nth("issuer name".len() - 1).map_or(0, |(from, _)| from);
    let tail = before.get(tail..).unwrap_or_default().to_ascii_lowercase();
    let labels = ["issuer", "issuer dn", "issuerdn", "issuer name", "issued by", "\ni", " i"];
    labels.iter().any(|label| tail.ends_with(label)) || tail == "i"
}

/// One attribute alone is a subject only where it names somebody: `c=3` stands in many a log line.
fn read(reading: &str, is_slashed: bool) -> Option<Pasted> {
    let trimmed = reading.trim_end();
    // An escaped blank at the end is part of the value.
    let reading = reading.get(..trimmed.len() + usize::from(trimmed.ends_with('\\'))).unwrap_or(trimmed);
    let pasted = if is_slashed { slashed(reading)? } else { Pasted::new(reading, reading) };
    let names_somebody = pasted.parsed()?.names_somebody();
    names_somebody.then_some(pasted)
}

/// `/C=US/O=x/CN=y`, as openssl wrote it for decades, in the certificate's order. A slash or a plus that no type follows is
/// part of the value.
fn slashed(text: &str) -> Option<Pasted> {
    let mut written = String::new();
    let mut rest = text.strip_prefix('/')?;
    loop {
        let (keyword, behind) = rest.split_once('=')?;
        find_name(keyword.trim())?;
        let separates = |(at, _): &(usize, &str)| next_value(behind, at + 1).is_some();
        let next = behind.match_indices(['/', '+']).find(separates);
        let value = next.map_or(behind, |(at, _)| behind.get(..at).unwrap_or_default());
        written += &write_attribute(keyword.trim(), &lines::value(value.trim()));
        let Some((at, separator)) = next else { break };
        written += if separator == "+" { "+" } else { "," };
        rest = behind.get(at + 1..)?;
    }
    Some(Pasted::new(text, &written))
}
