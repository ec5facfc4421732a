//! The memory at work: one thread holds the file and does one thing after the other, so that nobody who draws or asks waits
//! for a disk. It is opened with the first thing to do, long after the first frame.

mod recalling;

use std::collections::HashMap;
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::app::effect::{Answer, Sighting};
use crate::app::message::Message;
use crate::app::recall::Recall;
use crate::app::source::{Board, Scope};
use crate::app::ticket::Ticket;
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::holding::Holding;
use crate::domain::project::ProjectId;
use crate::memory::{self, Memory, MemoryError, Opened};

pub use recalling::recall;

/// How the memory is opened; what fails is told, and what was seen is kept until the program ends.
pub type Opener = Box<dyn FnOnce() -> Result<Opened, MemoryError> + Send>;

/// Things to do that may wait. Who scans waits for room.
const JOBS: usize = 1_024;

/// A disk that takes longer than this keeps nobody from leaving.
const AT_THE_END: Duration = Duration::from_secs(5);

/// When the certificates of users end first, by project and name.
pub(super) type Soonest = HashMap<(ProjectId, Box<str>), DateTime<Utc>>;

/// Something to do.
enum Job {
    Keep(Sighting),
    Board(Ticket, Board, PageSize, PageNumber),
    Recall(Ticket, Recall),
    Soonest(Vec<ProjectId>, oneshot::Sender<Soonest>),
}

/// Who holds the file.
pub(super) struct Archive {
    desk: Desk,
    thread: JoinHandle<()>,
}

/// Where things to do are handed in.
#[derive(Clone)]
pub(super) struct Desk(mpsc::Sender<Job>);

impl Archive {
    /// Begins; nothing is opened yet.
    pub(super) fn start(open: Opener, messages: mpsc::Sender<Message>) -> Self {
        let (sender, mut jobs) = mpsc::channel(JOBS);
        let thread = std::thread::spawn(move || {
            let Some(first) = jobs.blocking_recv() else { return };
            let Some(mut keeper) = Keeper::open(open, messages) else { return };
            keeper.work(first);
            while let Some(job) = jobs.blocking_recv() {
                keeper.work(job);
            }
        });
        Self { desk: Desk(sender), thread }
    }

    /// Where things to do are handed in.
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Waits until all that was handed in is done.
    pub(super) async fn finish(self) {
        drop(self.desk);
        let joined = tokio::task::spawn_blocking(move || drop(self.thread.join()));
        let _ = timeout(AT_THE_END, joined).await;
    }
}

impl Desk {
    /// Has something kept. Where too much waits already it is not: the next look shows it again.
    pub(super) fn keep(&self, sighting: Sighting) {
        let _ = self.0.try_send(Job::Keep(sighting));
    }

    /// Has something kept, and waits for room.
    pub(super) async fn keep_surely(&self, sighting: Sighting) {
        let _ = self.0.send(Job::Keep(sighting)).await;
    }

    /// Asks for a page of a board; the answer comes as a message.
    pub(super) fn ask(&self, ticket: Ticket, board: Board, size: PageSize, page: PageNumber) {
        self.hand_in(Job::Board(ticket, board, size, page));
    }

    /// Asks what is remembered; the answer comes as a message.
    pub(super) fn recall(&self, ticket: Ticket, recall: Recall) {
        self.hand_in(Job::Recall(ticket, recall));
    }

    fn hand_in(&self, job: Job) {
        let desk = self.0.clone();
        tokio::spawn(async move {
            let _ = desk.send(job).await;
        });
    }

    /// When the certificates of the users of these projects end first.
    pub(super) async fn soonest(&self, projects: Vec<ProjectId>) -> Soonest {
        let (sender, answer) = oneshot::channel();
        let _ = self.0.send(Job::Soonest(projects, sender)).await;
        answer.await.unwrap_or_default()
    }
}

struct Keeper {
    memory: Memory,
    messages: mpsc::Sender<Message>,
    /// What was told last: a disk that is full is full for every sighting.
    told: Option<String>,
}

impl Keeper {
    fn open(open: Opener, messages: mpsc::Sender<Message>) -> Option<Self> {
        let (opened, word) = match open() {
            Ok(Opened { memory, set_aside }) => {
                let word = set_aside.map(|path| {
                    format!("The memory was damaged and begins anew; the old file is {} now.", path.display())
                });
                (Some(memory), word)
            }
            Err(why) => (Memory::in_memory().ok(), Some(format!("Nothing is kept after the end: {why}."))),
        };
        let mut keeper = Self { memory: opened?, messages, told: None };
        if let Some(word) = word {
            keeper.tell(word);
        }
        Some(keeper)
    }

    fn tell(&mut self, word: String) {
        if self.told.as_ref() != Some(&word) {
            // Who has left reads nothing any more.
            let _ = self.messages.blocking_send(Message::Told(word.clone()));
            self.told = Some(word);
        }
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Keep(sighting) => {
                if let Err(why) = keep(&mut self.memory, &sighting) {
                    self.tell(format!("What was seen is not kept: {why}."));
                }
            }
            Job::Board(ticket, board, size, number) => {
                let page = page(&self.memory, &board, size, number).unwrap_or_else(|why| {
                    self.tell(format!("The memory cannot be read: {why}."));
                    Page::nothing()
                });
                let _ = self.messages.blocking_send(Message::Arrived(ticket, Ok(Answer::Board(page))));
            }
            Job::Recall(ticket, question) => {
                let recollection = recall(&self.memory, &question).unwrap_or_else(|why| {
                    self.tell(format!("The memory cannot be read: {why}."));
                    recalling::nothing(&question)
                });
                let _ = self.messages.blocking_send(Message::Arrived(ticket, Ok(Answer::Recalled(recollection))));
            }
            Job::Soonest(projects, answer) => {
                let mut soonest = Soonest::new();
                for project in projects {
                    let users = self.memory.soonest_of_users(&project, DateTime::UNIX_EPOCH).unwrap_or_default();
                    soonest.extend(users.into_iter().map(|(user, end)| ((project.clone(), user), end)));
                }
                // The scan may have been given up.
                let _ = answer.send(soonest);
            }
        }
    }
}

/// Keeps what was seen.
///
/// # Errors
/// Where the file cannot be written.
pub fn keep(memory: &mut Memory, sighting: &Sighting) -> Result<(), MemoryError> {
    match sighting {
        Sighting::Projects(projects, at, whole) => memory.keep_projects(projects, *at, *whole),
        Sighting::Users(project, users, at, whole) => memory.keep_users(project, users, *at, *whole),
        Sighting::Certificates(owner, certificates, at, whole) => {
            memory.keep_certificates(owner, certificates, *at, *whole).map(drop)
        }
    }
}

/// A page of a board.
///
/// # Errors
/// Where the file cannot be read.
pub fn page(memory: &Memory, board: &Board, size: PageSize, number: PageNumber) -> Result<Page<Holding>, MemoryError> {
    let scope = match &board.scope {
        Scope::All => memory::Scope::All,
        Scope::Project(project) => memory::Scope::Project(project.id.clone()),
    };
    let size = usize::from(size.get());
    let offset = (number.get() as usize - 1).saturating_mul(size);
    let page = memory.board(&scope, board.since, size, offset)?;
    let has_next = offset + page.rows.len() < page.total;
    Ok(Page { items: page.rows, total: u64::try_from(page.total).ok(), has_next, server_time: None })
}
