//! Atlas's JSON, read so that no row is dropped for a field: what cannot be read is as if it had been left out.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::atlas::json::without_leading_zeros;
use crate::domain::certificate::Certificate;
use crate::domain::project::{Organisation, Project, ProjectId};
use crate::domain::serial::Serial;
use crate::domain::user::{Authentication, DatabaseUser, Role};

/// A list as it came.
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
    pub(super) total: Option<u64>,
    pub(super) has_next: bool,
}

/// Something that lists hold.
pub(super) trait Item: Sized {
    /// Reads one; `None` where there is not enough of it to be of any use.
    fn read(raw: &RawValue) -> Option<Self>;
}

/// Atlas's error body, of which any part may be missing, null or of another type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) status: Option<u16>,
    pub(super) code: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) parameters: Vec<String>,
}

/// Why a body is not what was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is an error, told inside the body.
    Trouble(Trouble),
    /// It is no list: what is wrong with it, and where.
    NotAList(String),
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    results: Option<Box<RawValue>>,
    #[serde(default)]
    links: Option<Box<RawValue>>,
    #[serde(default, rename = "totalCount")]
    total: Option<Box<RawValue>>,
    #[serde(default)]
    status: Option<Box<RawValue>>,
    #[serde(default)]
    content: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Link {
    rel: String,
}

/// Reads a list, with or without an envelope around it.
pub(super) fn list<T: Item>(body: &[u8]) -> Result<List<T>, Unread> {
    let read: Body = match serde_json::from_slice(body) {
        Ok(read) => read,
        // Only then: a document that is right must not be touched.
        Err(why) => serde_json::from_slice(&without_leading_zeros(body)).map_err(|_| Unread::NotAList(wrong(&why)))?,
    };
    if let Some(trouble) = read.trouble(body) {
        return Err(Unread::Trouble(trouble));
    }
    match (&read.results, &read.content) {
        (Some(results), _) => rows(results, &read),
        (None, Some(content)) => {
            let inner: Body = serde_json::from_str(content.get())
                .map_err(|_| Unread::NotAList("its content is no list".to_owned()))?;
            match &inner.results {
                Some(results) => rows(results, &inner),
                None => Err(Unread::NotAList("it has no results".to_owned())),
            }
        }
        (None, None) => Err(Unread::NotAList("it has no results".to_owned())),
    }
}

/// What is wrong with a body, and where. Of JSON in another shape the reader would tell a text in it, however long.
fn wrong(why: &serde_json::Error) -> String {
    if why.is_data() {
        format!("it is JSON of another shape at line {} column {}", why.line(), why.column())
    } else {
        why.to_string()
    }
}

/// The error inside a body that came as a 200, as with an envelope; `None` where there is none to be seen.
pub(super) fn hidden(body: &[u8]) -> Option<Trouble> {
    serde_json::from_slice::<Body>(body).ok()?.trouble(body)
}

impl Body {
    /// The error that a body tells, by the envelope's `status`, or by the `error` of what is no list.
    fn trouble(&self, body: &[u8]) -> Option<Trouble> {
        let told = if self.results.is_some() { Trouble::default() } else { trouble(body) };
        let status =
            [field(self.status.as_deref()), told.status].into_iter().flatten().find(|status| *status >= 300)?;
        Some(Trouble { status: Some(status), ..told })
    }
}

fn rows<T: Item>(results: &RawValue, read: &Body) -> Result<List<T>, Unread> {
    let items: Vec<Box<RawValue>> =
        serde_json::from_str(results.get()).map_err(|_| Unread::NotAList("its results are no list".to_owned()))?;
    let links: Vec<Box<RawValue>> = field(read.links.as_deref()).unwrap_or_default();
    let is_next = |raw: &RawValue| field::<Link>(Some(raw)).is_some_and(|link| link.rel == "next");
    Ok(List {
        items: items.iter().filter_map(|raw| T::read(raw)).collect(),
        total: field(read.total.as_deref()),
        has_next: links.iter().any(|link| is_next(link)),
    })
}

