//! Serials in what a person pastes: alone, behind a label, as octets with separators, or by their looks alone.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::domain::serial::Serial;
use crate::domain::subject::find_name;

/// Digits of either kind that are read at all; the arithmetic takes their square.
const LONGEST: usize = 100;

/// A word that says what follows, the number, and the same in hexadecimal where openssl prints that behind it.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = r"(?:^|[^0-9a-z_])(serial(?:[ _-]?(?:number|num|no|nr))?|_id|\$?numberlong)";
    let between = r#"["'\\.]*\s*([:=]?)\s*["'\\(]*"#;
    let number = r"(-?0x[0-9a-f]+|(?:[0-9a-f]{2}[:-])+[0-9a-f]{2}|-?[0-9a-f]+)(?:\s*\((-?0x[0-9a-f]+)\))?";
    Regex::new(&format!("(?i){label}{between}{number}")).ok()
});

/// Octets with separators, as openssl, browsers and Windows print them: at least four, so that no time and no address of
/// a network card's maker is taken for one.
static OCTETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|[^0-9a-z:-])((?:[0-9a-f]{2}[:-]){3,}[0-9a-f]{2})(?:$|[^0-9a-z:-])").ok());

/// Octets with blanks between them, which are a serial only where there is nothing else.
static SPACED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:[0-9a-f]{2}[ :-]){3,}[0-9a-f]{2}$").ok());

/// RFC 5280 allows 20 octets; DER may put a zero before them. What is longer is a fingerprint.
const MOST_OCTETS: usize = 21;

/// What the text is as a whole. Digits alone may be decimal or hexadecimal: decimal is what Atlas and JSON have, but does
/// not begin with a zero.
pub(super) fn alone(text: &str) -> Vec<Serial> {
    if SPACED.as_ref().is_some_and(|spaced| spaced.is_match(text)) {
        return octets(text).into_iter().collect();
    }
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphabetic()) && text.len() < 8;
    if is_word { Vec::new() } else { either(text, text.starts_with('0')) }
}

/// Those that a word announces.
pub(super) fn labelled(text: &str) -> Vec<Serial> {
    let Some(labelled) = LABELLED.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for captures in labelled.captures_iter(text) {
        let (Some(label), Some(sign), Some(number)) = (captures.get(1), captures.get(2), captures.get(3)) else {
            continue;
        };
        let behind = text.get(number.end()..).unwrap_or_default();
        let before = text.get(..label.start()).unwrap_or_default();
        let goes_on = behind.starts_with(|next: char| next.is_alphanumeric() || next == '_');
        let (label, sign, number) = (label.as_str(), sign.as_str(), number.as_str());
        let has_digits = number.bytes().any(|byte| byte.is_ascii_digit());
        let is_word = !has_digits && number.len() < 8 || sign.is_empty() && number.len() < 6;
        let can_be_attribute = sign == "=" && label.eq_ignore_ascii_case("serialNumber");
        if goes_on || is_word || can_be_attribute && is_within_subject(before, behind) {
            continue;
        }
        if let Some(hex) = captures.get(4) {
            found.extend(either(number, false).into_iter().next());
            found.extend(either(hex.as_str(), true));
        } else if number.contains([':', '-']) && !number.starts_with('-') {
            found.extend(octets(number));
        } else if label.eq_ignore_ascii_case("_id") || label.to_ascii_lowercase().ends_with("numberlong") {
            found.extend(decimal(number));
        } else {
            // openssl prints `serial=` with hexadecimal digits.
            let is_openssl = label.eq_ignore_ascii_case("serial") && sign == "=";
            found.extend(either(number, is_openssl || number.starts_with('0')));
        }
    }
    found
}

/// Octets with separators that nothing announces, and that nothing announces as something else.
pub(super) fn separated(text: &str) -> Vec<Serial> {
    let Some(separated) = OCTETS.as_ref() else { return Vec::new() };
    let is_other = |from: usize| {
        let before = text.get(..from).unwrap_or_default().trim_end_matches([' ', '\n', '\r', '\t', ':', '=', '"']);
        let tail = before.len().saturating_sub("fingerprint".len());
        let tail = before.get(tail..).unwrap_or_default().to_ascii_lowercase();
        ["fingerprint", "thumbprint", "identifier", "keyid"].iter().any(|label| tail.ends_with(label))
    };
    let found = separated.captures_iter(text).filter_map(|captures| captures.get(1));
    found.filter(|found| !is_other(found.start())).filter_map(|found| octets(found.as_str())).collect()
}

/// Words of a running text that look like a serial: a decimal number of 17 digits or more, `0x…`, or 15 to 16 or 38 to 40
/// hexadecimal digits. An object id has 24, and is none.
pub(super) fn guessed(text: &str) -> Vec<Serial> {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric());
    let read = |word: &str| {
        if let Some(hex) = word.strip_prefix("0x").filter(|hex| hex.len() >= 8) {
            return hexadecimal(hex);
        }
        let has = |is_it: fn(&u8) -> bool| word.as_bytes().iter().any(is_it);
        let is_decimal = !has(u8::is_ascii_alphabetic);
        match word.len() {
            17..=49 if is_decimal => word.parse().ok(),
            15..=16 | 38..=40 if !is_decimal && has(u8::is_ascii_digit) => hexadecimal(word),
            _ => None,
        }
    };
    words.filter_map(read).collect()
}

/// A number as decimal and as hexadecimal, whichever it can be, in that order or the other.
fn either(text: &str, hexadecimal_first: bool) -> Vec<Serial> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if let Some(digits) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        let signed = if text.starts_with('-') { format!("-{digits}") } else { digits.to_owned() };
        return hexadecimal(&signed).into_iter().collect();
    }
    let both = [decimal(text), hexadecimal(text)];
    let mut both: Vec<Serial> = both.into_iter().flatten().collect();
    if hexadecimal_first {
        both.reverse();
    }
    both.dedup();
    both
}

fn decimal(digits: &str) -> Option<Serial> {
    if digits.len() <= LONGEST && !digits.starts_with('+') { digits.parse().ok() } else { None }
}

fn hexadecimal(digits: &str) -> Option<Serial> {
    if digits.len() <= LONGEST { Serial::from_hex(digits) } else { None }
}

fn octets(text: &str) -> Option<Serial> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    if digits.len() <= 2 * MOST_OCTETS { Serial::from_hex(&digits) } else { None }
}

/// Whether `serialNumber=…` is an attribute: it stands behind a separator of a subject, or one with another type follows.
fn is_within_subject(before: &str, behind: &str) -> bool {
    let separators = [',', '+', '/', ';'];
    let next = behind.trim_start_matches(' ').strip_prefix(separators).unwrap_or_default().trim_start_matches(' ');
    let written = next.split(|character: char| !character.is_ascii_alphanumeric() && character != '.').next();
    before.trim_end_matches(' ').ends_with(separators) || written.is_some_and(|written| find_name(written).is_some())
}
