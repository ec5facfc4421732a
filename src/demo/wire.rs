//! Bodies as Atlas writes them: the keys in the recorded order, which is that of the alphabet.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::resource::segment;
use super::world;

/// A page of a list.
#[derive(Serialize)]
pub(super) struct List<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    pub links: Vec<Link>,
    pub results: Vec<T>,
    #[serde(rename = "totalCount", skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// A single object in an envelope.
#[derive(Serialize)]
pub(super) struct Envelope<T> {
    pub content: T,
    pub status: u16,
}

/// A link, absolute.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    pub href: String,
    pub rel: String,
}

impl Link {
    pub fn new(rel: &str, href: String) -> Self {
        Self { href, rel: rel.to_owned() }
    }

    fn own(href: String) -> Vec<Self> {
        vec![Self::new("self", href)]
    }
}

#[derive(Serialize)]
pub(super) struct Organisation<'world> {
    id: &'world str,
    #[serde(rename = "isDeleted")]
    is_deleted: bool,
    links: Vec<Link>,
    name: &'world str,
    #[serde(rename = "skipDefaultAlertsSettings")]
    skip_default_alerts: bool,
}

impl<'world> Organisation<'world> {
    /// `base` is the address of the server with the API's prefix.
    pub fn new(organisation: &'world world::Organisation, base: &str) -> Self {
        Self {
            id: &organisation.id,
            is_deleted: false,
            links: Link::own(format!("{base}/orgs/{}", organisation.id)),
            name: &organisation.name,
            skip_default_alerts: false,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Project<'world> {
    cluster_count: u32,
    #[serde(serialize_with = "seconds")]
    created: DateTime<Utc>,
    id: &'world str,
    links: Vec<Link>,
    name: &'world str,
    org_id: &'world str,
    tags: Vec<Value>,
    with_default_alerts_settings: bool,
}

/// What a single project links to, in the recorded order and with the recorded legacy word.
const SUB_RESOURCES: &[&str] = &["containers", "clusters", "databaseUsers", "peers", "processes", "whitelist"];

impl<'world> Project<'world> {
    /// As an item of a list.
    pub fn item(project: &'world world::Project, base: &str) -> Self {
        Self {
            cluster_count: project.clusters,
            created: project.created_at,
            id: &project.id,
            links: Link::own(format!("{base}/groups/{}", project.id)),
            name: &project.name,
            org_id: &project.organisation,
            tags: project.tags.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect(),
            with_default_alerts_settings: true,
        }
    }

    /// Alone, with links to what it has.
    pub fn single(project: &'world world::Project, base: &str) -> Self {
        let mut single = Self::item(project, base);
        single.links.extend(SUB_RESOURCES.iter().map(|name| {
            Link::new(&format!("https://cloud.mongodb.com/{name}"), format!("{base}/groups/{}/{name}", project.id))
        }));
        single
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User<'world> {
    #[serde(rename = "awsIAMType")]
    aws_iam_type: &'static str,
    database_name: &'static str,
    #[serde(serialize_with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    delete_after_date: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'world str>,
    group_id: &'world str,
    labels: [Value; 0],
    ldap_auth_type: &'static str,
    links: Vec<Link>,
    oidc_auth_type: &'static str,
    roles: Vec<Role<'world>>,
    scopes: Vec<Value>,
    #[serde(rename = "username")]
    name: &'world str,
    x509_type: &'static str,
}

#[derive(Serialize)]
struct Role<'world> {
    #[serde(rename = "collectionName", skip_serializing_if = "Option::is_none")]
    collection: Option<&'world str>,
    #[serde(rename = "databaseName")]
    database: &'world str,
    #[serde(rename = "roleName")]
    name: &'static str,
}

impl<'world> User<'world> {
    pub fn new(user: &'world world::User, project: &'world str, base: &str) -> Self {
        let kind = Kinds::of(user.sign_in);
        Self {
            aws_iam_type: kind.aws,
            database_name: user.database(),
            delete_after_date: user.delete_after,
            description: user.description.as_deref(),
            group_id: project,
            labels: [],
            ldap_auth_type: kind.ldap,
            links: Link::own(format!(
                "{base}/groups/{project}/databaseUsers/{}/{}",
                user.database(),
                segment(&user.name)
            )),
            oidc_auth_type: kind.oidc,
            roles: user.roles.iter().map(Role::new).collect(),
            scopes: user.scopes.iter().map(|name| json!({ "name": name, "type": "CLUSTER" })).collect(),
            name: &user.name,
            x509_type: kind.x509,
        }
    }
}

impl<'world> Role<'world> {
    fn new(role: &'world world::Role) -> Self {
        Self { collection: role.collection.as_deref(), database: &role.database, name: role.name }
    }
}

/// The four fields that say how a user signs in.
struct Kinds {
    aws: &'static str,
    ldap: &'static str,
    oidc: &'static str,
    x509: &'static str,
}

impl Kinds {
    const fn of(sign_in: world::SignIn) -> Self {
        use world::SignIn;
        const SCRAM: Kinds = Kinds { aws: "NONE", ldap: "NONE", oidc: "NONE", x509: "NONE" };
        match sign_in {
            SignIn::Scram => SCRAM,
            SignIn::OidcGroup => Self { oidc: "IDP_GROUP", ..SCRAM },
            SignIn::AwsUser => Self { aws: "USER", ..SCRAM },
            SignIn::AwsRole => Self { aws: "ROLE", ..SCRAM },
            SignIn::LdapUser => Self { ldap: "USER", ..SCRAM },
            SignIn::LdapGroup => Self { ldap: "GROUP", ..SCRAM },
            SignIn::CustomerX509 => Self { x509: "CUSTOMER", ..SCRAM },
            SignIn::ManagedX509 => Self { x509: "MANAGED", ..SCRAM },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Certificate<'world> {
    #[serde(rename = "_id")]
    serial: u64,
    #[serde(serialize_with = "seconds")]
    created_at: DateTime<Utc>,
    group_id: &'world str,
    #[serde(serialize_with = "seconds")]
    not_after: DateTime<Utc>,
    subject: String,
}

impl<'world> Certificate<'world> {
    pub fn new(certificate: world::Certificate, project: &'world str) -> Self {
        Self {
            serial: certificate.serial,
            created_at: certificate.created_at,
            group_id: project,
            not_after: certificate.not_after,
            subject: certificate.subject,
        }
    }
}

/// `2026-11-24T10:00:00Z`, the only form in 188,000 recorded dates.
fn seconds<S: Serializer>(moment: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// As [`seconds`].
#[expect(clippy::ref_option, reason = "serde asks for it")]
fn optional_seconds<S: Serializer>(moment: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => seconds(moment, serializer),
        None => serializer.serialize_none(),
    }
}
