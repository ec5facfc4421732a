//! The settings that come of it all. For each the first that says something counts: the command line, the environment,
//! the profile, the file, the default.

use std::fs;

use secrecy::SecretString;

use crate::atlas::client::{self, Credentials};
use crate::atlas::endpoint::BaseUrl;
use crate::atlas::page::PageSize;
use crate::atlas::way::Way;
use crate::config::atlas_cli::AtlasCli;
use crate::config::chosen::Chosen;
use crate::config::error::ConfigError;
use crate::config::places;
use crate::config::sayings::{Saying, first};
use crate::config::sources::Sources;
use crate::domain::expiry::Limits;
use crate::domain::printable::Printable;

/// What is needed to talk to Atlas, and where to begin there.
#[derive(Debug)]
pub struct Access {
    /// For the client.
    pub client: client::Settings,
    /// The project to open where none is named.
    pub project: Option<String>,
    /// The profile that signs in, of whichever file.
    pub profile: Option<String>,
    /// The profile of the Atlas CLI that signs in, where one does, and at its own address.
    pub cli_profile: Option<String>,
}

/// What a certificate in PEM form begins with (RFC 7468).
const PEM: &[u8] = b"-----BEGIN CERTIFICATE-----";

impl Sources {
    /// When a certificate is critical, or soon: for whoever signs in as usual.
    ///
    /// # Errors
    /// Where a span cannot be read, or the limits do not go together.
    pub fn limits(&self) -> Result<Limits, ConfigError> {
        self.limits_of(self.own_profile().as_ref())
    }

    /// The same, for a profile.
    pub(super) fn limits_of(&self, chosen: Option<&Chosen<'_>>) -> Result<Limits, ConfigError> {
        let usual = self.file.limits()?;
        chosen.map_or(Ok(usual), |chosen| {
            chosen.profile.severity.limits(usual, |key| format!("{} {key}", chosen.source_name))
        })
    }

    /// The theme that is wanted, and where that is said.
    #[must_use]
    pub fn theme(&self) -> Saying {
        first(self.themes())
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

    /// For a server on this machine whose keys are public, such as the simulated Atlas.
    ///
    /// # Errors
    /// Where `base_url` is none, or the page size makes no sense.
    pub fn public(&self, base_url: &str, public: &str, private: &str) -> Result<Access, ConfigError> {
        let credentials = Credentials::ApiKey { public: public.to_owned(), private: SecretString::from(private) };
        let base_url = BaseUrl::parse(base_url, false).map_err(|why| ConfigError::value("--demo", why))?;
        self.typed(credentials, base_url, None)
    }

    /// For credentials that were typed, and where they are to be shown; `profile` is what they are called, if anything.
    ///
    /// # Errors
    /// Where the page size, the version or the file of authorities makes no sense.
    pub fn typed(
        &self,
        credentials: Credentials,
        base_url: BaseUrl,
        profile: Option<String>,
    ) -> Result<Access, ConfigError> {
        let client = client::Settings {
            base_url,
            credentials,
            api: self.flags.api.unwrap_or_default(),
            page_size: self.page_size()?,
            envelope: self.flags.envelope,
            way: self.way(None)?,
            limits: client::Limits::default(),
        };
        Ok(Access { client, project: None, profile, cli_profile: None })
    }

    /// For Atlas itself, or whatever the base URL names.
    ///
    /// # Errors
    /// Where there are no credentials, or something said makes no sense.
    pub fn live(&self) -> Result<Access, ConfigError> {
        let from_environment = self.environment_credentials()?;
        let cli = AtlasCli::read(places::atlas_cli_file().filter(|_| self.needs_cli(from_environment.is_some())))?;
        let chosen = self.profile(&cli, from_environment.is_some())?;
        let is_of_environment = from_environment.is_some();
        let is_as_it_stands = !is_of_environment && self.flags.base_url.is_none();
        let credentials = match (from_environment, &chosen) {
            (Some(credentials), _) => credentials,
            (None, Some(chosen)) => chosen.credentials(&cli, &self.keyring, &self.asking)?,
            (None, None) => return Err(self.nobody(&cli)),
        };
        let said = chosen.as_ref().map(|chosen| chosen.profile);
        let client = client::Settings {
            base_url: self.base_url(chosen.as_ref())?,
            credentials,
            api: self.api(chosen.as_ref())?,
            page_size: self.page_size()?,
            envelope: self.flags.envelope || said.is_some_and(|profile| profile.envelope == Some(true)),
            way: self.way(chosen.as_ref())?,
            limits: client::Limits::default(),
        };
        let project = self.projects(chosen.as_ref()).into_iter().next().map(|saying| saying.value);
        let profile = chosen.as_ref().filter(|_| !is_of_environment).map(|chosen| chosen.name.clone());
        let cli_profile = chosen.filter(|chosen| chosen.cli.is_some() && is_as_it_stands).map(|chosen| chosen.name);
        Ok(Access { client, project, profile, cli_profile })
    }

    /// Why there is nobody to sign in as.
    pub(super) fn nobody(&self, cli: &AtlasCli) -> ConfigError {
        let path = self.file.path.clone();
        let others = self.others(cli).map(|(name, _)| name);
        let names: Vec<&str> = self.file.said.profiles.keys().chain(others).map(String::as_str).collect();
        if names.len() < 2 {
            return ConfigError::NoCredentials { path };
        }
        ConfigError::NoUsualProfile { names: Printable::new(&names.join(", ")).to_string(), path }
    }

    fn way(&self, chosen: Option<&Chosen<'_>>) -> Result<Way, ConfigError> {
        let proxy = chosen.and_then(|chosen| chosen.profile.proxy.clone());
        Ok(Way { proxy, extra_roots: self.extra_roots(chosen)? })
    }

    fn extra_roots(&self, chosen: Option<&Chosen<'_>>) -> Result<Option<Vec<u8>>, ConfigError> {
        let of_flag = self.flags.ca_file.as_ref().map(|path| (path, "--ca-file".to_owned()));
        let of_profile = || Some((chosen?.profile.ca_file.as_ref()?, format!("{} ca_file", chosen?.source_name)));
        let Some((path, source)) = of_flag.or_else(of_profile) else { return Ok(None) };
        let pem = fs::read(path).map_err(|why| {
            let why = format!("{why}; {source} names it");
            ConfigError::Unreadable { path: path.clone(), why }
        })?;
        if pem.windows(PEM.len()).any(|window| window == PEM) {
            return Ok(Some(pem));
        }
        let why = format!(
            "holds no certificate, which {source} asks for: a file in PEM form has lines that begin with -----BEGIN CERTIFICATE-----"
        );
        Err(ConfigError::value(path.display().to_string(), why))
    }
}
