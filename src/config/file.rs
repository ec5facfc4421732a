//! Our own configuration file, `config.toml`. `assets/config.toml` shows every setting.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};
use std::path::{Path, PathBuf};

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::config::error::ConfigError;
use crate::config::profile::Profile;
use crate::config::severity::Severity;
use crate::domain::expiry::Limits;

/// What the file says. Without a file, nothing.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Where it stands, or would stand.
    pub path: PathBuf,
    /// What it says.
    pub said: Said,
    /// As it is written, to tell lines from.
    text: String,
}

/// The keys of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    /// The profile to use where none is named.
    #[serde(deserialize_with = "name_of_a_profile")]
    pub profile: Option<String>,
    /// Certificates a page, 1 to 500.
    pub page_size: Option<u16>,
    /// A command that takes what is copied on its standard input.
    pub clipboard_command: Option<String>,
    /// The theme: a built-in one, or one of [`Self::themes`].
    pub theme: Option<String>,
    /// When a certificate is critical, or soon.
    pub severity: Severity,
    /// Keys for actions, by the action's name.
    pub keys: BTreeMap<Spanned<String>, Keys>,
    /// Themes of the person's own, by name: keys and values as they are written.
    pub themes: BTreeMap<String, BTreeMap<String, String>>,
    /// By name.
    pub profiles: BTreeMap<String, Profile>,
}

/// One key or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Keys {
    /// One.
    One(String),
    /// Several, the one to show in hints first; none takes the action its keys.
    Several(Vec<String>),
}

/// Whoever writes `[profile.prod]` means `[profiles.prod]`, and is told so.
fn name_of_a_profile<'de, D: Deserializer<'de>>(written: D) -> Result<Option<String>, D::Error> {
    struct Name;

    impl Visitor<'_> for Name {
        type Value = String;

        fn expecting(&self, told: &mut Formatter<'_>) -> fmt::Result {
            told.write_str("the name of the usual profile: each profile is a table, [profiles.NAME]")
        }

        fn visit_str<E>(self, name: &str) -> Result<String, E> {
            Ok(name.to_owned())
        }
    }

    written.deserialize_str(Name).map(Some)
}

impl Keys {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

impl File {
    /// Reads the file at `path`. That there is none is an error only where somebody named it.
    ///
    /// # Errors
    /// Where it cannot be read or understood, or holds a secret that others can read.
    pub fn read(path: PathBuf, named: bool) -> Result<Self, ConfigError> {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(why) if is_absent(&why) && !named => {
                return Ok(Self { path, ..Self::default() });
            }
            Err(why) => return Err(ConfigError::Unreadable { path, why: why.to_string() }),
        };
        let said: Said = toml::from_str(&text).map_err(|why| ConfigError::of_toml(&path, &text, &why))?;
        if said.profiles.values().any(Profile::holds_a_secret) && others_can_read(&path) {
            return Err(ConfigError::Exposed { path });
        }
        Ok(Self { path, said, text })
    }

    /// The keys that a person named for actions.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.said.keys.iter().map(|(name, keys)| (name.get_ref().as_str(), keys.names()))
    }

    /// That the keys of the action called `name` cannot be used: with line and column.
    #[must_use]
    pub fn wrong_keys(&self, name: &str, why: impl std::fmt::Display) -> ConfigError {
        let written = self.said.keys.keys().find(|written| written.get_ref() == name);
        ConfigError::at(&self.path, &self.text, written.map_or(0, |written| written.span().start), &why)
    }

    /// The limits of all profiles, which the defaults complete.
    ///
    /// # Errors
    /// Where a span cannot be read, or the limits do not go together.
    pub fn limits(&self) -> Result<Limits, ConfigError> {
        self.said.severity.limits(Limits::default(), |key| self.key(key))
    }

    /// How a key of this file is named in an error.
    #[must_use]
    pub fn key(&self, key: &str) -> String {
        format!("{}, {key}", self.path.display())
    }
}

/// Whether there is no such file, or not even such a folder.
#[must_use]
pub fn is_absent(why: &std::io::Error) -> bool {
    matches!(why.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_path: &Path) -> bool {
    false
}
