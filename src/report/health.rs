//! What is well and what is not: a line a check, made to be pasted into a ticket.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::printable::{Alphabet, Printable};

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All is well.
    Ok,
    /// It may be meant so, or could not be checked.
    Warn,
    /// It keeps the program from working.
    Fail,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// Of which profile, where several are looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Box<str>>,
    /// How it went.
    pub state: State,
    /// What was found, and what to do: one printable line.
    pub line: String,
}

/// All that was found.
#[derive(Debug, Serialize)]
pub struct Health {
    version: &'static str,
    ok: bool,
    checks: Vec<Finding>,
}

/// Wide enough for the longest name of a check.
const NAME: usize = 11;

impl State {
    /// The word, which alone carries the meaning.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        }
    }
}

impl Finding {
    /// All is well.
    #[must_use]
    pub fn ok(check: &'static str, line: impl AsRef<str>) -> Self {
        Self::new(check, State::Ok, line)
    }

    /// It may be meant so, or could not be checked.
    #[must_use]
    pub fn warn(check: &'static str, line: impl AsRef<str>) -> Self {
        Self::new(check, State::Warn, line)
    }

    /// It keeps the program from working.
    #[must_use]
    pub fn fail(check: &'static str, line: impl AsRef<str>) -> Self {
        Self::new(check, State::Fail, line)
    }

    fn new(check: &'static str, state: State, line: impl AsRef<str>) -> Self {
        Self { check, profile: None, state, line: Printable::new(line.as_ref()).to_string() }
    }

    /// The same, of one profile among several.
    #[must_use]
    pub fn of_profile(self, profile: &str) -> Self {
        Self { profile: Some(profile.into()), ..self }
    }
}

impl Health {
    /// What these checks make of it.
    #[must_use]
    pub fn new(checks: Vec<Finding>) -> Self {
        let ok = checks.iter().all(|finding| finding.state != State::Fail);
        Self { version: env!("CARGO_PKG_VERSION"), ok, checks }
    }

    /// Whether nothing failed.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.ok
    }

    /// One object.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }

    /// For people, a line a check.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_table(&self, alphabet: Alphabet, out: &mut impl Write) -> io::Result<()> {
        for Finding { check, profile, state, line } in &self.checks {
            let whose = profile.as_ref().map(|profile| format!("{}: ", Printable::new(profile))).unwrap_or_default();
            writeln!(out, "{:<4}  {check:<NAME$}  {}", state.word(), alphabet.sentence(&format!("{whose}{line}")))?;
        }
        Ok(())
    }
}
