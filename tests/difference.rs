//! Two subjects side by side: what makes MongoDB refuse a certificate, told in a sentence each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use atlas_certs::domain::subject::{Difference, Likeness, Target, Unread, ValueDifference, difference, likeness};
use proptest::prelude::*;

/// The sentences on what is not the same.
fn told(wanted: &str, listed: &str) -> Vec<String> {
    let lines = difference(wanted, listed).unwrap();
    lines.iter().filter(|line| line.difference != Difference::Same).map(ToString::to_string).collect()
}

#[test]
fn likeness_from_the_same_text_to_another_subject() {
    let listed = r"CN=svc,OU=pay,O=Lantern\, Inc.";
    assert_eq!(likeness(listed, listed), Likeness::Exact);
    for same in [
        r"cn=svc,OU=pay,O=Lantern\, Inc.",
        r"CN=svc, OU=pay, O=Lantern\2C Inc.",
        r#"CN = svc; OU = pay; O = "Lantern, Inc.""#,
        r"2.5.4.3=svc,OU=pay,O=Lantern\, Inc.",
        r"CN=#0C03737663,OU=pay,O=Lantern\, Inc.",
    ] {
        assert_eq!(likeness(same, listed), Likeness::Same, "{same}");
    }
    assert_eq!(likeness(r#"O = "Lantern, Inc.", OU = pay, CN = svc"#, listed), Likeness::Reversed);
    assert_eq!(likeness("OU=a+OU=b,CN=c", "OU=b+OU=a,CN=c"), Likeness::Same);
    for other in [r"CN=Svc,OU=pay,O=Lantern\, Inc.", "CN=svc,OU=pay", r"CN=svc+OU=pay,O=Lantern\, Inc.", "svc", ""] {
        assert_eq!(likeness(other, listed), Likeness::Other, "{other}");
    }
    assert_eq!(likeness(r"CN=\FF", r"CN=\5CFF"), Likeness::Other);
    assert_eq!(likeness("svc", "svc"), Likeness::Exact);
}

#[test]
fn each_difference_in_a_sentence() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("CN=a,O=b", "CN=a,O=b", &[]),
        (
            "cn=a,O=b",
            "CN=a,O=b",
            &["The common name is “cn=a”, in the certificate “CN=a”: the same type, written otherwise."],
        ),
        (
            r"CN=a\2C b",
            r"CN=a\, b",
            &[r"The common name is “CN=a\2C b”, in the certificate “CN=a\, b”: the same value, escaped otherwise."],
        ),
        ("CN=a, O=b", "CN=a,O=b", &["Around the organization “O=b” blanks or separators differ."]),
        ("CN=a,O=b ", "CN=a,O=b", &["Around the organization “O=b” blanks or separators differ."]),
        ("CN = a", "CN=a", &["Around the common name “CN = a” blanks or separators differ."]),
        ("CN=Svc", "CN=svc", &["The common name is “CN=Svc”, in the certificate “CN=svc”: only the case differs."]),
        ("CN=a  b", "CN=a b", &["The common name is “CN=a  b”, in the certificate “CN=a b”: only blanks differ."]),
        (
            "CN=svс-l1",
            "CN=svc-ll",
            &["The common name is “CN=svс-l1”, in the certificate “CN=svc-ll”: characters that look alike differ."],
        ),
        ("CN=a", "CN=b", &["The common name is “CN=a”, in the certificate “CN=b”: another value."]),
        (
            "CN=a,OU=x,O=b",
            "CN=a,O=b,C=DE",
            &["The certificate has no organizational unit “OU=x”.", "Only the certificate has the country “C=DE”."],
        ),
        ("O=b,CN=a,OU=x", "CN=a,OU=x,O=b", &["The organization “O=b” stands elsewhere in the certificate's subject."]),
        ("CN=a+OU=x", "CN=a,OU=x", &["The organizational unit “OU=x” is joined with “+” in one of the two only."]),
        ("CN=a\u{202e}", "CN=b", &["The common name is “CN=a⟨202E⟩”, in the certificate “CN=b”: another value."]),
    ];
    for (wanted, listed, sentences) in cases {
        assert_eq!(told(wanted, listed), *sentences, "{wanted} against {listed}");
    }
}

#[test]
fn repeated_types_are_paired_with_what_they_resemble() {
    let lines = difference("CN=a,OU=one,OU=TWO,OU=three", "CN=a,OU=two,OU=three,OU=one").unwrap();
    let differences: Vec<Difference> = lines.iter().map(|line| line.difference).collect();
    let case = Difference::Value(ValueDifference::Case);
    assert_eq!(differences, [Difference::Same, Difference::Place, case, Difference::Same]);
}

