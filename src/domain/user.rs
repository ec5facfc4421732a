//! Database users, and why most of them have no certificate that Atlas manages.

use chrono::{DateTime, Utc};

/// How a database user proves who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    /// X.509 with certificates that Atlas issues: `x509Type` `MANAGED`, the only kind that has a list of them.
    ManagedX509,
    /// X.509 with certificates of the customer's own authority: `CUSTOMER`.
    CustomerX509,
    /// An `x509Type` that this program does not know; its list may exist.
    OtherX509(Box<str>),
    /// AWS IAM: `awsIAMType` other than `NONE`.
    AwsIam,
    /// OpenID Connect: `oidcAuthType` other than `NONE`.
    Oidc,
    /// LDAP: `ldapAuthType` other than `NONE`.
    Ldap,
    /// A password (SCRAM): every type is `NONE`.
    Password,
}

impl Authentication {
    /// Whether Atlas may list certificates for such a user.
    #[must_use]
    pub fn may_have_certificates(&self) -> bool {
        matches!(self, Self::ManagedX509 | Self::OtherX509(_))
    }

    /// A short name for a list.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::ManagedX509 => "X.509",
            Self::CustomerX509 => "own CA",
            Self::OtherX509(kind) => kind,
            Self::AwsIam => "AWS IAM",
            Self::Oidc => "OIDC",
            Self::Ldap => "LDAP",
            Self::Password => "SCRAM",
        }
    }

    /// Why Atlas has no certificates for such a user, as a sentence; `None` where it may have some.
    #[must_use]
    pub fn why_no_certificates(&self) -> Option<&'static str> {
        match self {
            Self::ManagedX509 | Self::OtherX509(_) => None,
            Self::CustomerX509 => Some("Uses X.509 certificates of your own authority: Atlas does not have them."),
            Self::AwsIam => Some("Signs in with AWS IAM, not with a certificate."),
            Self::Oidc => Some("Signs in through an identity provider (OIDC), not with a certificate."),
            Self::Ldap => Some("Signs in through LDAP, not with a certificate."),
            Self::Password => Some("Signs in with a password (SCRAM), not with a certificate."),
        }
    }
}

/// One role of a database user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// `readWrite`, `atlasAdmin` or one of the customer's own.
    pub name: Box<str>,
    /// The database that it is granted on.
    pub database: Box<str>,
    /// The collection, where it is limited to one.
    pub collection: Option<Box<str>>,
}

/// A database user of a project. Identity is ([`Self::database`], [`Self::name`]); certificates are listed by name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseUser {
    /// The user name: bare, an ARN, a distinguished name; up to 1,024 characters.
    pub name: Box<str>,
    /// The database that authenticates them: `$external` for X.509, `admin` else.
    pub database: Box<str>,
    /// How they sign in.
    pub authentication: Authentication,
    /// What they may do.
    pub roles: Vec<Role>,
    /// A note of at most 100 characters.
    pub description: Option<Box<str>>,
    /// When Atlas will delete a temporary user.
    pub delete_after: Option<DateTime<Utc>>,
}
