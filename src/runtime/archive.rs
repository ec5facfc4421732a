//! The memory at work: one thread holds the file and does one thing after the other, so that nobody who draws or asks waits
//! for a disk. It is opened with the first thing to do, long after the first frame.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::app::effect::{Answer, Request, Sighting};
use crate::app::message::Message;
use crate::app::rotation::MOST_USERS;
use crate::app::source::{Board, Scope};
use crate::app::ticket::Ticket;
use crate::app::timeline::{BARS, Query, Timeline};
use crate::atlas::page::{Page, PageNumber, PageSize};
use crate::domain::certificate::Certificate;
use crate::domain::holding::{Holding, Owner};
use crate::domain::project::ProjectId;
use crate::memory::{self, Memory, MemoryError, Opened, Rotation};

/// How the memory is opened; what fails is told, and what was seen is kept until the program ends.
pub type Opener = Box<dyn FnOnce() -> Result<Opened, MemoryError> + Send>;

/// Sightings that may wait. Who scans waits for room.
const SIGHTINGS: usize = 256;
/// Questions that may wait.
const QUESTIONS: usize = 64;

/// Certificates that are kept at once: between two such parts a question is answered, so that nobody waits for a long list.
const AT_ONCE: usize = 2_000;

/// A disk that takes longer than this keeps nobody from leaving.
const AT_THE_END: Duration = Duration::from_secs(5);

/// When the certificates of users end first, by project and name.
pub(super) type Soonest = HashMap<(ProjectId, Box<str>), DateTime<Utc>>;

/// Something to keep.
enum News {
    Sighting(Sighting),
    /// Everything before it is kept.
    Settled(oneshot::Sender<()>),
}

/// Something to answer.
enum Question {
    Board(Ticket, Board, PageSize, PageNumber),
    Timeline(Ticket, Query),
    Rotation(Ticket, Scope, DateTime<Utc>),
    Soonest(Vec<ProjectId>, oneshot::Sender<Soonest>),
}

/// Who holds the file.
pub(super) struct Archive {
    desk: Desk,
    thread: JoinHandle<()>,
}

/// Where sightings and questions are handed in.
#[derive(Clone)]
pub(super) struct Desk {
    news: mpsc::Sender<News>,
    questions: mpsc::Sender<Question>,
}

impl Archive {
    /// Begins; nothing is opened yet.
    pub(super) fn start(open: Opener, messages: mpsc::Sender<Message>) -> Self {
        let (news, incoming) = mpsc::channel(SIGHTINGS);
        let (questions, asked) = mpsc::channel(QUESTIONS);
        let thread = std::thread::spawn(move || work(open, messages, incoming, asked));
        Self { desk: Desk { news, questions }, thread }
    }

    /// Where sightings and questions are handed in.
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
        let _ = self.news.try_send(News::Sighting(sighting));
    }

    /// Has something kept, and waits for room.
    pub(super) async fn keep_surely(&self, sighting: Sighting) {
        let _ = self.news.send(News::Sighting(sighting)).await;
    }

    /// Asks what the memory answers; the answer comes as a message. Gives back what it does not answer.
    pub(super) fn ask(&self, ticket: Ticket, request: Request) -> Option<Request> {
        let question = match request {
            Request::Board(board, size, page) => Question::Board(ticket, board, size, page),
            Request::Timeline(query) => Question::Timeline(ticket, query),
            Request::Rotation(scope, now) => Question::Rotation(ticket, scope, now),
            other => return Some(other),
        };
        let questions = self.questions.clone();
        tokio::spawn(async move {
            let _ = questions.send(question).await;
        });
        None
    }

    /// Waits until all that was handed in is kept.
    pub(super) async fn settled(&self) {
        let (sender, done) = oneshot::channel();
        let _ = self.news.send(News::Settled(sender)).await;
        let _ = done.await;
    }

    /// When the certificates of the users of these projects end first.
    pub(super) async fn soonest(&self, projects: Vec<ProjectId>) -> Soonest {
        let (sender, answer) = oneshot::channel();
        let _ = self.questions.send(Question::Soonest(projects, sender)).await;
        answer.await.unwrap_or_default()
    }
}

