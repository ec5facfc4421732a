//! The settings, each with where it comes from and with what it has put aside.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::printable::Alphabet;

/// A setting as JSON has it. What is not set has no value.
#[derive(Debug, Serialize)]
pub struct SettingRecord {
    setting: &'static str,
    value: Option<String>,
    source: Option<String>,
    passed_over: Vec<PassedOver>,
}

/// What another source says.
#[derive(Debug, Serialize)]
struct PassedOver {
    value: String,
    source: String,
    why: String,
}

/// Where a value comes from that nobody gave.
const DEFAULT: &str = "default";
/// Wide enough for the longest name.
const NAME: usize = 17;

impl SettingRecord {
    /// A setting with what is said of it, value and source, of which the first counts; a default has no source.
    #[must_use]
    pub fn new(setting: &'static str, sayings: impl IntoIterator<Item = (String, String)>) -> Self {
        let named = |source: String| if source.is_empty() { DEFAULT.to_owned() } else { source };
        let mut sayings = sayings.into_iter().map(|(value, source)| (value, named(source)));
        let (value, source) = sayings.next().unzip();
        let why = format!("{} counts before it", source.as_deref().unwrap_or(DEFAULT));
        // A default is put aside by everything.
        let others = sayings.filter(|(_, source)| source != DEFAULT);
        let passed_over = others.map(|(value, source)| PassedOver { value, source, why: why.clone() }).collect();
        Self { setting, value, source, passed_over }
    }

    /// All of them as one array.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_json(settings: &[Self], out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, settings)?;
        writeln!(out)
    }

    /// For people: a line a setting, and one for each value that another put aside.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_table(settings: &[Self], alphabet: Alphabet, out: &mut impl Write) -> io::Result<()> {
        for setting in settings {
            let Self { setting: name, value, source, passed_over } = setting;
            match (value, source) {
                (Some(value), Some(source)) => {
                    let (value, source) = (alphabet.foreign(value), alphabet.foreign(source));
                    writeln!(out, "{name:<NAME$}  {value}  ({source})")?;
                }
                _ => writeln!(out, "{name:<NAME$}  not set")?,
            }
            for PassedOver { value, source, why } in passed_over {
                let [value, source, why] = [value, source, why].map(|text| alphabet.foreign(text));
                writeln!(out, "{:<NAME$}  not {value}  ({source}: {why})", "")?;
            }
        }
        Ok(())
    }
}
