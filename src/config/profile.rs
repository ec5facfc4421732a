//! One profile: an organisation's credentials and what goes with them, whichever file it stands in.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use crate::atlas::way::Proxy;
use crate::config::severity::Severity;

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
    /// Where the secret is that neither stands here nor is printed by a command.
    pub secret: Option<SecretStore>,
    /// Where the API is.
    pub base_url: Option<String>,
    /// Which version to speak: `auto`, `v2` or `v1.0`.
    pub api: Option<String>,
    /// The proxy, in the stead of those that the environment names.
    pub proxy: Option<Proxy>,
    /// Certificate authorities to trust beside the system's: a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Whether the status is to be asked for inside the body.
    pub envelope: Option<bool>,
    /// Whether keys may cross the network in the clear.
    pub allow_plain_http: Option<bool>,
    /// The project to open, by name or id.
    pub project: Option<String>,
    /// When a certificate of this organisation is critical, or soon, where that is otherwise than for all.
    pub severity: Severity,
}

/// A place for secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum SecretStore {
    /// The system's keyring.
    Keyring,
}

/// Does not tell what was written: it may be the secret itself.
impl TryFrom<String> for SecretStore {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == "keyring" { Ok(Self::Keyring) } else { Err("write secret = \"keyring\", or leave it out") }
    }
}

impl Profile {
    /// Whether it has anything to sign in with.
    #[must_use]
    pub fn has_credentials(&self) -> bool {
        self.public_key.is_some() || self.client_id.is_some() || self.holds_keys()
    }

    /// Whether it has all that one needs to sign in.
    #[must_use]
    pub fn can_sign_in(&self) -> bool {
        self.public_key.is_some() && self.private_key.is_some()
            || self.client_id.is_some() && self.client_secret.is_some()
    }

    /// Whether the file itself holds a secret.
    #[must_use]
    pub fn holds_a_secret(&self) -> bool {
        self.holds_keys() || self.proxy.as_ref().is_some_and(Proxy::signs_in)
    }

    fn holds_keys(&self) -> bool {
        self.private_key.is_some() || self.client_secret.is_some()
    }
}
