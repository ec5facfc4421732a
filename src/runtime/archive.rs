//! The memory at work: one thread holds the file and does one thing after the other, so that nobody who draws or asks waits
//! for a disk. It is opened with the first thing to do, long after the first frame.

mod recalling;

use std::collections::{HashMap, VecDeque};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::app::effect::{Answer, Request, Sighting};
use crate::app::message::Message;
use crate::app::recall::Recall;
use crate::app::rotation::MOST_USERS;
use crate::app::source::{Board, Scope};
use crate::app::ticket::Ticket;
use crate::app::timeline::{BARS, Query, Timeline};
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::certificate::Certificate;
use crate::domain::holding::{Holding, Owner};
use crate::domain::project::ProjectId;
use crate::memory::{self, Memory, MemoryError, Opened, Rotation};

pub use recalling::recall;

/// How the memory is opened; what fails is told, and what was seen is kept until the program ends.
pub type Opener = Box<dyn FnOnce() -> Result<Opened, MemoryError> + Send>;

/// Things to do that may wait. Who scans waits for room, so that a question is not long in coming.
const JOBS: usize = 64;

/// Certificates that are kept at once: between two such parts a question is answered, so that nobody waits for a long list.
const AT_ONCE: usize = 2_000;

/// A disk that takes longer than this keeps nobody from leaving.
const AT_THE_END: Duration = Duration::from_secs(5);

/// When the certificates of users end first, by project and name.
pub(super) type Soonest = HashMap<(ProjectId, Box<str>), DateTime<Utc>>;

/// Something to do, one after the other: who asks after something was seen hears of it, too.
enum Job {
    Keep(Sighting),
    /// Everything before it is kept.
    Settled(oneshot::Sender<()>),
    Ask(Ticket, Question),
    Soonest(Vec<ProjectId>, oneshot::Sender<Soonest>),
}

/// Something to answer to the model.
enum Question {
    Board(Board, PageSize, PageNumber),
    Timeline(Query),
    Rotation(Scope, DateTime<Utc>),
    Recall(Recall),
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
        let (sender, jobs) = mpsc::channel(JOBS);
        let thread = std::thread::spawn(move || work(open, messages, jobs));
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
    /// Has something kept.
    pub(super) fn keep(&self, sighting: Sighting) {
        self.hand_in(Job::Keep(sighting));
    }

    /// Has something kept, and waits for room.
    pub(super) async fn keep_surely(&self, sighting: Sighting) {
        let _ = self.0.send(Job::Keep(sighting)).await;
    }

    /// Asks what the memory answers; the answer comes as a message. Gives back what it does not answer.
    pub(super) fn ask(&self, ticket: Ticket, request: Request) -> Option<Request> {
        let question = match request {
            Request::Board(board, size, page) => Question::Board(board, size, page),
            Request::Timeline(query) => Question::Timeline(query),
            Request::Rotation(scope, now) => Question::Rotation(scope, now),
            Request::Recall(recall) => Question::Recall(recall),
            other => return Some(other),
        };
        self.hand_in(Job::Ask(ticket, question));
        None
    }

    fn hand_in(&self, job: Job) {
        if let Err(TrySendError::Full(job)) = self.0.try_send(job) {
            let desk = self.0.clone();
            tokio::spawn(async move {
                let _ = desk.send(job).await;
            });
        }
    }

    /// Waits until all that was handed in is kept.
    pub(super) async fn settled(&self) {
        let (sender, done) = oneshot::channel();
        let _ = self.0.send(Job::Settled(sender)).await;
        let _ = done.await;
    }

    /// When the certificates of the users of these projects end first.
    pub(super) async fn soonest(&self, projects: Vec<ProjectId>) -> Soonest {
        let (sender, answer) = oneshot::channel();
        let _ = self.0.send(Job::Soonest(projects, sender)).await;
        answer.await.unwrap_or_default()
    }
}

fn work(open: Opener, messages: mpsc::Sender<Message>, mut jobs: mpsc::Receiver<Job>) {
    let Some(first) = jobs.blocking_recv() else { return };
    let Some(mut keeper) = Keeper::open(open, messages) else { return };
    keeper.work(first, &mut jobs);
    while let Some(job) = keeper.waiting.pop_front().or_else(|| jobs.blocking_recv()) {
        keeper.work(job, &mut jobs);
    }
}

