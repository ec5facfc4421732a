//! For people: aligned columns, written as the records come. Foreign text is made safe here.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::domain::printable::Alphabet;
use crate::report::{Column, End, Record};

const GAP: &str = "  ";

pub(super) struct Table<W> {
    out: W,
    alphabet: Alphabet,
    /// Empty before the heading is written. Grows as wider cells come: rows that are written stay where they are.
    widths: Vec<usize>,
}

impl<W: Write> Table<W> {
    pub(super) fn new(out: W, alphabet: Alphabet) -> Self {
        Self { out, alphabet, widths: Vec::new() }
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        let safe = |cell: &String| self.alphabet.foreign(cell).to_string();
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[derive(Serialize)]
    struct Name(&'static str);

    impl Record for Name {
        const PLURAL: &'static str = "names";
        const FIELDS: &'static [&'static str] = &["name"];
        const COLUMNS: &'static [Column] = &[
            Column { heading: "NAME", width: 0, figures: true },
            Column { heading: "SAME", width: 0, figures: false },
        ];

        fn fields(&self) -> Vec<String> {
            self.cells()
        }

        fn cells(&self) -> Vec<String> {
            vec![self.0.to_owned(), self.0.to_owned()]
        }
    }

    #[test]
    fn columns_are_as_wide_as_what_is_written() {
        let written = |alphabet| {
            let mut out = Vec::new();
            Table::new(&mut out, alphabet).rows(&[Name("Jörg"), Name("a\u{1b}")]).expect("written");
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(written(Alphabet::Unicode), " NAME  SAME\n Jörg  Jörg\na⟨1B⟩  a⟨1B⟩\n");
        assert_eq!(written(Alphabet::Ascii), "   NAME  SAME\nJ<F6>rg  J<F6>rg\n  a<1B>  a<1B>\n");
    }
}
