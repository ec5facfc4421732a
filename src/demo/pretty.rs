//! JSON as Jackson's default pretty printer writes it, which is what `pretty=true` and the recorded 401 look like: two
//! blanks of indent an object, a blank on both sides of a colon, arrays without line breaks of their own.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// `value` in that style; empty where it cannot be written, which no value here is.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Jackson::default());
    match value.serialize(&mut serializer) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

#[derive(Default)]
struct Jackson {
    depth: usize,
    holds_something: bool,
}

impl Jackson {
    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> Result<()> {
        write!(writer, "\n{:width$}", "", width = self.depth * 2)
    }
}

impl Formatter for Jackson {
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth += 1;
        self.holds_something = false;
        writer.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.line(writer)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b" : ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.holds_something = true;
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth -= 1;
        if self.holds_something {
            self.line(writer)?;
        } else {
            writer.write_all(b" ")?;
        }
        writer.write_all(b"}")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        writer.write_all(if first { b" " } else { b", " })
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b" ]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_is_that_of_the_recorded_answers() {
        let value = serde_json::json!({ "a": [1, { "b": [] }, {}], "c": null });
        let text = String::from_utf8(json(&value)).expect("UTF-8");
        assert_eq!(text, "{\n  \"a\" : [ 1, {\n    \"b\" : [ ]\n  }, { } ],\n  \"c\" : null\n}");
    }
}
