//! One object a line, written as the records come.

use std::io::{self, Write};

use crate::report::Record;

pub(super) struct Ndjson<W> {
    out: W,
    /// What comes together goes out together.
    lines: Vec<u8>,
}

impl<W: Write> Ndjson<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, lines: Vec::new() }
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        for record in records {
            serde_json::to_writer(&mut self.lines, record)?;
            self.lines.push(b'\n');
        }
        self.out.write_all(&self.lines)?;
        self.lines.clear();
        self.out.flush()
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
