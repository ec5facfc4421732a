//! What the server's answers tell: TLS, the version, the keys, the access list, the role, the rate limit, the clock.

use chrono::{DateTime, TimeDelta, Utc};

use crate::atlas::client::Client;
use crate::atlas::endpoint::BaseUrl;
use crate::atlas::error::{Cut, Error, Kind};
use crate::atlas::fleet::Fleet;
use crate::atlas::page::PageNumber;
use crate::cli::finding;
use crate::domain::figures::counted;
use crate::domain::lookup::Presented;
use crate::domain::naming;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::report::health::Finding;
use crate::runtime::clock;

/// With fewer requests left the program begins to wait.
const FEW: u64 = 20;
/// A network takes that long.
const CLOCK_OK: TimeDelta = TimeDelta::seconds(30);
/// From here on TLS and tokens begin to fail.
const CLOCK_BAD: TimeDelta = TimeDelta::minutes(5);

/// Each of these is passed only by a request that passed those before it.
const STEPS: [(&str, &str); 4] = [
    ("tls", "the server's certificate is trusted"),
    ("api", "the server speaks it"),
    ("keys", "Atlas knows them"),
    ("access list", "this address may use them"),
];

/// A request over the limit is turned away before anybody looks at its keys.
const RATE: &str = "rate limit";

/// Asks for the projects, and for the users of one where one is named; `shown` is the server's certificate.
pub(super) async fn check(
    client: &Client,
    base_url: &BaseUrl,
    shown: Option<&Presented>,
    project: Option<&str>,
) -> Vec<Finding> {
    let first = client.projects(PageNumber::MIN).await;
    let failed_at = first.as_ref().err().map(|why| step_of(why.kind()));
    let mut findings: Vec<Finding> = STEPS
        .iter()
        .take_while(|(check, _)| {
            failed_at.is_none_or(|failed| failed != *check && !(failed == RATE && *check == "keys"))
        })
        .map(|(check, line)| passed(check, line, client, base_url, shown))
        .collect();
    match &first {
        Err(why) => {
            let seen = shown.filter(|_| *why.kind() == Kind::Unreachable(Cut::Tls)).map(described).unwrap_or_default();
            findings.push(Finding::fail(step_of(why.kind()), why.headline() + &seen));
        }
        Ok(page) => {
            findings.push(role(client, project).await);
            findings.push(rate(client.requests_left()));
            findings.push(skew(page.server_time, clock::now()));
        }
    }
    findings
}

fn passed(check: &'static str, line: &str, client: &Client, base_url: &BaseUrl, shown: Option<&Presented>) -> Finding {
    match check {
        "tls" if base_url.is_loopback() && !base_url.is_https() => {
            Finding::ok(check, "none, and none is needed on this machine")
        }
        "tls" if !base_url.is_https() => Finding::warn(check, "none: keys cross the network in the clear; use https"),
        "tls" => Finding::ok(check, line.to_owned() + &shown.map(described).unwrap_or_default()),
        "api" => match client.api_in_use() {
            Some(api) => Finding::ok(check, format!("{api}, and {line}")),
            None => Finding::ok(check, "the server answers"),
        },
        _ => Finding::ok(check, line),
    }
}

/// Whose word the server's certificate is, and until when: where that is no public authority, a proxy looks into TLS.
fn described(shown: &Presented) -> String {
    let issuer = shown.issuer.as_deref().map(|issuer| format!("; issued by {}", Printable::new(issuer).quoted()));
    let end = shown.not_after.map(|end| format!("; its end is {}", end.format("%Y-%m-%d %H:%M UTC")));
    issuer.unwrap_or_default() + &end.unwrap_or_default()
}

/// At which step a request fails that fails so.
fn step_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Unreachable(Cut::Tls | Cut::NoTls) | Kind::Settings => "tls",
        Kind::KeysRejected => "keys",
        Kind::AddressNotListed(_) => "access list",
        Kind::RoleMissing => "role",
        Kind::SlowDown(_) => RATE,
        _ => "api",
    }
}

/// Whether the credentials may read the project, where one is named.
async fn role(client: &Client, wanted: Option<&str>) -> Finding {
    const CHECK: &str = "role";
    let projects: Vec<Project> = match finding::all(Fleet::from(client.clone()).walk_projects()).await {
        Ok(projects) => projects,
        Err(why) => return failed(CHECK, &why),
    };
    let seen = counted(projects.len(), "project");
    let Some(wanted) = wanted else {
        return match projects.len() {
            0 => Finding::fail(CHECK, "no project can be seen: give the credentials the role Project Read Only on one"),
            _ => Finding::ok(CHECK, format!("{seen} can be seen; name one with --project to check the role there")),
        };
    };
    let project = match naming::project(&projects, wanted) {
        Ok(project) => project,
        Err(why) => {
            let line = naming::not_found("project", wanted, &why);
            return Finding::fail(CHECK, format!("{line}; {seen} can be seen: check the name, or give a role there"));
        }
    };
    match client.users(&project.id, PageNumber::MIN).await {
        Ok(_) => Finding::ok(CHECK, format!("may read project {}", project.name)),
        Err(why) => failed(CHECK, &why),
    }
}

fn failed(check: &'static str, why: &Error) -> Finding {
    Finding::fail(check, why.headline())
}

fn rate(left: Option<u64>) -> Finding {
    match left {
        None => Finding::ok(RATE, "the server does not tell it"),
        Some(left) => {
            let line = format!("{} left", counted(usize::try_from(left).unwrap_or(usize::MAX), "request"));
            if left < FEW { Finding::warn(RATE, line + ": wait a minute") } else { Finding::ok(RATE, line) }
        }
    }
}

fn skew(server: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Finding {
    const CHECK: &str = "clock";
    let Some(server) = server else { return Finding::warn(CHECK, "the server does not tell its time") };
    let off = now - server;
    let (size, direction) = (off.abs(), if off > TimeDelta::zero() { "ahead of" } else { "behind" });
    let size_in_words = humantime::format_duration(std::time::Duration::from_secs(size.num_seconds().unsigned_abs()));
    let line = format!("this machine is {size_in_words} {direction} the server: set its clock");
    if size <= CLOCK_OK {
        Finding::ok(CHECK, "this machine agrees with the server")
    } else if size <= CLOCK_BAD {
        Finding::warn(CHECK, line)
    } else {
        Finding::fail(CHECK, line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::health::State;

    #[test]
    fn a_clock_is_judged_by_how_far_it_is_off() {
        let now = DateTime::UNIX_EPOCH;
        for (seconds, state, words) in [
            (-5, State::Ok, "agrees"),
            (30, State::Ok, "agrees"),
            (45, State::Warn, "45s behind"),
            (-301, State::Fail, "5m 1s ahead of"),
        ] {
            let found = skew(Some(now + TimeDelta::seconds(seconds)), now);
            assert!(found.state == state && found.line.contains(words), "{found:?}");
        }
    }

    #[test]
    fn a_rate_limit_that_runs_low_is_told() {
        let states = [None, Some(20), Some(19)].map(|left| rate(left).state);
        assert_eq!(states, [State::Ok, State::Ok, State::Warn]);
    }
}
