//! A database user.

use serde::Serialize;

use crate::domain::user::DatabaseUser;
use crate::report::{Column, Record, rfc3339};

/// As JSON has it.
#[derive(Debug, Serialize)]
pub struct UserRecord {
    username: String,
    database: String,
    sign_in: String,
    /// Whether Atlas manages certificates for the user.
    managed: bool,
    roles: Vec<String>,
    description: Option<String>,
    delete_after: Option<String>,
}

impl UserRecord {
    /// A user.
    #[must_use]
    pub fn new(user: &DatabaseUser) -> Self {
        let role = |role: &crate::domain::user::Role| match &role.collection {
            Some(collection) => format!("{}@{}.{collection}", role.name, role.database),
            None => format!("{}@{}", role.name, role.database),
        };
        Self {
            username: user.name.to_string(),
            database: user.database.to_string(),
            sign_in: user.authentication.label().to_owned(),
            managed: user.authentication.may_have_certificates(),
            roles: user.roles.iter().map(role).collect(),
            description: user.description.as_deref().map(str::to_owned),
            delete_after: user.delete_after.map(rfc3339),
        }
    }
}

impl Record for UserRecord {
    const PLURAL: &'static str = "users";
    const FIELDS: &'static [&'static str] =
        &["username", "database", "sign_in", "managed", "roles", "description", "delete_after"];
    const COLUMNS: &'static [Column] =
        &[Column::text("USER", 20), Column::text("DATABASE", 9), Column::text("SIGNS IN", 8), Column::text("ROLES", 0)];

    fn fields(&self) -> Vec<String> {
        vec![
            self.username.clone(),
            self.database.clone(),
            self.sign_in.clone(),
            self.managed.to_string(),
            self.roles.join(" "),
            self.description.clone().unwrap_or_default(),
            self.delete_after.clone().unwrap_or_default(),
        ]
    }

    fn cells(&self) -> Vec<String> {
        vec![self.username.clone(), self.database.clone(), self.sign_in.clone(), self.roles.join(" ")]
    }
}
