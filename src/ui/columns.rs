//! Which columns of the table have room, and how wide each is. Created gives way first, then the serial's middle, then
//! the serial, then not after; state, time left and the subject stay.

/// A column of the certificate table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    State,
    Left,
    NotAfter,
    Subject,
    Serial,
    Created,
}

impl Column {
    /// The heading.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Left => "Left",
            Self::NotAfter => "Not after (UTC)",
            Self::Subject => "Subject",
            Self::Serial => "Serial",
            Self::Created => "Created",
        }
    }
}

/// Glyph, blank, the longest word.
const STATE: usize = 10;
/// `119 min`.
const LEFT: usize = 7;
/// `2026-11-29 09:15`.
const NOT_AFTER: usize = 16;
/// A positive 63-bit number in hexadecimal.
const SERIAL: usize = 16;
/// Four digits at either end of it.
const SERIAL_CUT: usize = 9;
/// `2026-11-29`.
const CREATED: usize = 10;
/// The subject has at least this before another column gets room.
const SUBJECT: usize = 22;
/// Between columns.
pub(super) const GAP: usize = 2;

/// What stands beside the subject, the widest choice first.
const CHOICES: &[&[(Column, usize)]] = &[
    &[(Column::NotAfter, NOT_AFTER), (Column::Serial, SERIAL), (Column::Created, CREATED)],
    &[(Column::NotAfter, NOT_AFTER), (Column::Serial, SERIAL)],
    &[(Column::NotAfter, NOT_AFTER), (Column::Serial, SERIAL_CUT)],
    &[(Column::NotAfter, NOT_AFTER)],
    &[],
];

/// The columns for a table that is `width` wide, left to right with their widths.
pub(super) fn columns(width: usize) -> Vec<(Column, usize)> {
    let fixed = |choice: &[(Column, usize)]| -> usize {
        STATE + GAP + LEFT + GAP + choice.iter().map(|(_, width)| width + GAP).sum::<usize>()
    };
    let choice = CHOICES.iter().copied().find(|choice| fixed(choice) + SUBJECT <= width).unwrap_or_default();
    let subject = width.saturating_sub(fixed(choice));
    let mut columns = vec![(Column::State, STATE), (Column::Left, LEFT)];
    let (before, after): (Vec<(Column, usize)>, Vec<_>) =
        choice.iter().copied().partition(|(column, _)| *column == Column::NotAfter);
    columns.extend(before);
    columns.push((Column::Subject, subject));
    columns.extend(after);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(width: usize) -> Vec<&'static str> {
        columns(width).into_iter().map(|(column, _)| column.heading()).collect()
    }

    #[test]
    fn columns_give_way_by_their_worth() {
        assert_eq!(names(100), ["State", "Left", "Not after (UTC)", "Subject", "Serial", "Created"]);
        assert_eq!(names(85), ["State", "Left", "Not after (UTC)", "Subject", "Serial"]);
        assert_eq!(names(76), ["State", "Left", "Not after (UTC)", "Subject", "Serial"]);
        assert_eq!(names(64), ["State", "Left", "Not after (UTC)", "Subject"]);
        assert_eq!(names(40), ["State", "Left", "Subject"]);
    }

    #[test]
    fn the_columns_fill_the_width_and_no_more() {
        for width in 30..200 {
            let columns = columns(width);
            let used: usize = columns.iter().map(|(_, width)| width).sum::<usize>() + GAP * (columns.len() - 1);
            assert_eq!(used, width);
        }
    }
}
