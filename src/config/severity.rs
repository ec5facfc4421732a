//! When a certificate is critical, or soon to be renewed, as people write it.

use chrono::TimeDelta;
use serde::Deserialize;

use crate::config::error::ConfigError;
use crate::domain::expiry::Limits;

/// The limits, as a person writes them: `7d`, `36h`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Severity {
    pub(super) critical: Option<String>,
    pub(super) soon: Option<String>,
}

impl Severity {
    /// The limits, which `usual` completes; `source_name` tells where a key of them stands.
    ///
    /// # Errors
    /// Where a span cannot be read, or the limits do not go together.
    pub(super) fn limits(&self, usual: Limits, source_name: impl Fn(&str) -> String) -> Result<Limits, ConfigError> {
        let read = |key: &str, written: &Option<String>| match written {
            Some(text) => span(text).map(Some).map_err(|why| ConfigError::value(source_name(key), why)),
            None => Ok(None),
        };
        let critical = read("severity.critical", &self.critical)?;
        let soon = read("severity.soon", &self.soon)?;
        // Who only raises `critical` should not have to raise `soon` as well.
        let critical = critical.unwrap_or_else(|| soon.map_or(usual.critical(), |soon| soon.min(usual.critical())));
        let soon = soon.unwrap_or_else(|| usual.soon().max(critical));
        Limits::new(critical, soon).map_err(|why| ConfigError::value(source_name("severity"), why))
    }
}

/// A span of time as a person writes it: `7d`, `36h`, `1month`.
///
/// # Errors
/// What is wrong with it, in words.
pub fn span(text: &str) -> Result<TimeDelta, String> {
    let span = humantime::parse_duration(text).ok().and_then(|span| TimeDelta::from_std(span).ok());
    span.ok_or_else(|| format!("“{text}” is no span of time: write it like 30d or 36h"))
}
