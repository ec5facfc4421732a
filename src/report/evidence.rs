//! A note for the incident channel: all that is known of one certificate, from where and when, so that whoever reads it
//! needs nothing else. As Markdown for people, as JSON for tickets.
//!
//! Foreign text stands in code spans, where Markdown means nothing; whatever a terminal would obey is escaped in it.

use chrono::{DateTime, SubsecRound as _, Utc};
use serde::Serialize;

use crate::domain::certificate::Certificate;
use crate::domain::expiry::{Limits, Span};
use crate::domain::figures;
use crate::domain::holding::{Holding, Standing};
use crate::domain::printable::Printable;
use crate::report::certificate::CertificateRecord;
use crate::report::rfc3339;

/// What is told.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'list> {
    /// The certificate, and whose it is.
    pub holding: &'list Holding,
    /// When a certificate is critical, or soon.
    pub limits: Limits,
    /// The server's time, by which the time left is told.
    pub now: DateTime<Utc>,
    /// The server's time when it was seen in the list.
    pub fetched_at: Option<DateTime<Utc>>,
    /// How much of the user's list was seen, where that is known.
    pub coverage: Option<Coverage>,
    /// What was looked up, where it is not found and this certificate is only the nearest to it.
    pub nearest_to: Option<&'list str>,
}

/// How much of a list was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Certificates that have come.
    pub loaded: usize,
    /// Certificates that there are, or are thought to be.
    pub of: usize,
    /// Whether all of them have come.
    pub complete: bool,
}

/// As JSON has it: the certificate's own fields, and then those of the note.
#[derive(Serialize)]
struct Note<'list> {
    #[serde(flatten)]
    certificate: CertificateRecord<'list>,
    standing: &'static str,
    as_of: String,
    fetched_at: Option<String>,
    coverage: Option<Coverage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest_to: Option<&'list str>,
    program: &'static str,
    version: &'static str,
}

const PROGRAM: &str = env!("CARGO_PKG_NAME");
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Evidence<'_> {
    /// The note as Markdown: one bold line that says it all, and a list.
    #[must_use]
    pub fn markdown(&self) -> Printable<'static> {
        let Holding { certificate, owner, standing, .. } = self.holding;
        let Certificate { serial, subject, created_at, not_after } = certificate;
        // Of what the list has no more its dates tell nothing that helps.
        let state = match standing {
            Standing::Listed => self.limits.severity(*not_after, self.now).word(),
            Standing::Unlisted { .. } => standing.words(),
        };
        let left = not_after.map_or_else(|| "no end told".to_owned(), |end| relative(end, self.now));
        let not_told = || "not told by the server".to_owned();
        let moment = |moment: &Option<DateTime<Utc>>| moment.map_or_else(not_told, rfc3339);
        let hex = serial.as_ref().map(|serial| code(&serial.hex()));
        let both = serial.as_ref().map(|serial| format!("{} = {}", code(&serial.to_string()), code(&serial.hex())));
        let lines = [
            format!("**{} {} of {}: {state}, {left}**", self.opening(), hex.unwrap_or_default(), code(&owner.user)),
            String::new(),
            format!("- project: {} ({})", code(&owner.project.name), code(owner.project.id.as_str())),
            format!("- user: {}", code(&owner.user)),
            format!("- subject: {}", subject.as_deref().map_or_else(not_told, code)),
            format!("- serial: {}", both.unwrap_or_else(not_told)),
            format!("- created: {}", moment(created_at)),
            format!("- not after: {} ({left})", moment(not_after)),
            format!("- standing: {}{}", standing.words(), missed(*standing)),
            format!("- fetched: {}{}", moment(&self.fetched_at), self.covered()),
            format!("- told by {PROGRAM} {VERSION} as of {}", rfc3339(self.now.trunc_subsecs(0))),
        ];
        Printable::joined(lines.iter().map(|line| Printable::new(line)), "\n")
    }

    /// The note as one JSON object, exact. It may hold what a terminal would obey: escape it on the way to one.
    #[must_use]
    pub fn json(&self) -> String {
        let Self { holding, limits, now, .. } = *self;
        let note = Note {
            certificate: CertificateRecord::of(holding, limits, now),
            standing: holding.standing.words(),
            as_of: rfc3339(now.trunc_subsecs(0)),
            fetched_at: self.fetched_at.map(rfc3339),
            coverage: self.coverage,
            nearest_to: self.nearest_to,
            program: PROGRAM,
            version: VERSION,
        };
        serde_json::to_string(&note).unwrap_or_default()
    }

    /// Whoever reads no further must not take the nearest for what was looked up.
    fn opening(&self) -> String {
        self.nearest_to.map_or_else(
            || "Certificate".to_owned(),
            |wanted| format!("Not found: {}. The nearest is another one, certificate", code(wanted)),
        )
    }

    /// `, the whole list seen (8 certificates)`, `, 300 of 1,000 certificates seen`.
    fn covered(&self) -> String {
        let Some(Coverage { loaded, of, complete }) = self.coverage else { return String::new() };
        if complete {
            format!(", the whole list seen ({})", figures::counted(loaded, "certificate"))
        } else {
            format!(", {} of {} certificates seen", figures::count(loaded), figures::count(of))
        }
    }
}

