//! The filter of the certificate table: what every form of it finds, and that no text whatever upsets it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod desk;
}

use std::ops::Range;
use std::sync::Arc;

use atlas_certs::app::filter::Filter;
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::expiry::Limits;
use atlas_certs::domain::holding::{Holding, Owner};
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::domain::serial::Serial;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use support::desk::{Desk, now};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

/// Five certificates, seen on 2026-11-24 at 14:03.
fn certificates() -> Vec<Certificate> {
    let one = |serial: Option<i64>, subject: &str, created: &str, end: &str| Certificate {
        serial: serial.map(Into::into),
        subject: Some(subject.into()),
        created_at: Some(at(created)),
        not_after: Some(at(end)),
    };
    let unknown = Certificate { serial: None, subject: None, created_at: None, not_after: None };
    vec![
        // Serial 4B65FD71ED0F8156; ended 3 hours ago.
        one(
            Some(5_433_027_191_242_719_574),
            "CN=svc-ledger,OU=payments,O=Acme Retail",
            "2026-08-24T11:03:00Z",
            "2026-11-24T11:03:00Z",
        ),
        // Serial DC4B; 5 days left: critical.
        one(
            Some(56_395),
            r"CN=Sue\, Grabbit,OU=Ledger\2C Berlin,O=Müller,DC=de",
            "2026-11-23T09:15:00Z",
            "2026-11-29T09:15:00Z",
        ),
        // 20 days left: soon.
        one(
            Some(7),
            "CN=red:team,O=\"Acme, Inc.\",emailAddress=ops@acme.example",
            "2026-01-01T00:00:00Z",
            "2026-12-14T00:00:00Z",
        ),
        // A year left.
        one(Some(-255), "CN=a\u{200b}b,O=ACME", "2025-12-31T23:59:59Z", "2027-11-24T14:03:00Z"),
        unknown,
    ]
}

fn holding(certificate: &Certificate) -> Holding {
    let id = ProjectId::new("5");
    let project = Project { id, name: "payments".into(), organisation: None, clusters: None, created_at: None };
    Holding::listed(certificate.clone(), Arc::new(Owner { project, user: "svc-till".into() }))
}

/// Which of the five a filter leaves.
fn left(typed: &str) -> Vec<usize> {
    let filter = Filter::parse(typed).unwrap_or_else(|why| panic!("{typed}: {why}"));
    let mut searcher = filter.searcher(Limits::default(), now());
    let certificates = certificates();
    (0..certificates.len()).filter(|row| searcher.admits(&holding(&certificates[*row]))).collect()
}

#[track_caller]
fn leaves(cases: &[(&str, &[usize])]) {
    for (typed, rows) in cases {
        assert_eq!(left(typed), *rows, "{typed}");
    }
}

#[test]
fn words_are_found_in_every_column() {
    leaves(&[
        ("", &[0, 1, 2, 3, 4]),
        ("LEDGER", &[0, 1]),
        ("acme ledger", &[0]),
        ("\"Acme Retail\"", &[0]),
        ("\"retail acme\"", &[]),
        ("MÜLLER", &[1]),
        ("grabbit,ou", &[1]),
        ("a\u{200b}b", &[3]),
        ("a⟨200b⟩b", &[3]),
        ("4b:65:FD", &[0]),
        ("0x4B65", &[0]),
        ("71ed0f", &[0]),
        ("5433027191242719574", &[0]),
        ("DC:4B:", &[1]),
        ("\"DC:4B\"", &[1]),
        ("-ff", &[3]),
        ("2026-11-29", &[1]),
        ("\"2026-11-29 09:15\"", &[1]),
        ("crit", &[1]),
        ("unknown", &[4]),
        // The team, not what has expired.
        ("red", &[2]),
        ("red:team", &[2]),
        ("foo:bar", &[]),
    ]);
}

#[test]
fn the_rest_of_an_inverse_does_not_hold() {
    leaves(&[
        ("!ledger", &[2, 3, 4]),
        ("!\"Acme Retail\" acme", &[2, 3]),
        ("!severity:unknown !state:ok", &[0, 1, 2]),
        ("!expires<30d", &[3, 4]),
        ("!cn:s", &[2, 3, 4]),
        ("!~ldgr", &[2, 3, 4]),
        ("!/acme/", &[1, 4]),
        ("!!ledger", &[0, 1]),
    ]);
}

