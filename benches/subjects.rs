//! What reading a subject costs, against the least that any reader must do: splitting at separators, unchecked; and against
//! OpenLDAP, where it is installed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
#![allow(missing_docs)]

#[path = "support/openldap.rs"]
mod openldap;
#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;

use atlas_certs::domain::subject::parse;
use openldap::OpenLdap;

const SUBJECTS: usize = 200_000;

/// Seven of ten with six RDNs, the others bare or with escapes, a hex value or a `+`; all different.
fn subjects() -> Vec<String> {
    let one = |number: usize| match number % 20 {
        0..14 => format!("CN=svc-{number},OU=payments,O=Acme Retail,L=Lyon,ST=Rhone,C=FR"),
        14..17 => format!("CN=svc-{number}"),
        17 => format!(r"CN=Sue\, Grabbit {number},O=a\2Bb\\c,C=GB"),
        18 => format!("1.3.6.1.4.1.1466.0=#04024869,CN={number}"),
        _ => format!("OU=Sales+CN=J. Smith {number},O=Widget Inc.,C=US"),
    };
    (0..SUBJECTS).map(one).collect()
}

fn split(subject: &str) -> Vec<(&str, &str)> {
    subject.split(',').filter_map(|part| part.split_once('=')).collect()
}

fn main() {
    let subjects = subjects();
    let parsed = || subjects.iter().for_each(|subject| drop(black_box(parse(black_box(subject)))));
    let what = "a subject parsed, checked and unescaped";
    let split = || subjects.iter().for_each(|subject| drop(black_box(split(black_box(subject)))));
    ratio::print(what, SUBJECTS, parsed, "splitting it at commas", split);
    match OpenLdap::with(&subjects) {
        Some(mut openldap) => {
            ratio::print(what, SUBJECTS, parsed, "OpenLDAP's ldap_str2dn", || openldap.parse_all());
        }
        None => println!("OpenLDAP is left out: its headers (libldap-dev) or a C compiler are not installed"),
    }
}
