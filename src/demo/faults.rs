//! What goes wrong on purpose, and when: rules that a test pushes, or a script that decides by the request.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;

/// One thing that goes wrong with one answer.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Another answer: status, body, further headers (`content-type` is `application/json` unless named).
    Status(u16, String, Vec<(String, String)>),
    /// 429 with Atlas's documented body, and `Retry-After` in seconds where given.
    RateLimited {
        /// `None`: the header is left out.
        retry_after: Option<u32>,
    },
    /// The right answer, later.
    Latency(Duration),
    /// The right answer, once the gate is opened.
    Hold(Gate),
    /// The right answer, of which only so many bytes arrive before the connection breaks.
    CutBody {
        /// Bytes of the body that arrive.
        after: usize,
    },
    /// The connection breaks before the first byte of an answer.
    CutConnection,
    /// Status 200 and JSON's content type, but these bytes.
    Garbage(Vec<u8>),
    /// Status 200 and a web page, as a captive portal sends.
    Html,
    /// 302 to an address, which may be on another host.
    RedirectTo(String),
    /// Status 200 and the beginning of a list that goes on for this many bytes, without a content length.
    HugeBody(u64),
    /// 401 with `stale=true` and a fresh nonce; the nonce of the request is forgotten.
    StaleNonce,
    /// The right answer under this content type.
    WrongContentType(String),
    /// The list without its first items, as when certificates expire between two requests.
    ShiftList {
        /// How many items are gone.
        by: usize,
    },
    /// The right answer with a `Date` header that is off by so much.
    DateSkew(TimeDelta),
}

/// Holds answers back until a test opens it; so no test needs to sleep. Cloning gives the same gate.
#[derive(Debug, Clone)]
pub struct Gate(Arc<watch::Sender<bool>>);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn closed() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Lets everything through, from now on.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Returns when the gate is open.
    pub async fn passed(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}

/// What a rule or a script can see of a request.
#[derive(Debug, Clone)]
pub struct Seen {
    /// 0 for the first request of the server, and so on.
    pub number: u64,
    /// The method, upper case.
    pub method: String,
    /// The request target as sent: path and query.
    pub target: String,
    /// `pageNum`, 1 where the query does not say.
    pub page: u64,
    /// Whether an `Authorization` header was sent, right or wrong.
    pub signed: bool,
}

/// When a fault happens: on requests that match everything said here.
#[derive(Debug, Clone)]
pub struct Rule {
    target_contains: String,
    page: Option<u64>,
    unsigned_too: bool,
    skip: u64,
    times: u64,
    fault: Fault,
}

impl Rule {
    /// A fault on every signed request; the first leg of a digest exchange does not count.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self { target_contains: String::new(), page: None, unsigned_too: false, skip: 0, times: u64::MAX, fault }
    }

    /// Only where the request target, as sent, contains `part`.
    #[must_use]
    pub fn on(self, part: &str) -> Self {
        Self { target_contains: part.to_owned(), ..self }
    }

    /// Only where this page of a list is asked for.
    #[must_use]
    pub fn page(self, page: u64) -> Self {
        Self { page: Some(page), ..self }
    }

    /// Also where no `Authorization` header was sent.
    #[must_use]
    pub fn unsigned_too(self) -> Self {
        Self { unsigned_too: true, ..self }
    }

    /// Not on the first `count` requests that match.
    #[must_use]
    pub fn skip(self, count: u64) -> Self {
        Self { skip: count, ..self }
    }

    /// On so many requests, then never again.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self { times: count, ..self }
    }

    /// Only once.
    #[must_use]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// The fault if it happens on this request, which is counted.
    fn meet(&mut self, seen: &Seen) -> Option<Fault> {
        let matches = seen.target.contains(&self.target_contains)
            && self.page.is_none_or(|page| page == seen.page)
            && (seen.signed || self.unsigned_too);
        if !matches {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        self.times = self.times.checked_sub(1)?;
        Some(self.fault.clone())
    }
}

type Script = Box<dyn Fn(&Seen) -> Option<Fault> + Send + Sync>;

#[derive(Default)]
struct Plan {
    rules: Vec<Rule>,
    scripts: Vec<Script>,
}

/// The faults of one server. Cloning gives the same faults, so that a test can add some while the server runs.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Plan>>);

impl Faults {
    /// Adds a rule. All rules that match a request apply: delays add up, and of several other answers the first counts.
    pub fn push(&self, rule: Rule) {
        self.plan().rules.push(rule);
    }

    /// Adds a decision by the request.
    pub fn script(&self, script: impl Fn(&Seen) -> Option<Fault> + Send + Sync + 'static) {
        self.plan().scripts.push(Box::new(script));
    }

    /// Ends all faults; what a [`Gate`] holds stays held.
    pub fn clear(&self) {
        *self.plan() = Plan::default();
    }

    /// What goes wrong with this request.
    pub(super) fn meet(&self, seen: &Seen) -> Vec<Fault> {
        let mut plan = self.plan();
        let mut met: Vec<Fault> = plan.rules.iter_mut().filter_map(|rule| rule.meet(seen)).collect();
        met.extend(plan.scripts.iter().filter_map(|script| script(seen)));
        met
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        // A script that panicked leaves the plan as it was.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.plan().rules).finish()
    }
}