#[test]
fn what_is_no_subject_has_no_difference() {
    assert!(matches!(difference("CN", "CN=a"), Err(Unread::Wanted(why)) if why.at == 2));
    assert!(matches!(difference("CN=a", "CN=a,"), Err(Unread::Listed(why)) if why.at == 5));
}

#[test]
fn the_nearest_come_first() {
    let target = Target::new("CN=svc-ledger,OU=payments,O=Lantern").unwrap();
    let listed = [
        "CN=svc-other,OU=payments,O=Lantern",
        "O=Lantern,OU=payments,CN=svc-ledger",
        "CN=svc-ledger-2,OU=payments,O=Lantern",
        "CN=SVC-LEDGER,OU=payments,O=Lantern",
        "CN=svc-ledger,OU=billing,O=Lantern",
        "not a subject",
        "C=DE",
    ];
    let nearest = target.nearest(listed.into_iter().enumerate(), 5);
    assert_eq!(nearest.iter().map(|(_, place)| *place).collect::<Vec<_>>(), [1, 3, 4, 2, 0]);
    assert_eq!(nearest[0].0, 1000);
    assert_eq!(target.nearest(listed.into_iter().enumerate(), 0), []);
    assert!(Target::new("").is_none() && Target::new("svc").is_none());
}

/// A list as long as the largest that Atlas has, and a subject as long as a paste can be.
#[test]
fn many_subjects_are_ranked_and_long_ones_compared() {
    let many: Vec<String> = (0..100_000).map(|number| format!("CN=svc-{number},OU=payments,O=Lantern,C=DE")).collect();
    let target = Target::new("CN=svc-77777x,OU=payments,O=Lantern,C=DE").unwrap();
    let nearest = target.nearest(many.iter().map(|one| (one, one.as_str())), 3);
    assert_eq!(nearest[0].1, "CN=svc-77777,OU=payments,O=Lantern,C=DE");
    let long = vec!["OU=a"; 13_000].join(",");
    assert_eq!(told(&long, &long), [""; 0]);
    assert_eq!(told(&long, &long.replace('a', "b")).len(), 13_000);
    let values = format!("CN={}", "x".repeat(60_000));
    assert_eq!(Target::new(&values).unwrap().nearness(&values), 1000);
}

/// Anything that parses.
fn subject() -> impl Strategy<Value = String> {
    proptest::collection::vec(r"(CN|cn|OU|2\.5\.4\.10|Foo) ?= ?([a-c]|\\2C|\\FF|\x22a, b\x22|#0C0161| |é){0,4}", 0..6)
        .prop_flat_map(|parts| (Just(parts), r"(, ?|;|\+)"))
        .prop_map(|(parts, separator)| parts.join(&separator))
        .prop_filter("a subject", |text| atlas_certs::domain::subject::parse(text).is_ok())
}

proptest! {
    #[test]
    fn a_subject_is_the_same_as_itself(text in subject()) {
        prop_assert_eq!(likeness(&text, &text), Likeness::Exact);
        prop_assert!(difference(&text, &text).unwrap().iter().all(|line| line.difference == Difference::Same));
        if let Some(target) = Target::new(&text) {
            prop_assert_eq!(target.nearness(&text), 1000);
        }
    }

    #[test]
    fn every_attribute_is_told_of_once(wanted in subject(), listed in subject()) {
        let lines = difference(&wanted, &listed).unwrap();
        let count = |text: &str| atlas_certs::domain::subject::parse(text).unwrap().attributes().len();
        prop_assert_eq!(lines.iter().filter(|line| line.wanted.is_some()).count(), count(&wanted));
        prop_assert_eq!(lines.iter().filter(|line| line.listed.is_some()).count(), count(&listed));
        let is_spelling = |difference: Difference| {
            matches!(difference, Difference::Same | Difference::Type | Difference::Escaping | Difference::Separator)
        };
        if lines.iter().all(|line| is_spelling(line.difference)) {
            prop_assert!(likeness(&wanted, &listed) <= Likeness::Same, "{wanted} {listed}");
        }
        let both = [likeness(&wanted, &listed), likeness(&listed, &wanted)];
        prop_assert_eq!(both[0], both[1]);
    }

    #[test]
    fn any_two_texts_are_compared(wanted in ".{0,40}", listed in ".{0,40}") {
        let _ = likeness(&wanted, &listed);
        match difference(&wanted, &listed) {
            Err(Unread::Wanted(why)) => prop_assert!(why.at <= wanted.len()),
            Err(Unread::Listed(why)) => prop_assert!(why.at <= listed.len()),
            Ok(_) => {}
        }
    }
}
