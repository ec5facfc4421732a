//! One request and what came of it, as a log and the screen tell it. No part of it can hold a secret.

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use crate::atlas::address::Address;
use crate::atlas::error::{Cut, Error, Kind};
use crate::atlas::notice::{Notice, Notices};
use crate::atlas::page::PageNumber;
use crate::domain::project::ProjectId;

/// One request as it was sent, and what came of it. Written as a line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// `GET`, or `POST` for a token.
    pub method: &'static str,
    /// Where it went.
    pub address: Address,
    /// What it asked for.
    pub asked: Asked,
    /// Which page of that, 1 where there are no pages.
    pub page: PageNumber,
    /// Whether it said who asks. The first request to a server does not: its 401 is the challenge to sign in with.
    pub signed: bool,
    /// Which try it was.
    pub tried: Tried,
    /// Why it was sent though another of the kind was sent before.
    pub again: Option<&'static str>,
    /// How long it was held back for the server's rate limit before it was sent.
    pub held: Duration,
    /// From then on to the last byte of the answer, or to the end that it came to otherwise.
    pub took: Duration,
    /// Bytes of the body that came, after gzip.
    pub bytes: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// How many more requests of this kind the server bears for now, where it told.
    pub left: Option<u64>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A token for a service account.
    Token,
    /// The organisations.
    Organisations,
    /// The projects.
    Projects,
    /// The users of a project.
    Users(ProjectId),
    /// The certificates of a user.
    Certificates(ProjectId, Box<str>),
}

/// Which try of how many at most, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// This one.
    pub nth: usize,
    /// The last.
    pub of: usize,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An answer, with HTTP's status.
    Status(u16),
    /// No answer, or half of one.
    Cut(Cut),
    /// An answer that was longer than anybody reads.
    TooLong,
    /// Nobody waited for it any more.
    GivenUp,
}

impl Outcome {
    /// What a failure to have an answer is.
    fn of(error: &Error) -> Self {
        match error.kind() {
            Kind::Unreachable(cut) => Self::Cut(*cut),
            _ => Self::TooLong,
        }
    }
}

/// The status, or a word of at most eight letters.
impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(formatter, "{status}"),
            Self::Cut(cut) => formatter.write_str(cut.word()),
            Self::TooLong => formatter.write_str("too long"),
            Self::GivenUp => formatter.write_str("given up"),
        }
    }
}

/// `GET https://… status=200 took=84ms bytes=1234 try=1/4`, and what there is to say beyond that.
impl fmt::Display for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, address, took, bytes, tried: Tried { nth, of }, .. } = self;
        write!(formatter, "{method} {address} ")?;
        match self.outcome {
            Outcome::Status(status) => write!(formatter, "status={status}")?,
            other => write!(formatter, "failed=\"{other}\"")?,
        }
        write!(formatter, " took={}ms bytes={bytes} try={nth}/{of}", took.as_millis())?;
        if let Some(why) = self.again {
            write!(formatter, " again=\"{why}\"")?;
        }
        if !self.held.is_zero() {
            write!(formatter, " held={}ms", self.held.as_millis())?;
        }
        if let Some(left) = self.left {
            write!(formatter, " left={left}")?;
        }
        Ok(())
    }
}

/// A request under way. It is told of once: when its answer is whole, when it fails, or when nobody waits for it any more.
pub(super) struct Underway<'notices> {
    exchange: Exchange,
    began: Instant,
    notices: &'notices Notices,
}

impl<'notices> Underway<'notices> {
    /// Begins now. Until something has come of it nobody waited for it any more.
    pub(super) fn new(exchange: Exchange, notices: &'notices Notices) -> Self {
        Self { exchange, began: Instant::now(), notices }
    }

    /// Where it goes.
    pub(super) fn request(&self) -> String {
        format!("{} {}", self.exchange.method, self.exchange.address)
    }

    /// So many bytes more have come.
    pub(super) fn read(&mut self, bytes: usize) {
        self.exchange.bytes += bytes;
    }

    /// An answer has come whole.
    pub(super) fn answered(mut self, status: u16, left: Option<u64>) {
        self.exchange.outcome = Outcome::Status(status);
        self.exchange.left = left;
    }

    /// None has.
    pub(super) fn failed(mut self, error: &Error) {
        self.exchange.outcome = Outcome::of(error);
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        self.exchange.took = self.began.elapsed();
        tracing::debug!("{}", self.exchange);
        (self.notices)(Notice::Exchanged(self.exchange.clone()));
    }
}
