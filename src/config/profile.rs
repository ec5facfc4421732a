//! One profile: an organisation's credentials and what goes with them, whichever file it stands in.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

/// A profile as our own file has it. Every field may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// The API key's public half.
    pub public_key: Option<String>,
    /// The API key's private half.
    pub private_key: Option<SecretString>,
    /// A command that prints the private half.
    pub private_key_command: Option<String>,
    /// The service account's id.
    pub client_id: Option<String>,
    /// The service account's secret.
    pub client_secret: Option<SecretString>,
    /// A command that prints the secret.
    pub client_secret_command: Option<String>,
    /// Where the API is.
    pub base_url: Option<String>,
    /// Which version to speak: `auto`, `v2` or `v1.0`.
    pub api: Option<String>,
    /// Certificate authorities to trust beside the system's: a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Whether the status is to be asked for inside the body.
    pub envelope: Option<bool>,
    /// Whether keys may cross the network in the clear.
    pub allow_plain_http: Option<bool>,
    /// The project to open, by name or id.
    pub project: Option<String>,
}

impl Profile {
    /// Whether the file itself holds a secret.
    #[must_use]
    pub fn holds_a_secret(&self) -> bool {
        self.private_key.is_some() || self.client_secret.is_some()
    }
}
