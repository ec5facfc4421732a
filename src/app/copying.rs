//! What goes to the clipboard: one fact, or a row, of one certificate or of all that are marked, a line each.

use chrono::{DateTime, Utc};

use crate::app::action::Copied;
use crate::app::judge::Judge;
use crate::atlas::endpoint::Api;
use crate::domain::holding::{Holding, Owner};
use crate::domain::printable::{Printable, is_hidden};
use crate::domain::subject;
use crate::report::certificate::CertificateRecord;
use crate::report::commands::{Commands, Reach};
use crate::report::evidence::{Coverage, Evidence};
use crate::report::{self, Record as _};

/// What is told of every certificate alike.
#[derive(Debug, Clone, Copy)]
pub struct Context<'model> {
    /// How severities are judged.
    pub judge: Judge,
    /// How much of the user's list was seen; on a board that is not known.
    pub coverage: Option<Coverage>,
    /// Where Atlas is, for commands.
    pub reach: &'model Reach,
    /// The version of the API that it speaks.
    pub api: Api,
}

/// A certificate to copy from.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'model> {
    /// The certificate.
    pub holding: &'model Holding,
    /// The server's time when it came.
    pub fetched_at: Option<DateTime<Utc>>,
    /// As [`Evidence::nearest_to`].
    pub nearest_to: Option<&'model str>,
}

/// A command about a user; `None` where there is none for such a sign-in, or such a name.
#[must_use]
pub fn command(what: Copied, owner: &Owner, context: Context<'_>) -> Option<Printable<'static>> {
    let Context { reach, api, .. } = context;
    let commands = Commands { reach, api, project: &owner.project, user: &owner.user };
    let command = match what {
        Copied::AtlasList => commands.list(),
        Copied::AtlasCreate => commands.create(),
        Copied::Curl => commands.curl()?,
        _ => return None,
    };
    Some(Printable::new(&command).into_owned())
}

/// The text, a line or a note a certificate. `None` where there is no such thing.
#[must_use]
pub fn text(what: Copied, holdings: &[Chosen<'_>], context: Context<'_>) -> Option<Printable<'static>> {
    let lines: Vec<Printable<'_>> = holdings.iter().filter_map(|one| line(what, *one, context)).collect();
    let heading = (what == Copied::Tsv).then(|| row(CertificateRecord::FIELDS.iter().copied()));
    if lines.is_empty() {
        return None;
    }
    let separator = if what == Copied::Note { "\n\n" } else { "\n" };
    Some(Printable::joined(heading.into_iter().chain(lines), separator))
}

fn line(what: Copied, chosen: Chosen<'_>, context: Context<'_>) -> Option<Printable<'static>> {
    let Chosen { holding, fetched_at, nearest_to } = chosen;
    let Context { judge: Judge { limits, now }, coverage, .. } = context;
    let certificate = &holding.certificate;
    let record = || CertificateRecord::of(holding, limits, now);
    let note = Evidence { holding, limits, now, fetched_at, coverage, nearest_to };
    let text = match what {
        Copied::Decimal => certificate.serial.as_ref()?.to_string(),
        Copied::Hex => certificate.serial.as_ref()?.hex(),
        Copied::Subject => certificate.subject.as_deref()?.to_owned(),
        Copied::CommonName => {
            let parsed = subject::parse(certificate.subject.as_deref()?).ok()?;
            parsed.common_name()?.text().into_owned()
        }
        Copied::NotAfter => report::rfc3339(certificate.not_after?),
        Copied::Json => escaped(&serde_json::to_string(&record()).ok()?),
        Copied::Tsv => return Some(row(record().fields().iter().map(String::as_str))),
        Copied::Note => return Some(note.markdown()),
        Copied::NoteJson => escaped(&note.json()),
        Copied::AtlasList | Copied::Curl | Copied::AtlasCreate => return None,
    };
    Some(Printable::new(&text).into_owned())
}

