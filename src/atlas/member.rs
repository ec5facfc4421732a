//! One who asks: a client, and what errors call it where there are several.

use std::sync::Arc;

use crate::atlas::client::{self, Client, Patience};
use crate::atlas::endpoint::Endpoint;
use crate::atlas::error::{Error, Facts, Kind};
use crate::atlas::notice::{Notice, Notices};
use crate::atlas::page::{Page, PageNumber};
use crate::atlas::wire::Item;

/// One of several who ask.
#[derive(Debug, Clone)]
pub struct Profile {
    /// What errors call it.
    pub name: String,
    /// What its client needs; or why it can have none, which is then the answer to whatever it is asked.
    pub settings: Result<client::Settings, Error>,
}

/// One who asks.
pub(super) struct Member {
    /// `None` of one alone.
    profile: Option<String>,
    pub(super) client: Result<Client, Error>,
}

impl Member {
    pub(super) fn alone(client: Result<Client, Error>) -> Self {
        Self { profile: None, client }
    }

    pub(super) fn of(Profile { name, settings }: Profile, notices: &Notices) -> Self {
        let (told, whose) = (Arc::clone(notices), name.clone());
        let notices: Notices = Arc::new(move |notice| told(of_profile(notice, &whose)));
        Self { client: settings.and_then(|settings| Client::new(settings, notices)), profile: Some(name) }
    }

    /// A page. Who has no patience does not ask while the server wants to be left alone.
    pub(super) async fn page<T: Item>(
        &self,
        endpoint: Endpoint<'_>,
        page: PageNumber,
        patience: Patience,
    ) -> Result<Page<T>, Error> {
        let client = self.client.as_ref().map_err(|why| self.named(why))?;
        if patience == Patience::Once && client.is_held() {
            return Err(self.named(&Error::new(Kind::SlowDown(None), endpoint.asked(), Facts::default())));
        }
        client.page(endpoint, page, patience).await.map_err(|why| self.named(&why))
    }

    /// The failure, with the name of the profile where there are several.
    pub(super) fn named(&self, why: &Error) -> Error {
        self.profile.as_ref().map_or_else(|| why.clone(), |profile| why.of_profile(profile))
    }
}

fn of_profile(notice: Notice, profile: &str) -> Notice {
    match notice {
        Notice::Waiting { why, tried, of, pause } => {
            Notice::Waiting { why: format!("{why} (profile {profile})"), tried, of, pause }
        }
        Notice::ApiInUse(_) | Notice::Exchanged(_) => notice,
    }
}
