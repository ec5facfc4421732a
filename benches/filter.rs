//! What it costs to ask one certificate of a long list, against writing its subject in lower case: the least that a
//! search without case would do with what the standard library has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../tests/support/desk.rs"]
mod desk;
#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;

use atlas_certs::app::filter::Filter;
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::expiry::Limits;
use desk::{certificate, now};

const CERTIFICATES: usize = 100_000;

fn main() {
    let one = |row| Certificate {
        subject: Some(format!("CN=svc-ledger-{row},OU=payments,O=Acme Retail,L=Lyon,ST=Rhone,C=FR").into()),
        ..certificate(row)
    };
    let certificates: Vec<Certificate> = (0..CERTIFICATES).map(one).collect();
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
                let found = certificates.iter().filter(|certificate| searcher.admits(black_box(certificate))).count();
                black_box(found);
            },
            "lower case",
            || {
                for certificate in &certificates {
                    drop(black_box(certificate.subject.as_ref().unwrap().to_lowercase()));
                }
            },
        );
    }
}
