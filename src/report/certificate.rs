//! A certificate, with its owner and how it stands.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::certificate::Certificate;
use crate::domain::expiry::{Limits, Severity, Span};
use crate::domain::holding::{Absence, Holding, Standing};
use crate::domain::project::Project;
use crate::domain::serial::Serial;
use crate::domain::subject;
use crate::report::{Column, Record, Sample, rfc3339};

/// As JSON has it: fields that the server left out are null.
#[derive(Debug, Serialize)]
pub struct CertificateRecord<'list> {
    project_id: &'list str,
    project_name: &'list str,
    username: &'list str,
    /// A text: it exceeds 2^53, which is where JavaScript and jq 1.6 begin to round.
    serial: Option<String>,
    serial_hex: Option<String>,
    /// The server's, byte for byte.
    subject: Option<&'list str>,
    subject_rdns: Option<Vec<Vec<AttributeRecord>>>,
    subject_error: Option<String>,
    created_at: Option<String>,
    not_after: Option<String>,
    severity: &'static str,
    seconds_left: Option<i64>,
    listed: bool,
    /// The word of a table: how soon it ends, or that it is gone.
    #[serde(skip)]
    state: &'static str,
    #[serde(skip)]
    left: String,
    #[serde(skip)]
    end: Option<DateTime<Utc>>,
    #[serde(skip)]
    judged: Severity,
}

#[derive(Debug, Serialize)]
struct AttributeRecord {
    #[serde(rename = "type")]
    written: String,
    oid: Option<String>,
    name: Option<&'static str>,
    value: String,
}

impl<'list> CertificateRecord<'list> {
    /// A certificate that was listed for `user` of `project`, as it stands at `now`.
    #[must_use]
    pub fn listed(
        project: &'list Project,
        user: &'list str,
        certificate: &'list Certificate,
        limits: Limits,
        now: DateTime<Utc>,
    ) -> Self {
        Self::new(project, user, certificate, Standing::Listed, limits, now)
    }

    /// A certificate that is remembered, or was listed, as it stands at `now`.
    #[must_use]
    pub fn of(holding: &'list Holding, limits: Limits, now: DateTime<Utc>) -> Self {
        let Holding { certificate, owner, standing, .. } = holding;
        Self::new(&owner.project, &owner.user, certificate, *standing, limits, now)
    }

    fn new(
        project: &'list Project,
        user: &'list str,
        certificate: &'list Certificate,
        standing: Standing,
        limits: Limits,
        now: DateTime<Utc>,
    ) -> Self {
        let raw = certificate.subject.as_deref();
        let (rdns, error) = match raw.map(subject::parse) {
            Some(Ok(parsed)) => {
                let rdn = |rdn: &[subject::Attribute<'_>]| {
                    rdn.iter().map(|one| attribute(raw.unwrap_or_default(), one)).collect()
                };
                (Some(parsed.rdns().map(rdn).collect()), None)
            }
            Some(Err(why)) => (None, Some(why.to_string())),
            None => (None, None),
        };
        let not_after = certificate.not_after;
        let severity = limits.severity(not_after, now);
        Self {
            project_id: project.id.as_str(),
            project_name: &project.name,
            username: user,
            serial: certificate.serial.as_ref().map(ToString::to_string),
            serial_hex: certificate.serial.as_ref().map(Serial::hex),
            subject: raw,
            subject_rdns: rdns,
            subject_error: error,
            created_at: certificate.created_at.map(rfc3339),
            not_after: not_after.map(rfc3339),
            severity: severity.word(),
            judged: severity,
            state: match standing {
                Standing::Listed => severity.word(),
                Standing::Unlisted { absence: Absence::Expired, .. } => Severity::Expired.word(),
                Standing::Unlisted { .. } => "gone",
            },
            end: not_after,
            seconds_left: not_after.map(|end| (end - now).num_seconds()),
            listed: standing.is_listed(),
            left: not_after.map_or_else(String::new, |end| {
                format!("{}{}", if end < now { "-" } else { "" }, Span::between(now, end))
            }),
        }
    }
}

fn attribute(raw: &str, attribute: &subject::Attribute<'_>) -> AttributeRecord {
    let text = attribute.value().text();
    // An encoding that is no text stays as it is written, upper or lower case.
    let is_encoding = matches!(attribute.value(), subject::Value::Hex(_)) && text.starts_with('#');
    let written = raw.get(attribute.span()).and_then(|span| span.find('#').and_then(|from| span.get(from..)));
    AttributeRecord {
        written: attribute.written().to_owned(),
        oid: attribute.oid().map(str::to_owned),
        name: attribute.name().map(|name| name.long),
        value: written.filter(|_| is_encoding).map_or_else(|| text.into_owned(), str::to_owned),
    }
}

impl Record for CertificateRecord<'_> {
    const PLURAL: &'static str = "certificates";
    const FIELDS: &'static [&'static str] = &[
        "project_id",
        "project_name",
        "username",
        "serial",
        "serial_hex",
        "subject",
        "created_at",
        "not_after",
        "severity",
        "seconds_left",
        "listed",
    ];
    /// What has no usual width stands last.
    const COLUMNS: &'static [Column] = &[
        Column::text("STATE", 8),
        Column::figures("LEFT", 8),
        Column::text("NOT AFTER", 20),
        Column::text("SERIAL", 23),
        Column::text("USER", 12),
        Column::text("SUBJECT", 0),
    ];

    fn fields(&self) -> Vec<String> {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        vec![
            self.project_id.to_owned(),
            self.project_name.to_owned(),
            self.username.to_owned(),
            text(&self.serial),
            text(&self.serial_hex),
            self.subject.unwrap_or_default().to_owned(),
            text(&self.created_at),
            text(&self.not_after),
            self.severity.to_owned(),
            self.seconds_left.map(|seconds| seconds.to_string()).unwrap_or_default(),
            self.listed.to_string(),
        ]
    }

    fn sample(&self) -> Option<Sample<'_>> {
        Some(Sample {
            project_id: self.project_id,
            project: self.project_name,
            user: self.username,
            not_after: self.end,
            severity: self.judged,
            listed: self.listed,
        })
    }

    fn cells(&self) -> Vec<String> {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        vec![
            self.state.to_owned(),
            self.left.clone(),
            text(&self.not_after),
            text(&self.serial_hex),
            self.username.to_owned(),
            self.subject.unwrap_or_default().to_owned(),
        ]
    }
}