/// Cells made safe one by one: a tab or a line end within one would make another of it.
fn row<'cells>(cells: impl Iterator<Item = &'cells str>) -> Printable<'static> {
    Printable::joined(cells.map(Printable::new), "\t")
}

/// JSON has an escape of its own for what a terminal would obey or hide, so that it stays exact and safe.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut units = [0; 2];
    for character in json.chars() {
        if is_hidden(character) {
            character.encode_utf16(&mut units).iter().for_each(|unit| safe += &format!("\\u{unit:04x}"));
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::atlas::endpoint::BaseUrl;
    use crate::domain::certificate::Certificate;
    use crate::domain::expiry::Limits;
    use crate::domain::project::{Project, ProjectId};
    use crate::report::commands::SignIn;

    fn copied(what: Copied, subject: &str) -> String {
        let certificate = Certificate {
            serial: Some(1_976_722_359_483_124_370.into()),
            subject: Some(subject.into()),
            created_at: None,
            not_after: "2026-11-29T09:15:00Z".parse().ok(),
        };
        let project = Project {
            id: ProjectId::new("5"),
            name: "payments".into(),
            organisation: None,
            clusters: None,
            created_at: None,
        };
        let now = "2026-11-24T09:15:00Z".parse().expect("a moment");
        let base_url = BaseUrl::parse(BaseUrl::ATLAS, false).expect("a base URL");
        let context = Context {
            judge: Judge { limits: Limits::default(), now },
            coverage: Some(Coverage { loaded: 1, of: 1, complete: true }),
            reach: &Reach { base_url, sign_in: SignIn::ApiKey, cli_profile: None },
            api: Api::V2,
        };
        let holding = Holding::listed(certificate, Arc::new(Owner { project, user: "svc".into() }));
        let text = command(what, &holding.owner, context)
            .or_else(|| text(what, &[Chosen { holding: &holding, fetched_at: Some(now), nearest_to: None }], context));
        text.map(|text| text.to_string()).unwrap_or_default()
    }

    #[test]
    fn each_fact_as_it_is_needed_elsewhere() {
        assert_eq!(copied(Copied::Decimal, "CN=a"), "1976722359483124370");
        assert_eq!(copied(Copied::Hex, "CN=a"), "1B:6E:BA:83:48:90:4A:92");
        assert_eq!(copied(Copied::Subject, r"CN=a\, b,O=c"), r"CN=a\, b,O=c");
        assert_eq!(copied(Copied::CommonName, r"OU=x,CN=a\, b"), "a, b");
        assert_eq!(copied(Copied::NotAfter, "CN=a"), "2026-11-29T09:15:00Z");
        assert!(copied(Copied::Tsv, "CN=a\tb").lines().nth(1).is_some_and(|row| row.contains("CN=a⟨09⟩b")));
    }

    #[test]
    fn notes_are_safe_and_commands_are_about_the_user() {
        let subject = "CN=\u{1b}[2Ja`b";
        assert!(copied(Copied::Note, subject).contains("- subject: ``CN=⟨1B⟩[2Ja`b``"));
        let json = copied(Copied::NoteJson, subject);
        assert!(!json.chars().any(is_hidden), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["subject"], subject);
        assert_eq!(read["coverage"]["loaded"], 1);
        assert_eq!(copied(Copied::AtlasList, subject), "atlas dbusers certs list --projectId 5 --output json svc");
        assert!(copied(Copied::AtlasCreate, subject).contains("--username svc"));
        assert!(copied(Copied::Curl, subject).contains("/groups/5/databaseUsers/svc/certs?"));
    }

    #[test]
    fn json_stays_exact_and_a_terminal_is_safe_from_it() {
        let subject = "CN=\u{1b}[2J\u{202e}⟨\u{e0041}";
        let json = copied(Copied::Json, subject);
        assert!(!json.chars().any(is_hidden), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["subject"], subject);
        assert!(copied(Copied::Subject, subject).starts_with("CN=⟨1B⟩"));
    }
}
