//! Progress: one line on standard error that is written over, only where a person sees it and nothing else is.

use std::io::{self, IsTerminal, Write};

use crate::domain::figures;
use crate::domain::printable::Alphabet;
use crate::report::Format;

/// The line, while it is on.
pub(super) struct Progress {
    on: bool,
    done: usize,
}

const CLEAR: &str = "\r\u{1b}[K";

impl Progress {
    /// Rows that go to the terminal are progress enough.
    pub(super) fn new(format: Format) -> Self {
        let rows_are_seen = io::stdout().is_terminal() && format != Format::Json;
        Self { on: io::stderr().is_terminal() && !rows_are_seen, done: 0 }
    }

    /// Some more are read; `of` is about how many there are.
    pub(super) fn read(&mut self, more: usize, of: Option<u64>, what: &str) {
        self.done += more;
        let of = of.and_then(|of| usize::try_from(of).ok());
        let of = of.map_or_else(String::new, |of| format!(" of about {}", figures::count(of)));
        self.show(&format!("{CLEAR}{}{of} {what}", figures::count(self.done)));
    }

    fn show(&self, text: &str) {
        if self.on {
            // Who cannot be shown progress can still be served.
            let _ = io::stderr().write_all(text.as_bytes());
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.done) > 0 {
            self.show(CLEAR);
        }
    }
}

/// The line goes when the work ends, however it ends.
impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A line on standard error beside the output. What foreign text it holds is printable already, or becomes so.
pub(super) fn say(line: &str, alphabet: Alphabet) {
    let clear = if io::stderr().is_terminal() { CLEAR } else { "" };
    // Where even this cannot be written nobody reads it.
    let _ = writeln!(io::stderr(), "{clear}atlas-certs: {}", alphabet.sentence(line));
}
