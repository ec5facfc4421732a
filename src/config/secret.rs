//! Secrets that a command prints, such as `pass show atlas`.

use std::process::{Command, Stdio};

use secrecy::SecretString;

use crate::config::child;
use crate::config::error::ConfigError;

/// Who may have the terminal while secrets are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asking {
    /// A password manager can ask the person there.
    #[default]
    OnTerminal,
    /// It is taken: a command that has to ask finds no input, and what it says becomes part of the error.
    Nowhere,
}

/// The first line that `command` prints. It runs in the shell.
///
/// # Errors
/// Where it cannot be run, fails, or prints nothing.
pub(super) fn printed_by(command: &str, source_name: &str, asking: Asking) -> Result<SecretString, ConfigError> {
    let failed = |why: String| ConfigError::SecretCommand { source_name: source_name.to_owned(), why };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let (input, errors) = match asking {
        Asking::OnTerminal => (Stdio::inherit(), Stdio::inherit()),
        Asking::Nowhere => (Stdio::null(), Stdio::piped()),
    };
    let ran = Command::new(shell).args([flag, command]).stdin(input).stderr(errors).output();
    let ran = ran.map_err(|why| failed(format!("could not be run: {why}")))?;
    if !ran.status.success() {
        let said = String::from_utf8_lossy(&ran.stderr);
        let said = child::first_line(&said);
        let said = if said.is_empty() { said } else { format!(": {said}") };
        return Err(failed(format!("failed ({}){said}", ran.status)));
    }
    match std::str::from_utf8(&ran.stdout).ok().and_then(|text| text.lines().next()).map(str::trim) {
        Some(secret) if !secret.is_empty() => Ok(SecretString::from(secret)),
        _ => Err(failed("printed nothing to sign in with".to_owned())),
    }
}
