//! The Atlas CLI's `config.toml`: its profiles, by all the names that their keys have had.
//!
//! Every table that is no setting of its own is a profile; names are lower case. From version 1.47 on, which writes
//! `version = 2`, the CLI keeps its secrets in the system's keyring and takes them out of the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use toml::Table;

use crate::atlas::endpoint::BaseUrl;
use crate::config::error::ConfigError;
use crate::config::file::is_absent;
use crate::config::keyring::Keyring;
use crate::config::profile::Profile;

/// What the file says.
#[derive(Debug, Default)]
pub struct AtlasCli {
    /// Where it stands.
    pub path: PathBuf,
    /// The profile that it names as the usual one.
    pub usual: Option<String>,
    /// By name.
    pub profiles: BTreeMap<String, CliProfile>,
    /// Whether it is written by a CLI that uses the keyring.
    pub uses_keyring: bool,
}

/// A profile, and how the CLI signs in with it.
#[derive(Debug, Default)]
pub struct CliProfile {
    /// As one of ours.
    pub profile: Profile,
    /// `api_keys`, `user_account`, `service_account`, `no_auth`.
    pub auth_type: Option<String>,
    /// Whether it holds a token of a browser log-in.
    pub has_token: bool,
}

/// Names that a kind of credentials has in the file and in the keyring: what is no secret, and what is one.
const KEYS: [&str; 2] = ["public_api_key", "private_api_key"];
const ACCOUNT: [&str; 2] = ["client_id", "client_secret"];
/// What to do where the CLI's own credentials cannot be had.
const INSTEAD: &str = "set MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY (or MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET) in the environment, or write a profile of your own";

/// Tables that are settings.
const NOT_PROFILES: &[&str] = &["settings", "plugins"];

