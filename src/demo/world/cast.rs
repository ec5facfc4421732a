//! Who is in the world: the organisations, the projects with their numbers of users, and the users with a story.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::noise::Noise;
use super::issue::{self, Certificate, Issued, Series};
use super::{Organisation, Project, Role, SWEPT_AFTER, SignIn, User, museum, names};

const ORGANISATIONS: &[&str] = &["Acme Data Platform", "Acme Logistics", "Acme Retail"];

/// What is said of a project before the dice are thrown.
struct Plan {
    name: &'static str,
    /// The place of its organisation in [`ORGANISATIONS`].
    organisation: usize,
    /// How many users the dice give it, besides those with a story.
    users: usize,
    style: Style,
}

/// How the users of a project sign in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// A mixture, with subjects `CN=<user>`.
    Mixed,
    /// A mixture, with subjects `CN=<user>,OU=<project>,O=<organisation>`.
    MixedFull,
    /// Passwords only.
    ScramOnly,
    /// A mixture that the demo's credential may not see.
    Forbidden,
}

const fn plan(name: &'static str, organisation: usize, users: usize, style: Style) -> Plan {
    Plan { name, organisation, users, style }
}

const PROJECTS: &[Plan] = &[
    plan("Acme Platform", 0, 14, Style::Mixed),
    plan("Data Science Sandbox", 0, 21, Style::Mixed),
    plan("QA Playground", 2, 9, Style::ScramOnly),
    plan("analytics", 0, 46, Style::Mixed),
    plan("billing", 2, 33, Style::MixedFull),
    plan("catalogue", 2, 18, Style::Mixed),
    plan("checkout", 2, 27, Style::MixedFull),
    plan("compliance", 2, 7, Style::MixedFull),
    plan("customer-360", 0, 100, Style::Mixed),
    plan("fraud-detection", 2, 24, Style::Mixed),
    plan("greenfield", 1, 0, Style::Mixed),
    plan("identity", 2, 39, Style::Mixed),
    plan("inventory", 1, 31, Style::MixedFull),
    plan("ledger-archive", 2, 12, Style::Mixed),
    plan("load-test", 0, 4, Style::Mixed),
    plan("logistics", 1, 62, Style::MixedFull),
    plan("marketing-events", 2, 17, Style::Mixed),
    plan("notifications", 2, 22, Style::Mixed),
    plan("payments", 2, 34, Style::MixedFull),
    plan("payments-staging", 2, 19, Style::MixedFull),
    plan("pricing", 2, 11, Style::Mixed),
    plan("search", 0, 15, Style::Mixed),
    plan("vault", 2, 5, Style::Forbidden),
    plan("warehouse", 1, 71, Style::Mixed),
];

/// How the users of a mixed project sign in, over and over.
const MIXTURE: &[SignIn] = &[
    SignIn::ManagedX509,
    SignIn::Scram,
    SignIn::Scram,
    SignIn::ManagedX509,
    SignIn::OidcGroup,
    SignIn::Scram,
    SignIn::AwsRole,
    SignIn::ManagedX509,
    SignIn::CustomerX509,
    SignIn::Scram,
    SignIn::LdapUser,
    SignIn::Scram,
    SignIn::AwsUser,
    SignIn::LdapGroup,
];

/// All organisations.
pub(super) fn organisations(noise: Noise) -> Vec<Organisation> {
    ORGANISATIONS
        .iter()
        .map(|name| Organisation { id: noise.named("organisation").named(name).object_id(), name: (*name).to_owned() })
        .collect()
}

/// All projects, in no order.
pub(super) fn projects(noise: Noise, organisations: &[Organisation], now: DateTime<Utc>) -> Vec<Project> {
    PROJECTS
        .iter()
        .filter_map(|plan| Some(project(noise.named(plan.name), plan, organisations.get(plan.organisation)?, now)))
        .collect()
}

fn project(noise: Noise, plan: &Plan, organisation: &Organisation, now: DateTime<Utc>) -> Project {
    let mut users = stories(noise, plan.name, organisation, now);
    let known: HashSet<String> = users.iter().map(|user| user.name.clone()).collect();
    users.extend(
        (0..plan.users)
            .map(|place| extra(noise, plan, organisation, place, now))
            .filter(|user| !known.contains(&user.name)),
    );
    // No order: neither by name nor by database.
    users.sort_by_key(|user| noise.named("order").named(&user.name).named(user.database()).word());
    let environment =
        if plan.name.ends_with("staging") || plan.name.contains("test") { "staging" } else { "production" };
    Project {
        id: noise.object_id(),
        name: plan.name.to_owned(),
        organisation: organisation.id.clone(),
        clusters: if users.is_empty() { 0 } else { u32::try_from(1 + noise.named("clusters").below(6)).unwrap_or(1) },
        created_at: now - TimeDelta::minutes(i64::try_from(noise.named("created").below(3_000_000)).unwrap_or(0)),
        tags: vec![("environment".to_owned(), environment.to_owned())],
        has_role: plan.style != Style::Forbidden,
        users,
        departed: departed(noise, plan.name, organisation, now),
    }
}

