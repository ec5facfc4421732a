//! What was typed, from left to right, becomes conditions.

use std::ops::Range;

use super::FilterError;
use super::field::{self, Field, Sign};
use super::pattern::{Fuzzy, Regex};
use super::reader::{Reader, Value};
use super::serial::SerialPart;
use super::severities::Severities;
use super::term::{Condition, Term};
use super::text::Needle;
use super::time::{Bound, Order};
use super::word::Word;

/// What was read.
pub(super) struct Parsed {
    /// The conditions, in the order in which they were typed.
    pub(super) conditions: Vec<Condition>,
    /// Where one at the end is still being typed, and what it lacks.
    pub(super) unfinished: Option<(Range<usize>, String)>,
    /// Whether that is within a quote.
    pub(super) is_quote_open: bool,
}

/// Reads what was typed.
pub(super) fn parse(typed: &str) -> Result<Parsed, FilterError> {
    let mut reader = Reader::new(typed);
    let (mut conditions, mut unfinished) = (Vec::new(), None);
    while reader.skip_blanks() {
        let from = reader.at();
        let mut is_inverse = false;
        while reader.eat('!') {
            is_inverse = !is_inverse;
        }
        match reader.term()? {
            Read::Term(term) => conditions.push(Condition { term, is_inverse }),
            Read::Nothing => {}
            Read::Begun(missing) => unfinished = Some((from..reader.at(), missing)),
        }
        if reader.is_quote_open() {
            unfinished = Some((from..reader.at(), "The quote at the end is not closed.".to_owned()));
        }
    }
    Ok(Parsed { conditions, unfinished, is_quote_open: reader.is_quote_open() })
}

/// What one term was read as.
enum Read {
    Term(Term),
    /// Something that asks for nothing: empty quotes, or one of the glyphs `!` and `~` on its own.
    Nothing,
    /// The beginning of something, at the very end, and what it lacks: a sentence.
    Begun(String),
}

impl Value<'_> {
    /// What becomes of a value that is empty; `None` of one that is not.
    fn if_empty(&self, how: &str) -> Option<Read> {
        let missing = || Read::Begun(format!("Nothing stands behind it yet: {how}."));
        self.text.is_empty().then(|| if self.is_open { missing() } else { Read::Nothing })
    }

    /// What becomes of a value that is no value: the beginning of one while it is typed, or else an error.
    fn refused(&self, missing: Option<String>, why: impl Into<String>) -> Result<Read, FilterError> {
        match missing.filter(|_| self.is_open) {
            Some(missing) => Ok(Read::Begun(missing)),
            None => Err(FilterError { at: self.at.clone(), why: why.into() }),
        }
    }

    /// The value as it may stand in a sentence of ours: what is long or strange is not repeated.
    fn named(&self) -> &str {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'.' | b',');
        if self.text.len() <= 20 && self.text.bytes().all(is_plain) { self.text } else { "that" }
    }

    /// What half of a span or a date lacks.
    fn half_a_bound(&self) -> String {
        if self.text.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("{0} of what: write {0}d, {0}h or {0}w.", self.named())
        } else if self.text.get(1..).is_some_and(|rest| rest.contains('-')) {
            format!("{} is half a date: write it as 2027-01-31.", self.named())
        } else {
            format!("{} is half a span: write it as 30d, 36h or 2w.", self.named())
        }
    }

    /// Why it is neither a span nor a date, and how it would be one.
    fn no_bound(&self, field: Field, order: Order) -> String {
        let is_number = self.text.bytes().all(|byte| byte.is_ascii_digit());
        let is_dated = self.text.get(4..5) == Some("-") || order == Order::Within;
        match (is_number, is_dated) {
            (true, false) => format!("{0} of what: write {0}d, {0}h or {0}w", self.named()),
            (_, true) => format!("{} is no date: write 2027-01-31, 2027-01 or 2027", self.named()),
            (false, false) => format!("{} is no span or date: {}", self.named(), field.how()),
        }
    }
}

