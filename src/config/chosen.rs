//! Which profile counts: the one that was named, else the usual one; our own before the Atlas CLI's.

use std::collections::BTreeSet;

use crate::atlas::client::Credentials;
use crate::config::atlas_cli::{self, AtlasCli, CliProfile};
use crate::config::credentials;
use crate::config::error::ConfigError;
use crate::config::keyring::Keyring;
use crate::config::places;
use crate::config::profile::Profile;
use crate::config::secret::Asking;
use crate::config::sources::Sources;
use crate::domain::printable::Printable;

/// A profile and where it stands.
pub(super) struct Chosen<'files> {
    pub(super) profile: &'files Profile,
    pub(super) name: String,
    pub(super) source_name: String,
    /// Where it is the Atlas CLI's.
    pub(super) cli: Option<&'files CliProfile>,
}

impl Chosen<'_> {
    /// Its credentials, from wherever it says that they are.
    pub(super) fn credentials(
        &self,
        cli: &AtlasCli,
        keyring: &Keyring,
        asking: &Asking,
    ) -> Result<Credentials, ConfigError> {
        let of = |profile: &Profile| credentials::of_profile(profile, &self.name, &self.source_name, keyring, asking);
        match self.cli {
            Some(found) => of(&cli.complete(&self.name, found, keyring)?),
            None => of(self.profile),
        }
    }
}

impl Sources {
    /// Credentials of the environment, unless a profile was named on the command line.
    pub(super) fn environment_credentials(&self) -> Result<Option<Credentials>, ConfigError> {
        match &self.flags.profile {
            Some(_) => Ok(None),
            None => credentials::of_environment(&self.environment),
        }
    }

    /// Whether a profile of the Atlas CLI may be wanted: else its file is not read, for a broken one must not stop others.
    pub(super) fn needs_cli(&self, has_credentials: bool) -> bool {
        match self.named_profile() {
            Some((name, _)) => !self.file.said.profiles.contains_key(&name),
            None => !has_credentials && self.file.said.profiles.is_empty(),
        }
    }

    /// The profile that somebody named, and where.
    pub(super) fn named_profile(&self) -> Option<(String, String)> {
        let of_environment = || {
            let variable = self.environment.atlas(&["PROFILE"])?;
            Some((variable.value.to_owned(), variable.name.to_owned()))
        };
        self.flags.profile.clone().map(|name| (name, "--profile".to_owned())).or_else(of_environment)
    }

    /// The profile that was named, in our file or the Atlas CLI's; else the usual one. Where the credentials come from
    /// the environment, a profile that nobody named has no say: they are not to be sent to its address.
    pub(super) fn profile<'files>(
        &'files self,
        cli: &'files AtlasCli,
        has_credentials: bool,
    ) -> Result<Option<Chosen<'files>>, ConfigError> {
        if let Some((name, _)) = &self.named_profile() {
            let found = self.own(name).or_else(|| of_cli(cli, name));
            return found.map_or_else(|| Err(self.no_such_profile(cli, name)), |found| Ok(Some(found)));
        }
        if has_credentials { Ok(None) } else { self.usual_profile(cli) }
    }

    /// The Atlas CLI's profiles that can be named: one that is called like one of ours cannot.
    pub(super) fn others<'files>(
        &self,
        cli: &'files AtlasCli,
    ) -> impl Iterator<Item = (&'files String, &'files CliProfile)> {
        cli.profiles.iter().filter(|(name, _)| !self.file.said.profiles.contains_key(*name))
    }

    /// The names of all profiles, of our own file and of the Atlas CLI's where that can be read.
    #[must_use]
    pub fn profile_names(&self) -> BTreeSet<String> {
        let cli = AtlasCli::read(places::atlas_cli_file()).unwrap_or_default();
        self.file.said.profiles.keys().cloned().chain(cli.profiles.into_keys()).collect()
    }

    /// The profile that counts where none is named.
    pub(super) fn usual_profile<'files>(
        &'files self,
        cli: &'files AtlasCli,
    ) -> Result<Option<Chosen<'files>>, ConfigError> {
        if let Some(name) = self.usual_name() {
            return self.own(name).map_or_else(|| Err(self.no_such_profile(cli, name)), |found| Ok(Some(found)));
        }
        Ok(usual_of_cli(cli))
    }

    /// Whether signing in as usual runs a command, which may have to ask the person for something.
    #[must_use]
    pub fn runs_a_command(&self) -> bool {
        let has_credentials = !matches!(self.environment_credentials(), Ok(None));
        // A profile of the Atlas CLI names no command.
        let profile = self.own_profile().filter(|_| !has_credentials).map(|chosen| chosen.profile);
        profile.is_some_and(|profile| profile.private_key_command.is_some() || profile.client_secret_command.is_some())
    }

    /// The profile of our own file that counts, if one does.
    pub(super) fn own_profile(&self) -> Option<Chosen<'_>> {
        match self.named_profile() {
            Some((name, _)) => self.own(&name),
            None if matches!(self.environment_credentials(), Ok(None)) => self.own(self.usual_name()?),
            None => None,
        }
    }

    fn usual_name(&self) -> Option<&str> {
        self.file.said.profile.as_deref().or_else(|| only_or_default(self.file.said.profiles.keys()))
    }

    fn own(&self, name: &str) -> Option<Chosen<'_>> {
        let profile = self.file.said.profiles.get(name)?;
        let source_name = self.file.key(&format!("[profiles.{name}]"));
        Some(Chosen { profile, name: name.to_owned(), source_name, cli: None })
    }

    fn no_such_profile(&self, cli: &AtlasCli, name: &str) -> ConfigError {
        let names: Vec<&str> = self.file.said.profiles.keys().chain(cli.profiles.keys()).map(String::as_str).collect();
        let near = if names.is_empty() { String::new() } else { format!(" (there are {})", names.join(", ")) };
        let shown = |text: &str| Printable::new(text).to_string();
        ConfigError::NoSuchProfile { name: shown(name), near: shown(&near), path: self.file.path.clone() }
    }
}

/// The Atlas CLI's profile that counts where none is named.
pub(super) fn usual_of_cli(cli: &AtlasCli) -> Option<Chosen<'_>> {
    let usual = cli.usual.as_deref().or_else(|| only_or_default(cli.profiles.keys()));
    usual.and_then(|name| of_cli(cli, name))
}

fn of_cli<'files>(cli: &'files AtlasCli, name: &str) -> Option<Chosen<'files>> {
    let name = name.to_lowercase();
    let found = cli.profiles.get(&name)?;
    let source_name = atlas_cli::source_name(&cli.path, &name);
    Some(Chosen { profile: &found.profile, name, source_name, cli: Some(found) })
}

/// The one name that there is, or else `default`, if that is among them.
fn only_or_default<'names>(mut names: impl Iterator<Item = &'names String> + Clone) -> Option<&'names str> {
    let default = names.clone().find(|name| *name == "default");
    match (names.next(), names.next()) {
        (Some(only), None) => Some(only),
        _ => default.map(String::as_str),
    }
}
