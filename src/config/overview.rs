//! Every setting, what it is, and everything that says something of it. Secrets are named by where they are, never read.

use chrono::TimeDelta;

use crate::atlas::endpoint::BaseUrl;
use crate::atlas::page::PageSize;
use crate::atlas::way::Proxy;
use crate::config::atlas_cli::AtlasCli;
use crate::config::chosen::{Chosen, usual_of_cli};
use crate::config::credentials;
use crate::config::error::ConfigError;
use crate::config::places;
use crate::config::sayings::{Saying, of_profile};
use crate::config::severity::Severity;
use crate::config::sources::Sources;

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// As the file has it.
    pub name: &'static str,
    /// What is said of it: the first counts. Nothing where it is not set and has no default.
    pub sayings: Vec<Saying>,
}

impl Sources {
    /// Every setting. Runs no command and asks no keyring.
    ///
    /// # Errors
    /// Where a file cannot be understood, or a profile was named that nobody has.
    pub fn overview(&self) -> Result<Vec<Setting>, ConfigError> {
        let of_environment = self.environment_credentials();
        let has_credentials = !matches!(of_environment, Ok(None));
        let read = AtlasCli::read(places::atlas_cli_file());
        // One that is broken stops nobody who does not need it.
        let cli = if self.needs_cli(has_credentials) { read? } else { read.unwrap_or_default() };
        let chosen = self.profile(&cli, has_credentials)?;
        let chosen = chosen.as_ref();
        let said = &self.file.said;
        let command = said.clipboard_command.as_ref();
        let command = command.map(|command| Saying::new(command, self.file.key("clipboard_command")));
        let setting = |name, sayings| Setting { name, sayings };
        let limits = self.limits_of(chosen)?;
        let limit = |key: &'static str, written: fn(&Severity) -> &Option<String>, counts: TimeDelta| {
            let of_profile = of_profile(chosen, key, |chosen| written(&chosen.profile.severity).clone());
            let of_file = written(&said.severity).as_ref().map(|text| Saying::new(text, self.file.key(key)));
            let (days, hours) = (counts.num_days(), counts.num_hours());
            let default = if days * 24 == hours { format!("{days}d") } else { format!("{hours}h") };
            [of_profile, of_file, Some(Saying::default(default))].into_iter().flatten().collect()
        };
        Ok(vec![
            setting("profile", self.profiles(chosen)),
            setting("credentials", self.credentials(&cli, chosen)?),
            setting("base_url", told(self.base_urls(chosen))),
            setting("api", self.apis(chosen)),
            setting("project", self.projects(chosen)),
            setting("page_size", self.page_sizes()?),
            setting("proxy", self.proxies(chosen)),
            setting("ca_file", self.ca_files(chosen)),
            setting("envelope", switches("--envelope", self.flags.envelope, chosen, "envelope")),
            setting(
                "allow_plain_http",
                switches("--allow-plain-http", self.flags.allow_plain_http, chosen, "allow_plain_http"),
            ),
            setting("severity.critical", limit("severity.critical", |said| &said.critical, limits.critical())),
            setting("severity.soon", limit("severity.soon", |said| &said.soon, limits.soon())),
            setting("theme", self.themes()),
            setting("clipboard_command", command.into_iter().collect()),
        ])
    }

    /// Why nobody would be signed in with these settings, where they hold no credentials at all.
    #[must_use]
    pub fn why_nobody(&self, settings: &[Setting]) -> Option<ConfigError> {
        let has_some = settings.iter().any(|setting| setting.name == "credentials" && !setting.sayings.is_empty());
        let cli = || AtlasCli::read(places::atlas_cli_file()).unwrap_or_default();
        (!has_some).then(|| self.nobody(&cli()))
    }

    fn profiles(&self, chosen: Option<&Chosen<'_>>) -> Vec<Saying> {
        let of_environment = self.environment.atlas(&["PROFILE"]);
        let named = [
            self.flags.profile.as_ref().map(|name| Saying::new(name, "--profile")),
            of_environment.map(|variable| Saying::new(variable.value, variable.name)),
        ];
        let of_file = self.file.said.profile.as_ref().map(|name| Saying::new(name, self.file.key("profile")));
        let usual = chosen.filter(|_| named.iter().chain([&of_file]).all(Option::is_none));
        let usual = usual.map(|chosen| Saying::new(&chosen.name, &chosen.source_name));
        named.into_iter().chain([of_file, usual]).flatten().collect()
    }

    fn credentials(&self, cli: &AtlasCli, chosen: Option<&Chosen<'_>>) -> Result<Vec<Saying>, ConfigError> {
        let of = |found: &Chosen<'_>| {
            let hidden = found.cli.map_or("", |_| if cli.uses_keyring { "in the system keyring" } else { "" });
            let usable = found.cli.and_then(|found| found.unusable().map(str::to_owned));
            Saying::new(usable.unwrap_or_else(|| credentials::told(found.profile, hidden)), &found.source_name)
        };
        let of_environment = credentials::told_of_environment(&self.environment);
        let usual = self.usual_profile(cli)?;
        let profiles = chosen.into_iter().chain(usual.as_ref()).map(of).chain(usual_of_cli(cli).as_ref().map(of));
        let profiles: Vec<Saying> = profiles.collect();
        let mut all: Vec<Saying> = Vec::new();
        let is_named = self.flags.profile.is_some();
        let (before, behind) = profiles.split_at(usize::from(is_named).min(profiles.len()));
        for saying in before.iter().chain(&of_environment).chain(behind) {
            if !all.contains(saying) {
                all.push(saying.clone());
            }
        }
        Ok(all)
    }

    fn page_sizes(&self) -> Result<Vec<Saying>, ConfigError> {
        self.page_size()?;
        let flag = self.flags.page_size.map(|size| Saying::new(size.get().to_string(), "--page-size"));
        let file = self.file.said.page_size.map(|size| Saying::new(size.to_string(), self.file.key("page_size")));
        let default = Saying::default(PageSize::MAX.get().to_string());
        Ok([flag, file, Some(default)].into_iter().flatten().collect())
    }

    /// Without their passwords. That the server may be exempt, or on this machine, is not looked at.
    fn proxies(&self, chosen: Option<&Chosen<'_>>) -> Vec<Saying> {
        let is_https = self.base_url(chosen).map_or(true, |url| url.is_https());
        let written = of_profile(chosen, "proxy", |chosen| chosen.profile.proxy.as_ref().map(ToString::to_string));
        let variable = self.environment.proxy(is_https).map(|variable| {
            let told = Proxy::parse(variable.value).map_or("no address".to_owned(), |proxy| proxy.to_string());
            Saying::new(told, variable.name)
        });
        [written, variable].into_iter().flatten().collect()
    }

    fn ca_files(&self, chosen: Option<&Chosen<'_>>) -> Vec<Saying> {
        let flag = self.flags.ca_file.as_ref().map(|path| Saying::new(path.display().to_string(), "--ca-file"));
        let written = |chosen: &Chosen<'_>| chosen.profile.ca_file.as_ref().map(|path| path.display().to_string());
        [flag, of_profile(chosen, "ca_file", written)].into_iter().flatten().collect()
    }
}

/// Addresses without the passwords that somebody may have written into them.
fn told(mut base_urls: Vec<Saying>) -> Vec<Saying> {
    for saying in &mut base_urls {
        saying.value = BaseUrl::told(&saying.value);
    }
    base_urls
}

/// A switch that is on where either the command line or the profile says so.
fn switches(flag: &str, given: bool, chosen: Option<&Chosen<'_>>, key: &str) -> Vec<Saying> {
    let given = given.then(|| Saying::new("true", flag));
    let written = of_profile(chosen, key, |chosen| {
        let profile = chosen.profile;
        let switch = if key == "envelope" { profile.envelope } else { profile.allow_plain_http };
        switch.map(|switch| switch.to_string())
    });
    [given, written, Some(Saying::default("false"))].into_iter().flatten().collect()
}
