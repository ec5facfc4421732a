//! What a certificate says of itself, read from its DER (X.690, RFC 5280 §4.1): serial, issuer, end, subject.
//!
//! Only the way to these is walked, with every length checked and no recursion. What is pasted may be cut, so the
//! two outermost lengths may promise more than there is.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::Presented;
use crate::domain::serial::Serial;
use crate::domain::subject::{Value, find_name, write_attribute};

const INTEGER: u8 = 0x02;
const OID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0] EXPLICIT Version`, which only version 1 leaves out.
const VERSION: u8 = 0xA0;

/// Longer than any serial that the world issues: RFC 5280 allows 20 octets.
const LONGEST_SERIAL: usize = 64;

/// The certificate that these octets are, or begin; `None` where they are something else.
pub(super) fn certificate(octets: &[u8]) -> Option<Presented> {
    let mut fields = Reader(within(within(octets)?)?);
    let mut serial = fields.next()?;
    if serial.tag == VERSION {
        serial = fields.next()?;
    }
    let serial = integer(serial.of(INTEGER)?)?;
    let _algorithm = fields.next()?.of(SEQUENCE)?;
    let issuer = name(fields.next()?.of(SEQUENCE)?);
    let mut validity = Reader(fields.next()?.of(SEQUENCE)?);
    let (_not_before, not_after) = (validity.next()?, validity.next()?);
    let subject = name(fields.next()?.of(SEQUENCE)?)?;
    let issuer = issuer.map(Into::into);
    Some(Presented { serial, subject: subject.into(), issuer, not_after: moment(&not_after) })
}

/// Elements, one after another.
struct Reader<'der>(&'der [u8]);

/// One element: `whole` is its tag, its length and its content.
struct Element<'der> {
    tag: u8,
    whole: &'der [u8],
    content: &'der [u8],
}

impl<'der> Element<'der> {
    fn of(&self, tag: u8) -> Option<&'der [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

impl<'der> Reader<'der> {
    fn next(&mut self) -> Option<Element<'der>> {
        let (tag, length, header) = header(self.0)?;
        let (whole, rest) = self.0.split_at_checked(header.checked_add(length)?)?;
        self.0 = rest;
        Some(Element { tag, whole, content: whole.get(header..)? })
    }
}

/// The tag, the length of the content, and the length of both of these.
fn header(octets: &[u8]) -> Option<(u8, usize, usize)> {
    let (tag, first) = (*octets.first()?, *octets.get(1)?);
    if first < 0x80 {
        return Some((tag, first.into(), 2));
    }
    let count = usize::from(first & 0x7F);
    let long = octets.get(2..2 + count).filter(|long| (1..=4).contains(&long.len()))?;
    Some((tag, long.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)), 2 + count))
}

/// As much as there is of a sequence's content.
fn within(octets: &[u8]) -> Option<&[u8]> {
    let (tag, length, header) = header(octets)?;
    let content = octets.get(header..).filter(|_| tag == SEQUENCE)?;
    Some(content.split_at_checked(length).map_or(content, |(content, _)| content))
}

/// Two's complement (X.690 §8.3).
fn integer(content: &[u8]) -> Option<Serial> {
    let first = *content.first().filter(|_| content.len() <= LONGEST_SERIAL)?;
    if first < 0x80 {
        return Some(Serial::from_octets(false, content));
    }
    let mut magnitude: Vec<u8> = content.iter().map(|octet| !octet).collect();
    for octet in magnitude.iter_mut().rev() {
        let carries;
        (*octet, carries) = octet.overflowing_add(1);
        if !carries {
            break;
        }
    }
    // The complement of the first octet is at most 7F, so nothing carries out of it.
    Some(Serial::from_octets(true, &magnitude))
}

/// RFC 5280 §4.1.2.5: two digits of a year below 50 are of this century.
fn moment(element: &Element<'_>) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(element.content).ok()?;
    let text = match element.tag {
        UTC_TIME => {
            let year: u8 = text.get(..2)?.parse().ok()?;
            format!("{}{text}", if year < 50 { "20" } else { "19" })
        }
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    Some(NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%SZ").ok()?.and_utc())
}

/// The name in the order of RFC 2253 §2.1: the reverse of the certificate's.
fn name(content: &[u8]) -> Option<String> {
    let mut rdns = Vec::new();
    let mut reader = Reader(content);
    while !reader.0.is_empty() {
        let mut attributes = Reader(reader.next()?.of(SET)?);
        let mut written = Vec::new();
        while !attributes.0.is_empty() {
            let mut pair = Reader(attributes.next()?.of(SEQUENCE)?);
            let oid = oid(pair.next()?.of(OID)?)?;
            let keyword = find_name(&oid).and_then(|name| name.keywords.first().copied());
            written.push(write_attribute(keyword.unwrap_or(&oid), &Value::of_encoding(pair.next()?.whole)));
        }
        rdns.push(written.join("+"));
    }
    rdns.reverse();
    Some(rdns.join(","))
}

/// Dotted (X.690 §8.19).
fn oid(content: &[u8]) -> Option<String> {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc: u64 = 0;
    for octet in content {
        arc = arc.checked_mul(128)? | u64::from(octet & 0x7F);
        if *octet < 0x80 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first);
                arc -= first * 40;
            }
            arcs.push(arc);
            arc = 0;
        }
    }
    let dotted: Vec<String> = arcs.iter().map(ToString::to_string).collect();
    (!dotted.is_empty()).then(|| dotted.join("."))
}
