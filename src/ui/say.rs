//! Numbers and dates as they stand everywhere on the screen.

use chrono::{DateTime, Utc};

use crate::domain::expiry::Span;

/// `17,500`.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut said = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// `2026-11-29 09:15`, in UTC.
pub(super) fn minute(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-29`, in UTC.
pub(super) fn day(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d").to_string()
}

/// `2026-11-29 09:15:00 UTC`.
pub(super) fn second(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `in 5 d`, `3 h ago`.
pub(super) fn relative(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = Span::between(now, moment);
    if moment < now { format!("{span} ago") } else { format!("in {span}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let said = [0, 999, 1_000, 17_500, 1_000_000].map(count);
        assert_eq!(said, ["0", "999", "1,000", "17,500", "1,000,000"]);
    }
}
