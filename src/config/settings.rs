//! The settings that come of it all. For each the first that says something counts: the command line, the environment,
//! the profile, the file, the default.

use std::borrow::Cow;
use std::path::PathBuf;
use std::str::FromStr;

use secrecy::SecretString;

use crate::atlas::client::{self, Credentials};
use crate::atlas::endpoint::{ApiChoice, BaseUrl};
use crate::atlas::page::PageSize;
use crate::config::atlas_cli::{self, AtlasCli};
use crate::config::credentials;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::file::File;
use crate::config::keyring::Keyring;
use crate::config::places;
use crate::config::profile::Profile;
use crate::domain::expiry::Limits;
use crate::domain::printable::Printable;

/// What the command line says.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// The file to read instead of the usual one.
    pub config: Option<PathBuf>,
    /// The profile to use. Named here, it also counts before credentials of the environment.
    pub profile: Option<String>,
    /// Where the API is.
    pub base_url: Option<String>,
    /// Which version to speak.
    pub api: Option<ApiChoice>,
    /// Certificates a page.
    pub page_size: Option<PageSize>,
    /// Certificate authorities to trust beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Whether to ask for the status inside the body.
    pub envelope: bool,
    /// Whether keys may cross the network in the clear.
    pub allow_plain_http: bool,
    /// The theme.
    pub theme: Option<String>,
}

/// All that says something.
#[derive(Debug)]
pub struct Sources {
    flags: Flags,
    environment: Environment,
    file: File,
    keyring: Keyring,
}

/// What is needed to talk to Atlas, and where to begin there.
#[derive(Debug)]
pub struct Access {
    /// For the client.
    pub client: client::Settings,
    /// The project to open where none is named.
    pub project: Option<String>,
    /// The profile of the Atlas CLI that signs in, where one does, and at its own address.
    pub cli_profile: Option<String>,
}

/// What a certificate in PEM form begins with (RFC 7468).
const PEM: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A profile and where it stands.
struct Chosen<'file> {
    profile: Cow<'file, Profile>,
    name: String,
    source_name: String,
    /// Whether it is the Atlas CLI's.
    is_cli: bool,
}

impl Sources {
    /// Reads our own file.
    ///
    /// # Errors
    /// See [`File::read`].
    pub fn read(flags: Flags, environment: Environment) -> Result<Self, ConfigError> {
        let file = match &flags.config {
            Some(path) => File::read(path.clone(), true)?,
            None => match places::config_file() {
                Some(path) => File::read(path, false)?,
                None => File::default(),
            },
        };
        Ok(Self { flags, environment, file, keyring: Keyring::of_system() })
    }

    /// When a certificate is critical, or soon.
    ///
    /// # Errors
    /// See [`File::limits`].
    pub fn limits(&self) -> Result<Limits, ConfigError> {
        self.file.limits()
    }

    /// The theme that is wanted, and where that is said.
    #[must_use]
    pub fn theme(&self) -> (&str, String) {
        match (&self.flags.theme, &self.file.said.theme) {
            (Some(name), _) => (name, "--theme".to_owned()),
            (None, Some(name)) => (name, self.file.key("theme")),
            (None, None) => ("auto", String::new()),
        }
    }

