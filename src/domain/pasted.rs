//! Recognising a serial in what a person pastes: alone, as another tool prints it, or within a log line.

use std::sync::LazyLock;

use regex_lite::Regex;

/// Octets with separators, as openssl, browsers and Windows print them: at least four, so that no time and no address of
/// a network card's maker is taken for one.
static OCTETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|[^0-9a-z:-])((?:[0-9a-f]{2}[:-]){3,}[0-9a-f]{2})(?:$|[^0-9a-z:-])").ok());

/// The serial in hexadecimal, upper case, without separators and without the zeros that DER puts before it. Only what can
/// hardly be anything else is taken for one.
#[must_use]
pub fn serial(text: &str) -> Option<String> {
    let found = OCTETS.as_ref()?.captures(text)?.get(1)?.as_str();
    let hex: String = found.chars().filter(char::is_ascii_hexdigit).collect();
    let hex = hex.trim_start_matches("00").to_ascii_uppercase();
    (!hex.is_empty()).then_some(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_is_found_in_every_usual_dress() {
        for text in [
            "3c:24:e1:f8:1a:90:bc:77",
            "00:3C:24:E1:F8:1A:90:BC:77",
            "3C-24-E1-F8-1A-90-BC-77",
            "            Serial Number: 3c:24:e1:f8:1a:90:bc:77",
            "error: serial=3c:24:e1:f8:1a:90:bc:77 client cert expired",
            "SSL: peer (3C:24:E1:F8:1A:90:BC:77), refused",
        ] {
            assert_eq!(serial(text).as_deref(), Some("3C24E1F81A90BC77"), "{text}");
        }
        for text in ["CN=a,O=b", "2026-11-24 14:03:00", "12:34:56", "svc-ledger", "127.0.0.1", "a:b:c:d", ""] {
            assert_eq!(serial(text), None, "{text}");
        }
    }
}
