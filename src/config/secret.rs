//! Secrets that a command prints, such as `pass show atlas`.

use std::process::{Command, Stdio};

use secrecy::SecretString;

use crate::config::error::ConfigError;

/// The first line that `command` prints. It runs in the shell and has the terminal, so that a password manager can ask.
///
/// # Errors
/// Where it cannot be run, fails, or prints nothing.
pub(super) fn printed_by(command: &str, source_name: &str) -> Result<SecretString, ConfigError> {
    let failed = |why: String| ConfigError::SecretCommand { source_name: source_name.to_owned(), why };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let ran = Command::new(shell).args([flag, command]).stdin(Stdio::inherit()).stderr(Stdio::inherit()).output();
    let ran = ran.map_err(|why| failed(format!("could not be run: {why}")))?;
    if !ran.status.success() {
        return Err(failed(format!("failed ({})", ran.status)));
    }
    match std::str::from_utf8(&ran.stdout).ok().and_then(|text| text.lines().next()).map(str::trim) {
        Some(secret) if !secret.is_empty() => Ok(SecretString::from(secret)),
        _ => Err(failed("printed nothing to sign in with".to_owned())),
    }
}