impl Reader<'_> {
    fn term(&mut self) -> Result<Read, FilterError> {
        match self.next() {
            None => Ok(Read::Begun("Nothing stands behind it yet: write !ledger.".to_owned())),
            Some('"') => Ok(self.phrase()),
            Some('~') => self.fuzzy(),
            Some('/') => self.slashed(),
            Some(_) => match field::split(self.rest()) {
                Some((field, sign, length)) => self.field(field, sign, length),
                None => match field::near_miss(self.rest()) {
                    Some((key, near)) => Err(FilterError {
                        at: self.at()..self.at() + key.len(),
                        why: format!("no field {key}: did you mean {near}?"),
                    }),
                    None => Ok(self.phrase()),
                },
            },
        }
    }

    fn phrase(&mut self) -> Read {
        let value = self.value();
        value.if_empty("write \"two words\"").unwrap_or_else(|| Read::Term(Term::Word(Word::new(value.text))))
    }

    fn fuzzy(&mut self) -> Result<Read, FilterError> {
        self.eat('~');
        let value = self.value();
        if let Some(read) = value.if_empty("write ~ledgr") {
            return Ok(read);
        }
        match Fuzzy::new(value.text) {
            Some(fuzzy) => Ok(Read::Term(Term::Fuzzy(fuzzy))),
            None => value.refused(None, format!("write {} letters at most behind a ~", Fuzzy::LONGEST)),
        }
    }

    fn slashed(&mut self) -> Result<Read, FilterError> {
        let value = self.between_slashes();
        value.if_empty(Field::Regex.how()).map_or_else(|| regex(&value, true), Ok)
    }

    fn field(&mut self, field: Field, sign: Sign, length: usize) -> Result<Read, FilterError> {
        let from = self.at();
        self.skip(length);
        if let Sign::Ordered(_) = sign {
            self.skip_blanks();
        }
        let value = self.value();
        // A blank behind another sign ends the term: what follows is a word of its own.
        let is_missing = value.text.is_empty() && !value.is_open && !value.is_quoted;
        if is_missing || !field.fits(sign) {
            return Err(FilterError { at: from..from + length, why: field.how().to_owned() });
        }
        if let Some(read) = value.if_empty(field.how()) {
            return Ok(read);
        }
        let order = match sign {
            Sign::Ordered(order) => order,
            Sign::Colon | Sign::Equals => Order::Within,
        };
        let term = match field {
            Field::Regex => return regex(&value, false),
            Field::Severity => match Severities::read(value.text) {
                Some(some) if some.is_empty() => {
                    return value.refused(Some(format!("No severity is named yet: {}.", field.how())), field.how());
                }
                read => read.map(Term::Severity),
            },
            Field::Expires => Bound::read(order, value.text).map(Term::Expires),
            Field::Created => Bound::read(order, value.text).map(Term::Created),
            Field::Serial => SerialPart::read(value.text).map(Term::Serial),
            Field::Subject => Some(Term::Subject(Needle::new(value.text))),
            Field::Project => Some(Term::Project(Needle::new(value.text))),
            Field::User => Some(Term::User(Needle::new(value.text))),
            Field::Listed => yes_or_no(value.text).map(Term::Listed),
            Field::Attribute(name) => Some(Term::Attribute(name, Needle::new(value.text))),
        };
        if let Some(term) = term {
            return Ok(Read::Term(term));
        }
        let is_no = || format!("{} is no {}: {}", value.named(), field.kind(), field.how());
        match field {
            Field::Expires | Field::Created => {
                let missing = Bound::is_begun(order, value.text).then(|| value.half_a_bound());
                value.refused(missing, value.no_bound(field, order))
            }
            Field::Serial => {
                let missing =
                    SerialPart::is_begun(value.text).then(|| format!("No digit is there yet: {}.", field.how()));
                value.refused(missing, is_no())
            }
            Field::Listed => {
                let is_begun = ["yes", "no"].iter().any(|word| word.starts_with(value.text));
                value.refused(is_begun.then(|| format!("Yes or no: {}.", field.how())), is_no())
            }
            Field::Severity | Field::Subject | Field::Project | Field::User | Field::Regex | Field::Attribute(_) => {
                value.refused(None, is_no())
            }
        }
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    [("yes", true), ("no", false)]
        .into_iter()
        .find_map(|(word, value)| text.eq_ignore_ascii_case(word).then_some(value))
}

