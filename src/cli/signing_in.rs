//! How the terminal interface signs in: as the settings say, as another profile, with keys that are typed, or at the
//! simulated Atlas.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret as _, SecretString};

use crate::app::account::{Account, KeptAs, Keys, Known, Pair, Roster, Who};
use crate::atlas::client::{self, Client, Credentials};
use crate::atlas::endpoint::BaseUrl;
use crate::atlas::fleet;
use crate::atlas::page::PageNumber;
use crate::cli::arguments::Global;
use crate::cli::connection;
use crate::cli::failure::Failure;
use crate::config::credentials::{ACCOUNT_NAMES, KEY_NAMES, service};
use crate::config::edit::{NewProfile, with_profile};
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::keyring::Keyring;
use crate::config::roster::{Home, Listed};
use crate::config::settings::{Access, Flags, Sources};
use crate::config::{file, places, starter};
use crate::demo::Server;
use crate::domain::printable::Printable;
use crate::domain::{figures, naming};
use crate::memory::{self, Memory, Opened};
use crate::report::commands::{Reach, SignIn};
use crate::runtime::archive::Opener;
use crate::runtime::sign_in::{Authenticator, SignedIn};
use crate::runtime::whole_file::WholeFile;
use crate::runtime::{aside, clock, desk_file};

/// Signs in with what one run of the program was given.
pub(super) struct Reception {
    pub(super) global: Global,
    pub(super) environment: Environment,
}

impl Authenticator for Reception {
    fn roster(&self) -> Roster {
        // A file that has become unreadable meanwhile is told when somebody signs in.
        let listed = self.sources(self.global.flags()).map(|sources| sources.roster()).unwrap_or_default();
        Roster { known: listed.into_iter().map(known).collect(), has_keyring: Keyring::of_system().is_there() }
    }

    fn sign_in(self: Arc<Self>, who: Who) -> BoxFuture<'static, Result<Box<SignedIn>, String>> {
        Box::pin(async move { self.signed_in_as(who).await.map_err(|why| sentence(&why)) })
    }
}

impl Reception {
    async fn signed_in_as(self: Arc<Self>, who: Who) -> Result<Box<SignedIn>, Failure> {
        let profile = match who {
            Who::Demo => return self.demo().await,
            Who::Keys(keys) => return self.with_keys(*keys).await,
            Who::Every => return aside(move || self.every()).await,
            Who::Usual => self.global.flags().profile,
            Who::Environment => None,
            Who::Profile(name) => Some(name),
        };
        aside(move || Ok(self.signed_in(self.access(profile)?, None))).await
    }

    /// Signs in as the settings say, before there is a screen: a command for a secret may ask on the terminal.
    pub(super) fn on_the_terminal(&self, sources: &Sources) -> Result<Box<SignedIn>, Failure> {
        Ok(self.signed_in(sources.live()?, None))
    }

    fn sources(&self, flags: Flags) -> Result<Sources, ConfigError> {
        Sources::read(flags, self.environment.clone()).map(Sources::without_terminal)
    }

    /// As the profile of that name; without one, as whoever counts otherwise.
    fn access(&self, profile: Option<String>) -> Result<Access, Failure> {
        let mut flags = self.global.flags();
        if profile != flags.profile {
            // The address of the command line is not where the keys of others may go.
            flags.base_url = None;
        }
        flags.profile = profile;
        self.sources(flags)?.live().map_err(|why| match why {
            ConfigError::NoCredentials { path } => Failure::failed(format!(
                "no keys were found: not in the environment, not in {}, and not among the Atlas CLI's profiles",
                path.display()
            )),
            why => why.into(),
        })
    }

    async fn demo(&self) -> Result<Box<SignedIn>, Failure> {
        let global = self.global.as_demo();
        let (access, demo) = connection::access(&global, &self.sources(global.flags())?).await?;
        Ok(self.signed_in(access, demo))
    }

    /// The keys are shown to the server, which must know them, and kept then.
    async fn with_keys(self: &Arc<Self>, keys: Keys) -> Result<Box<SignedIn>, Failure> {
        if let Some(kept) = &keys.kept {
            // Before anything is asked: a name that is taken is no reason to type it all once more.
            self.edited(kept, &keys)?;
        }
        let access = self.access_of(&keys)?;
        let settings = access.client.clone();
        let client = aside(move || Client::new(settings, Arc::new(|_| {}))).await?;
        client.projects(PageNumber::MIN).await?;
        let reception = Arc::clone(self);
        aside(move || keys.kept.as_ref().map_or(Ok(()), |kept| reception.keep(kept, &keys))).await?;
        Ok(self.signed_in(access, None))
    }

