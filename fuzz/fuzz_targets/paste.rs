//! Something pasted, as text and as a certificate: few clues, each of which can be used, and the same ones whatever blanks
//! stand around it.
#![no_main]

use atlas_certs::domain::lookup::{Clue, Presented, certain_serial, certificate, is_long_number, recognise};
use atlas_certs::domain::serial::Serial;
use atlas_certs::domain::subject::parse;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let text = String::from_utf8_lossy(octets);
    let clues = recognise(&text);
    assert!(clues.len() <= 32);
    for (place, clue) in clues.iter().enumerate() {
        assert!(!clues[..place].contains(clue), "{clue:?} twice");
        match clue {
            Clue::Certificate(presented) => is_usable(presented),
            Clue::Serial(serial) => reads_the_same(serial),
            Clue::Subject(pasted) => assert!(pasted.parsed().is_some(), "{pasted:?}"),
        }
    }
    if let Some(serial) = certain_serial(&text) {
        reads_the_same(&serial);
    }
    if text.len() < 60_000 {
        assert_eq!(recognise(&format!(" {text}\n")), clues);
    }
    if is_long_number(&text) {
        assert!(!clues.is_empty());
    }
    if let Some(presented) = certificate(octets) {
        is_usable(&presented);
        let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(octets));
        if pem.len() < 60_000 {
            assert_eq!(recognise(&pem), [Clue::Certificate(presented)]);
        }
    }
});

fn is_usable(presented: &Presented) {
    assert!(parse(&presented.subject).is_ok(), "{}", presented.subject);
    if let Some(issuer) = &presented.issuer {
        assert!(parse(issuer).is_ok(), "{issuer}");
    }
    reads_the_same(&presented.serial);
}

/// That a serial is the same when it is read again, decimal or hexadecimal.
fn reads_the_same(serial: &Serial) {
    assert_eq!(serial.to_string().parse().as_ref(), Ok(serial));
    assert_eq!(Serial::from_hex(&serial.hex_plain()).as_ref(), Some(serial));
}