#[test]
fn attributes_are_searched_in_their_decoded_values() {
    leaves(&[
        ("cn:svc", &[0]),
        ("cn:payments", &[]),
        ("ou:PAYMENTS", &[0]),
        ("cn:\"sue, grab\"", &[1]),
        ("ou:ledger,", &[1]),
        ("2.5.4.11:berlin", &[1]),
        ("o:acme,", &[2]),
        ("emailAddress:ops@", &[2]),
        ("e:ops@", &[2]),
        ("dc:de", &[1]),
        ("subject:cn=s", &[0, 1]),
        ("subject:\"4b\"", &[]),
    ]);
}

#[test]
fn serials_are_found_in_either_spelling() {
    leaves(&[
        ("serial:4b65", &[0]),
        ("serial:4B:65", &[0]),
        ("serial:0xdc4b", &[1]),
        ("serial:56395", &[1]),
        ("serial=DC4B", &[1]),
        ("serial:-FF", &[3]),
        ("serial:07", &[2]),
    ]);
}

#[test]
fn severities_and_times_are_judged_at_the_servers_time() {
    leaves(&[
        ("severity:critical", &[1]),
        ("sev:crit,soon", &[1, 2]),
        ("state:e", &[0]),
        ("expires<0", &[0]),
        ("expires<30d", &[0, 1, 2]),
        ("expires>0 expires<=1w", &[1]),
        ("left>1mo", &[3]),
        ("expires<-2h", &[0]),
        ("expires<-4h", &[]),
        ("expires<2026-12-14", &[0, 1]),
        ("expires<=2026-12-14", &[0, 1, 2]),
        ("not-after:2027", &[3]),
        ("notafter>2026-11-29T09:14", &[1, 2, 3]),
        ("created<30d", &[1]),
        ("created>90d", &[0, 2, 3]),
        ("created>=2026-01-01", &[0, 1, 2]),
        ("created>2026-01-01", &[0, 1]),
        ("created:2026", &[0, 1, 2]),
        ("created<2026-01", &[3]),
    ]);
}

#[test]
fn near_and_regular_matches() {
    leaves(&[
        ("~ldgr", &[0, 1]),
        ("~lgdr", &[]),
        ("~muller", &[1]),
        ("/^cn=svc.*retail$/", &[0]),
        ("/Acme Retail/ ou:pay", &[0]),
        ("re:^dc4b$", &[1]),
        ("re:svc|sue", &[0, 1]),
    ]);
}

#[test]
fn what_is_still_being_typed_lets_everything_pass() {
    for typed in [
        "severity:",
        "expires<",
        "expires<3",
        "created>2026-",
        "cn:",
        "ou:\"",
        "!",
        "!ou:",
        "~",
        "/",
        "/(",
        "re:",
        "\"",
    ] {
        let filter = Filter::parse(typed).unwrap_or_else(|why| panic!("{typed}: {why}"));
        assert!(filter.is_empty() && filter.unfinished() == Some(0..typed.len()), "{typed}: {filter:?}");
        assert_eq!(left(&format!("ledger {typed}")), [0, 1], "{typed}");
    }
}

#[test]
fn a_mistake_keeps_the_rows_until_it_is_mended() {
    let mut desk = Desk::new(120, 30);
    desk.open_ledger().answer_all().press("/").type_text("ledger-24").answer_all();
    let rows = |desk: &Desk| desk.model.certificates.as_ref().map(|pane| (pane.rows(), pane.filter_error().is_some()));
    assert_eq!(rows(&desk), Some((11, false)));
    desk.type_text(" severity:bad");
    assert_eq!(rows(&desk), Some((11, true)));
    desk.press("backspace backspace backspace").type_text("ok").answer_all();
    assert_eq!(rows(&desk).map(|(_, is_wrong)| is_wrong), Some(false));
    desk.type_text("x");
    assert_eq!(rows(&desk).map(|(_, is_wrong)| is_wrong), Some(true));
    desk.press("esc");
    assert_eq!(rows(&desk), Some((250, false)));
}

/// A text made of what filters are made of.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c4 ]{1,3}",
        1 => proptest::sample::select(vec![
            " ", "!", "~", "\"", "/", "\\", "(", "cn:", "ou:", "e:", "2.5.4.3:", "subject:", "serial:", "serial=", "0x", "4b:", "severity:",
            "sev:c", "critical", "soon,", "expires<", "expires<=", "left>", "not-after>=", "created<", "created:", "30d", "-1d",
            "0", "2026", "-11", "-24", "T14:03", "re:", "[", "+", ".*", "ledger", "CN=", "é", "İ", "ς", "\u{200b}", "⟨200B⟩",
            "e\u{301}", "exp", "ok", "o",
        ]).prop_map(str::to_owned),
        1 => ".{0,3}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn certificate() -> impl Strategy<Value = Certificate> {
    let subject = prop_oneof![
        3 => "CN=[a-c4,]{0,6}(,OU=[a-c\u{200b}é]{0,4})?",
        1 => typed(),
        1 => ".{0,12}",
    ];
    let moment = || proptest::option::of((-60_000_i64..60_000).prop_map(|minutes| now() + TimeDelta::minutes(minutes)));
    let serial = proptest::option::of(prop_oneof![any::<i64>(), -600_i64..600]);
    (serial, proptest::option::of(subject), moment(), moment()).prop_map(|(serial, subject, created_at, not_after)| {
        Certificate { serial: serial.map(Into::into), subject: subject.map(Into::into), created_at, not_after }
    })
}