struct Keeper {
    memory: Memory,
    messages: mpsc::Sender<Message>,
    /// What came while a long list was kept, and is no question.
    waiting: VecDeque<Job>,
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
        let mut keeper = Self { memory: opened?, messages, waiting: VecDeque::new(), told: None };
        if let Some(word) = word {
            keeper.tell(word);
        }
        Some(keeper)
    }

    fn tell(&mut self, word: String) {
        if self.told.as_ref() != Some(&word) {
            // Who has left reads nothing any more.
            let _ = self.messages.blocking_send(Message::Failed(word.clone()));
            self.told = Some(word);
        }
    }

    fn note(&mut self, kept: Result<(), MemoryError>) {
        if let Err(why) = kept {
            self.tell(format!("What was seen is not kept: {why}."));
        }
    }

    fn work(&mut self, job: Job, jobs: &mut mpsc::Receiver<Job>) {
        match job {
            Job::Keep(Sighting::Certificates(owner, certificates, at, whole)) if certificates.len() > AT_ONCE => {
                self.keep_in_parts(&owner, &certificates, at, whole, jobs);
            }
            Job::Keep(sighting) => {
                let kept = keep(&mut self.memory, &sighting);
                self.note(kept);
            }
            Job::Settled(done) => drop(done.send(())),
            Job::Ask(ticket, question) => self.answer(ticket, question),
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

    /// Between two parts questions are answered: somebody looks at the screen. What is missing on the list is told only by
    /// the last part, which is empty: what the parts before it have kept was seen at the same moment.
    fn keep_in_parts(
        &mut self,
        owner: &Owner,
        certificates: &[Certificate],
        at: DateTime<Utc>,
        whole: bool,
        jobs: &mut mpsc::Receiver<Job>,
    ) {
        for part in certificates.chunks(AT_ONCE).chain([&[][..]]) {
            let is_last = part.is_empty();
            let kept = self.memory.keep_certificates(owner, part, at, is_last && whole);
            if let Err(why) = kept {
                return self.note(Err(why));
            }
            while self.waiting.len() < JOBS
                && let Ok(job) = jobs.try_recv()
            {
                match job {
                    Job::Ask(ticket, question) => self.answer(ticket, question),
                    other => self.waiting.push_back(other),
                }
            }
        }
    }

    fn answer(&mut self, ticket: Ticket, question: Question) {
        let answer = match question {
            Question::Board(board, size, number) => {
                let page = page(&self.memory, &board, size, number);
                Answer::Board(self.read(page).unwrap_or_else(Page::nothing))
            }
            Question::Timeline(query) => {
                let counts = bars(&self.memory, &query);
                Answer::Timeline(Timeline { counts: self.read(counts).unwrap_or_default(), query })
            }
            Question::Rotation(scope, now) => {
                let rotations = rotation(&self.memory, &scope, now);
                Answer::Rotation(self.read(rotations).unwrap_or_default())
            }
            Question::Recall(question) => {
                let recollection = recall(&self.memory, &question);
                Answer::Recalled(self.read(recollection).unwrap_or_else(|| recalling::nothing(&question)))
            }
        };
        let _ = self.messages.blocking_send(Message::Arrived(ticket, Ok(answer)));
    }

    /// What was read; where it could not be, that is told.
    fn read<T>(&mut self, read: Result<T, MemoryError>) -> Option<T> {
        read.map_err(|why| self.tell(format!("The memory cannot be read: {why}."))).ok()
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

/// How the certificates of each user live side by side.
///
/// # Errors
/// Where the file cannot be read.
pub fn rotation(memory: &Memory, scope: &Scope, now: DateTime<Utc>) -> Result<Vec<Rotation>, MemoryError> {
    memory.rotation(&scope_of(scope), now, MOST_USERS)
}

/// The bars of a board.
///
/// # Errors
/// Where the file cannot be read.
pub fn bars(memory: &Memory, query: &Query) -> Result<Vec<usize>, MemoryError> {
    memory.buckets(&scope_of(&query.scope), query.from, query.unit.width(), BARS)
}

fn scope_of(scope: &Scope) -> memory::Scope {
    match scope {
        Scope::All => memory::Scope::All,
        Scope::Project(project) => memory::Scope::Project(project.id.clone()),
    }
}

/// A page of a board.
///
/// # Errors
/// Where the file cannot be read.
pub fn page(memory: &Memory, board: &Board, size: PageSize, number: PageNumber) -> Result<Page<Holding>, MemoryError> {
    let scope = scope_of(&board.scope);
    let size = usize::from(size.get());
    let offset = (number.get() as usize - 1).saturating_mul(size);
    let page = memory.board(&scope, board.since(), size, offset)?;
    let has_next = offset + page.rows.len() < page.total;
    Ok(Page { items: page.rows, total: u64::try_from(page.total).ok(), has_next, server_time: None })
}