impl AtlasCli {
    /// Reads the file, if there is one.
    ///
    /// # Errors
    /// Where it is there and cannot be read or understood.
    pub fn read(path: Option<PathBuf>) -> Result<Self, ConfigError> {
        let Some(path) = path else { return Ok(Self::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(path, &text),
            Err(why) if is_absent(&why) => Ok(Self { path, ..Self::default() }),
            Err(why) => Err(ConfigError::Unreadable { path, why: why.to_string() }),
        }
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self, ConfigError> {
        let table: Table = toml::from_str(text).map_err(|why| ConfigError::of_toml(&path, text, &why))?;
        let profiles = table
            .iter()
            .filter(|(name, _)| !NOT_PROFILES.contains(&name.as_str()))
            .filter_map(|(name, value)| Some((name.to_lowercase(), profile(value.as_table()?))))
            .collect();
        let version = table.get("version").and_then(toml::Value::as_integer);
        let usual = text_of(&table, "profile").map(|name| name.to_lowercase());
        Ok(Self { usual, profiles, path, uses_keyring: version.is_some_and(|version| version >= 2) })
    }

    /// The profile with all that it needs to sign in: what is not in the file is looked for in the keyring, where this file
    /// is from a CLI that uses it.
    ///
    /// # Errors
    /// Where it holds nothing to sign in with, and the keyring does not either.
    pub fn complete(&self, name: &str, found: &CliProfile, keyring: &Keyring) -> Result<Profile, ConfigError> {
        let mut profile = found.profile.clone();
        if let Some(why) = found.unusable() {
            return Err(ConfigError::UnusableCliProfile { profile: name.to_owned(), path: self.path.clone(), why });
        }
        if profile.can_sign_in() || !self.uses_keyring && profile.has_credentials() {
            return Ok(profile);
        }
        if !self.uses_keyring {
            let why = "holds no keys: make some with `atlas auth login`, or set them in the environment or in a profile of your own";
            return Err(ConfigError::UnusableCliProfile { profile: name.to_owned(), path: self.path.clone(), why });
        }
        let look_up = |entry: &str| {
            keyring.look_up(&service(name), entry).map_err(|why| ConfigError::Keyring {
                source_name: format!("{} {entry}", source_name(&self.path, name)),
                why,
                advice: INSTEAD.to_owned(),
            })
        };
        let is_account = found.auth_type.as_deref() == Some("service_account") || profile.client_id.is_some();
        let [id, secret] = if is_account { ACCOUNT } else { KEYS };
        let there = if is_account { &mut profile.client_id } else { &mut profile.public_key };
        if there.is_none() {
            *there = Some(look_up(id)?.expose_secret().to_owned());
        }
        let there = if is_account { &mut profile.client_secret } else { &mut profile.private_key };
        if there.is_none() {
            *there = Some(look_up(secret)?);
        }
        Ok(profile)
    }
}

impl CliProfile {
    /// Why nobody but the CLI can sign in with it.
    #[must_use]
    pub fn unusable(&self) -> Option<&'static str> {
        match self.auth_type.as_deref() {
            Some("user_account") => Some(BROWSER),
            // Older files do not say how a profile signs in.
            None if self.has_token && !self.profile.has_credentials() => Some(BROWSER),
            Some("no_auth") => Some("signs in nowhere: name another one, or set keys in the environment"),
            _ => None,
        }
    }
}

const BROWSER: &str = "is a browser log-in, which only the Atlas CLI itself can use: make an API key or a service account and set it in the environment";

/// What the CLI calls a profile in the keyring.
fn service(profile: &str) -> String {
    format!("atlascli_{profile}")
}

fn profile(table: &Table) -> CliProfile {
    let base_url = ["ops_manager_url", "base_url"].into_iter().find_map(|key| text_of(table, key));
    let government = text_of(table, "service").is_some_and(|service| service == "cloudgov");
    let auth_type = text_of(table, "auth_type");
    // What is left over from before counts for nothing in a profile that says how it signs in.
    let has_keys = auth_type.as_deref() != Some("service_account");
    let has_account = auth_type.as_deref() != Some("api_keys");
    let secret = |key: &str| text_of(table, key).map(SecretString::from);
    let [public_key, private_key] = KEYS;
    let [client_id, client_secret] = ACCOUNT;
    CliProfile {
        auth_type,
        has_token: text_of(table, "access_token").is_some(),
        profile: Profile {
            public_key: text_of(table, public_key).filter(|_| has_keys),
            private_key: secret(private_key).filter(|_| has_keys),
            client_id: text_of(table, client_id).filter(|_| has_account),
            client_secret: secret(client_secret).filter(|_| has_account),
            base_url: base_url.or_else(|| government.then(|| BaseUrl::GOVERNMENT.to_owned())),
            project: text_of(table, "project_id"),
            ..Profile::default()
        },
    }
}

/// A text that is not empty, by a key in whatever case.
fn text_of(table: &Table, key: &str) -> Option<String> {
    let (_, value) = table.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Where a profile of this file is named in an error.
#[must_use]
pub fn source_name(path: &Path, profile: &str) -> String {
    format!("{}, [{profile}]", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keyring::Silence;

    #[test]
    fn profiles_are_read_by_every_name_of_their_keys() {
        let text = r#"
            version = 2
            profile = "Gov"
            [default]
            public_api_key = "abcdefgh"
            private_api_key = "p"
            project_id = "1"
            [GOV]
            auth_type = "service_account"
            service = "cloudgov"
            client_id = "mdb_sa_id_1"
            [other]
            ops_manager_url = "https://example.org/"
            base_url = "https://ignored.example.org/"
        "#;
        let read = AtlasCli::parse(PathBuf::from("config.toml"), text).expect("a config");
        assert_eq!(read.usual.as_deref(), Some("gov"));
        assert_eq!(read.profiles["default"].profile.public_key.as_deref(), Some("abcdefgh"));
        assert_eq!(read.profiles["gov"].profile.base_url.as_deref(), Some(BaseUrl::GOVERNMENT));
        assert_eq!(read.profiles["other"].profile.base_url.as_deref(), Some("https://example.org/"));
        let keyring = Keyring::through("/no/such/tool", std::time::Duration::ZERO);
        assert!(read.complete("default", &read.profiles["default"], &keyring).is_ok());
        let silent = read.complete("other", &read.profiles["other"], &keyring);
        assert!(matches!(silent, Err(ConfigError::Keyring { why: Silence::NoTool(_), .. })));
    }
}
