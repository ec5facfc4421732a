//! What a 401 asks for, a header a line: it is answered as a server of another make expects, or it is refused in a
//! sentence; no challenge brings on more than a few requests, and none brings out the key.
#![no_main]

use std::sync::LazyLock;

use atlas_certs::atlas::client::Client;
use atlas_certs::atlas::page::PageNumber;
use atlas_certs_fuzz::{Atlas, PRIVATE_KEY, PUBLIC_KEY, answer, holds_nothing_hidden};
use digest_auth::{AuthContext, AuthorizationHeader, HttpMethod};
use libfuzzer_sys::{Corpus, fuzz_target};

/// What is challenged with first, so that every input finds the client as every other does.
const USUAL: &[u8] = br#"Digest realm="MMS Public API", domain="", nonce="sZ+6dXvGEgRAbJ9LvLqT8w==", algorithm=MD5, qop="auth", stale=false"#;

static ATLAS: LazyLock<(Atlas, Client)> = LazyLock::new(|| {
    let atlas = Atlas::start();
    let client = atlas.client(false);
    (atlas, client)
});

fuzz_target!(|input: &[u8]| -> Corpus {
    if !input.iter().all(|octet| matches!(octet, b'\n' | b'\t' | 32..=126 | 128..)) {
        return Corpus::Reject;
    }
    let challenges: Vec<(&str, &[u8])> =
        input.split(|octet| *octet == b'\n').map(|one| ("www-authenticate", one)).collect();
    if challenges.len() > 16 {
        return Corpus::Reject;
    }
    let (atlas, client) = &*ATLAS;
    let usual = answer(401, &[("www-authenticate", USUAL)], b"");
    let (projects, _) = atlas.asked(vec![usual], client.projects(PageNumber::MIN));
    projects.expect("an answer to the usual challenge");
    let asked = answer(401, &challenges, b"");
    for times in [1, 2, 20] {
        let (projects, heard) = atlas.asked(vec![asked.clone(); times], client.projects(PageNumber::MIN));
        assert!((1..=6).contains(&heard.len()), "{} requests", heard.len());
        heard.iter().for_each(|request| is_fit(request));
        if let Err(why) = projects {
            let told = why.headline();
            assert!(holds_nothing_hidden(&told) && !told.contains(PRIVATE_KEY), "{told:?}");
        }
    }
    Corpus::Keep
});

/// That a request has no key in it, and a response that the other implementation makes as well, where it can read it.
fn is_fit(request: &str) {
    assert!(!request.contains(PRIVATE_KEY), "{request}");
    let (target, headers) = request.split_once(" HTTP/1.1\r\n").expect("a request line");
    let target = target.strip_prefix("GET ").expect("a GET");
    let Some(sent) = headers.lines().find_map(|line| line.strip_prefix("authorization: ")) else { return };
    assert!(sent.starts_with("Digest "), "{sent}");
    let Ok(mut read) = AuthorizationHeader::parse(sent) else { return };
    assert_eq!(read.uri, target);
    let response = std::mem::take(&mut read.response);
    let mut context = AuthContext::new_with_method(PUBLIC_KEY, PRIVATE_KEY, target, Some(&b""[..]), HttpMethod::GET);
    if let Some(cnonce) = read.cnonce.clone() {
        context.set_custom_cnonce(cnonce);
    }
    read.digest(&context);
    assert_eq!(read.response, response, "{sent}");
}
