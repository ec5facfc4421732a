//! Two filters, a subject and a serial, a line each: a mistake has its place, marks are in the cell, one searcher finds
//! what a fresh one finds, and what narrows admits nothing new.
#![no_main]

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use atlas_certs::app::filter::{Filter, FilterError};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::expiry::Limits;
use atlas_certs::domain::holding::{Holding, Owner};
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::domain::serial::Serial;
use atlas_certs_fuzz::holds_nothing_hidden;
use chrono::{DateTime, TimeDelta, Utc};
use libfuzzer_sys::fuzz_target;

static NOW: LazyLock<DateTime<Utc>> = LazyLock::new(|| "2026-11-24T14:03:00Z".parse().unwrap());

fuzz_target!(|text: &str| {
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (typed, earlier, subject, serial) = (line(), line(), line(), line());
    let filter = match Filter::parse(typed) {
        Ok(filter) => filter,
        Err(why) => return has_its_place(&why, typed),
    };
    assert_eq!(Filter::parse(typed).as_ref(), Ok(&filter));
    if let Some(unfinished) = filter.unfinished() {
        assert!(is_within(&unfinished, typed) && unfinished.end == typed.len());
        assert!(filter.missing().is_some_and(holds_nothing_hidden));
    }
    let holdings = holdings(subject, serial);
    let mut searcher = filter.searcher(Limits::default(), *NOW);
    let admitted: Vec<bool> = holdings.iter().map(|holding| searcher.admits(holding)).collect();
    for (holding, is_admitted) in holdings.iter().zip(&admitted) {
        assert_eq!(filter.searcher(Limits::default(), *NOW).admits(holding), *is_admitted, "{holding:?}");
    }
    assert!(!filter.is_empty() || admitted.iter().all(|is_admitted| *is_admitted));
    for cell in [subject, serial, "✗ expired", "2026-11-24 14:03"] {
        let marks = filter.marks(cell);
        assert!(marks.iter().all(|mark| is_within(mark, cell)), "{marks:?} of {cell:?}");
        assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start), "{marks:?} of {cell:?}");
    }
    if let Ok(earlier) = Filter::parse(earlier)
        && filter.narrows(&earlier)
    {
        let mut wide = earlier.searcher(Limits::default(), *NOW);
        for (holding, is_admitted) in holdings.iter().zip(&admitted) {
            assert!(!is_admitted || wide.admits(holding), "{holding:?} is new");
        }
    }
});

fn has_its_place(why: &FilterError, typed: &str) {
    assert!(is_within(&why.at, typed), "{why:?}");
    assert!(holds_nothing_hidden(&why.why), "{why:?}");
}

fn is_within(range: &Range<usize>, text: &str) -> bool {
    text.get(range.clone()).is_some_and(|part| !part.is_empty())
}

/// Certificates of that subject and serial: one that has expired, one that soon will, one of which nothing more is known.
fn holdings(subject: &str, serial: &str) -> Vec<Holding> {
    let id = ProjectId::new("5ec13d5f09d521a5206e5d72");
    let project = Project { id, name: "payments".into(), organisation: None, clusters: None, created_at: None };
    let owner = Arc::new(Owner { project, user: "svc-ledger".into() });
    let serial: Option<Serial> = serial.parse().ok();
    let dates = [Some((-90, -3)), Some((-1, 5)), None];
    let certificate = |dates: Option<(i64, i64)>| Certificate {
        serial: serial.clone(),
        subject: Some(subject.into()),
        created_at: dates.map(|(days, _)| *NOW + TimeDelta::days(days)),
        not_after: dates.map(|(_, days)| *NOW + TimeDelta::days(days)),
    };
    dates.into_iter().map(|dates| Holding::listed(certificate(dates), Arc::clone(&owner))).collect()
}
