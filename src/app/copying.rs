//! What goes to the clipboard: one fact, or a row, of one certificate or of all that are marked, a line each.

use crate::app::action::Copied;
use crate::app::judge::Judge;
use crate::domain::holding::Holding;
use crate::domain::printable::{Printable, is_hidden};
use crate::domain::subject;
use crate::report::certificate::CertificateRecord;
use crate::report::{self, Record as _};

/// The text, a line a certificate. `None` where none of them has such a thing.
#[must_use]
pub fn text(what: Copied, holdings: &[&Holding], judge: Judge) -> Option<Printable<'static>> {
    let lines: Vec<Printable<'_>> = holdings.iter().filter_map(|one| line(what, one, judge)).collect();
    let heading = (what == Copied::Tsv).then(|| row(CertificateRecord::FIELDS.iter().copied()));
    if lines.is_empty() {
        return None;
    }
    Some(Printable::joined(heading.into_iter().chain(lines), "\n"))
}

fn line(what: Copied, holding: &Holding, judge: Judge) -> Option<Printable<'static>> {
    let certificate = &holding.certificate;
    let record = || CertificateRecord::of(holding, judge.limits, judge.now);
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
    use crate::domain::certificate::Certificate;
    use crate::domain::expiry::Limits;
    use crate::domain::holding::Owner;
    use crate::domain::project::{Project, ProjectId};

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
        let holding = Holding::listed(certificate, Arc::new(Owner { project, user: "svc".into() }));
        let judge = Judge { limits: Limits::default(), now: "2026-11-24T09:15:00Z".parse().expect("a moment") };
        text(what, &[&holding], judge).map(|text| text.to_string()).unwrap_or_default()
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
    fn json_stays_exact_and_a_terminal_is_safe_from_it() {
        let subject = "CN=\u{1b}[2J\u{202e}⟨\u{e0041}";
        let json = copied(Copied::Json, subject);
        assert!(!json.chars().any(is_hidden), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["subject"], subject);
        assert!(copied(Copied::Subject, subject).starts_with("CN=⟨1B⟩"));
    }
}
