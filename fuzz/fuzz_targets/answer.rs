//! The body of an answer of Atlas, of any status, with and without an envelope: no row is lost, no serial changed, and
//! what is no list is told in one short line with a place in the body.
#![no_main]

use std::sync::LazyLock;

use atlas_certs::atlas::client::Client;
use atlas_certs::atlas::error::{Error, Kind};
use atlas_certs::atlas::page::{Page, PageNumber};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::project::ProjectId;
use atlas_certs_fuzz::{Atlas, answer, holds_nothing_hidden};
use libfuzzer_sys::{Corpus, fuzz_target};
use serde_json::Value;

/// Half of them good ones, which have most to say. A 401 is the other target's.
const STATUSES: [u16; 8] = [200, 200, 200, 200, 403, 404, 429, 500];

/// Of a sentence, in octets: what is told of a body is cut, and each character that a terminal would obey becomes eight.
const LONGEST: usize = 30_000;

static ATLAS: LazyLock<(Atlas, [Client; 2])> = LazyLock::new(|| {
    let atlas = Atlas::start();
    let clients = [atlas.client(false), atlas.client(true)];
    (atlas, clients)
});

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some((&how, body)) = input.split_first() else { return Corpus::Reject };
    let (atlas, clients) = &*ATLAS;
    let (status, client) = (STATUSES[usize::from(how % 8)], &clients[usize::from(how / 8 % 2)]);
    let ask = |asked: u8| atlas.asked(vec![answer(status, &[], body)], result_of(asked, client)).0;
    let first = ask(how / 16 % 4);
    assert_eq!(ask(how / 16 % 4), first, "the same answer twice");
    match first {
        Outcome::Certificates(Ok(page)) => holds_every_row(&page, body),
        Outcome::Others(Ok(items)) => assert!(items <= body.len() / 2),
        Outcome::Certificates(Err(why)) | Outcome::Others(Err(why)) => is_well_told(&why, body),
    }
    Corpus::Keep
});

#[derive(Debug, PartialEq)]
enum Outcome {
    Certificates(Result<Page<Certificate>, Error>),
    /// How many there are.
    Others(Result<usize, Error>),
}

async fn result_of(asked: u8, client: &Client) -> Outcome {
    let (project, page) = (ProjectId::new("5ec13d5f09d521a5206e5d72"), PageNumber::MIN);
    match asked {
        0 => Outcome::Others(client.projects(page).await.map(|page| page.items.len())),
        1 => Outcome::Others(client.users(&project, page).await.map(|page| page.items.len())),
        2 => Outcome::Others(client.organisations(page).await.map(|page| page.items.len())),
        _ => Outcome::Certificates(client.certificates(&project, "svc-ledger", page).await),
    }
}

/// Where the body is JSON in the letter, another reader finds the same rows and the same serials in it.
fn holds_every_row(page: &Page<Certificate>, body: &[u8]) {
    assert!(page.items.len() <= body.len() / 2);
    let Ok(whole @ Value::Object(_)) = serde_json::from_slice(body) else { return };
    let results = whole.get("results").filter(|results| !results.is_null()).unwrap_or(&whole["content"]["results"]);
    let rows = results.as_array().expect("a list, as the page has it");
    assert_eq!(page.items.len(), rows.len());
    for (read, row) in page.items.iter().zip(rows) {
        let Some(Value::Number(id)) = row.get("_id") else { continue };
        if id.is_i64() || id.is_u64() {
            assert_eq!(read.serial.as_ref().map(ToString::to_string), Some(id.to_string()));
        }
    }
}

fn is_well_told(why: &Error, body: &[u8]) {
    let told = why.headline();
    assert!(holds_nothing_hidden(&told) && told.len() < LONGEST, "{told:?}");
    let Kind::NotUnderstood(what) = why.kind() else { return };
    assert!(what.len() < 100, "{what}");
    let Some((_, place)) = what.rsplit_once(" at line ") else { return };
    let (line, column) = place.split_once(" column ").expect("a column beside the line");
    let (line, column): (usize, usize) = (line.parse().unwrap(), column.parse().unwrap());
    let written = body.split(|octet| *octet == b'\n').nth(line - 1).expect("a line of the body");
    assert!(column <= written.len() + 1, "{what}");
}