/// One of the users whom the dice give.
fn extra(noise: Noise, plan: &Plan, organisation: &Organisation, place: usize, now: DateTime<Utc>) -> User {
    let sign_in = match plan.style {
        Style::ScramOnly => SignIn::Scram,
        _ => MIXTURE.get(place % MIXTURE.len()).copied().unwrap_or(SignIn::Scram),
    };
    let mut name = names::user(sign_in, &organisation.name, plan.name, place, noise);
    let own = noise.named("user").numbered(place as u64);
    let mut subject = match plan.style {
        Style::MixedFull => full_subject(&name, plan.name, organisation),
        _ => format!("CN={name}"),
    };
    let managed = sign_in == SignIn::ManagedX509;
    // Some are named by their whole DN, as Atlas's specification has it.
    if managed && own.named("by DN").below(6) == 0 {
        subject = full_subject(&name, plan.name, organisation);
        name.clone_from(&subject);
    }
    User {
        sign_in,
        roles: roles(own),
        scopes: if own.named("scope").below(9) == 0 { vec!["Cluster0".to_owned()] } else { Vec::new() },
        description: (own.named("note").below(7) == 0).then(|| own.named("text").pick(NOTES).to_owned()),
        delete_after: (own.named("temporary").below(15) == 0)
            .then(|| now + TimeDelta::minutes(i64::try_from(30 + own.named("until").below(9000)).unwrap_or(30))),
        certificates: if managed { a_few(own, &subject, now) } else { Issued::none() },
        name,
    }
}

const NOTES: &[&str] = &[
    "Owned by the payments team, see the runbook",
    "Rotated by Terraform",
    "Temporary, ask platform before you delete it",
    "Migration of 2025; still in use?",
    "Read-only for the finance dashboards",
];

fn full_subject(name: &str, project: &str, organisation: &Organisation) -> String {
    format!("CN={name},OU={project},O={}", organisation.name)
}

fn roles(noise: Noise) -> Vec<Role> {
    let database = noise.named("database").pick(&["orders", "ledger", "events", "catalogue", "reporting"]).to_owned();
    match noise.named("role").below(6) {
        0 => vec![Role { name: "atlasAdmin", database: "admin".to_owned(), collection: None }],
        1 => vec![Role { name: "readAnyDatabase", database: "admin".to_owned(), collection: None }],
        2 => vec![Role { name: "read", database, collection: Some("daily".to_owned()) }],
        3 => vec![
            Role { name: "read", database: database.clone(), collection: None },
            Role { name: "readWrite", database: format!("{database}_work"), collection: None },
        ],
        _ => vec![Role { name: "readWrite", database, collection: None }],
    }
}

/// None for one user in twelve; else 1 to 4, renewed at a pace of weeks, each living 3 months or, for some, more.
fn a_few(noise: Noise, subject: &str, now: DateTime<Utc>) -> Issued {
    if noise.named("none").below(12) == 0 {
        return Issued::none();
    }
    let months = match noise.named("months").below(8) {
        0 => 24,
        1 => 12,
        2 => 6,
        _ => 3,
    };
    let lifetime = u64::from(months) * 28 * 24 * 60;
    let count = 1 + noise.named("count").below(4);
    // Oldest first, spread over the lifetime.
    let all = (0..count)
        .map(|place| {
            let noise = noise.numbered(place);
            let left = (place * lifetime + noise.named("left").below(lifetime)) / count + 10;
            let not_after = now + TimeDelta::minutes(i64::try_from(left).unwrap_or(10)) + seconds(noise);
            issue::ending_at(not_after, months, issue::serial(noise), subject)
        })
        .collect();
    in_order(all)
}

fn seconds(noise: Noise) -> TimeDelta {
    TimeDelta::seconds(i64::try_from(noise.named("second").below(60)).unwrap_or(0))
}

/// By `createdAt`, as Atlas lists them.
fn in_order(mut all: Vec<Certificate>) -> Issued {
    all.sort_by_key(|certificate| certificate.created_at);
    Issued::Few(all)
}

