//! What is typed, pasted, told and answered in a session.

use std::time::Duration;

use atlas_certs::app::account::{Known, Who};
use atlas_certs::atlas::endpoint::Api;
use atlas_certs::atlas::error::{Cut, Error, Facts, Kind};
use atlas_certs::atlas::notice::Notice;

/// What a terminal would obey or hide, and what is wide, joined or right to left.
pub const HOSTILE: &str = "\u{1b}[2J\u{7}\u{202e}a\u{200b}\u{9b}31m\t\r\n\u{0}株é\u{301}👩‍👩‍👧שלום\u{feff}⟨1B⟩";

/// What a person types, of every language that is spoken at a prompt.
pub const TYPED: &[&str] = &[
    "ledger",
    "severity:expired",
    "end<30d",
    "end<",
    "created>2026-09-01 or (",
    "\"open",
    "/CN=svc.*7/",
    "serial:4b:65:",
    "not CN=svc-ledger-1",
    "2026-12-24",
    "137",
    "payments",
    "nobody",
    "株式",
    "-",
    "",
];

/// The beginning of a certificate as `openssl` writes it.
const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUS2VmZ2hpamtsbW5vcHFyc3R1dnd4MAoGCCqGSM49BAMC\n";

/// What may be on a clipboard.
pub fn pasted(which: usize) -> String {
    match which {
        0 => "5433027191242719574".to_owned(),
        1 => "4B:65:F5:6E:86:1F:95:16".to_owned(),
        2 => "0x4b65f56e861f9517".to_owned(),
        3 => "CN=svc-ledger-3,OU=payments,O=Acme".to_owned(),
        4 => "/O=Acme/OU=payments/CN=svc-ledger-4".to_owned(),
        5 => "subject=CN = svc-ledger-5, OU = payments, O = Acme\nserial=4B65F56E861F951B".to_owned(),
        6 => PEM.to_owned(),
        7 => format!("{PEM}!!!not base64!!!\n-----END CERTIFICATE-----\n"),
        8 => HOSTILE.to_owned(),
        9 => "x".repeat(200_000),
        10 => "CN=a,".repeat(30_000),
        11 => HOSTILE.repeat(3_000),
        _ => "ledger\nsecond line".to_owned(),
    }
}

/// How many there are to choose from.
pub const PASTED: usize = 13;

/// Every way in which a request can fail.
pub fn error(which: usize) -> Error {
    let kinds = [
        Kind::KeysRejected,
        Kind::RoleMissing,
        Kind::AddressNotListed(None),
        Kind::AddressNotListed(Some(HOSTILE.to_owned())),
        Kind::NotFound,
        Kind::SlowDown(None),
        Kind::SlowDown(Some(Duration::from_secs(u64::MAX))),
        Kind::Unreachable(Cut::Name),
        Kind::Unreachable(Cut::Connection),
        Kind::Unreachable(Cut::Tls),
        Kind::Unreachable(Cut::NoTls),
        Kind::Unreachable(Cut::Proxy),
        Kind::Unreachable(Cut::Time),
        Kind::Unreachable(Cut::Broken),
        Kind::NotUnderstood(HOSTILE.to_owned()),
        Kind::Redirected(HOSTILE.to_owned()),
        Kind::Refused,
        Kind::Retired,
        Kind::VersionNotSpoken,
        Kind::NeitherVersionSpoken,
        Kind::ServerTrouble,
        Kind::Settings,
    ];
    let told = Facts {
        request: Some("GET /api/atlas/v2/groups".to_owned()),
        server: Some(HOSTILE.to_owned()),
        status: Some(503),
        code: Some(HOSTILE.to_owned()),
        detail: Some(HOSTILE.to_owned()),
        causes: vec![HOSTILE.to_owned(); 3],
    };
    Error::new(kinds[which % kinds.len()].clone(), HOSTILE, told)
}

/// Why a request waits, or which API is spoken.
pub fn notice(waits: bool) -> Notice {
    if waits {
        Notice::Waiting { why: error(4).cause(), tried: 1, of: 4, pause: Duration::ZERO }
    } else {
        Notice::ApiInUse(Api::V2)
    }
}

/// Ways to sign in.
pub fn known() -> Vec<Known> {
    ["dev", "staging"]
        .map(|name| Known {
            source: "profile",
            told: name.to_owned(),
            unusable: None,
            who: Who::Profile(name.to_owned()),
        })
        .to_vec()
}
