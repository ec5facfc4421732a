//! How the file spells what a user is: words that never change, whatever the screen says.

use crate::domain::user::{Authentication, Role};

/// Before an `x509Type` that this program does not know.
const OTHER_X509: &str = "x509:";

/// The word for how a user signs in.
pub(super) fn of_authentication(authentication: &Authentication) -> String {
    match authentication {
        Authentication::ManagedX509 => "MANAGED".to_owned(),
        Authentication::CustomerX509 => "CUSTOMER".to_owned(),
        Authentication::OtherX509(kind) => format!("{OTHER_X509}{kind}"),
        Authentication::AwsIam => "AWS_IAM".to_owned(),
        Authentication::Oidc => "OIDC".to_owned(),
        Authentication::Ldap => "LDAP".to_owned(),
        Authentication::Password => "SCRAM".to_owned(),
    }
}

/// What the word means. One that nobody wrote is a kind that is not known.
pub(super) fn authentication(word: &str) -> Authentication {
    match word {
        "MANAGED" => Authentication::ManagedX509,
        "CUSTOMER" => Authentication::CustomerX509,
        "AWS_IAM" => Authentication::AwsIam,
        "OIDC" => Authentication::Oidc,
        "LDAP" => Authentication::Ldap,
        "SCRAM" => Authentication::Password,
        other => Authentication::OtherX509(other.strip_prefix(OTHER_X509).unwrap_or(other).into()),
    }
}

/// Roles as a JSON array of `[role, database, collection or null]`.
pub(super) fn of_roles(roles: &[Role]) -> String {
    let row = |role: &Role| serde_json::json!([role.name, role.database, role.collection]);
    roles.iter().map(row).collect::<serde_json::Value>().to_string()
}

/// The roles of such an array; what cannot be read is none.
pub(super) fn roles(json: &str) -> Vec<Role> {
    type Row = (Box<str>, Box<str>, Option<Box<str>>);
    let rows: Vec<Row> = serde_json::from_str(json).unwrap_or_default();
    rows.into_iter().map(|(name, database, collection)| Role { name, database, collection }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for kind in [
            Authentication::ManagedX509,
            Authentication::CustomerX509,
            Authentication::OtherX509("MANAGED".into()),
            Authentication::AwsIam,
            Authentication::Oidc,
            Authentication::Ldap,
            Authentication::Password,
        ] {
            assert_eq!(authentication(&of_authentication(&kind)), kind);
        }
        let role = |collection: Option<&str>| Role {
            name: "read\"".into(),
            database: "a,b".into(),
            collection: collection.map(Into::into),
        };
        let granted = vec![role(None), role(Some("c"))];
        assert_eq!(roles(&of_roles(&granted)), granted);
        assert_eq!(roles(&of_roles(&[])), []);
    }
}
