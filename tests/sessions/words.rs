//! What is typed, pasted, told and answered in a session.

use std::time::Duration;

use atlas_certs::app::account::{Known, Roster, Who};
use atlas_certs::atlas::address::Address;
use atlas_certs::atlas::endpoint::Api;
use atlas_certs::atlas::error::{Cut, Error, Facts, Kind};
use atlas_certs::atlas::exchange::{Asked, Exchange, Outcome, Tried};
use atlas_certs::atlas::notice::Notice;
use atlas_certs::atlas::page::PageNumber;
use atlas_certs::domain::printable::Printable;
use atlas_certs::domain::project::ProjectId;

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

/// The place of the kind of error that says that the keys are not known.
pub const KEYS_REJECTED: usize = 0;

/// Why a request waits, which API is spoken, or what came of a request.
pub fn notice(which: usize) -> Notice {
    match which % 4 {
        0 => Notice::Waiting { why: error(4).cause(), tried: 1, of: 4, pause: Duration::ZERO },
        1 => Notice::ApiInUse(Api::V2),
        _ => Notice::Exchanged(exchange(which)),
    }
}

fn exchange(which: usize) -> Exchange {
    let id = || ProjectId::new(HOSTILE);
    let asked = [
        Asked::Token,
        Asked::Organisations,
        Asked::Projects,
        Asked::Users(id()),
        Asked::Certificates(id(), HOSTILE.into()),
    ];
    let outcomes =
        [Outcome::Status(200), Outcome::Status(401), Outcome::Cut(Cut::Tls), Outcome::TooLong, Outcome::GivenUp];
    let of = |count: usize, part: usize| which / part % count;
    Exchange {
        method: if which.is_multiple_of(5) { "POST" } else { "GET" },
        address: Address::of(&"https://cloud.mongodb.com/api/atlas/v2/groups?pageNum=1".parse().unwrap()),
        asked: asked[of(asked.len(), 1)].clone(),
        page: PageNumber::new(u32::try_from(which).unwrap() + 1).unwrap(),
        signed: !which.is_multiple_of(3),
        tried: Tried { nth: 1 + of(4, 2), of: 4 },
        again: which.is_multiple_of(7).then_some("the nonce was stale"),
        held: Duration::from_secs(if which.is_multiple_of(11) { 86_400 } else { 0 }),
        took: Duration::from_millis(which as u64 * 997),
        bytes: which * 1_013,
        outcome: outcomes[of(outcomes.len(), 3)],
        left: which.is_multiple_of(2).then_some(which as u64),
    }
}

/// A secret, in signs that stand nowhere else.
pub const SECRET: &str = "ᚠᚢᚦᚨᚱᚲ";

/// Whether any of the secret is in a text.
pub fn tells_of_the_secret(text: &str) -> bool {
    text.chars().any(|one| SECRET.contains(one))
}

/// The ways to sign in, of which there may be none.
pub fn roster(which: usize) -> Roster {
    let way = |source, name: &str, unusable: Option<&str>, who| Known {
        source,
        told: Printable::new(name).to_string(),
        unusable: unusable.map(str::to_owned),
        who,
    };
    let profile = |name: &str, unusable| way("profile", name, unusable, Who::Profile(name.to_owned()));
    let all = [
        profile("dev", None),
        profile("staging", None),
        profile(HOSTILE, Some(HOSTILE)),
        way("environment", HOSTILE, None, Who::Environment),
        profile(HOSTILE, None),
    ];
    let known = all.into_iter().take(which % 6).collect();
    Roster { known, has_keyring: which.is_multiple_of(2) }
}
