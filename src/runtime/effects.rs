//! Doing what the model asked for: each request a task, its answer a message with the ticket it was asked with.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{OnceCell, mpsc};
use tokio::task::AbortHandle;

use crate::app::effect::{Answer, Request, Scan};
use crate::app::message::Message;
use crate::app::scanning::{News, Unread};
use crate::app::ticket::Ticket;
use crate::atlas::error::Error;
use crate::atlas::fleet::{self, Fleet};
use crate::atlas::notice::Notices;
use crate::atlas::page::Page;
use crate::runtime::archive::Desk;
use crate::runtime::aside;
use crate::runtime::scans;
use crate::scan::progress::Progress;

/// The requests under way, and the client that they share.
pub(super) struct Fetches {
    source: Arc<Source>,
    messages: mpsc::Sender<Message>,
    memory: Desk,
    tasks: HashMap<Ticket, AbortHandle>,
    scan: Option<AbortHandle>,
}

/// The client, made when it is first needed and off the drawing thread: reading the system's trust store takes
/// milliseconds, on some systems hundreds.
struct Source {
    settings: fleet::Settings,
    messages: mpsc::Sender<Message>,
    client: OnceCell<Result<Fleet, Error>>,
}

impl Fetches {
    /// Nothing under way.
    pub(super) fn new(settings: fleet::Settings, memory: Desk, messages: mpsc::Sender<Message>) -> Self {
        let source = Source { settings, messages: messages.clone(), client: OnceCell::new() };
        Self { source: Arc::new(source), messages, memory, tasks: HashMap::new(), scan: None }
    }

    /// Sends a request.
    pub(super) fn start(&mut self, ticket: Ticket, request: Request) {
        let Some(request) = self.memory.ask(ticket, request) else { return };
        let (source, messages) = (Arc::clone(&self.source), self.messages.clone());
        let task = tokio::spawn(async move {
            let result = source.answer(request).await;
            // The receiver is gone only when the program is leaving.
            let _ = messages.send(Message::Arrived(ticket, result)).await;
        });
        self.tasks.retain(|_, task| !task.is_finished());
        self.tasks.insert(ticket, task.abort_handle());
    }

    /// Begins a scan, in the stead of the one before.
    pub(super) fn scan(&mut self, asked: Scan) {
        self.end_scan();
        let (source, memory, messages) = (Arc::clone(&self.source), self.memory.clone(), self.messages.clone());
        let task = tokio::spawn(async move {
            match source.client().await {
                Ok(client) => scans::run(client.clone(), asked, memory, messages).await,
                Err(error) => {
                    let failed = |project| Unread { project: Arc::new(project), user: None, error: error.clone() };
                    let (scan, projects) = (asked.number, asked.projects.len());
                    let progress = Progress { failed: projects, ..Progress::of(projects) };
                    let failures = asked.projects.into_iter().map(failed).collect();
                    let news = News { scan, progress, failures, ended: true, ..News::default() };
                    let _ = messages.send(Message::Scanned(news)).await;
                }
            }
        });
        self.scan = Some(task.abort_handle());
    }

    /// Goes on with no scan.
    pub(super) fn end_scan(&mut self) {
        if let Some(scan) = self.scan.take() {
            scan.abort();
        }
    }

    /// Stops a request that nobody waits for.
    pub(super) fn abandon(&mut self, ticket: Ticket) {
        if let Some(task) = self.tasks.remove(&ticket) {
            task.abort();
        }
    }
}

/// What is under way is nobody's any more.
impl Drop for Fetches {
    fn drop(&mut self) {
        self.end_scan();
        self.tasks.values().for_each(AbortHandle::abort);
    }
}

impl Source {
    async fn client(&self) -> Result<&Fleet, Error> {
        self.client.get_or_init(|| self.connect()).await.as_ref().map_err(Clone::clone)
    }

    async fn answer(&self, request: Request) -> Result<Answer, Error> {
        let client = self.client().await?;
        match request {
            Request::Organisations(page) => client.organisations(page).await.map(Answer::Organisations),
            Request::Projects(page) => client.projects(page).await.map(Answer::Projects),
            Request::Users(project, page) => client.users(&project, page).await.map(Answer::Users),
            Request::Certificates(project, user, page) => {
                client.certificates(&project, &user, page).await.map(Answer::Certificates)
            }
            // The memory answers these.
            Request::Board(..) | Request::Timeline(_) | Request::Rotation(..) | Request::Recall(_) => {
                Ok(Answer::Board(Page::nothing()))
            }
        }
    }

    async fn connect(&self) -> Result<Fleet, Error> {
        let (settings, messages) = (self.settings.clone(), self.messages.clone());
        let notices: Notices = Arc::new(move |notice| {
            // A notice that finds the channel full is worth less than the answers in it.
            let _ = messages.try_send(Message::Noticed(notice));
        });
        aside(move || Fleet::new(settings, &notices)).await
    }
}
