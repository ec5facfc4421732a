//! Numbers as they are written everywhere.

use std::time::Duration;

/// `17,500`.
#[must_use]
pub fn count(number: usize) -> String {
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

/// `1 row`, `17,500 rows`.
#[must_use]
pub fn counted(number: usize, thing: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {thing}{ending}", count(number))
}

/// `84 ms`, `2.1 s`, `95 s`.
#[must_use]
pub fn duration(duration: Duration) -> String {
    match duration.as_millis() {
        milliseconds @ ..1_000 => format!("{milliseconds} ms"),
        milliseconds @ 1_000..10_000 => format!("{} s", tenths(milliseconds / 100)),
        milliseconds => format!("{} s", milliseconds / 1_000),
    }
}

/// `812 B`, `12.3 kB`, `4.0 MB`.
#[must_use]
pub fn bytes(bytes: usize) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", tenths(bytes as u128 / 100)),
        _ => format!("{} MB", tenths(bytes as u128 / 100_000)),
    }
}

/// `12.3` of 123.
fn tenths(number: u128) -> String {
    format!("{}.{}", number / 10, number % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_short() {
        let said = [0, 84, 999, 1_000, 2_199, 9_999, 10_000, 95_400].map(|ms| duration(Duration::from_millis(ms)));
        assert_eq!(said, ["0 ms", "84 ms", "999 ms", "1.0 s", "2.1 s", "9.9 s", "10 s", "95 s"]);
        let said = [0, 999, 1_000, 12_345, 999_999, 32 << 20].map(bytes);
        assert_eq!(said, ["0 B", "999 B", "1.0 kB", "12.3 kB", "999.9 kB", "33.5 MB"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        let said = [0, 999, 1_000, 17_500, 1_000_000].map(count);
        assert_eq!(said, ["0", "999", "1,000", "17,500", "1,000,000"]);
    }
}
