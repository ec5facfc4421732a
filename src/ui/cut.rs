//! Cutting text to a width, by whole graphemes. What it is given is safe to draw already.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const CUT: &str = "…";

/// At most `columns` wide, the end given way to `…`.
pub(super) fn keep_start(text: &str, columns: usize) -> String {
    let Some(room) = room_beside_cut(text, columns) else { return fitting(text, columns) };
    format!("{}{CUT}", take(text.graphemes(true), room).concat())
}

/// At most `columns` wide, the start given way to `…`.
pub(super) fn keep_end(text: &str, columns: usize) -> String {
    let Some(room) = room_beside_cut(text, columns) else { return fitting(text, columns) };
    format!("{CUT}{}", take_last(text, room))
}

/// At most `columns` wide, the middle given way to `…`.
pub(super) fn keep_ends(text: &str, columns: usize) -> String {
    let Some(room) = room_beside_cut(text, columns) else { return fitting(text, columns) };
    format!("{}{CUT}{}", take(text.graphemes(true), room.div_ceil(2)).concat(), take_last(text, room / 2))
}

/// The beginning of a text, at most `columns` wide but never empty, and the rest.
pub(super) fn split_at_width(text: &str, columns: usize) -> (&str, &str) {
    let fits: usize = take(text.graphemes(true), columns).into_iter().map(str::len).sum();
    let one = text.graphemes(true).next().map_or(0, str::len);
    text.split_at(fits.max(one))
}

/// What is left for the text itself, where it has to be cut and there is room to say so.
fn room_beside_cut(text: &str, columns: usize) -> Option<usize> {
    if text.width() <= columns { None } else { columns.checked_sub(CUT.width()) }
}

/// The whole of a text that fits; nothing where there is no room at all.
fn fitting(text: &str, columns: usize) -> String {
    if columns == 0 { String::new() } else { text.to_owned() }
}

/// As many whole graphemes as fit into `columns`.
fn take<'text>(graphemes: impl Iterator<Item = &'text str>, columns: usize) -> Vec<&'text str> {
    let mut left = columns;
    graphemes
        .map_while(|grapheme| {
            left = left.checked_sub(grapheme.width())?;
            Some(grapheme)
        })
        .collect()
}

fn take_last(text: &str, columns: usize) -> String {
    let mut last = take(text.graphemes(true).rev(), columns);
    last.reverse();
    last.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cutting_keeps_the_end_that_was_asked_for() {
        let subject = "CN=svc-ledger,OU=株式会社";
        assert_eq!(keep_start(subject, 8), "CN=svc-…");
        assert_eq!(keep_end(subject, 8), "…式会社");
        assert_eq!(keep_ends(subject, 9), "CN=s…会社");
        assert_eq!(keep_ends(subject, 0), "");
        assert_eq!(keep_start(subject, 80), subject);
        assert_eq!(split_at_width("式会社", 1), ("式", "会社"));
    }

    proptest! {
        #[test]
        fn a_cut_is_never_too_wide(text in any::<String>(), columns in 0_usize..40) {
            for cut in [keep_start(&text, columns), keep_end(&text, columns), keep_ends(&text, columns)] {
                prop_assert!(cut.width() <= columns, "{cut:?}");
            }
        }
    }
}
