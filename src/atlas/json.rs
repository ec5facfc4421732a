//! JSON that is not quite JSON: integers with leading zeros, as Atlas's documentation prints them
//! (`"_id" : 0946028664465903704`).

/// The same document with the leading zeros of its integers gone; strings are left as they are.
pub(super) fn without_leading_zeros(text: &[u8]) -> Vec<u8> {
    let mut mended = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        match byte {
            b'"' => {
                let length = string_length(rest);
                let (string, after) = rest.split_at(length);
                mended.extend_from_slice(string);
                rest = after;
            }
            b'0'..=b'9' | b'-' => {
                let length = rest.iter().skip(1).take_while(|byte| is_of_number(**byte)).count() + 1;
                let (number, after) = rest.split_at(length);
                mended.extend_from_slice(&trimmed(number));
                rest = after;
            }
            _ => {
                mended.push(*byte);
                rest = after;
            }
        }
    }
    mended
}

/// How long the string is that a text begins with, quotes included; to the end where it has no closing quote.
fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    for (place, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-')
}

/// A number without the zeros that JSON does not allow before another digit.
fn trimmed(number: &[u8]) -> Vec<u8> {
    let (sign, digits) = match number.strip_prefix(b"-") {
        Some(digits) => (&b"-"[..], digits),
        None => (&b""[..], number),
    };
    let whole = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let zeros = digits.iter().take(whole.saturating_sub(1)).take_while(|byte| **byte == b'0').count();
    [sign, digits.get(zeros..).unwrap_or_default()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mended(text: &str) -> String {
        String::from_utf8(without_leading_zeros(text.as_bytes())).expect("text stays text")
    }

    #[test]
    fn only_integers_lose_zeros() {
        assert_eq!(mended(r#"{"_id" : 0946028664465903704}"#), r#"{"_id" : 946028664465903704}"#);
        assert_eq!(mended(r#"["00 \" 01",-007,0,0.5,00.5,1e05,10]"#), r#"["00 \" 01",-7,0,0.5,0.5,1e05,10]"#);
        assert_eq!(mended(r#""open 007"#), r#""open 007"#);
    }

    proptest! {
        #[test]
        fn valid_json_keeps_its_meaning(text in any::<String>(), number in any::<i64>(), float in -1e9..1e9_f64) {
            let document = serde_json::json!({ "text": text, "list": [number, float, null, true] }).to_string();
            prop_assert_eq!(mended(&document), document);
        }

        #[test]
        fn any_bytes_will_do(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            without_leading_zeros(&bytes);
        }
    }
}
