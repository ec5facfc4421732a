//! A subject with one attribute a line, as openssl's `-nameopt multiline`, Windows and browsers show it.

use std::ops::Range;

use crate::domain::subject::{Value, find_name, write_attribute};

/// A block of such lines.
pub(super) struct Block {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// The subject as RFC 4514 writes it, in the order of the lines.
    pub(super) subject: String,
    /// Whether the line above says that this is the issuer.
    pub(super) is_issuer: bool,
}

/// Every block of two lines or more.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut attributes: Vec<String> = Vec::new();
    let (mut from, mut at, mut above) = (0, 0, "");
    for line in text.split_inclusive('\n').chain([""]) {
        if let Some(attribute) = attribute(line) {
            if attributes.is_empty() {
                from = at;
            }
            attributes.push(attribute);
        } else {
            if attributes.len() > 1 {
                let is_issuer = above.to_ascii_lowercase().contains("issue");
                blocks.push(Block { range: from..at, subject: attributes.join(","), is_issuer });
            }
            attributes.clear();
            above = line;
        }
        at += line.len();
    }
    blocks
}

/// `    commonName                = svc-ledger`: the one relative distinguished name that is all of the line.
fn attribute(line: &str) -> Option<String> {
    let parts: Option<Vec<String>> = line.trim().split(" + ").map(part).collect();
    Some(parts?.join("+"))
}

fn part(text: &str) -> Option<String> {
    let (written, text) = text.split_once('=')?;
    let written = find_name(written.trim_end()).and_then(|name| name.keywords.first())?;
    // With another type after it, it is a whole subject.
    let is_one = !text.contains('=') && !text.trim_end().ends_with([',', ';']);
    is_one.then(|| write_attribute(written, &value(text.trim())))
}

/// A value as openssl writes it where it does not follow RFC 2253: octets that are not ASCII as `\C3\BC`, or as `\xC3\xBC`
/// in the oldest form; of Latin-1, where it was not told to write UTF-8.
pub(super) fn value(text: &str) -> Value<'static> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        octets.extend_from_slice(before.as_bytes());
        let digits = escape.strip_prefix('x').unwrap_or(escape);
        let pair = digits.get(..2).filter(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if let Some(octet) = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            octets.push(octet);
            rest = digits.get(2..).unwrap_or_default();
        } else {
            octets.push(b'\\');
            rest = escape;
        }
    }
    octets.extend_from_slice(rest.as_bytes());
    let text = String::from_utf8(octets);
    Value::Text(text.unwrap_or_else(|why| why.into_bytes().into_iter().map(char::from).collect()).into())
}