    fn access_of(&self, keys: &Keys) -> Result<Access, Failure> {
        let sources = self.sources(self.global.flags())?;
        let secret = SecretString::from(keys.secret.expose());
        let credentials = match keys.pair {
            Pair::ApiKey => Credentials::ApiKey { public: keys.id.clone(), private: secret },
            Pair::ServiceAccount => Credentials::ServiceAccount { id: keys.id.clone(), secret },
        };
        let profile = keys.kept.as_ref().map(|kept| kept.profile.clone());
        Ok(sources.typed(credentials, keys.base_url.clone(), profile)?)
    }

    /// The configuration file, and its text with the keys in it.
    fn edited(&self, kept: &KeptAs, keys: &Keys) -> Result<(std::path::PathBuf, String), Failure> {
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

    /// Signs in as every profile. What is told of one server holds of all where they are the same.
    fn every(&self) -> Result<Box<SignedIn>, Failure> {
        let every = self.sources(Flags { base_url: None, profile: None, ..self.global.flags() })?.every()?;
        let Some(first) = every.usable().next() else {
            return Err(Failure::failed(
                "no profile can be signed in with: `atlas-certs doctor --all-profiles` says why",
            ));
        };
        let (base_url, sign_in) = (&first.client.base_url, sign_in_of(&first.client));
        let is_same = every.usable().all(|one| one.client.base_url == *base_url);
        let is_alike = is_same && every.usable().all(|one| sign_in_of(&one.client) == sign_in);
        let account = Account {
            profile: None,
            server: figures::counted(every.profiles.len(), "profile"),
            console: console(base_url).filter(|_| is_same),
            reach: Reach {
                base_url: base_url.clone(),
                sign_in: if is_alike { sign_in } else { SignIn::Several },
                cli_profile: None,
            },
        };
        Ok(self.at(account, every.settings(), None, None))
    }

    fn signed_in(&self, access: Access, demo: Option<Server>) -> Box<SignedIn> {
        let Access { client, project, profile, cli_profile } = access;
        let base_url = &client.base_url;
        let account = Account {
            profile,
            server: if demo.is_some() { "demo".to_owned() } else { base_url.host().to_owned() },
            console: console(base_url),
            reach: Reach { base_url: base_url.clone(), sign_in: sign_in_of(&client), cli_profile },
        };
        self.at(account, client.into(), project, demo)
    }

    fn at(
        &self,
        account: Account,
        client: fleet::Settings,
        project: Option<String>,
        demo: Option<Server>,
    ) -> Box<SignedIn> {
        let folder = self.global.folder().filter(|_| demo.is_none());
        Box::new(SignedIn {
            account,
            client,
            project,
            memory: Some(opener(&self.global, demo.is_some())),
            desk_file: folder.map(|folder| folder.join(desk_file::NAME)),
            demo,
        })
    }
}

fn console(base_url: &BaseUrl) -> Option<String> {
    (!base_url.is_loopback()).then(|| base_url.to_string())
}

fn known(listed: Listed) -> Known {
    let Listed { home, name, told, unusable } = listed;
    let told = Printable::new(&told).into_owned();
    let shown = Printable::new(&name);
    Known {
        source: match home {
            Home::Environment => "environment",
            Home::Own => "profile",
            Home::AtlasCli => "Atlas CLI",
        },
        told: match unusable {
            _ if name.is_empty() => told.to_string(),
            Some(_) => format!("{shown}: not to be used from here"),
            None => format!("{shown}: {told}"),
        },
        unusable: unusable.map(|why| format!("Profile “{shown}” {why}.")),
        who: if home == Home::Environment { Who::Environment } else { Who::Profile(name) },
    }
}

/// What the halves of a pair are called in the file; the secret also in the keyring.
const fn names_of(pair: Pair) -> [&'static str; 2] {
    match pair {
        Pair::ApiKey => KEY_NAMES,
        Pair::ServiceAccount => ACCOUNT_NAMES,
    }
}

const fn sign_in_of(client: &client::Settings) -> SignIn {
    match client.credentials {
        Credentials::ApiKey { .. } => SignIn::ApiKey,
        Credentials::ServiceAccount { .. } => SignIn::ServiceAccount,
    }
}

/// Writes the configuration file whole, where it really stands, for nobody else to read.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    starter::make_folder(path)?;
    // A link to where somebody keeps all such files stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut file = WholeFile::create(&path)?;
    file.write_all(text.as_bytes())?;
    file.replace()
}

/// How the memory is opened: that of the simulated Atlas, which holds a story, and where nothing may be kept ends with the
/// program.
fn opener(global: &Global, is_demo: bool) -> Opener {
    if is_demo && !global.no_memory {
        return Box::new(|| Ok(Opened { memory: connection::demo_memory()?, set_aside: None }));
    }
    match global.folder().filter(|_| !is_demo && !global.no_memory) {
        Some(folder) => Box::new(move || Memory::open(&folder.join(memory::NAME), clock::now())),
        None => Box::new(Memory::transient),
    }
}

/// Why nobody is signed in, for somebody who looks at the ways to do so.
fn sentence(why: &Failure) -> String {
    naming::sentence(why.to_string().trim_end_matches('.'))
}
