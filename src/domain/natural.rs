//! Comparing texts as a person does: upper and lower case alike, runs of digits as numbers, so that `etl-9` comes before
//! `etl-10`.

use std::cmp::Ordering;

/// A total order: texts that are alike to a person are told apart by their bytes.
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    let (mut left_rest, mut right_rest) = (left, right);
    loop {
        let ((left_piece, left_after), (right_piece, right_after)) = (piece(left_rest), piece(right_rest));
        if left_piece.is_empty() || right_piece.is_empty() {
            return left_piece.len().cmp(&right_piece.len()).then_with(|| left.cmp(right));
        }
        match compare_pieces(left_piece, right_piece) {
            Ordering::Equal => (left_rest, right_rest) = (left_after, right_after),
            unequal => return unequal,
        }
    }
}

/// A run of digits, or one character.
fn piece(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = if digits > 0 { digits } else { text.chars().next().map_or(0, char::len_utf8) };
    text.split_at(length)
}

fn compare_pieces(left: &str, right: &str) -> Ordering {
    let number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    if number(left) && number(right) {
        let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
        return (left.len(), left).cmp(&(right.len(), right));
    }
    left.chars().flat_map(char::to_lowercase).cmp(right.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_count_as_numbers_and_case_does_not_count() {
        let mut names = ["etl-10", "ETL-9", "etl-09b", "alpha", "etl-9", "etl", "Zeta", "99999999999999999999999", "3"];
        names.sort_by(|left, right| compare(left, right));
        assert_eq!(
            names,
            ["3", "99999999999999999999999", "alpha", "etl", "ETL-9", "etl-9", "etl-09b", "etl-10", "Zeta"]
        );
    }

    proptest! {
        #[test]
        fn it_is_a_total_order(a in "[aA0-9é]{0,6}", b in "[aA0-9é]{0,6}", c in "[aA0-9é]{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
