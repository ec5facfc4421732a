//! Names that a company would give. Combined by number, so that a project's users are all called differently.

use super::super::noise::Noise;
use super::SignIn;

const STEMS: &[&str] = &["svc", "app", "job", "etl", "api", "worker", "batch"];

const DUTIES: &[&str] = &[
    "ledger-export",
    "refund",
    "payout",
    "orders",
    "cart",
    "invoices",
    "stock",
    "pricing",
    "search",
    "mailer",
    "webhooks",
    "audit",
    "reports",
    "metrics",
    "sync",
    "archive",
    "cleanup",
    "import",
    "fraud-score",
    "sessions",
    "catalogue",
    "tax",
    "shipping",
    "returns",
    "loyalty",
    "coupons",
    "images",
    "recommend",
    "billing",
    "events",
    "identity",
    "backfill",
    "reconcile",
];

const PEOPLE: &[&str] = &[
    "ana.kovac",
    "ben.adeyemi",
    "chloe.martin",
    "dmitri.orlov",
    "elif.yilmaz",
    "farah.haddad",
    "giulia.rossi",
    "hiro.tanaka",
    "ines.costa",
    "jonas.weber",
    "kavya.nair",
    "liam.obrien",
    "maja.nowak",
    "noor.jansen",
    "oscar.lind",
    "priya.shah",
    "quentin.dubois",
    "rosa.alvarez",
    "sami.laine",
    "tariq.aziz",
];

const TEAMS: &[&str] = &["dba", "platform", "data-readers", "on-call", "analysts", "security", "release"];

/// The name of the user at `place` of a project, for the way they sign in.
pub(super) fn user(sign_in: SignIn, organisation: &str, project: &str, place: usize, noise: Noise) -> String {
    let service = service(place, noise);
    match sign_in {
        SignIn::ManagedX509 => service,
        SignIn::Scram if place.is_multiple_of(3) => format!("{service}-rw"),
        SignIn::Scram => numbered(PEOPLE, place, noise),
        SignIn::OidcGroup => {
            format!("{}/{}", noise.named("identity provider").object_id(), numbered(TEAMS, place, noise))
        }
        SignIn::AwsUser => format!("arn:aws:iam::{}:user/{project}/{service}", account(noise)),
        SignIn::AwsRole => format!("arn:aws:iam::{}:role/{service}", account(noise)),
        SignIn::LdapUser => format!("CN={},OU=People,DC=acme,DC=example", numbered(PEOPLE, place, noise)),
        SignIn::LdapGroup => format!("CN={},OU=Groups,DC=acme,DC=example", numbered(TEAMS, place, noise)),
        SignIn::CustomerX509 => format!("C=FR,L=Lyon,O={organisation},OU={project},CN={service}"),
    }
}

/// A stem and a duty; all different for places below 231.
fn service(place: usize, noise: Noise) -> String {
    let start = usize::try_from(noise.named("service").below(1000)).unwrap_or(0);
    let place = place + start;
    let duty = DUTIES.get(place % DUTIES.len()).copied().unwrap_or_default();
    // 7 stems and 33 duties have no common divisor, so that the pair repeats only after 231 places.
    let stem = STEMS.get(place % STEMS.len()).copied().unwrap_or_default();
    format!("{stem}-{duty}")
}

/// A name of the list; with a number behind it where the list is used up.
fn numbered(names: &[&str], place: usize, noise: Noise) -> String {
    let start = usize::try_from(noise.named("start").below(1000)).unwrap_or(0);
    let name = names.get((place + start) % names.len().max(1)).copied().unwrap_or_default();
    match place / names.len().max(1) {
        0 => name.to_owned(),
        round => format!("{name}-{}", round + 1),
    }
}

fn account(noise: Noise) -> String {
    format!("{:012}", noise.named("account").below(1_000_000_000_000))
}
