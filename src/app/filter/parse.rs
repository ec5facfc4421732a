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
    /// Where one at the end is still being typed.
    pub(super) unfinished: Option<Range<usize>>,
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
            Read::Begun => unfinished = Some(from..reader.at()),
        }
        if reader.is_quote_open() {
            unfinished = Some(from..reader.at());
        }
    }
    Ok(Parsed { conditions, unfinished, is_quote_open: reader.is_quote_open() })
}

/// What one term was read as.
enum Read {
    Term(Term),
    /// Something that asks for nothing: empty quotes, or one of the glyphs `!` and `~` on its own.
    Nothing,
    /// The beginning of something, at the very end.
    Begun,
}

impl Value<'_> {
    /// What becomes of a value that is empty; `None` of one that is not.
    fn if_empty(&self) -> Option<Read> {
        self.text.is_empty().then_some(if self.is_open { Read::Begun } else { Read::Nothing })
    }

    /// What becomes of a value that is no value: the beginning of one while it is typed, or else an error.
    fn refused(&self, is_begun: bool, why: impl Into<String>) -> Result<Read, FilterError> {
        if self.is_open && is_begun {
            Ok(Read::Begun)
        } else {
            Err(FilterError { at: self.at.clone(), why: why.into() })
        }
    }
}

impl Reader<'_> {
    fn term(&mut self) -> Result<Read, FilterError> {
        match self.next() {
            None => Ok(Read::Begun),
            Some('"') => Ok(self.phrase()),
            Some('~') => self.fuzzy(),
            Some('/') => self.slashed(),
            Some(_) => match field::split(self.rest()) {
                Some((field, sign, length)) => self.field(field, sign, length),
                None => Ok(self.phrase()),
            },
        }
    }

    fn phrase(&mut self) -> Read {
        let value = self.value();
        value.if_empty().unwrap_or_else(|| Read::Term(Term::Word(Word::new(value.text))))
    }

    fn fuzzy(&mut self) -> Result<Read, FilterError> {
        self.eat('~');
        let value = self.value();
        if let Some(read) = value.if_empty() {
            return Ok(read);
        }
        match Fuzzy::new(value.text) {
            Some(fuzzy) => Ok(Read::Term(Term::Fuzzy(fuzzy))),
            None => value.refused(false, format!("write {} letters at most behind a ~", Fuzzy::LONGEST)),
        }
    }

    fn slashed(&mut self) -> Result<Read, FilterError> {
        let value = self.between_slashes();
        value.if_empty().map_or_else(|| regex(&value, true), Ok)
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
        if let Some(read) = value.if_empty() {
            return Ok(read);
        }
        let order = match sign {
            Sign::Ordered(order) => order,
            Sign::Colon | Sign::Equals => Order::Within,
        };
        let term = match field {
            Field::Regex => return regex(&value, false),
            Field::Severity => match Severities::read(value.text) {
                Some(some) if some.is_empty() => return value.refused(true, field.how()),
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
        let is_begun = || match field {
            Field::Expires | Field::Created => Bound::is_begun(order, value.text),
            Field::Serial => SerialPart::is_begun(value.text),
            Field::Listed => ["yes", "no"].iter().any(|word| word.starts_with(value.text)),
            Field::Severity | Field::Subject | Field::Project | Field::User | Field::Regex | Field::Attribute(_) => {
                false
            }
        };
        match term {
            Some(term) => Ok(Read::Term(term)),
            None => value.refused(is_begun(), field.how()),
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
        Err(why) => value.refused(may_be_begun, format!("{why}: {}", Field::Regex.how())),
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
    fn an_error_says_how_to_write_it() {
        let why = |typed| Filter::parse(typed).expect_err(typed).to_string();
        assert_eq!(why("severity:bad"), "write severity:critical, or several as in severity:critical,soon");
        assert_eq!(
            why("expires<banana"),
            "write a span as in expires<30d or expires>=2w, or a date as in expires<2027-01-31"
        );
        assert!(why("re:(").starts_with("found open group without closing ')'"), "{}", why("re:("));
    }
}
