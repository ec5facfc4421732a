//! All that says something of the settings, read and not yet weighed.

use std::path::PathBuf;
use std::time::Duration;

use crate::atlas::endpoint::ApiChoice;
use crate::atlas::page::PageSize;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::file::File;
use crate::config::keyring::Keyring;
use crate::config::leash::Leash;
use crate::config::places;
use crate::config::secret::Asking;

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
#[derive(Debug, Clone)]
pub struct Sources {
    pub(super) flags: Flags,
    pub(super) environment: Environment,
    pub(super) file: File,
    pub(super) keyring: Keyring,
    pub(super) asking: Asking,
}

/// So long a command for a secret may take where nobody sees it ask. A person may have to touch a token meanwhile.
const PATIENCE: Duration = Duration::from_secs(30);

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
        Ok(Self { flags, environment, file, keyring: Keyring::of_system(), asking: Asking::default() })
    }

    /// The same, where the terminal is taken: no command for a secret can ask there, and all of them end with the leash.
    #[must_use]
    pub fn without_terminal(self, leash: Leash) -> Self {
        Self { asking: Asking::Nowhere(PATIENCE, leash), ..self }
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
}