/// What is to be done next.
enum Next {
    Question(Question),
    News(News),
    /// A part of a long list.
    Part,
}

/// Questions first, for somebody looks at the screen; then the rest of a long list; then the next sighting.
fn work(
    open: Opener,
    messages: mpsc::Sender<Message>,
    mut news: mpsc::Receiver<News>,
    mut questions: mpsc::Receiver<Question>,
) {
    let Ok(waiting) = Builder::new_current_thread().build() else { return };
    let mut open = Some((open, messages));
    let mut keeper: Option<Keeper> = None;
    loop {
        let has_parts = keeper.as_ref().is_some_and(|keeper| keeper.parts.is_some());
        let next = waiting.block_on(async {
            tokio::select! {
                biased;
                Some(question) = questions.recv() => Some(Next::Question(question)),
                () = std::future::ready(()), if has_parts => Some(Next::Part),
                Some(news) = news.recv() => Some(Next::News(news)),
                else => None,
            }
        });
        let Some(next) = next else { return };
        if let Some((open, messages)) = open.take() {
            keeper = Keeper::open(open, messages);
        }
        let Some(keeper) = &mut keeper else { return };
        match next {
            Next::Question(question) => keeper.answer(question),
            Next::News(News::Sighting(sighting)) => keeper.keep(sighting),
            Next::News(News::Settled(done)) => drop(done.send(())),
            Next::Part => keeper.go_on(),
        }
    }
}

/// The rest of a long list.
struct Parts {
    owner: Arc<Owner>,
    certificates: std::vec::IntoIter<Certificate>,
    at: DateTime<Utc>,
    whole: bool,
}

struct Keeper {
    memory: Memory,
    messages: mpsc::Sender<Message>,
    parts: Option<Parts>,
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
        let mut keeper = Self { memory: opened?, messages, parts: None, told: None };
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

    fn note(&mut self, kept: Result<(), MemoryError>) {
        if let Err(why) = kept {
            self.tell(format!("What was seen is not kept: {why}."));
        }
    }

    fn keep(&mut self, sighting: Sighting) {
        match sighting {
            Sighting::Certificates(owner, certificates, at, whole) if certificates.len() > AT_ONCE => {
                self.parts = Some(Parts { owner, certificates: certificates.into_iter(), at, whole });
            }
            sighting => {
                let kept = keep(&mut self.memory, &sighting);
                self.note(kept);
            }
        }
    }

    /// Keeps the next part of a long list. What is missing on it is told only by the last, which is empty: what the parts
    /// before it have kept was seen at the same moment.
    fn go_on(&mut self) {
        let Some(mut parts) = self.parts.take() else { return };
        let some: Vec<Certificate> = parts.certificates.by_ref().take(AT_ONCE).collect();
        let is_last = some.is_empty();
        let kept = self.memory.keep_certificates(&parts.owner, &some, parts.at, is_last && parts.whole);
        if kept.is_ok() && !is_last {
            self.parts = Some(parts);
        }
        self.note(kept.map(drop));
    }

    fn answer(&mut self, question: Question) {
        match question {
            Question::Board(ticket, board, size, number) => {
                let page = page(&self.memory, &board, size, number);
                let page = self.read(page).unwrap_or_else(Page::nothing);
                let _ = self.messages.blocking_send(Message::Arrived(ticket, Ok(Answer::Board(page))));
            }
            Question::Timeline(ticket, query) => {
                let counts = bars(&self.memory, &query);
                let counts = self.read(counts).unwrap_or_default();
                let answer = Answer::Timeline(Timeline { query, counts });
                let _ = self.messages.blocking_send(Message::Arrived(ticket, Ok(answer)));
            }
            Question::Rotation(ticket, scope, now) => {
                let rotations = rotation(&self.memory, &scope, now);
                let rotations = self.read(rotations).unwrap_or_default();
                let _ = self.messages.blocking_send(Message::Arrived(ticket, Ok(Answer::Rotation(rotations))));
            }
            Question::Soonest(projects, answer) => {
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
