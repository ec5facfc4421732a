//! The Atlas CLI's `config.toml`: its profiles, by all the names that their keys have had.
//!
//! Every table that is no setting of its own is a profile; names are lower case. From version 1.47 on the CLI keeps its
//! secrets in the system's keyring and takes them out of the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use toml::Table;

use crate::atlas::endpoint::BaseUrl;
use crate::config::error::ConfigError;
use crate::config::file::is_absent;
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
}

/// A profile, and how the CLI signs in with it.
#[derive(Debug, Default)]
pub struct CliProfile {
    /// As one of ours.
    pub profile: Profile,
    /// `api_keys`, `user_account`, `service_account`, `no_auth`.
    pub auth_type: Option<String>,
}

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
        Ok(Self { usual: text_of(&table, "profile").map(|name| name.to_lowercase()), profiles, path })
    }

    /// Whether `profile` can be used, and if not, why.
    ///
    /// # Errors
    /// Where it holds nothing to sign in with.
    pub fn usable(&self, name: &str, found: &CliProfile) -> Result<(), ConfigError> {
        let Profile { public_key, client_id, .. } = &found.profile;
        let why = match found.auth_type.as_deref() {
            Some("user_account") => {
                "is a browser log-in, which only the Atlas CLI itself can use: make an API key or a service account and set it in the environment"
            }
            _ if public_key.is_none() && client_id.is_none() => {
                "keeps its keys in the system keyring, where they are not looked for: set them in the environment or in a profile of your own"
            }
            _ => return Ok(()),
        };
        Err(ConfigError::UnusableCliProfile { profile: name.to_owned(), path: self.path.clone(), why })
    }
}

fn profile(table: &Table) -> CliProfile {
    let base_url = ["ops_manager_url", "base_url"].into_iter().find_map(|key| text_of(table, key));
    let government = text_of(table, "service").is_some_and(|service| service == "cloudgov");
    let auth_type = text_of(table, "auth_type");
    // Keys that are left over from before count for nothing in a profile that says how it signs in.
    let has_keys = auth_type.as_deref() != Some("service_account");
    CliProfile {
        auth_type,
        profile: Profile {
            public_key: text_of(table, "public_api_key").filter(|_| has_keys),
            private_key: text_of(table, "private_api_key").filter(|_| has_keys).map(SecretString::from),
            client_id: text_of(table, "client_id"),
            client_secret: text_of(table, "client_secret").map(SecretString::from),
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
        assert!(read.usable("default", &read.profiles["default"]).is_ok());
        assert!(read.usable("other", &read.profiles["other"]).is_err());
    }
}
