//! What a person types to filter certificates: words that must all be found, in whichever column.

use chrono::{DateTime, Utc};

use crate::domain::certificate::Certificate;
use crate::domain::expiry::Limits;

/// The words, in lower case. Without any, everything passes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    words: Vec<String>,
}

impl Filter {
    /// Reads what was typed: words between blanks, upper or lower case.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        Self { words: typed.split_whitespace().map(str::to_lowercase).collect() }
    }

    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word is found in the subject, the serial (decimal, or hexadecimal with or without colons), the
    /// severity or a date as it is shown.
    #[must_use]
    pub fn admits(&self, certificate: &Certificate, limits: Limits, now: DateTime<Utc>) -> bool {
        let subject = certificate.subject.as_deref().unwrap_or_default().to_lowercase();
        self.words
            .iter()
            .all(|word| subject.contains(word.as_str()) || in_another_column(word, certificate, limits, now))
    }
}

/// The subject is what nearly every search is for; the rest is spelled out only where it did not match.
fn in_another_column(word: &str, certificate: &Certificate, limits: Limits, now: DateTime<Utc>) -> bool {
    if limits.severity(certificate.not_after, now).word() == word {
        return true;
    }
    let serial = certificate.serial.as_ref();
    let hex = word.replace(':', "");
    let is_hex = !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let date =
        |date: Option<DateTime<Utc>>| date.is_some_and(|date| date.format("%Y-%m-%d %H:%M").to_string().contains(word));
    (is_hex && serial.is_some_and(|serial| serial.hex_plain().to_lowercase().contains(&hex)))
        || serial.is_some_and(|serial| serial.to_string().contains(word))
        || date(certificate.not_after)
        || date(certificate.created_at)
}
