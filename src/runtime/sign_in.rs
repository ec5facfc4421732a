//! Signing in, as the interface asks for it.

use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::app::account::{Account, Roster, Who};
use crate::app::message::Message;
use crate::atlas::fleet;
use crate::demo::Server;
use crate::domain::expiry::Limits;
use crate::runtime::archive::Opener;

/// Knows the ways to sign in.
pub trait Authenticator: Send + Sync {
    /// The ways that this machine knows. Reads files; asks no network and no keyring.
    fn roster(&self) -> Roster;

    /// Signs in as somebody. Keys that were typed are shown to the server before they are kept.
    ///
    /// # Errors
    /// Why not, in a sentence.
    fn sign_in(self: Arc<Self>, who: Who) -> BoxFuture<'static, Result<Box<SignedIn>, String>>;
}

/// What comes of signing in.
pub struct SignedIn {
    /// Who it is.
    pub account: Account,
    /// What the client needs.
    pub client: fleet::Settings,
    /// When a certificate is critical, or soon.
    pub severities: Limits,
    /// The project to open where no other is named.
    pub project: Option<String>,
    /// How the memory is opened, until it is.
    pub memory: Option<Opener>,
    /// Where what is kept between runs is; nowhere for the simulated Atlas.
    pub desk_file: Option<PathBuf>,
    /// The simulated Atlas, where it is that: it answers for as long as it is kept.
    pub demo: Option<Server>,
}

/// Signing in, while the interface goes on.
pub(super) struct Signing {
    authenticator: Arc<dyn Authenticator>,
    messages: mpsc::Sender<Message>,
    sender: mpsc::Sender<Box<SignedIn>>,
    /// Who is signed in from now on.
    pub(super) signed_in: mpsc::Receiver<Box<SignedIn>>,
    under_way: Option<JoinHandle<()>>,
}

impl Signing {
    /// Nothing is under way. What goes wrong is sent as a message.
    pub(super) fn new(authenticator: Arc<dyn Authenticator>, messages: mpsc::Sender<Message>) -> Self {
        let (sender, signed_in) = mpsc::channel(1);
        Self { authenticator, messages, sender, signed_in, under_way: None }
    }

    /// Signs in, in the stead of any attempt before.
    pub(super) fn begin(&mut self, attempt: u64, who: Who) {
        self.stop();
        let (authenticator, messages) = (Arc::clone(&self.authenticator), self.messages.clone());
        let sender = self.sender.clone();
        let task = tokio::spawn(async move {
            // Either receiver is gone only when the program is leaving.
            match authenticator.sign_in(who).await {
                Ok(signed_in) => drop(sender.send(signed_in).await),
                Err(why) => drop(messages.send(Message::NotSignedIn(attempt, why)).await),
            }
        });
        self.under_way = Some(task);
    }

    /// Signs in no more.
    pub(super) fn stop(&mut self) {
        if let Some(task) = self.under_way.take() {
            task.abort();
        }
        // What came in this very moment is not wanted either.
        while self.signed_in.try_recv().is_ok() {}
    }

    /// Signs in no more, and comes back when nothing that was begun for it runs any longer.
    pub(super) async fn end(mut self) {
        let task = self.under_way.take();
        if let Some(task) = task {
            task.abort();
            // That it was broken off is what is wanted.
            let _ = task.await;
        }
    }

    /// Asks for the ways to sign in; they come as a message.
    pub(super) fn ask_roster(&self) {
        let (authenticator, messages) = (Arc::clone(&self.authenticator), self.messages.clone());
        tokio::task::spawn_blocking(move || {
            let _ = messages.blocking_send(Message::Roster(authenticator.roster()));
        });
    }
}
