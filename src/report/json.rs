//! One object with everything in it. It says first whether it is complete, so all is held until the list has ended.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::report::{End, Record, rfc3339};

pub(super) struct Json<W> {
    out: W,
    /// As text: a record may borrow what is gone when the list ends.
    records: Vec<Box<RawValue>>,
}

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, records: Vec::new() }
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        for record in records {
            self.records.push(serde_json::value::to_raw_value(record)?);
        }
        Ok(())
    }

    pub(super) fn end<R: Record>(&mut self, end: End) -> io::Result<()> {
        let document = Document { plural: R::PLURAL, end, records: &self.records };
        serde_json::to_writer(&mut self.out, &document)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

struct Document<'records> {
    plural: &'static str,
    end: End,
    records: &'records [Box<RawValue>],
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("as_of", &self.end.as_of.map(rfc3339))?;
        map.serialize_entry("source", self.end.source.word())?;
        map.serialize_entry("complete", &self.end.complete)?;
        map.serialize_entry(self.plural, self.records)?;
        map.end()
    }
}
