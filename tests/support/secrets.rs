//! Secrets, and whether any of them is found: as it is, in hexadecimal, or in Base64, wherever in it the secret begins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Each secret with all the ways in which it may be written.
pub struct Secrets(Vec<(String, Vec<String>)>);

impl Secrets {
    pub fn new(secrets: &[&str]) -> Self {
        Self(secrets.iter().map(|secret| ((*secret).to_owned(), ways(secret))).collect())
    }

    /// The first secret that is found.
    pub fn found(&self, bytes: &[u8]) -> Option<&str> {
        let text = String::from_utf8_lossy(bytes);
        let has = |way: &String| text.contains(way);
        self.0.iter().find(|(_, ways)| ways.iter().any(has)).map(|(secret, _)| secret.as_str())
    }

    #[track_caller]
    pub fn are_not_in(&self, place: &str, bytes: &[u8]) {
        if let Some(secret) = self.found(bytes) {
            panic!("{secret} stands in {place}:\n{}", String::from_utf8_lossy(bytes));
        }
    }

    /// Looks through every file of a folder and below but those that `planted` picks; returns how many there were.
    #[track_caller]
    pub fn are_in_no_file(&self, folder: &Path, planted: &dyn Fn(&Path) -> bool) -> usize {
        let mut files = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files += self.are_in_no_file(&path, planted);
            } else if !planted(&path) {
                self.are_not_in(&path.display().to_string(), &fs::read(&path).unwrap());
                files += 1;
            }
        }
        files
    }
}

fn ways(secret: &str) -> Vec<String> {
    let hex = |digit: fn(u8) -> String| secret.bytes().map(digit).collect::<String>();
    let mut ways = vec![secret.to_owned(), hex(|byte| format!("{byte:02x}")), hex(|byte| format!("{byte:02X}"))];
    for before in 0..3 {
        let bytes = [vec![0; before], secret.as_bytes().to_vec()].concat();
        for encoded in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            // The first and the last letters depend on what stands beside the secret.
            let whole = bytes.len() * 8 / 6;
            ways.push(encoded[(before * 8).div_ceil(6)..whole].to_owned());
        }
    }
    ways
}

#[test]
fn a_secret_is_found_however_it_is_written() {
    let secrets = Secrets::new(&["s3cret~>?-of-a-test"]);
    for beside in ["", "a", "ab", "abc"] {
        let text = format!("{beside}s3cret~>?-of-a-test{beside}");
        let hex: String = text.bytes().map(|byte| format!("{byte:02X}")).collect();
        for written in
            [text.clone(), hex.to_lowercase(), hex, STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)]
        {
            assert!(secrets.found(format!("x{written}y").as_bytes()).is_some(), "{written}");
        }
    }
    assert_eq!(secrets.found(b"s3cret~>?-of-a-tes"), None);
}