/// Since when it is known to be gone.
fn missed(standing: Standing) -> String {
    match standing {
        Standing::Listed => String::new(),
        Standing::Unlisted { missed, .. } => format!(", missed at {}", rfc3339(missed)),
    }
}

fn relative(end: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = Span::between(now, end);
    if end < now { format!("ended {span} ago") } else { format!("{span} left") }
}

/// A code span whose fence is longer than any run of backticks in it (`CommonMark` 0.31 §6.1). Making it printable later
/// changes neither a backtick nor a blank.
fn code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A blank at both ends would be taken away, and a backtick would join the fence.
    let is_bare = !text.starts_with([' ', '`']) && !text.ends_with([' ', '`']);
    match text {
        "" => "(empty)".to_owned(),
        _ if is_bare => format!("{fence}{text}{fence}"),
        _ => format!("{fence} {text} {fence}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::holding::Owner;
    use crate::domain::project::{Project, ProjectId};

    /// The note as Markdown and as JSON.
    fn told(subject: Option<&str>) -> (String, String) {
        let certificate = Certificate {
            serial: Some(5_433_027_191_242_719_574.into()),
            subject: subject.map(Into::into),
            created_at: "2026-08-31T09:15:00Z".parse().ok(),
            not_after: "2026-11-29T09:15:00Z".parse().ok(),
        };
        let project = Project {
            id: ProjectId::new("5f1b7c2e9d3a4b6c8e0f1a2b"),
            name: "pay*ments*".into(),
            organisation: None,
            clusters: None,
            created_at: None,
        };
        let now = "2026-11-24T09:15:00Z".parse().expect("a moment");
        let note = Evidence {
            holding: &Holding::listed(certificate, Arc::new(Owner { project, user: "svc".into() })),
            limits: Limits::default(),
            now,
            fetched_at: "2026-11-24T09:14:00Z".parse().ok(),
            coverage: Some(Coverage { loaded: 300, of: 1_000, complete: false }),
            nearest_to: None,
        };
        (note.markdown().to_string(), note.json())
    }

    #[test]
    fn a_note_needs_nothing_beside_it() {
        let (note, _) = told(Some("CN=a`b``c,O=`"));
        let expected = format!(
            "\
**Certificate `4B:65:FD:71:ED:0F:81:56` of `svc`: critical, 5 d left**

- project: `pay*ments*` (`5f1b7c2e9d3a4b6c8e0f1a2b`)
- user: `svc`
- subject: ``` CN=a`b``c,O=` ```
- serial: `5433027191242719574` = `4B:65:FD:71:ED:0F:81:56`
- created: 2026-08-31T09:15:00Z
- not after: 2026-11-29T09:15:00Z (5 d left)
- standing: listed
- fetched: 2026-11-24T09:14:00Z, 300 of 1,000 certificates seen
- told by atlas-certs {VERSION} as of 2026-11-24T09:15:00Z"
        );
        assert_eq!(note, expected);
    }

    #[test]
    fn foreign_text_stays_in_its_span() {
        let subject = |text: &str| {
            let (note, _) = told(Some(text));
            note.lines().find_map(|line| line.strip_prefix("- subject: ").map(str::to_owned)).expect("a line")
        };
        assert_eq!(subject("CN=a\n# b\u{202e}"), "`CN=a⟨0A⟩# b⟨202E⟩`");
        assert_eq!(subject("⟨`"), "`` ⟨27E8⟩` ``");
        assert_eq!(subject(" a "), "`  a  `");
        assert_eq!(subject(""), "(empty)");
        let (note, _) = told(None);
        assert!(note.contains("- subject: not told by the server"), "{note}");
    }

    #[test]
    fn json_has_the_same_and_is_exact() {
        let subject = "CN=\u{1b}a`b";
        let read: serde_json::Value = serde_json::from_str(&told(Some(subject)).1).expect("JSON");
        assert_eq!(read["subject"], subject);
        assert_eq!(read["serial"], "5433027191242719574");
        assert_eq!(read["severity"], "critical");
        assert_eq!(read["seconds_left"], 432_000);
        assert_eq!(read["listed"], true);
        assert_eq!(read["standing"], "listed");
        assert_eq!(read["fetched_at"], "2026-11-24T09:14:00Z");
        assert_eq!(read["coverage"]["complete"], false);
        assert_eq!(read["version"], VERSION);
    }
}
