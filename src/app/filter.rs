//! What a person types to filter certificates: words, and terms that know the data. All of it must hold.
//!
//! | typed | holds of a certificate |
//! | --- | --- |
//! | `ledger` | with this in the subject, the serial, a date, or at the beginning of the severity |
//! | `"acme retail"` | the same for a text with blanks; it ends at the next quote |
//! | `cn:ledger` `ou:"a b"` `2.5.4.3:x` | with this in the decoded value of an attribute; any keyword or OID that is known |
//! | `subject:ledger` | with this in the subject |
//! | `serial:4b65` | with this in the serial, decimal or hexadecimal; `:` and `0x` do not count |
//! | `severity:critical,soon` | of one of these severities, or of those that begin so; also `state:` |
//! | `expires<30d` | with less time left; also `left`, `not-after`; `expires<0` has expired |
//! | `expires<2027-01-01` | that ends before this day, month, year or minute, in UTC |
//! | `created<30d` `created>=2026-11` | that is younger than this; that was created in this month or later |
//! | `~ledgr` | with these letters in the subject, in this order |
//! | `/ledger-[0-9]+/` `re:ledger$` | whose subject or hexadecimal serial matches the regular expression |
//! | `!ledger` `!severity:ok` | of which the rest does not hold |
//!
//! Upper and lower case never count, and commas are ordinary characters: log lines differ in the one and subjects consist
//! of the other. Blanks may stand around `<` and `>`. A key may be cut to three letters (`sev:crit`).
//! What only looks like a term, `host:27017`, is a word; where its key is nearly one that is known, `sevrity:crit`, it is a
//! mistake. Between quotes it is a text all the same.
//!
//! A date is the whole of its day, month, year or minute: `<` ends before it begins, `<=` before it is over, `>` is after it
//! is over, `>=` from its beginning, `:` within it. A certificate without the date, or whose subject cannot be parsed, has
//! none of what a term asks for, so that only the inverse holds of it.
//!
//! Half of a term is no mistake while it is the last thing that was typed: it lets everything pass, and
//! [`Filter::unfinished`] says where it is. What stands behind a quote that is still open is looked for already.

mod cell;
mod field;
mod marks;
mod parse;
mod pattern;
mod reader;
mod row;
mod serial;
mod severities;
mod term;
mod text;
mod time;
mod word;

use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::domain::expiry::Limits;

pub use row::Searcher;
use term::Condition;
pub use time::When;

/// What was typed, understood. Without any condition, as by default, everything passes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Those that cost least first.
    conditions: Vec<Condition>,
    unfinished: Option<(Range<usize>, String)>,
    is_quote_open: bool,
}

/// Why what was typed is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct FilterError {
    /// What is wrong, as bytes of what was typed: within it, on character boundaries, never empty.
    pub at: Range<usize>,
    /// One line that says what is wrong first, and then how to write it. Of what was typed only plain letters, digits and
    /// signs of ASCII are in it.
    pub why: String,
}

impl Filter {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Where a term has a value that it cannot have (`expires<banana`, `severity:bad`, `created>2026-13-01`, `re:(`), or
    /// a sign (`severity<soon`), and cannot get a better one by typing on.
    pub fn parse(typed: &str) -> Result<Self, FilterError> {
        let parse::Parsed { mut conditions, unfinished, is_quote_open } = parse::parse(typed)?;
        conditions.sort_by_key(Condition::cost);
        Ok(Self { conditions, unfinished, is_quote_open })
    }

    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The term at the very end that is still being typed (`expires<`, `severity:`, `cn:`, `/(`), as bytes of what was
    /// typed, with its `!`. As yet it lets everything pass, unless it is a text behind an open quote.
    #[must_use]
    pub fn unfinished(&self) -> Option<Range<usize>> {
        self.unfinished.as_ref().map(|(at, _)| at.clone())
    }

    /// What that term lacks: a sentence.
    #[must_use]
    pub fn missing(&self) -> Option<&str> {
        self.unfinished.as_ref().map(|(_, missing)| &**missing)
    }

