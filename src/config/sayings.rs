//! Everything that says something of a setting, the first of which counts: the settings are made of it, and `config show`
//! shows all of it.

use std::str::FromStr;

use crate::atlas::endpoint::{Api, ApiChoice, BaseUrl};
use crate::config::chosen::Chosen;
use crate::config::error::ConfigError;
use crate::config::sources::Sources;

/// What one source says of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// As it is written there.
    pub value: String,
    /// A flag, a variable, or a file and its key; empty where nobody said anything, and the default counts.
    pub source: String,
}

impl Saying {
    pub(super) fn new(value: impl Into<String>, source: impl Into<String>) -> Self {
        Self { value: value.into(), source: source.into() }
    }

    pub(super) fn default(value: impl Into<String>) -> Self {
        Self::new(value, "")
    }
}

/// The one that counts. A list without any says nothing.
pub(super) fn first(sayings: Vec<Saying>) -> Saying {
    sayings.into_iter().next().unwrap_or_else(|| Saying::default(""))
}

impl Sources {
    pub(super) fn base_url(&self, chosen: Option<&Chosen<'_>>) -> Result<BaseUrl, ConfigError> {
        let plain =
            self.flags.allow_plain_http || chosen.is_some_and(|chosen| chosen.profile.allow_plain_http == Some(true));
        let Saying { value, source } = first(self.base_urls(chosen));
        BaseUrl::parse(&value, plain).map_err(|why| ConfigError::value(source, why))
    }

    /// Where the API is, where the command line or the environment says so. What makes no sense there is told by whoever
    /// signs in.
    #[must_use]
    pub fn given_base_url(&self) -> Option<BaseUrl> {
        let Saying { value, source } = first(self.base_urls(None));
        BaseUrl::parse(&value, self.flags.allow_plain_http).ok().filter(|_| !source.is_empty())
    }

    pub(super) fn api(&self, chosen: Option<&Chosen<'_>>) -> Result<ApiChoice, ConfigError> {
        let Saying { value, source } = first(self.apis(chosen));
        ApiChoice::from_str(&value).map_err(|why| ConfigError::value(source, why))
    }

    pub(super) fn base_urls(&self, chosen: Option<&Chosen<'_>>) -> Vec<Saying> {
        let flag = self.flags.base_url.as_ref().map(|text| Saying::new(text, "--base-url"));
        let variable = self.environment.atlas(&["OPS_MANAGER_URL", "BASE_URL"]);
        let variable = variable.map(|variable| Saying::new(variable.value, variable.name));
        let profile = of_profile(chosen, "base_url", |chosen| chosen.profile.base_url.clone());
        // A profile that was named on the command line is meant with its address.
        let [second, third] = if self.flags.profile.is_some() { [profile, variable] } else { [variable, profile] };
        let service = self.environment.atlas(&["SERVICE"]).filter(|service| service.value == "cloudgov");
        let service = service.map(|service| Saying::new(BaseUrl::GOVERNMENT, service.name));
        [flag, second, third, service, Some(Saying::default(BaseUrl::ATLAS))].into_iter().flatten().collect()
    }

    pub(super) fn apis(&self, chosen: Option<&Chosen<'_>>) -> Vec<Saying> {
        let written = |choice| match choice {
            ApiChoice::Auto => "auto",
            ApiChoice::Only(Api::V1) => "v1.0",
            ApiChoice::Only(Api::V2) => "v2",
        };
        let flag = self.flags.api.map(|choice| Saying::new(written(choice), "--api"));
        let profile = of_profile(chosen, "api", |chosen| chosen.profile.api.clone());
        [flag, profile, Some(Saying::default(written(ApiChoice::default())))].into_iter().flatten().collect()
    }

    /// The project to open where the command line names none.
    pub(super) fn projects(&self, chosen: Option<&Chosen<'_>>) -> Vec<Saying> {
        let variable = self.environment.atlas(&["PROJECT_ID"]);
        let variable = variable.map(|variable| Saying::new(variable.value, variable.name));
        let key = if chosen.is_some_and(|chosen| chosen.cli.is_some()) { "project_id" } else { "project" };
        let profile = of_profile(chosen, key, |chosen| chosen.profile.project.clone());
        let both = if self.flags.profile.is_some() { [profile, variable] } else { [variable, profile] };
        both.into_iter().flatten().collect()
    }

    pub(super) fn themes(&self) -> Vec<Saying> {
        let flag = self.flags.theme.as_ref().map(|name| Saying::new(name, "--theme"));
        let file = self.file.said.theme.as_ref().map(|name| Saying::new(name, self.file.key("theme")));
        [flag, file, Some(Saying::default("auto"))].into_iter().flatten().collect()
    }
}

/// What the profile says.
pub(super) fn of_profile(
    chosen: Option<&Chosen<'_>>,
    key: &str,
    value: impl FnOnce(&Chosen<'_>) -> Option<String>,
) -> Option<Saying> {
    let chosen = chosen?;
    Some(Saying::new(value(chosen)?, format!("{} {key}", chosen.source_name)))
}
