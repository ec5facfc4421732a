//! What goes with every command.

use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCandidates;
use tracing_subscriber::filter::Targets;

use crate::atlas::endpoint::ApiChoice;
use crate::atlas::page::PageSize;
use crate::cli::completion::names;
use crate::cli::failure::Failure;
use crate::config::error::ConfigError;
use crate::config::places;
use crate::config::sources::{Flags, Sources};
use crate::domain::expiry::Limits;
use crate::domain::printable::Alphabet;

/// What the help calls these options.
pub(in crate::cli) const FOR_ALL: &str = "Options for every command";

/// Switches and settings.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = FOR_ALL)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(in crate::cli) struct Global {
    /// Use a built-in, simulated Atlas: no account, no network.
    #[arg(long, global = true)]
    pub(in crate::cli) demo: bool,
    /// The profile to sign in with, of our own file or of the Atlas CLI's.
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(names::profiles))]
    profile: Option<String>,
    /// Sign in with every profile at once, of our own file and the Atlas CLI's: several organisations as if they were one.
    #[arg(long, global = true)]
    pub(in crate::cli) all_profiles: bool,
    /// Where the API is.
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// Which version of the API to speak: auto, v2 or v1.0. auto is v2, and v1.0 where the server does not speak v2.
    #[arg(long, global = true, value_name = "VERSION")]
    api: Option<ApiChoice>,
    /// Items a page, 1 to 500.
    #[arg(long, global = true, value_name = "ITEMS")]
    page_size: Option<PageSize>,
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to keep what is remembered between runs.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Neither keep what is seen, nor look at what was kept.
    #[arg(long, global = true)]
    pub(in crate::cli) no_memory: bool,
    /// Certificate authorities to trust beside the system's, as PEM: for proxies that look into TLS.
    #[arg(long, global = true, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Ask for the status inside the body, for proxies that hide it.
    #[arg(long, global = true)]
    envelope: bool,
    /// Let keys cross the network in the clear.
    #[arg(long, global = true)]
    allow_plain_http: bool,
    /// The theme: auto, dark, light, none, or one of the configuration file. auto asks the terminal for its background.
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(names::themes))]
    theme: Option<String>,
    /// No colour; `NO_COLOR` does the same. Both count before any theme.
    #[arg(long, global = true)]
    pub(in crate::cli) no_color: bool,
    /// Write ASCII alone, on the screen and in tables; whatever is none is escaped: `J<F6>rg`.
    #[arg(long, global = true)]
    ascii: bool,
    /// Write a log there.
    #[arg(long, global = true, value_name = "FILE")]
    pub(in crate::cli) log_file: Option<PathBuf>,
    /// How much to log: error, warn, info, debug or trace, for all or by part (`info,atlas_certs=debug`).
    #[arg(long, global = true, value_name = "LEVEL", default_value = "debug")]
    pub(in crate::cli) log_level: Targets,
}

impl Global {
    /// The same for the simulated Atlas, which has an address of its own.
    pub(in crate::cli) fn as_demo(&self) -> Self {
        Self { demo: true, base_url: None, ..self.clone() }
    }

    /// The letters that there are to write with.
    pub(in crate::cli) fn alphabet(&self) -> Alphabet {
        if self.ascii { Alphabet::Ascii } else { Alphabet::Unicode }
    }

    /// Where what is kept between runs is. `None` where the system tells no home.
    pub(in crate::cli) fn folder(&self) -> Option<PathBuf> {
        self.data_dir.clone().or_else(places::data_dir)
    }

    /// For all profiles at once, each of which has an address and credentials of its own.
    pub(in crate::cli) fn refuse_one(&self) -> Result<(), Failure> {
        let given =
            [("--profile", self.profile.is_some()), ("--base-url", self.base_url.is_some()), ("--demo", self.demo)];
        match given.iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => Err(Failure::Usage(format!("--all-profiles asks every profile: leave {option} out"))),
            None => Ok(()),
        }
    }

    /// When a certificate is critical, or soon: as the profile says that signs in, or for all alike.
    pub(in crate::cli) fn limits(&self, sources: &Sources) -> Result<Limits, ConfigError> {
        if self.all_profiles || self.demo { sources.file().limits() } else { sources.limits() }
    }

    /// What of it concerns settings.
    pub(in crate::cli) fn flags(&self) -> Flags {
        Flags {
            config: self.config.clone(),
            profile: self.profile.clone(),
            base_url: self.base_url.clone(),
            api: self.api,
            page_size: self.page_size,
            ca_file: self.ca_file.clone(),
            envelope: self.envelope,
            allow_plain_http: self.allow_plain_http,
            theme: self.theme.clone(),
        }
    }
}
