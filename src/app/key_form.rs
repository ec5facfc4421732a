//! Keys as they are typed: what signs in, where, and where it is to be kept.

use tui_input::Input;

use crate::app::account::{KeptAs, Keys, Pair, Who};
use crate::app::hidden::Hidden;
use crate::atlas::endpoint::BaseUrl;

/// The form.
#[derive(Debug)]
pub struct KeyForm {
    /// What signs in.
    pub pair: Pair,
    /// The public key, or the client id.
    pub id: Input,
    /// The private key, or the client secret.
    pub secret: Hidden,
    /// Where the API may be; the first is meant until another is chosen.
    sites: Vec<BaseUrl>,
    site: usize,
    /// Where the keys are to be kept.
    pub keep: Keep,
    /// What the profile is to be called.
    pub profile: Input,
    /// The field that has the keys.
    pub at: Field,
}

/// One line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Whether an API key or a service account.
    SignIn,
    /// The half that is no secret.
    Id,
    /// The half that is one.
    Secret,
    /// Where the API is.
    Site,
    /// Where the keys are to be kept.
    Keep,
    /// What the profile is to be called.
    Profile,
}

impl Field {
    /// Whether it offers choices, and is no text.
    #[must_use]
    pub const fn is_choice(self) -> bool {
        matches!(self, Self::SignIn | Self::Site | Self::Keep)
    }
}

/// Where keys can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The secret in the system's keyring, the rest in the configuration file.
    Keyring,
    /// All of it in the configuration file.
    File,
    /// Nowhere: they are forgotten with the end of the program.
    Nowhere,
}

impl Keep {
    const ALL: [Self; 3] = [Self::Keyring, Self::File, Self::Nowhere];

    /// As the form says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Keyring => "the system keyring",
            Self::File => "the configuration file, for nobody else to read",
            Self::Nowhere => "nowhere: for this run only",
        }
    }
}

impl KeyForm {
    /// An empty form. `given` is where the API is where the command line or the environment says so; where there is
    /// no keyring, the file is what is offered first.
    #[must_use]
    pub fn new(given: Option<BaseUrl>, has_keyring: bool) -> Self {
        let usual = [BaseUrl::ATLAS, BaseUrl::GOVERNMENT].map(|url| BaseUrl::parse(url, false).ok());
        let usual = usual.into_iter().flatten().filter(|url| Some(url) != given.as_ref()).collect::<Vec<_>>();
        let sites = given.into_iter().chain(usual).collect();
        Self {
            pair: Pair::ApiKey,
            id: Input::default(),
            secret: Hidden::default(),
            sites,
            site: 0,
            keep: if has_keyring { Keep::Keyring } else { Keep::File },
            profile: Input::new("default".to_owned()),
            at: Field::Id,
        }
    }

    /// The fields that matter now, from top to bottom.
    #[must_use]
    pub fn fields(&self) -> &'static [Field] {
        const ALL: &[Field] = &[Field::SignIn, Field::Id, Field::Secret, Field::Site, Field::Keep, Field::Profile];
        const UNKEPT: &[Field] = &[Field::SignIn, Field::Id, Field::Secret, Field::Site, Field::Keep];
        if self.keep == Keep::Nowhere { UNKEPT } else { ALL }
    }

    /// Where the API is.
    #[must_use]
    pub fn site(&self) -> Option<&BaseUrl> {
        self.sites.get(self.site)
    }

    /// Whether no field comes after the one that has the keys.
    #[must_use]
    pub fn is_at_the_end(&self) -> bool {
        self.fields().last() == Some(&self.at)
    }

    /// Gives the keys to the next field, or to the one before where `forward` is not, round and round.
    pub fn go(&mut self, forward: bool) {
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.at).unwrap_or_default();
        self.at = fields.get(turned(at, fields.len(), forward)).copied().unwrap_or(self.at);
    }

    /// The text that is typed in the field that has the keys; a secret is none.
    pub fn text(&mut self) -> Option<&mut Input> {
        match self.at {
            Field::Id => Some(&mut self.id),
            Field::Profile => Some(&mut self.profile),
            Field::SignIn | Field::Secret | Field::Site | Field::Keep => None,
        }
    }

    /// The next choice of the field that has the keys, where it offers choices; the one before where `forward` is not.
    pub fn turn(&mut self, forward: bool) {
        match self.at {
            Field::SignIn => {
                self.pair = match self.pair {
                    Pair::ApiKey => Pair::ServiceAccount,
                    Pair::ServiceAccount => Pair::ApiKey,
                };
            }
            Field::Site => self.site = turned(self.site, self.sites.len(), forward),
            Field::Keep => {
                let at = Keep::ALL.iter().position(|keep| *keep == self.keep).unwrap_or_default();
                let to = Keep::ALL.get(turned(at, Keep::ALL.len(), forward));
                self.keep = to.copied().unwrap_or(self.keep);
            }
            Field::Id | Field::Secret | Field::Profile => {}
        }
    }

    /// To sign in with what was typed.
    ///
    /// # Errors
    /// What is missing, in words; its field has the keys then.
    pub fn finished(&mut self) -> Result<Who, String> {
        let (id, profile) = (self.id.value().trim().to_owned(), self.profile.value().trim().to_owned());
        let missing = if id.is_empty() {
            Some(Field::Id)
        } else if self.secret.is_empty() {
            Some(Field::Secret)
        } else if profile.is_empty() && self.keep != Keep::Nowhere {
            Some(Field::Profile)
        } else {
            None
        };
        if let Some(field) = missing {
            self.at = field;
            return Err(format!("The {} is missing.", self.name_of(field).to_lowercase()));
        }
        let Some(base_url) = self.site().cloned() else { return Err("There is no such address.".to_owned()) };
        let kept = match self.keep {
            Keep::Nowhere => None,
            keep => Some(KeptAs { profile, in_keyring: keep == Keep::Keyring }),
        };
        Ok(Who::Keys(Box::new(Keys { pair: self.pair, id, secret: self.secret.clone(), base_url, kept })))
    }

    /// What a field is called.
    #[must_use]
    pub const fn name_of(&self, field: Field) -> &'static str {
        match (field, self.pair) {
            (Field::SignIn, _) => "Sign in with",
            (Field::Id, Pair::ApiKey) => "Public key",
            (Field::Id, Pair::ServiceAccount) => "Client id",
            (Field::Secret, Pair::ApiKey) => "Private key",
            (Field::Secret, Pair::ServiceAccount) => "Client secret",
            (Field::Site, _) => "At",
            (Field::Keep, _) => "Keep in",
            (Field::Profile, _) => "Profile name",
        }
    }
}

/// One further round a circle of `of`, or one back.
const fn turned(at: usize, of: usize, forward: bool) -> usize {
    if of == 0 {
        return 0;
    }
    if forward { (at + 1) % of } else { (at + of - 1) % of }
}
