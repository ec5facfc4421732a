//! The profiles that one can choose from.

use crate::config::atlas_cli::AtlasCli;
use crate::config::credentials;
use crate::config::places;
use crate::config::sources::Sources;

/// A profile, or the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands.
    pub home: Home,
    /// What it is called; the environment has no name.
    pub name: String,
    /// What it signs in with, without the secret.
    pub told: String,
    /// Why it is of no use.
    pub unusable: Option<&'static str>,
}

/// Where credentials stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The environment.
    Environment,
    /// Our own configuration file.
    Own,
    /// The Atlas CLI's.
    AtlasCli,
}

impl Sources {
    /// The environment, where it has credentials, then our own profiles, then the Atlas CLI's, less those whose name is
    /// one of ours. Runs no command and asks no keyring. An Atlas CLI's file that cannot be read has none.
    #[must_use]
    pub fn roster(&self) -> Vec<Listed> {
        let environment = credentials::told_of_environment(&self.environment).into_iter().next().map(|saying| Listed {
            home: Home::Environment,
            name: String::new(),
            told: saying.value,
            unusable: None,
        });
        let own = self.file.said.profiles.iter().map(|(name, profile)| Listed {
            home: Home::Own,
            name: name.clone(),
            told: credentials::told(profile, ""),
            unusable: None,
        });
        let cli = AtlasCli::read(places::atlas_cli_file()).unwrap_or_default();
        let elsewhere = if cli.uses_keyring { "in the system keyring" } else { "" };
        let others = self.others(&cli).map(|(name, found)| Listed {
            home: Home::AtlasCli,
            name: name.clone(),
            told: credentials::told(&found.profile, elsewhere),
            unusable: found.unusable(),
        });
        environment.into_iter().chain(own).chain(others).collect()
    }
}
