//! Every profile at once: our own, and those of the Atlas CLI that are called otherwise and that others can use.
//!
//! Each counts as if it had been named on the command line, so credentials of the environment have no say.

use crate::atlas::error::{Error, Facts, Kind};
use crate::atlas::fleet;
use crate::config::atlas_cli::AtlasCli;
use crate::config::error::ConfigError;
use crate::config::places;
use crate::config::settings::Access;
use crate::config::sources::{Flags, Sources};

/// All profiles.
#[derive(Debug)]
pub struct Every {
    /// By name: how to sign in, or why that cannot be told.
    pub profiles: Vec<(String, Result<Access, ConfigError>)>,
    /// Profiles of the Atlas CLI that nobody else can sign in with: name, and a sentence without its full stop.
    pub left_out: Vec<(String, String)>,
}

impl Sources {
    /// Every profile. Runs their commands and asks the keyring, one after the other.
    ///
    /// # Errors
    /// Where a file cannot be understood, or there is no profile at all.
    pub fn every(&self) -> Result<Every, ConfigError> {
        let cli = AtlasCli::read(places::atlas_cli_file())?;
        let others = self.others(&cli).map(|(name, _)| name);
        let mut every = Every { profiles: Vec::new(), left_out: Vec::new() };
        for name in self.file.said.profiles.keys().chain(others) {
            match self.of_profile(name).live() {
                Err(why @ ConfigError::UnusableCliProfile { .. }) => {
                    every.left_out.push((name.clone(), why.to_string()));
                }
                access => every.profiles.push((name.clone(), access)),
            }
        }
        if every.profiles.is_empty() {
            return Err(ConfigError::NoProfiles { path: self.file.path.clone() });
        }
        Ok(every)
    }

    /// The same sources, as if this profile had been named on the command line.
    #[must_use]
    pub fn of_profile(&self, name: &str) -> Self {
        let flags = Flags { profile: Some(name.to_owned()), ..self.flags.clone() };
        Self { flags, ..self.clone() }
    }
}

impl Every {
    /// For the clients. A profile that cannot be signed in with answers whatever it is asked with the reason.
    #[must_use]
    pub fn settings(&self) -> fleet::Settings {
        let profile = |(name, access): &(String, Result<Access, ConfigError>)| fleet::Profile {
            name: name.clone(),
            settings: access.as_ref().map(|access| access.client.clone()).map_err(told),
        };
        fleet::Settings::Profiles(self.profiles.iter().map(profile).collect())
    }

    /// Those that can be signed in with.
    pub fn usable(&self) -> impl Iterator<Item = &Access> {
        self.profiles.iter().filter_map(|(_, access)| access.as_ref().ok())
    }
}

fn told(why: &ConfigError) -> Error {
    Error::new(Kind::Settings, "a connection", Facts { detail: Some(why.to_string()), ..Facts::default() })
}
