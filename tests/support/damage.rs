//! What was right once: some of its octets changed, lost, doubled or strange.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What readers trip over.
const STRANGE: &[&[u8]] = &[
    b"",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\x00",
    b"\x1b[2J",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"[",
    b"]]",
    b"{",
    b"}",
    b",",
    b"=",
    b":",
    b"#",
    b"\n",
    b"\r",
    b"-",
    b"00",
    b"1e999",
    b"99999999999999999999999",
    b"null",
    b"true",
];

#[derive(Debug, Clone)]
enum Blow {
    Change(Index, u8),
    Lose(Index, usize),
    Double(Index, usize),
    Insert(Index, &'static [u8]),
    Cut(Index),
}

fn blow() -> impl Strategy<Value = Blow> {
    prop_oneof![
        3 => (any::<Index>(), any::<u8>()).prop_map(|(at, octet)| Blow::Change(at, octet)),
        3 => (any::<Index>(), 1_usize..30).prop_map(|(at, length)| Blow::Lose(at, length)),
        2 => (any::<Index>(), 1_usize..60).prop_map(|(at, length)| Blow::Double(at, length)),
        5 => (any::<Index>(), select(STRANGE)).prop_map(|(at, what)| Blow::Insert(at, what)),
        1 => any::<Index>().prop_map(Blow::Cut),
    ]
}

fn suffer(octets: &mut Vec<u8>, blow: &Blow) {
    let place = |at: &Index| at.index(octets.len() + 1);
    match blow {
        Blow::Change(at, octet) => {
            let at = place(at);
            octets.splice(at..(at + 1).min(octets.len()), [*octet]);
        }
        Blow::Lose(at, length) => {
            let at = place(at);
            octets.drain(at..(at + length).min(octets.len()));
        }
        Blow::Double(at, length) => {
            let at = place(at);
            let part = octets[at..(at + length).min(octets.len())].to_vec();
            octets.splice(at..at, part);
        }
        Blow::Insert(at, what) => {
            let at = place(at);
            octets.splice(at..at, what.iter().copied());
        }
        Blow::Cut(at) => octets.truncate(place(at)),
    }
}

/// What is left of `right` after up to six blows.
pub fn damaged(right: &'static str) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(blow(), 0..7).prop_map(move |blows| {
        let mut octets = right.as_bytes().to_vec();
        for blow in &blows {
            suffer(&mut octets, blow);
        }
        octets
    })
}

/// The same, or octets that were never right.
pub fn damaged_or_strange(right: &'static str) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => damaged(right), 1 => proptest::collection::vec(any::<u8>(), 0..400)]
}