/// A text, and one that more was typed to: behind it, before it, or both, as the words of the data have it.
fn typed_on() -> impl Strategy<Value = (String, String)> {
    let known = proptest::sample::select(vec![
        "expired",
        "critical",
        "soon ok",
        "unknown",
        "2026-11-24 14:03",
        "\"2026-11-24 14:03\"",
        "4b:65:fd",
        "0x4b65",
        "-255",
        "serial:4b:65",
        "serial:-0x4b",
        "severity:critical,soon",
        "cn:abc",
        "subject:abc ab",
        "!expired !4b",
        "expires<30d",
        "created>2026-11-24",
        "~abc",
        "/ab?c/",
        "!!abc",
    ]);
    let whole = prop_oneof![2 => known.prop_map(str::to_owned), 1 => typed()];
    (whole, any::<[proptest::sample::Index; 4]>()).prop_map(|(whole, cuts)| {
        let letters: Vec<char> = whole.chars().collect();
        let mut cuts = cuts.map(|cut| cut.index(letters.len() + 1));
        cuts.sort_unstable();
        let part = |from: usize, to: usize| letters[from..to].iter().collect();
        (part(cuts[1], cuts[2]), part(cuts[0], cuts[3]))
    })
}

fn is_within(range: &Range<usize>, text: &str) -> bool {
    text.get(range.clone()).is_some_and(|part| !part.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_filter_or_an_error_with_its_place(
        typed in prop_oneof![typed(), any::<String>()],
        certificate in certificate(),
        cell in prop_oneof![typed(), any::<String>()],
    ) {
        match Filter::parse(&typed) {
            Err(why) => {
                prop_assert!(is_within(&why.at, &typed), "{why:?}");
                prop_assert!(!why.why.is_empty() && !why.why.chars().any(char::is_control));
            }
            Ok(filter) => {
                if let Some(unfinished) = filter.unfinished() {
                    prop_assert!(is_within(&unfinished, &typed) && unfinished.end == typed.len());
                }
                let admits = filter.searcher(Limits::default(), now()).admits(&holding(&certificate));
                prop_assert!(admits || !filter.is_empty());
                let serial = certificate.serial.as_ref().map(Serial::hex_plain).unwrap_or_default();
                let subject = certificate.subject.clone().unwrap_or_default();
                for cell in [&*cell, &serial, &subject, "✗ expired", "2026-11-24 14:03"] {
                    let marks = filter.marks(cell);
                    prop_assert!(marks.iter().all(|mark| is_within(mark, cell)), "{marks:?} {cell:?}");
                    prop_assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start), "{marks:?} {cell:?}");
                }
            }
        }
    }

    #[test]
    fn what_narrows_admits_nothing_new(
        (before, after) in typed_on(),
        is_deleted in any::<bool>(),
        certificates in proptest::collection::vec(certificate(), 1..12),
    ) {
        let (before, after) = if is_deleted { (after, before) } else { (before, after) };
        if let (Ok(earlier), Ok(later)) = (Filter::parse(&before), Filter::parse(&after))
            && later.narrows(&earlier)
        {
            let (mut wide, mut narrow) =
                (earlier.searcher(Limits::default(), now()), later.searcher(Limits::default(), now()));
            for certificate in certificates {
                prop_assert!(!narrow.admits(&holding(&certificate)) || wide.admits(&holding(&certificate)), "{before:?} {after:?} {certificate:?}");
            }
        }
    }

    /// One searcher for many rows finds what a fresh one for each finds.
    #[test]
    fn nothing_of_one_row_is_left_for_the_next(
        typed in typed(),
        certificates in proptest::collection::vec(certificate(), 1..8),
    ) {
        if let Ok(filter) = Filter::parse(&typed) {
            let mut searcher = filter.searcher(Limits::default(), now());
            for certificate in certificates {
                let fresh = filter.searcher(Limits::default(), now()).admits(&holding(&certificate));
                prop_assert_eq!(searcher.admits(&holding(&certificate)), fresh, "{:?} {:?}", typed, certificate);
            }
        }
    }
}
