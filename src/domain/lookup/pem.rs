//! Certificates in PEM form (RFC 7468), as a file has them, as a log line with `\n` in it, or cut at the end.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Presented, der};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
const CERTIFICATES: [&str; 3] = ["CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"];

/// A paste may be cut anywhere, also within its last four characters.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The certificates, and the text without any block: what is left can be read for other clues, and a private key that
/// was pasted along is in neither.
pub(super) fn split(text: &str) -> (Vec<Presented>, String) {
    let (mut certificates, mut left) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some((before, block)) = rest.split_once(BEGIN) {
        left += before;
        let (label, body) = block.split_once(DASHES).unwrap_or((block, ""));
        let (body, after) = body.split_once(END).unwrap_or((body, ""));
        if CERTIFICATES.contains(&label) {
            certificates.extend(certificate(body));
        }
        rest = after.split_once(DASHES).map_or("", |(_, after)| after);
        left.push('\n');
    }
    (certificates, left + rest)
}

fn certificate(body: &str) -> Option<Presented> {
    // The letter of an escaped line end is no base64.
    let body = body.replace("\\n", "").replace("\\r", "");
    let mut base64: Vec<u8> =
        body.bytes().filter(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte)).collect();
    if base64.len() % 4 == 1 {
        base64.pop();
    }
    der::certificate(&LENIENT.decode(base64).ok()?)
}