/// Reads an error body as far as it can be read. One envelope is opened, so that no nesting can exhaust the stack.
pub(super) fn trouble(body: &[u8]) -> Trouble {
    #[derive(Deserialize, Default)]
    struct Wire {
        #[serde(default)]
        error: Option<Box<RawValue>>,
        #[serde(default, rename = "errorCode")]
        code: Option<Box<RawValue>>,
        #[serde(default)]
        detail: Option<Box<RawValue>>,
        #[serde(default)]
        parameters: Option<Box<RawValue>>,
        #[serde(default)]
        content: Option<Box<RawValue>>,
    }
    let Ok(outer) = serde_json::from_slice::<Wire>(body) else { return Trouble::default() };
    let wire: Wire = match (&outer.code, &outer.detail, &outer.content) {
        (None, None, Some(content)) => field(Some(content)).unwrap_or_default(),
        _ => outer,
    };
    let parameters: Vec<serde_json::Value> = field(wire.parameters.as_deref()).unwrap_or_default();
    Trouble {
        status: field(wire.error.as_deref()),
        code: field(wire.code.as_deref()),
        detail: field(wire.detail.as_deref()),
        parameters: parameters.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect(),
    }
}

/// A field, where it is there and of the type that it should be.
fn field<T: DeserializeOwned>(raw: Option<&RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// RFC 3339, with or without a fraction, at any offset.
fn moment(raw: Option<&RawValue>) -> Option<DateTime<Utc>> {
    let text: String = field(raw)?;
    Some(DateTime::parse_from_rfc3339(text.trim()).ok()?.to_utc())
}

/// A number or a string, its digits exactly as they stand.
fn serial(raw: Option<&RawValue>) -> Option<Serial> {
    let read = |text: &str| text.trim().parse().ok();
    // A number first, which Atlas sends: that it is no string would be told at length.
    raw.and_then(|raw| read(raw.get())).or_else(|| read(&field::<String>(raw)?))
}

impl Item for Certificate {
    fn read(raw: &RawValue) -> Option<Self> {
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct Wire {
            #[serde(rename = "_id")]
            id: Option<Box<RawValue>>,
            subject: Option<Box<RawValue>>,
            #[serde(rename = "createdAt")]
            created_at: Option<Box<RawValue>>,
            #[serde(rename = "notAfter")]
            not_after: Option<Box<RawValue>>,
        }
        // Something that is no object still was a row of the list.
        let wire: Wire = field(Some(raw)).unwrap_or_default();
        Some(Self {
            serial: serial(wire.id.as_deref()),
            subject: field(wire.subject.as_deref()),
            created_at: moment(wire.created_at.as_deref()),
            not_after: moment(wire.not_after.as_deref()),
        })
    }
}

impl Item for Project {
    fn read(raw: &RawValue) -> Option<Self> {
        #[derive(Deserialize, Default)]
        #[serde(default, rename_all = "camelCase")]
        struct Wire {
            id: Option<Box<RawValue>>,
            name: Option<Box<RawValue>>,
            org_id: Option<Box<RawValue>>,
            cluster_count: Option<Box<RawValue>>,
            created: Option<Box<RawValue>>,
        }
        let wire: Wire = field(Some(raw))?;
        let id: Box<str> = field(wire.id.as_deref())?;
        Some(Self {
            name: field(wire.name.as_deref()).unwrap_or_else(|| id.clone()),
            id: ProjectId::new(id),
            organisation: field(wire.org_id.as_deref()),
            clusters: field(wire.cluster_count.as_deref()),
            created_at: moment(wire.created.as_deref()),
        })
    }
}

impl Item for Organisation {
    fn read(raw: &RawValue) -> Option<Self> {
        #[derive(Deserialize)]
        struct Wire {
            id: Box<str>,
            name: Box<str>,
        }
        let Wire { id, name } = field(Some(raw))?;
        Some(Self { id, name })
    }
}

impl Item for DatabaseUser {
    fn read(raw: &RawValue) -> Option<Self> {
        #[derive(Deserialize, Default)]
        #[serde(default, rename_all = "camelCase")]
        struct Wire {
            username: Option<Box<RawValue>>,
            database_name: Option<Box<RawValue>>,
            x509_type: Option<Box<RawValue>>,
            #[serde(rename = "awsIAMType")]
            aws_iam_type: Option<Box<RawValue>>,
            oidc_auth_type: Option<Box<RawValue>>,
            ldap_auth_type: Option<Box<RawValue>>,
            roles: Option<Box<RawValue>>,
            description: Option<Box<RawValue>>,
            delete_after_date: Option<Box<RawValue>>,
        }
        let wire: Wire = field(Some(raw))?;
        let roles: Vec<Box<RawValue>> = field(wire.roles.as_deref()).unwrap_or_default();
        let types = [&wire.x509_type, &wire.aws_iam_type, &wire.oidc_auth_type, &wire.ldap_auth_type];
        Some(Self {
            name: field(wire.username.as_deref())?,
            database: field(wire.database_name.as_deref()).unwrap_or_default(),
            authentication: authentication(types.map(|raw| field::<Box<str>>(raw.as_deref()))),
            roles: roles.iter().filter_map(|raw| role(raw)).collect(),
            description: field(wire.description.as_deref()),
            delete_after: moment(wire.delete_after_date.as_deref()),
        })
    }
}

/// From Atlas's four types, each `NONE` or missing where it is not the one.
fn authentication([x509, aws_iam, oidc, ldap]: [Option<Box<str>>; 4]) -> Authentication {
    let is_on = |kind: Option<Box<str>>| kind.is_some_and(|kind| &*kind != "NONE");
    match x509.as_deref() {
        Some("MANAGED") => Authentication::ManagedX509,
        Some("CUSTOMER") => Authentication::CustomerX509,
        Some(other) if other != "NONE" => Authentication::OtherX509(other.into()),
        _ if is_on(aws_iam) => Authentication::AwsIam,
        _ if is_on(oidc) => Authentication::Oidc,
        _ if is_on(ldap) => Authentication::Ldap,
        _ => Authentication::Password,
    }
}

fn role(raw: &RawValue) -> Option<Role> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(rename = "roleName")]
        role: Box<str>,
        #[serde(default, rename = "databaseName")]
        database: Box<str>,
        #[serde(default, rename = "collectionName")]
        collection: Option<Box<str>>,
    }
    let wire: Wire = field(Some(raw))?;
    Some(Role { name: wire.role, database: wire.database, collection: wire.collection })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::damage::damaged_or_strange;
    use proptest::prelude::*;

    const REFUSAL: &str = r#"{"status":401,"content":{"detail":"no such group","error":401,"errorCode":"GROUP_NOT_FOUND","parameters":["5"],"reason":"Unauthorized"}}"#;

    /// The shape of the documented example: pretty-printed, with a serial that JSON does not allow.
    const DOCUMENTED: &str = r#"{
      "links" : [ ],
      "results" : [ {
        "_id" : 5433027191242719574,
        "createdAt" : "2019-12-03T21:00:42Z",
        "groupId" : "ec13d5f09d521a5206e5d726",
        "notAfter" : "2020-06-03T22:00:42Z",
        "subject" : "CN=example"
      }, {
        "_id" : 0946028664465903704,
        "createdAt" : "2019-12-03T21:01:12Z",
        "groupId" : "ec13d5f09d521a5206e5d726",
        "notAfter" : "2020-03-03T22:01:12Z",
        "subject" : "CN=example"
      } ],
      "totalCount" : 2
    }"#;

    fn certificates(body: &str) -> List<Certificate> {
        list(body.as_bytes()).unwrap_or_else(|why| panic!("{why:?}"))
    }

    fn serials(body: &str) -> Vec<Option<String>> {
        certificates(body).items.into_iter().map(|one| one.serial.map(|serial| serial.to_string())).collect()
    }

    #[test]
    fn the_documented_example_loads_whole() {
        let read = certificates(DOCUMENTED);
        assert_eq!((read.items.len(), read.total, read.has_next), (2, Some(2), false));
        assert_eq!(
            serials(DOCUMENTED),
            [Some("5433027191242719574".to_owned()), Some("946028664465903704".to_owned())]
        );
    }

    #[test]
    fn serials_are_exact_however_they_are_written() {
        let body = r#"{"results":[{"_id":9223372036854775808},{"_id":"-5"},{"_id":1e3},{"_id":null},{},
            {"_id":"340282366920938463463374607431768211456"}]}"#;
        let exact = |text: &str| Some(text.to_owned());
        let wide = "340282366920938463463374607431768211456";
        assert_eq!(serials(body), [exact("9223372036854775808"), exact("-5"), None, None, None, exact(wide)]);
    }

    #[test]
    fn a_row_stays_whatever_its_fields_are() {
        let body = r#"{"results":[null,7,{"subject":3,"notAfter":"soon","createdAt":"2026-01-02T03:04:05.678+02:00"},
            {"subject":"CN=a","notAfter":"2026-01-02T03:04:05Z","later":{"x":[]}}],"totalCount":"many"}"#;
        let read = certificates(body);
        assert_eq!((read.items.len(), read.total), (4, None));
        assert_eq!(
            read.items[2].created_at.map(|at| at.to_rfc3339()).as_deref(),
            Some("2026-01-02T01:04:05.678+00:00")
        );
        assert_eq!(read.items[3].subject.as_deref(), Some("CN=a"));
    }

    #[test]
    fn an_envelope_is_opened_and_tells_its_status() {
        let read = certificates(r#"{"status":200,"links":[{"rel":"next","href":"x"}],"results":[{}]}"#);
        assert!(read.has_next);
        assert_eq!(certificates(r#"{"status":200,"content":{"results":[{},{}]}}"#).items.len(), 2);
        for body in [
            r#"{"status":404,"error":404,"errorCode":"GROUP_NOT_FOUND"}"#,
            r#"{"status":404,"content":{"error":404,"errorCode":"GROUP_NOT_FOUND"}}"#,
        ] {
            let Err(Unread::Trouble(trouble)) = list::<Certificate>(body.as_bytes()) else { panic!("{body}") };
            assert_eq!((trouble.status, trouble.code.as_deref()), (Some(404), Some("GROUP_NOT_FOUND")));
        }
    }

    #[test]
    fn a_user_is_what_their_types_say() {
        let body = r#"{"results":[{"username":"a","databaseName":"$external","x509Type":"MANAGED"},
            {"username":"b","x509Type":"NONE","oidcAuthType":"IDP_GROUP"},{"username":"c"},{"x509Type":"MANAGED"}]}"#;
        let read: List<DatabaseUser> = list(body.as_bytes()).unwrap_or_else(|why| panic!("{why:?}"));
        let kinds: Vec<_> = read.items.into_iter().map(|user| user.authentication).collect();
        assert_eq!(kinds, [Authentication::ManagedX509, Authentication::Oidc, Authentication::Password]);
    }

    #[test]
    fn the_status_of_an_envelope_counts() {
        let status = |body: &str| hidden(body.as_bytes()).and_then(|trouble| trouble.status);
        assert_eq!(status(r#"{"status":429}"#), Some(429));
        assert_eq!(status(r#"{"status":401,"content":{"detail":"x"}}"#), Some(401));
        assert_eq!(status(r#"{"status":404,"content":{"error":404,"errorCode":"GROUP_NOT_FOUND"}}"#), Some(404));
        assert_eq!(status(r#"{"status":200,"content":{"error":404}}"#), Some(404));
        assert_eq!(status(r#"{"error":403,"errorCode":"X"}"#), Some(403));
        assert_eq!(status(r#"{"status":200,"results":[{"error":404}]}"#), None);
        assert_eq!(status(r#"{"status":"fine"}"#), None);
        assert_eq!(status("[]"), None);
    }

    /// A place in a part of the body would be looked for in the whole of it.
    #[test]
    fn what_is_no_list_is_told_shortly_and_with_no_place_but_one_in_the_body() {
        let long = "x".repeat(1_000_000);
        let why = |body: &str| match list::<Certificate>(body.as_bytes()) {
            Err(Unread::NotAList(why)) => why,
            Err(Unread::Trouble(told)) => panic!("{told:?}"),
            Ok(read) => panic!("{} rows", read.items.len()),
        };
        assert_eq!(why(&format!("{{\n\"results\":\n\"{long}\"}}")), "its results are no list");
        assert_eq!(why(&format!("{{\n\"content\":\n\"{long}\"}}")), "its content is no list");
        assert_eq!(why(&format!("\n\"{long}\"")), "it is JSON of another shape at line 2 column 1000002");
        assert_eq!(why("{\n\"results\":}"), "expected value at line 2 column 11");
    }

    /// Spelling such a number in hexadecimal would never end.
    #[test]
    fn a_serial_that_is_longer_than_any_leaves_its_row() {
        let body = |digits: usize| format!(r#"{{"results":[{{"_id":{},"subject":"CN=a"}}]}}"#, "9".repeat(digits));
        let read = certificates(&body(1_000_000));
        assert_eq!((read.items[0].subject.as_deref(), read.items[0].serial.clone()), (Some("CN=a"), None));
        assert_eq!(serials(&body(1000)), [Some("9".repeat(1000))]);
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        const LEVELS: usize = 100_000;
        let nested = |inner: &str| format!("{}{inner}{}", r#"{"content":"#.repeat(LEVELS), "}".repeat(LEVELS));
        assert!(list::<Certificate>(nested(r#"{"results":[]}"#).as_bytes()).is_err());
        assert_eq!(trouble(nested(r#"{"error":404}"#).as_bytes()), Trouble::default());
        let lists = format!(r#"{{"results":[{}{}]}}"#, "[".repeat(LEVELS), "]".repeat(LEVELS));
        assert_eq!(certificates(&lists).items.len(), 1);
    }

    /// The rows of a body without an envelope, as another reader sees them, where it is JSON in the letter.
    fn results(body: &[u8]) -> Option<Vec<serde_json::Value>> {
        let whole: serde_json::Value = serde_json::from_slice(body).ok()?;
        whole.get("results")?.as_array().cloned()
    }

    /// Whether what is said of a body that is no list names a place in it, if it names one.
    fn is_inside(why: &str, body: &[u8]) -> bool {
        let Some((_, place)) = why.rsplit_once(" at line ") else { return true };
        let (line, column) = place.split_once(" column ").expect("a column beside the line");
        let (line, column): (usize, usize) = (line.parse().expect("a line"), column.parse().expect("a column"));
        line >= 1 && body.split(|byte| *byte == b'\n').nth(line - 1).is_some_and(|written| column <= written.len() + 1)
    }

    proptest! {
        #[test]
        fn any_body_is_a_list_or_not(body in damaged_or_strange(DOCUMENTED)) {
            match list::<Certificate>(&body) {
                Ok(read) => {
                    prop_assert!(read.items.len() <= body.len() / 2);
                    let rows = results(&body).map_or(read.items.len(), |rows| rows.len());
                    prop_assert_eq!(read.items.len(), rows);
                }
                Err(Unread::NotAList(why)) => prop_assert!(is_inside(&why, &body), "{why}"),
                Err(Unread::Trouble(told)) => prop_assert!(told.status >= Some(300)),
            }
            let _ = (list::<Project>(&body), list::<DatabaseUser>(&body), list::<Organisation>(&body));
        }

        #[test]
        fn any_body_is_trouble_as_far_as_it_can_be_read(body in damaged_or_strange(REFUSAL)) {
            trouble(&body);
            hidden(&body);
        }
    }
}
