//! Writing a subject in the one form of RFC 4514: `,` without blanks, `\` before what must be escaped, no quotes.

use super::{Subject, Value};

/// The text of a subject. Parsing it gives the same subject again.
#[must_use]
pub fn write(subject: &Subject<'_>) -> String {
    let rdn = |attributes: &[super::Attribute<'_>]| {
        let written: Vec<String> = attributes.iter().map(|one| write_attribute(one.written, &one.value)).collect();
        written.join("+")
    };
    subject.rdns().map(rdn).collect::<Vec<_>>().join(",")
}

/// One attribute: its type, which is a keyword or a dotted OID, and its value.
#[must_use]
pub fn write_attribute(written: &str, value: &Value<'_>) -> String {
    let value = match value {
        Value::Text(text) => escaped(text.as_bytes()),
        Value::Octets(octets) => escaped(octets),
        Value::Hex(octets) => hex(octets),
    };
    format!("{written}={value}")
}

/// `#0C0161`.
pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().fold("#".to_owned(), |text, octet| text + &format!("{octet:02X}"))
}

/// RFC 4514 §2.4. Octets that are not UTF-8 become hex pairs.
fn escaped(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', character]),
                '\0' => text += "\\00",
                '#' | ' ' if text.is_empty() => text.extend(['\\', character]),
                _ => text.push(character),
            }
        }
        for octet in chunk.invalid() {
            text += &format!("\\{octet:02X}");
        }
    }
    // A blank at the end would be dropped, unless it is the one that was escaped as the first.
    if octets.len() > 1 && octets.ends_with(b" ") {
        text.pop();
        text += "\\ ";
    }
    text
}
