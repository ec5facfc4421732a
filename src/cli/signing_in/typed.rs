//! Signing in with keys that a person typed, and keeping them.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};

use crate::app::account::{KeptAs, Keys, Pair, Who};
use crate::atlas::client::{Client, Credentials};
use crate::atlas::page::PageNumber;
use crate::cli::failure::Failure;
use crate::cli::signing_in::{Reception, account};
use crate::config::credentials::{ACCOUNT_NAMES, KEY_NAMES, service};
use crate::config::edit::{NewProfile, with_profile};
use crate::config::error::ConfigError;
use crate::config::keyring::Keyring;
use crate::config::settings::Access;
use crate::config::sources::Sources;
use crate::config::{file, places, starter};
use crate::domain::printable::Printable;
use crate::runtime::aside;
use crate::runtime::sign_in::SignedIn;
use crate::runtime::whole_file::WholeFile;

impl Reception {
    /// The keys are shown to the server, which must know them, and kept then.
    pub(super) async fn with_typed(self: &Arc<Self>, keys: Keys) -> Result<Box<SignedIn>, Failure> {
        if let Some(kept) = &keys.kept {
            // Before anything is asked: a name that is taken is no reason to type it all once more.
            self.edited(kept, &keys)?;
        }
        let sources = self.sources(self.global.flags())?;
        let access = access(&sources, &keys)?;
        let settings = access.client.clone();
        let client = aside(move || Client::new(settings, Arc::new(|_| {}))).await?;
        client.projects(PageNumber::MIN).await?;
        let reception = Arc::clone(self);
        aside(move || keys.kept.as_ref().map_or(Ok(()), |kept| reception.keep(kept, &keys))).await?;
        let who = access.profile.clone().map(Who::Profile);
        Ok(Box::new(self.at(account(who, &access), access.client, sources.file().limits()?)))
    }

    /// The configuration file, and its text with the keys in it.
    fn edited(&self, kept: &KeptAs, keys: &Keys) -> Result<(PathBuf, String), Failure> {
        let path = self.global.flags().config.or_else(places::config_file);
        let path =
            path.ok_or_else(|| Failure::failed("the system tells no home to keep keys in: keep them nowhere"))?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(why) if file::is_absent(&why) => starter::TEXT.to_owned(),
            Err(why) => return Err(ConfigError::Unreadable { path, why: why.to_string() }.into()),
        };
        let [id, secret] = names_of(keys.pair);
        let url = keys.base_url.to_string();
        let secret = if kept.in_keyring { ("secret", "keyring") } else { (secret, keys.secret.expose()) };
        // Written though it be the usual one: a variable that names another must not have these keys.
        let values = [(id, keys.id.as_str()), secret, ("base_url", url.as_str())];
        let mut values = values.map(|(key, text)| (key, text.into())).to_vec();
        if !keys.base_url.is_https() && !keys.base_url.is_loopback() {
            values.push(("allow_plain_http", true.into()));
        }
        let text = with_profile(&path, &text, NewProfile { name: &kept.profile, values: &values })?;
        Ok((path, text))
    }

    fn keep(&self, kept: &KeptAs, keys: &Keys) -> Result<(), Failure> {
        let (path, text) = self.edited(kept, keys)?;
        if kept.in_keyring {
            let ([_, entry], service, keyring) = (names_of(keys.pair), service(&kept.profile), Keyring::of_system());
            if keyring.look_up(&service, entry).is_ok_and(|there| there.expose_secret() != keys.secret.expose()) {
                return Err(Failure::failed(format!(
                    "the system keyring has another secret for a profile called {}: give this one another name",
                    Printable::new(&kept.profile).quoted()
                )));
            }
            let stored = keyring.store(&service, entry, keys.secret.expose());
            stored.map_err(|why| {
                Failure::failed(format!("the keys are good, but cannot be kept: {why}; keep them somewhere else"))
            })?;
        }
        write(&path, &text).map_err(|why| {
            let why = ConfigError::Unwritable { path, why: why.to_string() };
            Failure::failed(format!("the keys are good, but cannot be kept: {why}"))
        })
    }
}

fn access(sources: &Sources, keys: &Keys) -> Result<Access, ConfigError> {
    let secret = SecretString::from(keys.secret.expose());
    let credentials = match keys.pair {
        Pair::ApiKey => Credentials::ApiKey { public: keys.id.clone(), private: secret },
        Pair::ServiceAccount => Credentials::ServiceAccount { id: keys.id.clone(), secret },
    };
    let profile = keys.kept.as_ref().map(|kept| kept.profile.clone());
    sources.typed(credentials, keys.base_url.clone(), profile)
}

/// What the halves of a pair are called in the file; the secret also in the keyring.
const fn names_of(pair: Pair) -> [&'static str; 2] {
    match pair {
        Pair::ApiKey => KEY_NAMES,
        Pair::ServiceAccount => ACCOUNT_NAMES,
    }
}

/// Writes the configuration file whole, where it really stands, for nobody else to read.
fn write(path: &Path, text: &str) -> io::Result<()> {
    starter::make_folder(path)?;
    // A link to where somebody keeps all such files stays one; one that leads nowhere is told.
    let path = if path.is_symlink() { fs::canonicalize(path)? } else { path.to_owned() };
    let mut file = WholeFile::create(&path)?;
    file.write_all(text.as_bytes())?;
    file.replace()
}
