//! For people: aligned columns, written as the records come. Foreign text is made safe here.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::domain::printable::Printable;
use crate::report::{Column, End, Record};

const GAP: &str = "  ";

pub(super) struct Table<W> {
    out: W,
    /// Empty before the heading is written. Grows as wider cells come: rows that are written stay where they are.
    widths: Vec<usize>,
}

impl<W: Write> Table<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, widths: Vec::new() }
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        let safe = |cell: &String| Printable::new(cell).to_string();
        let rows: Vec<Vec<String>> = records.iter().map(|record| record.cells().iter().map(safe).collect()).collect();
        let begun = !self.widths.is_empty();
        if !begun {
            self.widths = R::COLUMNS.iter().map(|column| column.width.max(column.heading.width())).collect();
        }
        for row in &rows {
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        if !begun {
            self.line::<R>(R::COLUMNS.iter().map(|column| column.heading))?;
        }
        for row in &rows {
            self.line::<R>(row.iter().map(String::as_str))?;
        }
        self.out.flush()
    }

    /// A list without rows has its heading all the same; one that broke off before the first row has not.
    pub(super) fn end<R: Record>(&mut self, End { complete, .. }: End) -> io::Result<()> {
        match (self.widths.is_empty(), complete) {
            (true, true) => self.rows::<R>(&[]),
            (true, false) | (false, true) => self.out.flush(),
            (false, false) => {
                writeln!(self.out, "(the list broke off here: it is not complete)")?;
                self.out.flush()
            }
        }
    }

    fn line<'cells, R: Record>(&mut self, cells: impl Iterator<Item = &'cells str>) -> io::Result<()> {
        let aligned: Vec<String> = R::COLUMNS
            .iter()
            .zip(&self.widths)
            .zip(cells)
            .map(|((Column { figures, .. }, width), cell)| {
                let padding = " ".repeat(width.saturating_sub(cell.width()));
                if *figures { padding + cell } else { cell.to_owned() + &padding }
            })
            .collect();
        writeln!(self.out, "{}", aligned.join(GAP).trim_end())
    }
}