    /// Whether a quote is still open, so that all that is typed on goes into it.
    #[must_use]
    pub fn is_quote_open(&self) -> bool {
        self.is_quote_open
    }

    /// Whether certificates may come to pass, or cease to, as time passes: a severity or a span of time was asked for, if
    /// only by a word with which a severity begins. Between two dates nothing changes.
    #[must_use]
    pub fn depends_on_time(&self) -> bool {
        self.conditions.iter().any(Condition::depends_on_time)
    }

    /// Whether all that this admits, `before` admits too, at the same time and by the same limits: so that after `before`
    /// only what it left needs to be searched. It is true where conditions were added, words and values extended, or
    /// severities left out. An inverse, fuzzy word or regular expression must stay as it is. False where in doubt.
    ///
    /// Where [`Self::depends_on_time`] holds of `before`, what it left a while ago may be less than it admits now.
    #[must_use]
    pub fn narrows(&self, before: &Self) -> bool {
        before.conditions.iter().all(|earlier| self.conditions.iter().any(|now| now.implies(earlier)))
    }

    /// Makes ready to go through certificates, judged by the limits and the server's time.
    #[must_use]
    pub fn searcher(&self, limits: Limits, now: DateTime<Utc>) -> Searcher<'_> {
        Searcher::new(&self.conditions, limits, now)
    }

    /// What to highlight in a cell of a row that passes, as bytes of the cell: ascending, apart, never within a character.
    /// The cell is text as it is shown, cut or not: a subject, a serial in hexadecimal, a date, or a severity with its
    /// glyph; which of them is told from the text. Nothing of an inverse is marked.
    #[must_use]
    pub fn marks(&self, cell: &str) -> Vec<Range<usize>> {
        if self.conditions.is_empty() {
            return Vec::new();
        }
        marks::marks(&self.conditions, cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(typed: &str) -> Filter {
        Filter::parse(typed).expect(typed)
    }

    #[test]
    fn typing_on_narrows() {
        for (before, after) in [
            ("", "x"),
            ("led", "ledger"),
            ("edge", "LEDGER"),
            ("ledger", "ledger acme"),
            ("ledger !prod", "acme !prod ledger-2"),
            ("cn:le", "cn:ledger"),
            ("ledger", "subject:ledger"),
            ("4b", "4b:65"),
            ("serial:4b", "serial:4b:65"),
            ("0x4b", "0x4b65"),
            ("sev:critical,soon", "state:soon"),
            ("o", "ok"),
            ("~ldg expires<30d", "~ldg expires<30d x"),
            ("ledger expires<", "ledger expires<30d"),
        ] {
            let (before, after) = (filter(before), filter(after));
            assert!(after.narrows(&before), "{before:?} {after:?}");
            assert!(after.narrows(&after), "{after:?}");
        }
    }

    #[test]
    fn what_may_let_more_pass_does_not_narrow() {
        for (before, after) in [
            ("x", ""),
            ("ledger", "ledge"),
            ("!led", "!ledger"),
            ("!ledger", "!led"),
            ("~led", "~ledg"),
            ("/led/", "/ledg/"),
            ("ledger", "cn:ledger"),
            ("cn:le", "ou:ledger"),
            ("sev:soon", "sev:critical,soon"),
            ("expires<30d", "expires<7d"),
            // The longer word begins a severity, the shorter does not.
            ("xp", "exp"),
            // With another digit it is a date, or a serial, and was none before.
            (":", ":0"),
            ("0x", "0x4b"),
        ] {
            assert!(!filter(after).narrows(&filter(before)), "{before:?} {after:?}");
        }
    }

    #[test]
    fn what_a_clock_can_change_depends_on_time() {
        for (typed, depends) in [
            ("ledger", false),
            ("exp", true),
            ("xp", false),
            ("severity:ok", true),
            ("!state:ok", true),
            ("expires<30d", true),
            ("created<30d", true),
            ("expires<2027", false),
            ("expires<", false),
            ("cn:exp", false),
        ] {
            assert_eq!(filter(typed).depends_on_time(), depends, "{typed}");
        }
    }
}
