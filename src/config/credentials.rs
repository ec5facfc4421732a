//! Who asks: the first source that has credentials. A pair of which only half is there is an error, not a reason to look
//! further: whoever set it meant it.

use secrecy::SecretString;

use crate::atlas::client::Credentials;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::profile::Profile;
use crate::config::secret;

/// Names of the API key's public half, behind the prefix; the Atlas CLI's first, then those of Terraform and the SDKs.
const PUBLIC: &[&str] = &["PUBLIC_API_KEY", "PUBLIC_KEY"];
const PRIVATE: &[&str] = &["PRIVATE_API_KEY", "PRIVATE_KEY"];
const CLIENT_ID: &[&str] = &["CLIENT_ID"];
const CLIENT_SECRET: &[&str] = &["CLIENT_SECRET"];

/// Credentials from the environment, where it has any.
///
/// # Errors
/// [`ConfigError::HalfAPair`].
pub fn of_environment(environment: &Environment) -> Result<Option<Credentials>, ConfigError> {
    let half = |names: &[&str]| environment.atlas(names);
    let missing = |names: &[&str]| format!("{}{}", environment.prefix(), names.first().copied().unwrap_or_default());
    let pairs = [(PUBLIC, PRIVATE), (CLIENT_ID, CLIENT_SECRET)];
    for (names, secret_names) in pairs {
        let (Some(id), Some(secret)) = (half(names), half(secret_names)) else { continue };
        let (id, secret) = (id.value.to_owned(), SecretString::from(secret.value));
        let is_key = names == PUBLIC;
        return Ok(Some(if is_key {
            Credentials::ApiKey { public: id, private: secret }
        } else {
            Credentials::ServiceAccount { id, secret }
        }));
    }
    for (names, secret_names) in pairs {
        for (there, absent) in [(names, secret_names), (secret_names, names)] {
            if let Some(there) = half(there) {
                return Err(ConfigError::HalfAPair { there: there.name.to_owned(), missing: missing(absent) });
            }
        }
    }
    Ok(None)
}

/// Credentials of a profile; `source_name` is where it stands. Runs the command that prints the secret, if there is one.
///
/// # Errors
/// Where there are none, or half a pair, or the command fails.
pub fn of_profile(profile: &Profile, source_name: &str) -> Result<Credentials, ConfigError> {
    let key = |key: &str| format!("{source_name} {key}");
    let half = |there: &str, missing: &str| ConfigError::HalfAPair { there: key(there), missing: missing.to_owned() };
    let private =
        secret_of(profile.private_key.as_ref(), profile.private_key_command.as_deref(), || key("private_key_command"));
    let client_secret = secret_of(profile.client_secret.as_ref(), profile.client_secret_command.as_deref(), || {
        key("client_secret_command")
    });
    match (&profile.public_key, private, &profile.client_id, client_secret) {
        (Some(public), Some(private), ..) => Ok(Credentials::ApiKey { public: public.clone(), private: private? }),
        (_, _, Some(id), Some(secret)) => Ok(Credentials::ServiceAccount { id: id.clone(), secret: secret? }),
        (Some(_), None, ..) => Err(half("public_key", "private_key or private_key_command")),
        (None, Some(_), ..) => Err(half("private_key", "public_key")),
        (_, _, Some(_), None) => Err(half("client_id", "client_secret or client_secret_command")),
        (_, _, None, Some(_)) => Err(half("client_secret", "client_id")),
        (None, None, None, None) => Err(ConfigError::value(
            source_name,
            "holds nothing to sign in with: give it public_key and private_key_command, or client_id and client_secret_command",
        )),
    }
}

fn secret_of(
    written: Option<&SecretString>,
    command: Option<&str>,
    source_name: impl Fn() -> String,
) -> Option<Result<SecretString, ConfigError>> {
    match (written, command) {
        (Some(written), _) => Some(Ok(written.clone())),
        (None, Some(command)) => Some(secret::printed_by(command, &source_name())),
        (None, None) => None,
    }
}
