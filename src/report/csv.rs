//! Comma-separated values with a heading and RFC 4180's quoting, lines ended as Unix tools want them, written as the records
//! come. A cell that a spreadsheet would run as a formula is made
//! harmless.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::report::{End, Record};

pub(super) struct Csv<W: Write> {
    out: csv::Writer<W>,
    begun: bool,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out: csv::Writer::from_writer(out), begun: false }
    }

    fn begin<R: Record>(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.out.write_record(R::FIELDS).map_err(broken)
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) -> io::Result<()> {
        self.begin::<R>()?;
        for record in records {
            let fields = record.fields();
            self.out.write_record(fields.iter().map(|field| harmless(field).into_owned())).map_err(broken)?;
        }
        self.out.flush()
    }

    /// As with a table, only a whole list without rows is a heading alone.
    pub(super) fn end<R: Record>(&mut self, End { complete, .. }: End) -> io::Result<()> {
        if complete {
            self.begin::<R>()?;
        }
        self.out.flush()
    }
}

/// The system's own error, of which it matters whether the reader has gone.
fn broken(why: csv::Error) -> io::Error {
    match why.into_kind() {
        csv::ErrorKind::Io(why) => why,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A spreadsheet takes what begins so for a formula; an apostrophe before it makes it text. A number stays a number.
fn harmless(field: &str) -> Cow<'_, str> {
    let number = field.strip_prefix('-').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        Cow::Owned(format!("'{field}"))
    } else {
        Cow::Borrowed(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("-1+1"), "'-1+1");
        assert_eq!(harmless("-5433027191242719574"), "-5433027191242719574");
        assert_eq!(harmless("CN=a"), "CN=a");
    }
}
