//! What to highlight: where that which was typed stands in a cell.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::cell::{Cell, Kind};
use super::term::{Condition, Term};
use super::text::{Needle, folded};
use crate::domain::subject::{self, Name};

/// The marks of a cell, in order and apart.
pub(super) fn marks(conditions: &[Condition], shown: &str) -> Vec<Range<usize>> {
    let cell = Cell::new(shown);
    let mut found = Vec::new();
    for condition in conditions.iter().filter(|condition| !condition.is_inverse) {
        mark(&condition.term, &cell, &mut found);
    }
    joined(found, shown)
}

fn mark(term: &Term, cell: &Cell<'_>, found: &mut Vec<Range<usize>>) {
    match (term, cell.kind) {
        (Term::Word(word), _) => word.mark(cell, found),
        (Term::Subject(needle), Kind::Subject) => found.extend(needle.places(&cell.folded)),
        (Term::Attribute(name, needle), Kind::Subject) => mark_values(name, needle, cell, found),
        (Term::Serial(part), Kind::Serial) => found.extend(part.places(cell)),
        (Term::Fuzzy(fuzzy), Kind::Subject) => found.extend(fuzzy.places(cell.shown)),
        (Term::Regex(regex), Kind::Subject | Kind::Serial) => found.extend(regex.places(cell.shown)),
        _ => {}
    }
}

/// Within the values of that type. A value with escapes that has it only when decoded is marked as a whole; in a subject
/// that was cut too short to be parsed, all that reads so is marked.
fn mark_values(name: &Name, needle: &Needle, cell: &Cell<'_>, found: &mut Vec<Range<usize>>) {
    let places = needle.places(&cell.folded);
    let Ok(parsed) = subject::parse(cell.shown) else { return found.extend(places) };
    for attribute in parsed.rdns().flatten() {
        if attribute.name().is_none_or(|its| its.oid != name.oid) {
            continue;
        }
        let span = attribute.span();
        let equals = cell.shown.get(span.clone()).and_then(|text| text.find('='));
        let value = equals.map_or(span.end, |equals| span.start + equals + 1)..span.end;
        let before = found.len();
        found.extend(places.iter().filter(|place| value.start <= place.start && place.end <= value.end).cloned());
        if found.len() == before && folded(&attribute.value().text()).contains(needle.as_str()) {
            found.push(value);
        }
    }
}

/// Brings places in order, to whole graphemes, and together where they touch.
fn joined(mut found: Vec<Range<usize>>, shown: &str) -> Vec<Range<usize>> {
    if !shown.is_ascii() && !found.is_empty() {
        let bounds: Vec<usize> = shown.grapheme_indices(true).map(|(at, _)| at).chain([shown.len()]).collect();
        for place in &mut found {
            let from = bounds.partition_point(|bound| *bound <= place.start).saturating_sub(1);
            let to = bounds.partition_point(|bound| *bound < place.end);
            *place = bounds.get(from).copied().unwrap_or(place.start)..bounds.get(to).copied().unwrap_or(place.end);
        }
    }
    found.retain(|place| place.start < place.end);
    found.sort_unstable_by_key(|place| (place.start, place.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for place in found {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::app::filter::Filter;

    /// The cell with its marks in brackets.
    fn marked(typed: &str, cell: &str) -> String {
        let mut text = cell.to_owned();
        for mark in Filter::parse(typed).expect(typed).marks(cell).into_iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        text
    }

    const SUBJECT: &str = "CN=svc-ledger,OU=payments,O=Acme Retail";

    #[test]
    fn words_and_terms_are_marked_where_they_stand() {
        for (typed, expected) in [
            ("LEDGER e", "CN=svc-[ledger],OU=paym[e]nts,O=Acm[e] R[e]tail"),
            ("\"acme r\"", "CN=svc-ledger,OU=payments,O=[Acme R]etail"),
            ("edge led", "CN=svc-[ledge]r,OU=payments,O=Acme Retail"),
            ("cn:e", "CN=svc-l[e]dg[e]r,OU=payments,O=Acme Retail"),
            ("2.5.4.11:pay", "CN=svc-ledger,OU=[pay]ments,O=Acme Retail"),
            ("subject:ou", "CN=svc-ledger,[OU]=payments,O=Acme Retail"),
            ("~lgr", "CN=svc-[l]ed[g]e[r],OU=payments,O=Acme Retail"),
            ("/l.+?r/", "CN=svc-[ledger],OU=payments,O=Acme Retail"),
            ("!acme !cn:e !/x/ severity:ok serial:e expires<30d", SUBJECT),
        ] {
            assert_eq!(marked(typed, SUBJECT), expected, "{typed}");
        }
    }

    #[test]
    fn a_value_that_is_written_with_escapes_is_marked_as_a_whole() {
        assert_eq!(marked("cn:\"e, s\"", r"CN=Sue\, Grabbit,O=e"), r"CN=Sue\, Grabbit,O=e");
        assert_eq!(marked("cn:\"e, g\"", r"CN=Sue\, Grabbit,O=e"), r"CN=[Sue\, Grabbit],O=e");
        assert_eq!(marked("cn:grab", r"CN=Sue\, Grabbit,O=grab"), r"CN=Sue\, [Grab]bit,O=grab");
    }

    #[test]
    fn a_subject_whose_beginning_is_cut_is_marked_all_the_same() {
        assert_eq!(marked("cn:led", "…ments,CN=svc-ledger"), "…ments,CN=svc-[led]ger");
    }

    #[test]
    fn a_serial_is_marked_in_every_spelling() {
        let cell = "4B65FD71ED0F8156";
        for (typed, expected) in [
            ("65:fd", "4B[65FD]71ED0F8156"),
            ("0x4b65", "[4B65]FD71ED0F8156"),
            ("serial:ed0f", "4B65FD71[ED0F]8156"),
            ("5433027191242719574", "[4B65FD71ED0F8156]"),
            ("serial:543302", cell),
            ("/fd.*ed/", "4B65[FD71ED]0F8156"),
            ("cn:ed subject:ed ~ed", cell),
        ] {
            assert_eq!(marked(typed, cell), expected, "{typed}");
        }
        assert_eq!(marked("4b65", "4B:65:FD"), "[4B:65]:FD");
        assert_eq!(marked("4b65", "4B65…8156"), "[4B65]…8156");
    }

    #[test]
    fn dates_and_severities_are_marked_as_they_were_looked_for() {
        assert_eq!(marked("11-29", "2026-11-29 09:15"), "2026-[11-29] 09:15");
        assert_eq!(marked("\"29 09\"", "2026-11-29 09:15"), "2026-11-[29 09]:15");
        assert_eq!(marked("EXP", "✗ expired"), "✗ [exp]ired");
        assert_eq!(marked("red", "✗ expired"), "✗ expired");
    }

    #[test]
    fn no_mark_ends_within_what_is_seen_as_one_character() {
        assert_eq!(marked("e", "CN=e\u{301}x"), "CN=[e\u{301}]x");
        assert_eq!(marked("/\u{301}/", "CN=e\u{301}x"), "CN=[e\u{301}]x");
    }
}
