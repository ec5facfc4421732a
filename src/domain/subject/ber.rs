//! A `#…` value as text, where it is exactly one BER string (X.690 §8.23).

/// The text of a BER encoding that is one string and nothing else; `None` for all others.
pub(super) fn string(octets: &[u8]) -> Option<String> {
    let (tag, rest) = octets.split_first()?;
    let content = content(rest)?;
    let utf8 = |content: &[u8]| String::from_utf8(content.to_vec()).ok();
    match tag {
        // UTF8String; OctetString, which LDAP means by it when it holds text.
        0x0C | 0x04 => utf8(content),
        // NumericString, PrintableString, T61String, IA5String, VisibleString. Above ASCII, T61 means something else to
        // every implementation, so it is not guessed at.
        0x12 | 0x13 | 0x14 | 0x16 | 0x1A if content.is_ascii() => utf8(content),
        0x1E => utf16(content),
        0x1C => utf32(content),
        _ => None,
    }
}

/// What follows a length that reaches to the very end (X.690 §8.1.3, definite forms).
fn content(octets: &[u8]) -> Option<&[u8]> {
    let (first, rest) = octets.split_first()?;
    let (length, content) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let (length, content) = rest.split_at_checked(usize::from(*first & 0x7F))?;
        if length.is_empty() || length.len() > 4 {
            return None;
        }
        (length.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)), content)
    };
    (content.len() == length).then_some(content)
}

/// `BMPString`.
fn utf16(content: &[u8]) -> Option<String> {
    let (units, rest) = content.as_chunks::<2>();
    let units: Vec<u16> = units.iter().copied().map(u16::from_be_bytes).collect();
    if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
}

/// `UniversalString`.
fn utf32(content: &[u8]) -> Option<String> {
    let (units, rest) = content.as_chunks::<4>();
    if rest.is_empty() { units.iter().copied().map(u32::from_be_bytes).map(char::from_u32).collect() } else { None }
}
