//! Cutting text to a width, by whole graphemes and whole escapes. What it is given is safe to draw already, and so is the
//! mark of a cut.

use std::iter;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// At most `columns` wide, the end given way to `mark`.
pub(super) fn keep_start(text: &str, columns: usize, mark: &str) -> String {
    let Some(room) = room_beside(mark, text, columns) else { return fitting(text, columns) };
    format!("{}{mark}", start(text, room))
}

/// At most `columns` wide, the end given way to `mark` behind a whole word: half a number would be another number.
pub(super) fn keep_words(text: &str, columns: usize, mark: &str) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let ends = text.char_indices().filter(|(_, character)| *character == ' ');
    let heads = ends.filter_map(|(end, _)| text.get(..=end));
    let fitting = heads.take_while(|head| head.width() + mark.width() <= columns).last();
    fitting.map_or_else(String::new, |head| format!("{head}{mark}"))
}

/// At most `columns` wide, the start given way to `mark`.
pub(super) fn keep_end(text: &str, columns: usize, mark: &str) -> String {
    let Some(room) = room_beside(mark, text, columns) else { return fitting(text, columns) };
    format!("{mark}{}", end(text, room))
}

/// At most `columns` wide, the middle given way to `mark`.
pub(super) fn keep_ends(text: &str, columns: usize, mark: &str) -> String {
    let Some(room) = room_beside(mark, text, columns) else { return fitting(text, columns) };
    format!("{}{mark}{}", start(text, room.div_ceil(2)), end(text, room / 2))
}

/// The beginning of a text, at most `columns` wide but never empty, and the rest.
pub(super) fn split_at_width(text: &str, columns: usize) -> (&str, &str) {
    let whole = start(text, columns).len();
    // An escape that is wider than the line goes on in the next.
    let graphemes = || taken(text.graphemes(true), columns);
    let one = || text.graphemes(true).next().map_or(0, str::len);
    text.split_at([whole, graphemes()].into_iter().find(|length| *length > 0).unwrap_or_else(one))
}

/// What is left for the text itself, where it has to be cut and there is room to say so.
fn room_beside(mark: &str, text: &str, columns: usize) -> Option<usize> {
    if text.width() <= columns { None } else { columns.checked_sub(mark.width()) }
}

/// The whole of a text that fits; nothing where there is no room at all.
fn fitting(text: &str, columns: usize) -> String {
    if columns == 0 { String::new() } else { text.to_owned() }
}

/// As much of the beginning as fits into `columns`.
fn start(text: &str, columns: usize) -> &str {
    let mut rest = text;
    let pieces = iter::from_fn(|| {
        let (piece, after) = rest.split_at_checked(first_piece(rest)?)?;
        rest = after;
        Some(piece)
    });
    let length = taken(pieces, columns);
    text.get(..length).unwrap_or_default()
}

/// As much of the end as fits into `columns`.
fn end(text: &str, columns: usize) -> &str {
    let mut rest = text;
    let pieces = iter::from_fn(|| {
        let (before, piece) = rest.split_at_checked(rest.len().checked_sub(last_piece(rest)?)?)?;
        rest = before;
        Some(piece)
    });
    let length = taken(pieces, columns);
    text.get(text.len() - length..).unwrap_or_default()
}

/// How many bytes the pieces have that fit into `columns`, taken one after another.
fn taken<'text>(pieces: impl Iterator<Item = &'text str>, columns: usize) -> usize {
    let mut left = columns;
    let fitting = pieces.map_while(|piece| {
        left = left.checked_sub(piece.width())?;
        Some(piece.len())
    });
    fitting.sum()
}

/// The brackets around the code of an escape, in either alphabet.
const BRACKETS: [(char, char); 2] = [('⟨', '⟩'), ('<', '>')];

/// The length of the grapheme or the escape that a text begins with.
fn first_piece(text: &str) -> Option<usize> {
    let escape = BRACKETS.iter().find_map(|(opens, closes)| {
        let (code, _) = text.strip_prefix(*opens)?.split_once(*closes)?;
        is_code(code).then(|| opens.len_utf8() + code.len() + closes.len_utf8())
    });
    escape.or_else(|| text.graphemes(true).next().map(str::len))
}

/// The length of the grapheme or the escape that a text ends with.
fn last_piece(text: &str) -> Option<usize> {
    let escape = BRACKETS.iter().find_map(|(opens, closes)| {
        let (_, code) = text.strip_suffix(*closes)?.rsplit_once(*opens)?;
        is_code(code).then(|| opens.len_utf8() + code.len() + closes.len_utf8())
    });
    escape.or_else(|| text.graphemes(true).next_back().map(str::len))
}

fn is_code(code: &str) -> bool {
    (2..=6).contains(&code.len()) && code.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cutting_keeps_the_end_that_was_asked_for() {
        let subject = "CN=svc-ledger,OU=株式会社";
        assert_eq!(keep_start(subject, 8, "…"), "CN=svc-…");
        assert_eq!(keep_end(subject, 8, "…"), "…式会社");
        assert_eq!(keep_ends(subject, 9, "…"), "CN=s…会社");
        assert_eq!(keep_ends(subject, 0, "…"), "");
        assert_eq!(keep_start(subject, 80, "…"), subject);
        assert_eq!(keep_words("12 match in 1,000", 17, "…"), "12 match in 1,000");
        assert_eq!(keep_words("12 match in 1,000", 16, "…"), "12 match in …");
        assert_eq!(keep_words("12 match", 3, "…"), "");
        assert_eq!(split_at_width("式会社", 1), ("式", "会社"));
    }

    #[test]
    fn an_escape_is_kept_or_cut_as_a_whole() {
        assert_eq!(keep_start("a⟨1B⟩b⟨202E⟩c", 9, "…"), "a⟨1B⟩b…");
        assert_eq!(keep_start("a<F6>b<202E>c", 12, "~"), "a<F6>b~");
        assert_eq!(keep_end("a<F6>b<202E>c", 8, "~"), "~<202E>c");
        assert_eq!(keep_end("a<F6>b<202E>c", 7, "~"), "~c");
        assert_eq!(keep_start("a<no>b<202E>c", 4, "~"), "a<n~");
        assert_eq!(split_at_width("ab<202E>", 6), ("ab", "<202E>"));
        assert_eq!(split_at_width("<202E>", 4), ("<202", "E>"));
    }

    proptest! {
        #[test]
        fn a_cut_is_never_too_wide(text in "(.|<[0-9A-F]{2,4}>){0,12}", columns in 0_usize..40) {
            let cuts = [keep_words(&text, columns, "…"), keep_start(&text, columns, "…"), keep_end(&text, columns, "…"), keep_ends(&text, columns, "…")];
            for cut in cuts {
                prop_assert!(cut.width() <= columns, "{cut:?}");
            }
            let (head, tail) = split_at_width(&text, columns);
            prop_assert_eq!(format!("{head}{tail}"), text.as_str());
            prop_assert!(text.is_empty() || !head.is_empty());
        }
    }
}
