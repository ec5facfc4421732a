//! One object a line, written as the records come.

use std::io::{self, Write};

use crate::report::Record;

pub(super) struct Ndjson<W> {
    out: W,
}

impl<W: Write> Ndjson<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        for record in records {
            serde_json::to_writer(&mut self.out, record)?;
            writeln!(self.out)?;
        }
        self.out.flush()
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
