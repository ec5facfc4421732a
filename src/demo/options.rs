//! How strict, how slow and how troubled the simulated Atlas is.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::credentials::CLIENT_SECRET;
use super::faults::Faults;
use super::rate::Capacities;
use super::troubled;

/// What tells the server the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Which digests the server offers, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Challenges {
    /// One challenge with `algorithm=MD5`, the only one ever recorded.
    #[default]
    Md5,
    /// One challenge with `algorithm=SHA-256`.
    Sha256,
    /// Both, SHA-256 first, in one header.
    BothInOneHeader,
    /// Both, SHA-256 first, in a header each.
    BothInTwoHeaders,
}

/// Which `nc` a nonce may be used with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NonceCount {
    /// Any that was not used before: requests in parallel may overtake each other.
    #[default]
    Unused,
    /// Only one above every `nc` before; else 401 with `stale=true`.
    Increasing,
    /// Only 1: a nonce is good for one request.
    Once,
}

/// How the server answers under `/api/atlas/v2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version2 {
    /// As Atlas does.
    #[default]
    Spoken,
    /// With 404, as something that has only v1.0.
    NotFound,
    /// With 406, whatever the request accepts.
    NotAcceptable,
}

/// How the certificates of a user that does not exist are answered: what Atlas does is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownUser {
    /// 404 with `USERNAME_NOT_FOUND`.
    #[default]
    NotFound,
    /// 200 with an empty list.
    Empty,
    /// 400 with `VALIDATION_ERROR`.
    BadRequest,
}

/// By how much `totalCount` exceeds the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overcount {
    /// By 1 to 4 for lists of projects and for some lists of certificates, always the same for the same list.
    #[default]
    NowAndThen,
    /// Never.
    Never,
    /// By this much, for every list.
    Always(u64),
}

/// How the server behaves. Start from [`Options::new`].
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// The server's clock.
    pub clock: Clock,
    /// How long every answer takes at least.
    pub latency: Duration,
    /// Which digests are offered.
    pub challenges: Challenges,
    /// Which `nc` is accepted.
    pub nonce_count: NonceCount,
    /// How long a nonce is good.
    pub nonce_lifetime: TimeDelta,
    /// How often a nonce is good; `None` for no limit but its lifetime.
    pub nonce_uses: Option<usize>,
    /// Whether the challenge for a nonce that is spent says `stale=true`, as RFC 7616 §3.3 asks. Without it such a refusal
    /// looks like that of a wrong key.
    pub says_stale: bool,
    /// The secret of the service account.
    pub client_secret: String,
    /// How long a service account's token is good.
    pub token_lifetime: TimeDelta,
    /// Whether v2 is spoken.
    pub version2: Version2,
    /// Where set, every request is answered with 403: this address is not on the access list.
    pub refused_address: Option<IpAddr>,
    /// Names of projects on which the credential lacks its role, besides those that the world marks so.
    pub without_role: Vec<String>,
    /// How unknown users are answered.
    pub unknown_user: UnknownUser,
    /// How `totalCount` lies.
    pub overcount: Overcount,
    /// How many requests are borne.
    pub capacities: Capacities,
    /// What goes wrong on purpose.
    pub faults: Faults,
}

impl Options {
    /// As Atlas is known to behave, on any free port.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            port: 0,
            clock,
            latency: Duration::ZERO,
            challenges: Challenges::default(),
            nonce_count: NonceCount::default(),
            nonce_lifetime: TimeDelta::minutes(5),
            nonce_uses: None,
            says_stale: true,
            client_secret: CLIENT_SECRET.to_owned(),
            token_lifetime: TimeDelta::hours(1),
            version2: Version2::default(),
            refused_address: None,
            without_role: Vec::new(),
            unknown_user: UnknownUser::default(),
            overcount: Overcount::default(),
            capacities: Capacities::default(),
            faults: Faults::default(),
        }
    }

    /// For people who want to see trouble: now and then an answer is slow, cut, refused or an error, always at the same
    /// requests for the same seed.
    #[must_use]
    pub fn troubled(self, seed: u64) -> Self {
        troubled::add(&self.faults, seed);
        self
    }
}
