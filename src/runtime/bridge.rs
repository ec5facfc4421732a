//! Short gaps between changes. To send the cursor over one costs 6 to 10 bytes (`CSI 37;107 H`); to write again what stands in
//! it costs a byte a cell, where that needs no other style.

use ratatui::buffer::{Buffer, Cell};

/// A cell, and where it is: column and line, from 0.
type Placed<'a> = (u16, u16, &'a Cell);

/// No address is shorter than this on a screen with lines and columns of two digits.
const LONGEST: usize = 7;

/// The changes, and between them the cells of `next` that are quicker written than passed over.
pub(super) fn bridged<'a>(changes: Vec<Placed<'a>>, next: &'a Buffer) -> Vec<Placed<'a>> {
    let mut cells: Vec<Placed<'a>> = Vec::with_capacity(changes.len());
    for change in changes {
        if let Some(last) = cells.last().copied() {
            cells.extend(gap(last, change, next).unwrap_or_default());
        }
        cells.push(change);
    }
    cells
}

/// What stands between two cells, where it is worth writing.
fn gap<'a>(from: Placed<'a>, to: Placed<'a>, next: &'a Buffer) -> Option<Vec<Placed<'a>>> {
    let columns = from.0.saturating_add(1)..to.0;
    if from.1 != to.1 || columns.is_empty() || columns.len() > LONGEST || !is_ascii(from.2) {
        return None;
    }
    let cells: Vec<Placed<'a>> =
        columns.filter_map(|column| Some((column, from.1, next.cell((column, from.1))?))).collect();
    let is_of = |other: &Cell| cells.iter().all(|(.., cell)| cell.style() == other.style());
    (cells.iter().all(|(.., cell)| is_ascii(cell)) && (is_of(from.2) || is_of(to.2))).then_some(cells)
}

/// Of what is no ASCII a terminal may have its own idea how wide it is: an address is the way to be sure.
fn is_ascii(cell: &Cell) -> bool {
    cell.symbol().len() == 1
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Style, Stylize as _};
    use ratatui::text::Line;
    use ratatui::widgets::Widget as _;

    use super::*;

    /// The columns that are written where `before` becomes `after`.
    fn written(before: &Line<'_>, after: &Line<'_>) -> Vec<u16> {
        let picture = |line: &Line<'_>| {
            let mut picture = Buffer::empty(ratatui::layout::Rect::new(0, 0, 24, 1));
            line.render(picture.area, &mut picture);
            picture
        };
        let (before, after) = (picture(before), picture(after));
        bridged(before.diff(&after), &after).into_iter().map(|(column, ..)| column).collect()
    }

    #[test]
    fn a_short_gap_is_written_and_a_long_one_passed_over() {
        let line = |text: &'static str| Line::raw(text);
        assert_eq!(written(&line("4C:4A:9E"), &line("5C:4A:9F")), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(written(&line("4......8.E"), &line("5......9.E")), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(written(&line("4C:4A:9E:00"), &line("5C:4A:9E:01")), [0, 10]);
    }

    #[test]
    fn a_gap_that_needs_another_style_is_passed_over() {
        let line = |one: &'static str, gap: Style, other: &'static str| {
            Line::from_iter([one.into(), ratatui::text::Span::styled("..", gap), other.red()])
        };
        let of_left = Style::new();
        let of_right = Style::new().red();
        let of_neither = Style::new().bold();
        assert_eq!(written(&line("a", of_left, "b"), &line("x", of_left, "y")), [0, 1, 2, 3]);
        assert_eq!(written(&line("a", of_right, "b"), &line("x", of_right, "y")), [0, 1, 2, 3]);
        assert_eq!(written(&line("a", of_neither, "b"), &line("x", of_neither, "y")), [0, 3]);
    }

    #[test]
    fn what_may_be_wide_is_passed_over() {
        assert_eq!(written(&Line::raw("a漢b"), &Line::raw("x漢y")), [0, 3]);
        assert_eq!(written(&Line::raw("…ab"), &Line::raw("│ac")), [0, 2]);
    }
}
