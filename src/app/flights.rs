//! The requests that are under way. An answer whose ticket is not held any more came too late and changes nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::app::effect::{Effect, Request};
use crate::app::ticket::Ticket;

/// The requests that are under way.
#[derive(Debug, Default)]
pub struct Flights {
    next: Ticket,
    held: HashMap<Ticket, Flight>,
}

#[derive(Debug)]
struct Flight {
    request: Request,
    since: DateTime<Utc>,
}

impl Flights {
    /// Notes that `request` starts at `now`, and makes the effect that sends it.
    pub fn start(&mut self, request: Request, now: DateTime<Utc>) -> Effect {
        let ticket = self.next.take();
        self.held.insert(ticket, Flight { request: request.clone(), since: now });
        Effect::Fetch(ticket, request)
    }

    /// Takes the request that `ticket` was for; `None` where nobody waits for it any more.
    pub fn land(&mut self, ticket: Ticket) -> Option<Request> {
        self.held.remove(&ticket).map(|flight| flight.request)
    }

    /// Gives up every request that `unwanted` picks, and makes the effects that stop them.
    pub fn abandon(&mut self, unwanted: impl Fn(&Request) -> bool) -> Vec<Effect> {
        let mut tickets: Vec<Ticket> =
            self.held.iter().filter(|(_, flight)| unwanted(&flight.request)).map(|(ticket, _)| *ticket).collect();
        tickets.sort_unstable();
        for ticket in &tickets {
            self.held.remove(ticket);
        }
        tickets.into_iter().map(Effect::Abandon).collect()
    }

    /// The requests under way.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.held.values().map(|flight| &flight.request)
    }

    /// Since when the longest of those to Atlas has been under way: this machine answers the others at once.
    #[must_use]
    pub fn since(&self) -> Option<DateTime<Utc>> {
        let to_atlas = self.held.values().filter(|flight| !matches!(flight.request, Request::Recall(_)));
        to_atlas.map(|flight| flight.since).min()
    }
}