/// The users with a story, by project.
fn stories(noise: Noise, project: &str, organisation: &Organisation, now: DateTime<Utc>) -> Vec<User> {
    let story = |name: &str, certificates| managed(noise, name, certificates);
    let bare = |name: &str, count, pace, months| {
        story(name, series(noise.named(name), count, pace, months, format!("CN={name}"), now))
    };
    let day = TimeDelta::days(1);
    match project {
        "Acme Platform" => vec![story("api-gateway", every_severity(noise, "CN=api-gateway", now))],
        "payments" => {
            let ledger = full_subject("svc-ledger", project, organisation);
            let hourly = full_subject("hourly-rotation", project, organisation);
            vec![
                story("svc-ledger", every_severity(noise, &ledger, now)),
                // 24 months of hours, less what a job misses.
                story("hourly-rotation", series(noise, 17_500, TimeDelta::hours(1), 24, hourly, now)),
                story("svc-new", Issued::none()),
                story("svc-settlement", just_ended(noise, project, organisation, now)),
                namesake("svc-ledger"),
            ]
        }
        "load-test" => vec![
            bare("etl-fleet", 100_000, TimeDelta::seconds(630), 24),
            bare("exactly-100", 100, day, 6),
            bare("exactly-101", 101, day, 6),
            bare("exactly-500", 500, day, 18),
            bare("exactly-501", 501, day, 18),
        ],
        "analytics" => vec![bare("daily-rotation", 730, day, 24)],
        "billing" => vec![bare("nightly-close", 365, day, 12)],
        "warehouse" => vec![bare("nightly-load", 730, day, 24), bare("stock-count", 240, day * 3, 24)],
        "compliance" => vec![story("dn-museum", dn_museum(noise, now))],
        _ => Vec::new(),
    }
}

/// The only certificate of a user, which ended an hour ago and was just taken off the list.
fn just_ended(noise: Noise, project: &str, organisation: &Organisation, now: DateTime<Utc>) -> Issued {
    let ended = now - SWEPT_AFTER - TimeDelta::minutes(2);
    let serial = issue::serial(noise.named("just ended"));
    let subject = full_subject("svc-settlement", project, organisation);
    Issued::Few(vec![issue::ending_at(ended, 3, serial, &subject)])
}

/// The deleted users of a project.
fn departed(noise: Noise, project: &str, organisation: &Organisation, now: DateTime<Utc>) -> Vec<User> {
    if project != "payments" {
        return Vec::new();
    }
    let name = "svc-refund-v1";
    let subject = full_subject(name, project, organisation);
    let serial = issue::serial(noise.named("departed"));
    let certificate = issue::ending_at(now + TimeDelta::days(23), 3, serial, &subject);
    vec![managed(noise, name, Issued::Few(vec![certificate]))]
}

fn managed(noise: Noise, name: &str, certificates: Issued) -> User {
    User {
        name: name.to_owned(),
        sign_in: SignIn::ManagedX509,
        roles: roles(noise.named(name)),
        scopes: Vec::new(),
        description: None,
        delete_after: None,
        certificates,
    }
}

/// Somebody of the same name who signs in with a password: a user is known by database and name.
fn namesake(name: &str) -> User {
    User {
        name: name.to_owned(),
        sign_in: SignIn::Scram,
        roles: vec![Role { name: "read", database: "ledger".to_owned(), collection: None }],
        scopes: Vec::new(),
        description: Some("Before X.509; to be deleted".to_owned()),
        delete_after: None,
        certificates: Issued::none(),
    }
}

fn series(noise: Noise, count: usize, pace: TimeDelta, months: u32, subject: String, now: DateTime<Utc>) -> Issued {
    Issued::Series(Series { noise: noise.named("series"), count, pace, months, until: now, subject })
}

/// A handful with every severity; one that expired a minute ago is still listed, as Atlas sweeps lazily. One with a
/// longer life stands among the others: the list is in the order of `createdAt`, not of the end.
fn every_severity(noise: Noise, subject: &str, now: DateTime<Utc>) -> Issued {
    let hours = TimeDelta::hours;
    let ends = [
        (-TimeDelta::minutes(1), 3),
        (TimeDelta::minutes(42), 3),
        (hours(3) + TimeDelta::minutes(12), 3),
        (hours(44), 3),
        (hours(24 * 5 + 7), 3),
        (hours(24 * 12 + 3), 3),
        (hours(24 * 19 + 14), 3),
        (hours(24 * 131), 6),
        (hours(24 * 43 + 9), 3),
        (hours(24 * 61 + 2), 3),
        (hours(24 * 84 + 20), 3),
    ];
    let all = ends
        .into_iter()
        .zip(0..)
        .map(|((left, months), place)| {
            let serial = match place {
                // Serials are drawn from 63 bits, so a few are short.
                5 => 3_263_455_419_725_606,
                8 => 46_207,
                _ => issue::serial(noise.named("severity").numbered(place)),
            };
            issue::ending_at(now + left, months, serial, subject)
        })
        .collect();
    in_order(all)
}

/// A certificate for each subject of the museum, one issued every two days.
fn dn_museum(noise: Noise, now: DateTime<Utc>) -> Issued {
    let first = now - TimeDelta::days(2 * 36);
    let all = museum::subjects()
        .zip(0..)
        .map(|(subject, place)| {
            let serial = issue::serial(noise.named("museum").numbered(place));
            let issued =
                first + TimeDelta::days(2 * i64::try_from(place).unwrap_or(0)) + seconds(noise.numbered(place));
            issue::issued_at(issued, 3, serial, &subject)
        })
        .collect();
    in_order(all)
}
