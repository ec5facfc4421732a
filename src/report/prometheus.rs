//! Prometheus' text format, for a file that `node_exporter`'s textfile collector picks up: three series a user, however many
//! certificates that has, and a few for the whole. Written at the end, when the sums are known.
//!
//! The format: <https://prometheus.io/docs/instrumenting/exposition_formats/>. Times are Unix seconds, as the names say.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::domain::expiry::Severity;
use crate::domain::printable::Printable;
use crate::report::{End, Record, Sample};

/// Users that are told one by one; beyond that those whose certificates end last are left out, and counted.
const MOST_USERS: usize = 10_000;

pub(super) struct Prometheus<W> {
    out: W,
    users: BTreeMap<Owner, Sums>,
    /// How many certificates have each severity, in the order of [`Severity::ALL`].
    severities: [usize; Severity::ALL.len()],
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    project_id: String,
    project: String,
    user: String,
}

/// What is told of a user: of the listed certificates.
#[derive(Debug, Default)]
struct Sums {
    certificates: usize,
    soonest: Option<i64>,
    latest: Option<i64>,
}

/// A family of series, one a user.
type Family = (&'static str, &'static str, fn(&Sums) -> Option<i64>);

const FAMILIES: [Family; 3] = [
    ("atlas_certs_certificates", "Unexpired certificates that Atlas lists for the user.", |sums| {
        i64::try_from(sums.certificates).ok()
    }),
    ("atlas_certs_soonest_not_after_timestamp_seconds", "When the first of the user's certificates ends.", |sums| {
        sums.soonest
    }),
    (
        "atlas_certs_latest_not_after_timestamp_seconds",
        "When the last of the user's certificates ends: after that the user cannot sign in.",
        |sums| sums.latest,
    ),
];

impl<W: Write> Prometheus<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, users: BTreeMap::new(), severities: [0; Severity::ALL.len()] }
    }

    pub(super) fn rows<R: Record>(&mut self, records: &[R]) {
        for Sample { project_id, project, user, not_after, severity, listed } in records.iter().filter_map(R::sample) {
            if !listed {
                continue;
            }
            let place = Severity::ALL.iter().position(|one| *one == severity);
            if let Some(count) = place.and_then(|place| self.severities.get_mut(place)) {
                *count += 1;
            }
            let label = |text: &str| Printable::new(text).to_string();
            let owner = Owner { project_id: label(project_id), project: label(project), user: label(user) };
            let sums = self.users.entry(owner).or_default();
            sums.certificates += 1;
            let end = not_after.map(|end| end.timestamp());
            sums.soonest = [sums.soonest, end].into_iter().flatten().min();
            sums.latest = sums.latest.max(end);
        }
    }

    pub(super) fn end(&mut self, End { as_of, complete, .. }: End) -> io::Result<()> {
        let mut users: Vec<(&Owner, &Sums)> = self.users.iter().collect();
        // What has no end known cannot be said to end late.
        users.sort_by_key(|(_, sums)| sums.soonest);
        let left_out = users.len().saturating_sub(MOST_USERS);
        users.truncate(MOST_USERS);
        users.sort_by_key(|(owner, _)| *owner);
        let out = &mut self.out;
        for (name, help, value) in FAMILIES {
            family(out, name, help)?;
            for (owner, sums) in &users {
                if let Some(value) = value(sums) {
                    let Owner { project_id, project, user } = owner;
                    let [id, project, user] = [project_id, project, user].map(|label| escaped(label));
                    writeln!(out, "{name}{{project_id=\"{id}\",project=\"{project}\",user=\"{user}\"}} {value}")?;
                }
            }
        }
        let name = "atlas_certs_certificates_by_severity";
        family(out, name, "Certificates that Atlas lists, by how soon they end.")?;
        for (severity, count) in Severity::ALL.iter().zip(self.severities) {
            writeln!(out, "{name}{{severity=\"{}\"}} {count}", severity.word())?;
        }
        let whole: [(&str, &str, Option<i64>); 4] = [
            ("atlas_certs_users", "Users that have certificates.", i64::try_from(self.users.len()).ok()),
            (
                "atlas_certs_users_left_out",
                "Users without series of their own, because there are too many: those whose certificates end last.",
                i64::try_from(left_out).ok(),
            ),
            (
                "atlas_certs_complete",
                "1 where every list was read whole, 0 where something is missing.",
                Some(complete.into()),
            ),
            (
                "atlas_certs_as_of_timestamp_seconds",
                "When the lists were read, by Atlas's clock.",
                as_of.map(|at| at.timestamp()),
            ),
        ];
        for (name, help, value) in whole {
            family(out, name, help)?;
            if let Some(value) = value {
                writeln!(out, "{name} {value}")?;
            }
        }
        out.flush()
    }
}

fn family(out: &mut impl Write, name: &str, help: &str) -> io::Result<()> {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge")
}

/// In a label's value a backslash, a quote and a line end are escaped.
fn escaped(label: &str) -> String {
    label.replace('\\', r"\\").replace('"', r#"\""#).replace('\n', r"\n")
}
