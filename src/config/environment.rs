//! The environment as a value, so that whatever reads it can be told another.

use std::collections::BTreeMap;
use std::fmt;

/// The variables of a process.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

/// A variable that is set, by its whole name.
#[derive(Clone, Copy)]
pub struct Variable<'environment> {
    /// Its name.
    pub name: &'environment str,
    /// Its value: never empty.
    pub value: &'environment str,
}

/// What the Atlas CLI's variables begin with.
const PREFIX: &str = "MONGODB_ATLAS_";
/// What they began with before; where any such variable is set, the Atlas CLI reads only those (ATLAS CLI, `config`).
const OLD_PREFIX: &str = "MCLI_";
/// Both.
pub(super) const PREFIXES: [&str; 2] = [PREFIX, OLD_PREFIX];

/// Names of the API key's public half, behind the prefix; the Atlas CLI's first, then those of Terraform and the SDKs.
pub(super) const PUBLIC: &[&str] = &["PUBLIC_API_KEY", "PUBLIC_KEY"];
pub(super) const PRIVATE: &[&str] = &["PRIVATE_API_KEY", "PRIVATE_KEY"];
pub(super) const CLIENT_ID: &[&str] = &["CLIENT_ID"];
pub(super) const CLIENT_SECRET: &[&str] = &["CLIENT_SECRET"];

/// What names the proxy to a server with TLS (reqwest reads these, in this order).
pub(super) const HTTPS_PROXIES: &[&str] = &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// And to one without.
pub(super) const HTTP_PROXIES: &[&str] = &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Names only: a value may be a secret.
impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl Environment {
    /// The variables of this process. Those that are no UTF-8 are left out: none that matters can be.
    #[must_use]
    pub fn of_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self(std::env::vars_os().filter_map(text).collect())
    }

    /// These variables and no others.
    #[must_use]
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(variables.into_iter().collect())
    }

    /// A variable, where it is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Variable<'_>> {
        let (name, value) = self.0.get_key_value(name)?;
        (!value.is_empty()).then_some(Variable { name, value })
    }

    /// The first of the Atlas CLI's variables with one of these endings that is set.
    #[must_use]
    pub fn atlas(&self, endings: &[&str]) -> Option<Variable<'_>> {
        let under = |prefix: &str| endings.iter().find_map(|ending| self.get(&format!("{prefix}{ending}")));
        // Somebody's stray old variable must not hide the keys that are there.
        under(self.prefix()).or_else(|| under(PREFIX))
    }

    /// The variable that names the proxy to a server, by whether that speaks TLS.
    #[must_use]
    pub fn proxy(&self, is_https: bool) -> Option<Variable<'_>> {
        let names = if is_https { HTTPS_PROXIES } else { HTTP_PROXIES };
        names.iter().find_map(|name| self.get(name))
    }

    /// What the Atlas CLI's variables begin with here.
    #[must_use]
    pub fn prefix(&self) -> &'static str {
        let is_old = |name: &String| name.starts_with(OLD_PREFIX);
        if self.0.keys().any(is_old) { OLD_PREFIX } else { PREFIX }
    }
}
