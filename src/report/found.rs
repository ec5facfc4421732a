//! What a search has found, as one JSON object: what was looked for, the certificates that it names, and where there are
//! none the nearest, each with how it differs.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::domain::lookup::Clue;
use crate::domain::subject::{Difference, DifferenceLine, ValueDifference};
use crate::report::certificate::CertificateRecord;
use crate::report::{End, rfc3339};

/// All of it.
#[derive(Debug, Clone, Copy)]
pub struct Found<'run, 'list> {
    /// How and when it was searched.
    pub end: End,
    /// What was looked for, best first.
    pub clues: &'run [Clue],
    /// What was found.
    pub matches: &'run [CertificateRecord<'list>],
    /// What is nearest, where nothing was found.
    pub nearest: &'run [NearRecord<'list>],
}

/// A certificate that is near, as JSON has it: the certificate's own fields, and then those of the comparison.
#[derive(Debug, Serialize)]
pub struct NearRecord<'list> {
    #[serde(flatten)]
    certificate: CertificateRecord<'list>,
    nearness: u16,
    differences: Vec<Value>,
}

impl<'list> NearRecord<'list> {
    /// A certificate, how near it is (1 to 1,000), and how it differs.
    #[must_use]
    pub fn new(certificate: CertificateRecord<'list>, nearness: u16, differences: &[DifferenceLine]) -> Self {
        let line = |one: &DifferenceLine| {
            json!({
                "attribute": one.label,
                "difference": word(one.difference),
                "wanted": one.wanted,
                "listed": one.listed,
                "sentence": one.to_string(),
            })
        };
        Self { certificate, nearness, differences: differences.iter().map(line).collect() }
    }
}

impl Found<'_, '_> {
    /// One object.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)?;
        out.flush()
    }
}

impl Serialize for Found<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let clue = |clue: &Clue| match clue {
            Clue::Certificate(presented) => {
                let (serial, hex) = (presented.serial.to_string(), presented.serial.hex());
                json!({ "serial": serial, "serial_hex": hex, "subject": presented.subject })
            }
            Clue::Serial(serial) => json!({ "serial": serial.to_string(), "serial_hex": serial.hex() }),
            Clue::Subject(pasted) => json!({ "subject": pasted.text() }),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("as_of", &self.end.as_of.map(rfc3339))?;
        map.serialize_entry("source", self.end.source.word())?;
        map.serialize_entry("complete", &self.end.complete)?;
        map.serialize_entry("clues", &self.clues.iter().map(clue).collect::<Vec<Value>>())?;
        map.serialize_entry("matches", self.matches)?;
        map.serialize_entry("nearest", self.nearest)?;
        map.end()
    }
}

/// What differs, in sentences; that all is the same, where nothing does.
#[must_use]
pub fn sentences(differences: &[DifferenceLine]) -> Vec<String> {
    let differing = differences.iter().filter(|one| one.difference != Difference::Same);
    let told: Vec<String> = differing.map(ToString::to_string).collect();
    if told.is_empty() { vec!["Nothing differs but what stands around the attributes.".to_owned()] } else { told }
}

/// A word for scripts, which never changes.
const fn word(difference: Difference) -> &'static str {
    match difference {
        Difference::Same => "same",
        Difference::OnlyWanted => "only wanted",
        Difference::OnlyListed => "only listed",
        Difference::Value(ValueDifference::Case) => "case",
        Difference::Value(ValueDifference::Blanks) => "blanks",
        Difference::Value(ValueDifference::LookAlike) => "look-alike",
        Difference::Value(ValueDifference::Other) => "value",
        Difference::Joined => "joined",
        Difference::Place => "place",
        Difference::Type => "type",
        Difference::Escaping => "escaping",
        Difference::Separator => "separator",
    }
}