/// A regular expression. Between slashes one that is open may yet be mended by typing on.
fn regex(value: &Value<'_>, may_be_begun: bool) -> Result<Read, FilterError> {
    match Regex::new(value.text) {
        Ok(regex) => Ok(Read::Term(Term::Regex(regex))),
        Err(why) => {
            let missing = may_be_begun.then(|| format!("The expression is not finished: {why}."));
            value.refused(missing, format!("{why}: {}", Field::Regex.how()))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::filter::Filter;

    /// What a text is read as: its conditions, by their kinds; the part that is unfinished; or the part that is wrong.
    fn read(typed: &str) -> String {
        match Filter::parse(typed) {
            Err(why) => format!("wrong {:?}", &typed[why.at]),
            Ok(filter) => {
                let kind = |condition: &super::Condition| {
                    let term = format!("{:?}", condition.term);
                    let kind = term.split('(').next().unwrap_or_default().to_owned();
                    if condition.is_inverse { format!("!{kind}") } else { kind }
                };
                let mut read: Vec<String> = filter.conditions.iter().map(kind).collect();
                read.extend(filter.unfinished().map(|at| format!("unfinished {:?}", &typed[at])));
                read.join(" ")
            }
        }
    }

    #[test]
    fn every_form_is_read() {
        for (typed, expected) in [
            ("", ""),
            (" \t ", ""),
            ("a b,c", "Word Word"),
            ("\"a b\"c", "Word Word"),
            ("!a !\"b c\" !!d", "!Word !Word Word"),
            ("~ldg !~x", "Fuzzy !Fuzzy"),
            ("/a b/ !/c\\/ d/", "Regex !Regex"),
            ("/a/b/ re:c re:\"d e\"", "Regex Regex Regex"),
            ("cn:a ou:\"b c\" emailAddress:d 2.5.4.3:e", "Attribute Attribute Attribute Attribute"),
            ("serial:4b serial=4B subject:x", "Serial Serial Subject"),
            ("sev:crit !state:o,soon", "Severity !Severity"),
            ("expires<30d left>=0 not-after:2027-01", "Expires Expires Expires"),
            ("created>2026-01-01 created<\"30 d\"", "Created Created"),
            ("a expires < 30d b !left>= 2w created  <2026", "Expires !Expires Created Word Word"),
            ("expires ledger <x", "Word Word Word"),
            ("foo:bar http://x 10.0.0.1:80", "Word Word Word"),
            ("\"\" // ! ~ x", "Word"),
            ("! critical", "Word"),
        ] {
            assert_eq!(read(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn what_is_still_being_typed_is_no_mistake() {
        for (typed, expected) in [
            ("a !", "Word unfinished \"!\""),
            ("~", "unfinished \"~\""),
            ("\"", "unfinished \"\\\"\""),
            ("a cn:", "Word unfinished \"cn:\""),
            ("!cn:\"", "unfinished \"!cn:\\\"\""),
            ("severity:", "unfinished \"severity:\""),
            ("severity:critical,", "Severity"),
            ("\"a b", "Word unfinished \"\\\"a b\""),
            ("x ou:\"a b", "Word Attribute unfinished \"ou:\\\"a b\""),
            ("expires<", "unfinished \"expires<\""),
            ("expires < ", "unfinished \"expires < \""),
            ("expires< 3", "unfinished \"expires< 3\""),
            ("expires<=", "unfinished \"expires<=\""),
            ("expires<3", "unfinished \"expires<3\""),
            ("expires<2027-0", "unfinished \"expires<2027-0\""),
            ("serial:0x", "unfinished \"serial:0x\""),
            ("re:", "unfinished \"re:\""),
            ("/", "unfinished \"/\""),
            ("/(a b", "unfinished \"/(a b\""),
            ("/a b", "Regex"),
        ] {
            assert_eq!(read(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_value_that_cannot_be_is_wrong_with_its_place() {
        for (typed, wrong) in [
            ("a expires<banana b", "banana"),
            ("expires<3 a", "3"),
            ("expires < 3 a", "3"),
            ("expires < <3", "<3"),
            ("expires:30d", "30d"),
            ("severity:bad", "bad"),
            ("severity:soon,bad", "soon,bad"),
            ("severity<soon", "severity<"),
            ("severity:, x", ","),
            ("created>2026-13-01", "2026-13-01"),
            ("serial:xyz", "xyz"),
            ("cn: ledger", "cn:"),
            ("re:(", "("),
            ("/(/", "("),
            ("é !/é[/ x", "é["),
        ] {
            assert_eq!(read(typed), format!("wrong {wrong:?}"), "{typed:?}");
        }
        assert_eq!(read(&format!("~{}", "x".repeat(300))), format!("wrong {:?}", "x".repeat(300)));
    }

    #[test]
    fn what_is_unfinished_says_what_it_lacks() {
        for (typed, expected) in [
            ("expires<", "Nothing stands behind it yet: write expires<30d or expires<2027-01-31."),
            ("expires<30", "30 of what: write 30d, 30h or 30w."),
            ("expires<2027-0", "2027-0 is half a date: write it as 2027-01-31."),
            ("expires<30da", "30da is half a span: write it as 30d, 36h or 2w."),
            (
                "cn:",
                "Nothing stands behind it yet: write cn:ledger or cn:\"two words\", with no blank behind the colon.",
            ),
            ("\"a b", "The quote at the end is not closed."),
        ] {
            assert_eq!(Filter::parse(typed).expect(typed).missing(), Some(expected));
        }
        let regex = Filter::parse("/CN=(svc").expect("begun");
        assert!(regex.missing().is_some_and(|missing| missing.contains("without closing ')'")), "{regex:?}");
    }

    #[test]
    fn an_error_says_how_to_write_it() {
        let why = |typed| Filter::parse(typed).expect_err(typed).to_string();
        for (typed, expected) in [
            ("severity:bad", "bad is no severity: write severity:critical or severity:critical,soon"),
            ("expires<banana", "banana is no span or date: write expires<30d or expires<2027-01-31"),
            ("created>2026-13-01", "2026-13-01 is no date: write 2027-01-31, 2027-01 or 2027"),
            ("expires:30d", "30d is no date: write 2027-01-31, 2027-01 or 2027"),
            ("expires<30 a", "30 of what: write 30d, 30h or 30w"),
            ("expires<\u{1b}[31m", "that is no span or date: write expires<30d or expires<2027-01-31"),
            ("serial:xyz", "xyz is no serial: write serial:4B65FD or serial:5433027"),
            ("sevrity:critical", "no field sevrity: did you mean severity?"),
        ] {
            assert_eq!(why(typed), expected);
        }
        assert!(why("re:(").starts_with("found open group without closing ')'"), "{}", why("re:("));
    }
}