    /// Our own file.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// The variables.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Whether the terminal is on another machine.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| self.environment.get(name).is_some())
    }

    /// Certificates a page.
    ///
    /// # Errors
    /// Where the file says something outside 1 to 500.
    pub fn page_size(&self) -> Result<PageSize, ConfigError> {
        let written = self.file.said.page_size.map(PageSize::new).transpose();
        let written = written.map_err(|why| ConfigError::value(self.file.key("page_size"), why))?;
        Ok(self.flags.page_size.or(written).unwrap_or(PageSize::MAX))
    }

    /// For the simulated Atlas, which has an address of its own.
    ///
    /// # Errors
    /// Where the command line names another.
    pub fn refuse_address(&self) -> Result<(), ConfigError> {
        match self.flags.base_url {
            Some(_) => Err(ConfigError::value("--demo", "has an address of its own: leave --base-url out")),
            None => Ok(()),
        }
    }

    /// For a server on this machine whose keys are public, such as the simulated Atlas.
    ///
    /// # Errors
    /// Where `base_url` is none, or the page size makes no sense.
    pub fn public(&self, base_url: &str, public: &str, private: &str) -> Result<Access, ConfigError> {
        let credentials = Credentials::ApiKey { public: public.to_owned(), private: SecretString::from(private) };
        let base_url = BaseUrl::parse(base_url, false).map_err(|why| ConfigError::value("--demo", why))?;
        let client = client::Settings {
            base_url,
            credentials,
            api: self.flags.api.unwrap_or_default(),
            page_size: self.page_size()?,
            envelope: self.flags.envelope,
            extra_roots: None,
            limits: client::Limits::default(),
        };
        Ok(Access { client, project: None, cli_profile: None })
    }

    /// For Atlas itself, or whatever the base URL names.
    ///
    /// # Errors
    /// Where there are no credentials, or something said makes no sense.
    pub fn live(&self) -> Result<Access, ConfigError> {
        let from_environment = match &self.flags.profile {
            Some(_) => None,
            None => credentials::of_environment(&self.environment)?,
        };
        // The Atlas CLI's file is read only where a profile of it may be wanted: a broken one must not stop others.
        let is_own = |name: &String| self.file.said.profiles.contains_key(name);
        let needs_cli = match self.named_profile() {
            Some(name) => !is_own(&name),
            None => from_environment.is_none() && self.file.said.profiles.is_empty(),
        };
        let cli = AtlasCli::read(places::atlas_cli_file().filter(|_| needs_cli))?;
        let chosen = self.profile(&cli, from_environment.is_some())?;
        let is_as_it_stands = from_environment.is_none() && self.flags.base_url.is_none();
        let credentials = match (from_environment, &chosen) {
            (Some(credentials), _) => credentials,
            (None, Some(chosen)) => {
                credentials::of_profile(&chosen.profile, &chosen.name, &chosen.source_name, &self.keyring)?
            }
            (None, None) => return Err(ConfigError::NoCredentials { path: self.file.path.clone() }),
        };
        let said = chosen.as_ref().map(|chosen| &*chosen.profile);
        let client = client::Settings {
            base_url: self.base_url(chosen.as_ref())?,
            credentials,
            api: self.api(chosen.as_ref())?,
            page_size: self.page_size()?,
            envelope: self.flags.envelope || said.is_some_and(|profile| profile.envelope == Some(true)),
            extra_roots: self.extra_roots(said)?,
            limits: client::Limits::default(),
        };
        let of_environment = self.environment.atlas(&["PROJECT_ID"]).map(|variable| variable.value.to_owned());
        let of_profile = said.and_then(|profile| profile.project.clone());
        let project =
            if self.flags.profile.is_some() { of_profile.or(of_environment) } else { of_environment.or(of_profile) };
        let cli_profile = chosen.filter(|chosen| chosen.is_cli && is_as_it_stands).map(|chosen| chosen.name);
        Ok(Access { client, project, cli_profile })
    }

    /// The profile that somebody named.
    fn named_profile(&self) -> Option<String> {
        let of_environment = || self.environment.atlas(&["PROFILE"]).map(|variable| variable.value.to_owned());
        self.flags.profile.clone().or_else(of_environment)
    }

    /// The profile that was named, in our file or the Atlas CLI's; else the usual one. Where the credentials come from
    /// the environment, a profile that nobody named has no say: they are not to be sent to its address.
    fn profile<'files>(
        &'files self,
        cli: &'files AtlasCli,
        has_credentials: bool,
    ) -> Result<Option<Chosen<'files>>, ConfigError> {
        if let Some(name) = &self.named_profile() {
            let found = self.own(name).map(Ok).or_else(|| self.of_cli(cli, name, has_credentials));
            return found.transpose()?.map_or_else(|| Err(self.no_such_profile(cli, name)), |found| Ok(Some(found)));
        }
        if has_credentials {
            return Ok(None);
        }
        let usual = self.file.said.profile.as_deref().or_else(|| only_or_default(self.file.said.profiles.keys()));
        if let Some(name) = usual {
            return self.own(name).map_or_else(|| Err(self.no_such_profile(cli, name)), |found| Ok(Some(found)));
        }
        let usual = cli.usual.as_deref().or_else(|| only_or_default(cli.profiles.keys()));
        usual.and_then(|name| self.of_cli(cli, name, false)).transpose()
    }

    fn own(&self, name: &str) -> Option<Chosen<'_>> {
        let profile = self.file.said.profiles.get(name)?;
        let source_name = self.file.key(&format!("[profiles.{name}]"));
        Some(Chosen { profile: Cow::Borrowed(profile), name: name.to_owned(), source_name, is_cli: false })
    }

    /// A profile of the Atlas CLI. Where the credentials come from elsewhere it needs none of its own.
    fn of_cli<'files>(
        &self,
        cli: &'files AtlasCli,
        name: &str,
        has_credentials: bool,
    ) -> Option<Result<Chosen<'files>, ConfigError>> {
        let name = name.to_lowercase();
        let found = cli.profiles.get(&name)?;
        let source_name = atlas_cli::source_name(&cli.path, &name);
        let profile = if has_credentials {
            Ok(Cow::Borrowed(&found.profile))
        } else {
            cli.complete(&name, found, &self.keyring).map(Cow::Owned)
        };
        Some(profile.map(|profile| Chosen { profile, name, source_name, is_cli: true }))
    }

    fn no_such_profile(&self, cli: &AtlasCli, name: &str) -> ConfigError {
        let names: Vec<&str> = self.file.said.profiles.keys().chain(cli.profiles.keys()).map(String::as_str).collect();
        let near = if names.is_empty() { String::new() } else { format!(" (there are {})", names.join(", ")) };
        let shown = |text: &str| Printable::new(text).to_string();
        ConfigError::NoSuchProfile { name: shown(name), near: shown(&near), path: self.file.path.clone() }
    }

    fn base_url(&self, chosen: Option<&Chosen<'_>>) -> Result<BaseUrl, ConfigError> {
        let environment = self.environment.atlas(&["OPS_MANAGER_URL", "BASE_URL"]);
        let government = self.environment.atlas(&["SERVICE"]).is_some_and(|service| service.value == "cloudgov");
        let profile = chosen.and_then(|chosen| Some((chosen, chosen.profile.base_url.as_deref()?)));
        // A profile that was named on the command line is meant with its address.
        let environment = environment.filter(|_| self.flags.profile.is_none() || profile.is_none());
        let (text, source_name) = match (&self.flags.base_url, environment, profile) {
            (Some(text), ..) => (text.as_str(), "--base-url".to_owned()),
            (None, Some(variable), _) => (variable.value, variable.name.to_owned()),
            (None, None, Some((chosen, text))) => (text, format!("{} base_url", chosen.source_name)),
            (None, None, None) if government => (BaseUrl::GOVERNMENT, String::new()),
            (None, None, None) => (BaseUrl::ATLAS, String::new()),
        };
        let plain =
            self.flags.allow_plain_http || chosen.is_some_and(|chosen| chosen.profile.allow_plain_http == Some(true));
        BaseUrl::parse(text, plain).map_err(|why| ConfigError::value(source_name, why))
    }

    fn api(&self, chosen: Option<&Chosen<'_>>) -> Result<ApiChoice, ConfigError> {
        let written = chosen.and_then(|chosen| Some((chosen, chosen.profile.api.as_deref()?)));
        match (self.flags.api, written) {
            (Some(choice), _) => Ok(choice),
            (None, Some((chosen, text))) => {
                ApiChoice::from_str(text).map_err(|why| ConfigError::value(format!("{} api", chosen.source_name), why))
            }
            (None, None) => Ok(ApiChoice::default()),
        }
    }

    fn extra_roots(&self, said: Option<&Profile>) -> Result<Option<Vec<u8>>, ConfigError> {
        let path = self.flags.ca_file.as_ref().or_else(|| said.and_then(|profile| profile.ca_file.as_ref()));
        let read = |path: &PathBuf| {
            let pem = std::fs::read(path);
            let pem = pem.map_err(|why| ConfigError::Unreadable { path: path.clone(), why: why.to_string() })?;
            let holds_one = pem.windows(PEM.len()).any(|window| window == PEM);
            let none = "holds no certificate: a file in PEM form has lines that begin with -----BEGIN CERTIFICATE-----";
            if holds_one { Ok(pem) } else { Err(ConfigError::value(path.display().to_string(), none)) }
        };
        path.map(read).transpose()
    }
}

/// The one name that there is, or else `default`, if that is among them.
fn only_or_default<'names>(mut names: impl Iterator<Item = &'names String> + Clone) -> Option<&'names str> {
    let default = names.clone().find(|name| *name == "default");
    match (names.next(), names.next()) {
        (Some(only), None) => Some(only),
        _ => default.map(String::as_str),
    }
}
