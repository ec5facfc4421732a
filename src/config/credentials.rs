//! Who asks: the first source that has credentials. A pair of which only half is there is an error, not a reason to look
//! further: whoever set it meant it.

use secrecy::SecretString;

use crate::atlas::client::Credentials;
use crate::config::environment::{CLIENT_ID, CLIENT_SECRET, Environment, PRIVATE, PUBLIC};
use crate::config::error::ConfigError;
use crate::config::keyring::Keyring;
use crate::config::profile::{Profile, SecretStore};
use crate::config::sayings::Saying;
use crate::config::secret::{self, Asking};

/// Credentials from the environment, where it has any.
///
/// # Errors
/// [`ConfigError::HalfAPair`].
pub fn of_environment(environment: &Environment) -> Result<Option<Credentials>, ConfigError> {
    let half = |names: &[&str]| environment.atlas(names);
    let missing = |names: &[&str]| format!("{}{}", environment.prefix(), names.first().copied().unwrap_or_default());
    let pairs = [(PUBLIC, PRIVATE), (CLIENT_ID, CLIENT_SECRET)];
    for (names, secret_names) in pairs {
        for (there, absent) in [(names, secret_names), (secret_names, names)] {
            if let (Some(there), None) = (half(there), half(absent)) {
                return Err(ConfigError::HalfAPair { there: there.name.to_owned(), missing: missing(absent) });
            }
        }
    }
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
    Ok(None)
}

/// Credentials of a profile called `name`; `source_name` is where it stands. Runs the command that prints the secret, or
/// asks the keyring, where the profile says so.
///
/// # Errors
/// Where there are none, or half a pair, or the command fails.
pub fn of_profile(
    profile: &Profile,
    name: &str,
    source_name: &str,
    keyring: &Keyring,
    asking: &Asking,
) -> Result<Credentials, ConfigError> {
    let key = |key: &str| format!("{source_name} {key}");
    let half = |there: &str, missing: &str| ConfigError::HalfAPair { there: key(there), missing: missing.to_owned() };
    let stored = |id: &Option<String>, entry| {
        (id.is_some() && profile.secret == Some(SecretStore::Keyring)).then_some(Secret::Keyring { name, entry })
    };
    let ([public_key, private_key], [client_id, client_secret_key]) = (KEY_NAMES, ACCOUNT_NAMES);
    let private = Secret::of(profile.private_key.as_ref(), profile.private_key_command.as_deref());
    let private = private.or_else(|| stored(&profile.public_key, private_key));
    let client_secret = Secret::of(profile.client_secret.as_ref(), profile.client_secret_command.as_deref());
    let client_secret = client_secret.or_else(|| stored(&profile.client_id, client_secret_key));
    match (&profile.public_key, private, &profile.client_id, client_secret) {
        (Some(_), None, ..) => Err(half(public_key, "private_key, private_key_command or secret = \"keyring\"")),
        (None, Some(_), ..) => Err(half(private_key, public_key)),
        (_, _, Some(_), None) => Err(half(client_id, "client_secret, client_secret_command or secret = \"keyring\"")),
        (_, _, None, Some(_)) => Err(half(client_secret_key, client_id)),
        (Some(public), Some(private), ..) => {
            let private = private.tell(&key(private_key), keyring, asking)?;
            Ok(Credentials::ApiKey { public: public.clone(), private })
        }
        (None, None, Some(id), Some(secret)) => {
            let secret = secret.tell(&key(client_secret_key), keyring, asking)?;
            Ok(Credentials::ServiceAccount { id: id.clone(), secret })
        }
        (None, None, None, None) => Err(ConfigError::value(
            source_name,
            "holds nothing to sign in with: give it public_key and private_key_command, or client_id and client_secret_command",
        )),
    }
}

/// What the halves of an API key are called in a profile of ours; the secret one also in the keyring.
pub const KEY_NAMES: [&str; 2] = ["public_key", "private_key"];
/// What the halves of a service account are called there.
pub const ACCOUNT_NAMES: [&str; 2] = ["client_id", "client_secret"];

/// Before the name of a profile: what our own profiles are called in the keyring.
const SERVICE: &str = "atlas-certs_";

/// What a profile of ours is called in the keyring.
#[must_use]
pub fn service(profile: &str) -> String {
    format!("{SERVICE}{profile}")
}

/// Where a secret comes from: no command runs for one that is not needed.
enum Secret<'profile> {
    Written(&'profile SecretString),
    Command(&'profile str),
    Keyring { name: &'profile str, entry: &'static str },
}

impl<'profile> Secret<'profile> {
    fn of(written: Option<&'profile SecretString>, command: Option<&'profile str>) -> Option<Self> {
        written.map(Self::Written).or_else(|| command.map(Self::Command))
    }

    fn tell(self, source_name: &str, keyring: &Keyring, asking: &Asking) -> Result<SecretString, ConfigError> {
        match self {
            Self::Written(secret) => Ok(secret.clone()),
            Self::Command(command) => secret::printed_by(command, &format!("{source_name}_command"), asking),
            Self::Keyring { name, entry } => {
                let service = service(name);
                keyring.look_up(&service, entry).map_err(|why| ConfigError::Keyring {
                    source_name: source_name.to_owned(),
                    why,
                    advice: format!("it is looked for as service {service}, account {entry}"),
                })
            }
        }
    }
}

/// What the environment has to sign in with, in words and without the secrets, by the order in which it counts.
#[must_use]
pub fn told_of_environment(environment: &Environment) -> Vec<Saying> {
    let pair = |what: &str, names: &[&str], secret_names: &[&str]| {
        let (id, secret) = (environment.atlas(names), environment.atlas(secret_names));
        let source = [id, secret].into_iter().flatten().map(|variable| variable.name).collect::<Vec<_>>().join(", ");
        let id = id.map_or("without its public half", |id| id.value);
        let hidden = if secret.is_some() { "is set" } else { "is missing" };
        (!source.is_empty()).then(|| Saying::new(format!("{what} {id}, secret {hidden}"), source))
    };
    let pairs = [pair("API key", PUBLIC, PRIVATE), pair("service account", CLIENT_ID, CLIENT_SECRET)];
    pairs.into_iter().flatten().collect()
}

/// What a profile has to sign in with, in words and without the secrets; `elsewhere` is where else they are looked for.
#[must_use]
pub fn told(profile: &Profile, elsewhere: &str) -> String {
    let (what, id, written, command) = if profile.public_key.is_some() || profile.private_key.is_some() {
        ("API key", &profile.public_key, &profile.private_key, &profile.private_key_command)
    } else if profile.client_id.is_some() || profile.client_secret.is_some() {
        ("service account", &profile.client_id, &profile.client_secret, &profile.client_secret_command)
    } else if elsewhere.is_empty() {
        return "nothing to sign in with".to_owned();
    } else {
        return format!("keys {elsewhere}");
    };
    let secret = match (written, command, profile.secret) {
        (Some(_), ..) => "in the file",
        (None, Some(_), _) => "printed by a command",
        (None, None, Some(SecretStore::Keyring)) => "in the system keyring",
        (None, None, None) if elsewhere.is_empty() => "is missing",
        (None, None, None) => elsewhere,
    };
    format!("{what} {}, secret {secret}", id.as_deref().unwrap_or("without its public half"))
}
