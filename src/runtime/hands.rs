//! What works for whoever is signed in: the requests, the memory, and what is kept between runs.

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::app::effect::{Request, Scan, Sighting};
use crate::app::kept::Kept;
use crate::app::message::Message;
use crate::app::model::{self, Wish};
use crate::app::ticket::Ticket;
use crate::memory::Memory;
use crate::runtime::archive::Archive;
use crate::runtime::desk_file;
use crate::runtime::effects::Fetches;
use crate::runtime::errands::Errands;
use crate::runtime::keeper::Keeper;
use crate::runtime::sign_in::SignedIn;

/// Where nobody is signed in, nothing is fetched or kept.
pub(super) struct Hands {
    /// Small things to do outside the program.
    pub(super) errands: Errands,
    keeper: Option<Keeper>,
    archive: Archive,
    fetches: Option<Fetches>,
    signed_in: Option<Box<SignedIn>>,
}

impl Hands {
    /// Ready to work; what comes of it is sent as messages.
    pub(super) fn start(mut signed_in: Option<Box<SignedIn>>, messages: mpsc::Sender<Message>) -> Self {
        let memory = signed_in.as_mut().and_then(|one| one.memory.take());
        let archive = Archive::start(memory.unwrap_or_else(|| Box::new(Memory::transient)), messages.clone());
        let desk_file = signed_in.as_ref().and_then(|one| one.desk_file.clone());
        let fetches =
            signed_in.as_ref().map(|one| Fetches::new(one.client.clone(), archive.desk().clone(), messages.clone()));
        Self {
            keeper: desk_file.map(|path| Keeper::start(path, messages.clone())),
            errands: Errands::new(messages),
            archive,
            fetches,
            signed_in,
        }
    }

    /// Tells the model who is signed in, what earlier runs left, and what to open: `wish`, which is taken, or else what
    /// the profile says.
    pub(super) fn introduce(&self, settings: &mut model::Settings, wish: &mut Wish) {
        let Some(signed_in) = &self.signed_in else { return };
        settings.account = Some(signed_in.account.clone());
        settings.limits = signed_in.severities;
        settings.kept = signed_in.desk_file.as_deref().map(desk_file::read).unwrap_or_default();
        settings.wish = std::mem::take(wish);
        if settings.wish.project.is_none() {
            settings.wish.project.clone_from(&signed_in.project);
        }
    }

    /// Sends a request.
    pub(super) fn fetch(&mut self, ticket: Ticket, request: Request) {
        if let Some(fetches) = &mut self.fetches {
            fetches.start(ticket, request);
        }
    }

    /// Stops a request that nobody waits for.
    pub(super) fn abandon(&mut self, ticket: Ticket) {
        if let Some(fetches) = &mut self.fetches {
            fetches.abandon(ticket);
        }
    }

    /// Begins a scan, in the stead of the one before.
    pub(super) fn scan(&mut self, asked: Scan) {
        if let Some(fetches) = &mut self.fetches {
            fetches.scan(asked);
        }
    }

    /// Goes on with no scan.
    pub(super) fn end_scan(&mut self) {
        if let Some(fetches) = &mut self.fetches {
            fetches.end_scan();
        }
    }

    /// Has the memory keep what was seen.
    pub(super) fn keep_seen(&self, sighting: Sighting) {
        self.archive.desk().keep(sighting);
    }

    /// Keeps this for the next run.
    pub(super) fn keep(&self, kept: Kept) {
        if let Some(keeper) = &self.keeper {
            keeper.keep(kept);
        }
    }

    /// Gives up what is under way, and sees to it that all is written: what the next in this place reads at once, what
    /// else there is in `finishing`.
    pub(super) async fn finish_in(self, finishing: &mut JoinSet<()>) {
        let Self { errands, keeper, archive, fetches, signed_in } = self;
        drop(fetches);
        if let Some(keeper) = keeper {
            keeper.finish().await;
        }
        finishing.spawn(async move {
            archive.finish().await;
            errands.finish().await;
            drop(signed_in);
        });
    }
}
