//! The strings within structured text, their escapes undone: mongod and many a program log JSON, often within other text,
//! and a line may be cut at either end.

/// Strings may hold JSON again; deeper than this nobody nests it.
const DEEPEST: usize = 3;

/// A string, and the name that it is the value of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) text: String,
}

/// Whether a text holds JSON, as far as that can be seen.
pub(super) fn are_in(text: &str) -> bool {
    ["{\"", "\":", "\" :", "\\\""].iter().any(|sign| text.contains(sign)) || text.starts_with('"')
}

/// The strings, those within strings after them. Names themselves are not among them.
pub(super) fn of(text: &str) -> Vec<Named> {
    let mut found = level(text);
    let mut inner: Vec<usize> = (0..found.len()).collect();
    for _ in 1..DEEPEST {
        let of_one = |at: &usize| found.get(*at).filter(|one| one.text.contains('"')).map(|one| level(&one.text));
        let deeper: Vec<Named> = inner.iter().filter_map(of_one).flatten().collect();
        inner = (found.len()..found.len() + deeper.len()).collect();
        found.extend(deeper);
    }
    found
}

fn level(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut name = None;
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('"') {
        let end = end_of_string(behind);
        let (string, after) = behind.split_at(end);
        let string = unescaped(string);
        rest = after.strip_prefix('"').unwrap_or_default();
        if rest.trim_start().starts_with(':') {
            name = Some(string);
        } else {
            found.push(Named { name: name.take(), text: string });
        }
    }
    found
}

/// Where the quote is that ends the string; its length where none does.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let ends = |byte: u8| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    };
    text.bytes().position(ends).unwrap_or(text.len())
}

/// RFC 8259 §7. A backslash that begins no escape is kept: the text may be no JSON after all.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain += before;
        let simple = match escape.bytes().next() {
            Some(sign @ (b'"' | b'\\' | b'/')) => Some(char::from(sign)),
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            _ => None,
        };
        let (character, length) = match simple {
            Some(character) => (character, 1),
            None => unicode(escape).unwrap_or(('\\', 0)),
        };
        plain.push(character);
        rest = escape.get(length..).unwrap_or_default();
    }
    plain + rest
}

/// `u00fc`, or the two halves of a character beyond U+FFFF; and how long that is.
fn unicode(escape: &str) -> Option<(char, usize)> {
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix('u')?.get(..4)?, 16).ok();
    let first = unit(escape)?;
    let second = || escape.get(5..).and_then(|rest| unit(rest.strip_prefix('\\')?));
    match char::from_u32(first.into()) {
        Some(character) => Some((character, 5)),
        None => match char::decode_utf16([first, second()?]).next()? {
            Ok(character) => Some((character, 11)),
            Err(_) => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<String>, String)> {
        of(text).into_iter().map(|one| (one.name, one.text)).collect()
    }

    fn named(name: &str, text: &str) -> (Option<String>, String) {
        (Some(name.to_owned()), text.to_owned())
    }

    #[test]
    fn strings_come_with_their_names_and_without_escapes() {
        let line = r#"mongod[7]: {"attr":{"user":"CN=a\\, b","n":5,"error": "no \"x\" \u00fc\ud83d\ude00"}}"#;
        let error = named("error", "no \"x\" ü😀");
        assert_eq!(read(line), [named("user", r"CN=a\, b"), error, (None, "x".to_owned())]);
        assert_eq!(read(r#""user":"CN=cut,O=o"#), [named("user", "CN=cut,O=o")]);
        assert_eq!(read(r#""a\, \ud83d \u12""#), [(None, r"a\, \ud83d \u12".to_owned())]);
    }
}
