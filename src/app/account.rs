//! Whose answers these are, and as whom one can sign in.

use crate::app::action::Action;
use crate::app::hidden::Hidden;
use crate::app::keymap::Keymap;
use crate::atlas::endpoint::BaseUrl;
use crate::domain::printable::Printable;
use crate::report::commands::Reach;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// As whom, of those that can be chosen: nobody of them where keys were typed and not kept, which are never told here.
    pub who: Option<Who>,
    /// Profiles that were to sign in as well, and cannot.
    pub left_out: Vec<String>,
    /// Whose answers these are: the host of the API, or a word for the simulated Atlas.
    pub server: String,
    /// Atlas's web console, where the server has one.
    pub console: Option<String>,
    /// Where Atlas is and how one signs in there, for commands of other programs.
    pub reach: Reach,
}

impl Account {
    /// The name of the profile, where it is one.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        match &self.who {
            Some(Who::Profile(name)) => Some(name),
            _ => None,
        }
    }

    /// That profiles were left out, of which the ways to sign in tell why.
    #[must_use]
    pub fn shortcoming(&self, keymap: &Keymap) -> Option<String> {
        let names = self.left_out.iter().map(|name| Printable::new(name).to_string()).collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| keymap.advice(&format!("Without {names}"), Action::SignIn, "says why"))
    }
}

/// As whom to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// As whoever counts: what the command line says, then the environment, then the files.
    Usual,
    /// As the environment says.
    Environment,
    /// As the profile of this name.
    Profile(String),
    /// As every profile at once.
    Every,
    /// With keys that were typed just now.
    Keys(Box<Keys>),
    /// At the simulated Atlas, which needs no account.
    Demo,
}

/// What keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// An API key: a public and a private key.
    ApiKey,
    /// A service account: a client id and a client secret.
    ServiceAccount,
}

/// Keys that a person typed, and what is to become of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// What they are.
    pub pair: Pair,
    /// The public key, or the client id.
    pub id: String,
    /// The private key, or the client secret.
    pub secret: Hidden,
    /// Where the API is.
    pub base_url: BaseUrl,
    /// Where they are to be kept once they have been shown to be good.
    pub kept: Option<KeptAs>,
}

/// How keys are kept: as a profile of the configuration file, and the secret in that file or in the system's keyring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAs {
    /// What the profile is called.
    pub profile: String,
    /// Whether the secret is in the keyring: else it stands in the file, which nobody else can read.
    pub in_keyring: bool,
}

/// The ways to sign in that this machine knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// The ways.
    pub known: Vec<Known>,
    /// Whether there is a keyring to keep keys in.
    pub has_keyring: bool,
}

/// A way to sign in that this machine knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Where it is known from: `profile`, `Atlas CLI`, `environment`.
    pub source: &'static str,
    /// What it is called and what it signs in with, without the secret. Printable.
    pub told: String,
    /// Why nobody can sign in that way.
    pub unusable: Option<String>,
    /// It.
    pub who: Who,
}
