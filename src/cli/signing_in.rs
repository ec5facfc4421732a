//! How the terminal interface signs in: as the settings say, as another profile, with keys that are typed, or at the
//! simulated Atlas.

mod typed;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::app::account::{Account, Known, Roster, Who};
use crate::atlas::client::{self, Credentials};
use crate::atlas::endpoint::BaseUrl;
use crate::atlas::fleet;
use crate::cli::arguments::Global;
use crate::cli::connection;
use crate::cli::failure::Failure;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::keyring::Keyring;
use crate::config::leash::{Grip, Leash};
use crate::config::roster::{Home, Listed};
use crate::config::settings::Access;
use crate::config::sources::{Flags, Sources};
use crate::domain::expiry::Limits;
use crate::domain::printable::Printable;
use crate::domain::{figures, naming};
use crate::memory::{self, Memory, Opened};
use crate::report::commands::{Reach, SignIn};
use crate::runtime::archive::Opener;
use crate::runtime::sign_in::{Authenticator, SignedIn};
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
        Box::pin(async move {
            // Whoever waits no longer ends what it waited for.
            let grip = Grip::default();
            self.signed_in_as(who, grip.leash()).await.map_err(|why| sentence(&why))
        })
    }
}

impl Reception {
    async fn signed_in_as(self: Arc<Self>, who: Who, leash: Leash) -> Result<Box<SignedIn>, Failure> {
        let profile = match who {
            Who::Demo => return self.demo().await,
            Who::Keys(keys) => return self.with_typed(*keys).await,
            Who::Every => return aside(move || self.every(leash)).await,
            Who::Usual => self.global.flags().profile,
            Who::Environment => None,
            Who::Profile(name) => Some(name),
        };
        aside(move || self.chosen(profile, leash)).await
    }

    /// Signs in as the settings say, before there is a screen: a command for a secret may ask on the terminal.
    pub(super) fn on_the_terminal(&self, sources: &Sources) -> Result<Box<SignedIn>, Failure> {
        let severities = sources.limits()?;
        Ok(self.signed_in(sources.live()?, severities))
    }

    fn sources(&self, flags: Flags) -> Result<Sources, ConfigError> {
        Sources::read(flags, self.environment.clone())
    }

    /// As the profile of that name; without one, as whoever counts otherwise.
    fn chosen(&self, profile: Option<String>, leash: Leash) -> Result<Box<SignedIn>, Failure> {
        let mut flags = self.global.flags();
        if profile != flags.profile {
            // The address of the command line is not where the keys of others may go.
            flags.base_url = None;
        }
        flags.profile = profile;
        let sources = self.sources(flags)?.without_terminal(leash);
        // Before a command runs that a person has to help.
        let severities = sources.limits()?;
        let access = sources.live().map_err(|why| match why {
            ConfigError::NoCredentials { path } => Failure::failed(format!(
                "no keys were found: not in the environment, not in {}, and not among the Atlas CLI's profiles",
                path.display()
            )),
            why => Failure::from(why),
        })?;
        Ok(self.signed_in(access, severities))
    }

    async fn demo(&self) -> Result<Box<SignedIn>, Failure> {
        let global = self.global.as_demo();
        let sources = self.sources(global.flags())?;
        let (access, demo) = connection::access(&global, &sources).await?;
        let server = "demo".to_owned();
        let signed_in =
            self.at(Account { server, ..account(Some(Who::Demo), &access) }, access.client, sources.file().limits()?);
        Ok(Box::new(SignedIn { demo, ..signed_in }))
    }

    /// As one of those who can be chosen.
    fn signed_in(&self, access: Access, severities: Limits) -> Box<SignedIn> {
        let who = access.profile.clone().map_or(Who::Environment, Who::Profile);
        let signed_in = self.at(account(Some(who), &access), access.client, severities);
        Box::new(SignedIn { project: access.project, ..signed_in })
    }

    /// Signs in as every profile. What is told of one server holds of all where they are the same.
    fn every(&self, leash: Leash) -> Result<Box<SignedIn>, Failure> {
        let sources =
            self.sources(Flags { base_url: None, profile: None, ..self.global.flags() })?.without_terminal(leash);
        let severities = sources.file().limits()?;
        let every = sources.every()?;
        let Some(first) = every.usable().next() else {
            return Err(Failure::failed(
                "no profile can be signed in with: `atlas-certs doctor --all-profiles` says why",
            ));
        };
        let (base_url, sign_in) = (&first.client.base_url, sign_in_of(&first.client));
        let is_same = every.usable().all(|one| one.client.base_url == *base_url);
        let is_alike = is_same && every.usable().all(|one| sign_in_of(&one.client) == sign_in);
        let account = Account {
            who: Some(Who::Every),
            left_out: every.left_out.iter().map(|(name, _)| name.clone()).collect(),
            server: figures::counted(every.profiles.len(), "profile"),
            console: console(base_url).filter(|_| is_same),
            reach: Reach {
                base_url: base_url.clone(),
                sign_in: if is_alike { sign_in } else { SignIn::Several },
                cli_profile: None,
            },
        };
        Ok(Box::new(self.at(account, every.settings(), severities)))
    }

    fn at(&self, account: Account, client: impl Into<fleet::Settings>, severities: Limits) -> SignedIn {
        let is_demo = account.who == Some(Who::Demo);
        let folder = self.global.folder().filter(|_| !is_demo);
        SignedIn {
            account,
            client: client.into(),
            severities,
            project: None,
            memory: Some(opener(&self.global, is_demo)),
            desk_file: folder.map(|folder| folder.join(desk_file::NAME)),
            demo: None,
        }
    }
}

fn account(who: Option<Who>, access: &Access) -> Account {
    let base_url = &access.client.base_url;
    Account {
        who,
        left_out: Vec::new(),
        server: base_url.host().to_owned(),
        console: console(base_url),
        reach: Reach {
            base_url: base_url.clone(),
            sign_in: sign_in_of(&access.client),
            cli_profile: access.cli_profile.clone(),
        },
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

const fn sign_in_of(client: &client::Settings) -> SignIn {
    match client.credentials {
        Credentials::ApiKey { .. } => SignIn::ApiKey,
        Credentials::ServiceAccount { .. } => SignIn::ServiceAccount,
    }
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
