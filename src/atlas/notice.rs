//! What a person should see while a request is under way.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::atlas::endpoint::Api;
use crate::atlas::exchange::Exchange;

/// One happening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// This version of the API is in use from now on.
    ApiInUse(Api),
    /// A request failed, and is sent again after a pause.
    Waiting {
        /// What went wrong, in one line and without advice: there is nothing to do but wait.
        why: String,
        /// How often it was tried.
        tried: usize,
        /// How often it will be tried at most.
        of: usize,
        /// How long until the next try.
        pause: Duration,
    },
    /// A request was sent, and this came of it.
    Exchanged(Exchange),
}

/// Who hears of it. Called on the request's own task: it must not block.
pub type Notices = Arc<dyn Fn(Notice) + Send + Sync>;

impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiInUse(api) => write!(formatter, "the server speaks {api}"),
            Self::Waiting { why, tried, of, pause } => {
                // At least the second that a person has to wait.
                let seconds = pause.as_secs().max(1);
                write!(formatter, "try {tried} of {of} failed, next in {seconds} s: {why}")
            }
            Self::Exchanged(exchange) => exchange.fmt(formatter),
        }
    }
}
