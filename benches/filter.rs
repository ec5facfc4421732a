//! What it costs to ask one certificate of a long list, against writing its subject in lower case: the least that a
//! search without case would do with what the standard library has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../tests/support/desk.rs"]
mod desk;
#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;
use std::sync::Arc;

use atlas_certs::app::filter::Filter;
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::expiry::Limits;
use atlas_certs::domain::holding::{Holding, Owner};
use desk::{certificate, now, project};

const CERTIFICATES: usize = 100_000;

fn main() {
    let one = |row| Certificate {
        subject: Some(format!("CN=svc-ledger-{row},OU=payments,O=Acme Retail,L=Lyon,ST=Rhone,C=FR").into()),
        ..certificate(row)
    };
    let owner = Arc::new(Owner { project: project("payments"), user: "svc-ledger".into() });
    let holdings: Vec<Holding> = (0..CERTIFICATES).map(|row| Holding::listed(one(row), Arc::clone(&owner))).collect();
    for typed in [
        "warehouse",
        "ledger-77",
        "2027-11",
        "4b:65:fd:99",
        "cn:77",
        "ou:payments",
        "severity:critical",
        "expires<30d",
        "~ldgr77",
        "/ledger-7+,/",
    ] {
        let filter = Filter::parse(typed).unwrap();
        ratio::print(
            typed,
            CERTIFICATES,
            || {
                let mut searcher = filter.searcher(Limits::default(), now());
                let found = holdings.iter().filter(|holding| searcher.admits(black_box(holding))).count();
                black_box(found);
            },
            "lower case",
            || {
                for holding in &holdings {
                    drop(black_box(holding.certificate.subject.as_ref().unwrap().to_lowercase()));
                }
            },
        );
    }
}
