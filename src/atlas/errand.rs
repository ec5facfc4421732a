//! What a request is for, and how often it was tried: what the way to the server needs to know of it beside its URL.

use std::time::Duration;

use crate::atlas::address::Address;
use crate::atlas::endpoint::Endpoint;
use crate::atlas::error::{Error, Kind};
use crate::atlas::exchange::{Asked, Exchange, Outcome, Tried};
use crate::atlas::page::PageNumber;

/// Why a request is sent a second time that was asked who sends it.
const TO_SIGN_IN: &str = "sign-in";

/// One page that is wanted.
pub(super) struct Errand<'names> {
    pub(super) endpoint: Endpoint<'names>,
    pub(super) page: PageNumber,
    /// What it asks for, in words.
    pub(super) asked: String,
    pub(super) tried: Tried,
    /// How long the next request was held back for the rate limit.
    pub(super) held: Duration,
    again: Option<&'static str>,
}

impl<'names> Errand<'names> {
    /// The first of so many tries.
    pub(super) fn new(endpoint: Endpoint<'names>, page: PageNumber, attempts: usize) -> Self {
        let tried = Tried { nth: 1, of: attempts.max(1) };
        Self { endpoint, page, asked: endpoint.asked(), tried, held: Duration::ZERO, again: None }
    }

    /// The next try, after a pause.
    pub(super) fn try_again(&mut self, error: &Error, pause: Duration) {
        self.tried.nth += 1;
        self.again = Some(match error.kind() {
            Kind::SlowDown(_) => {
                self.held += pause;
                "rate limit"
            }
            Kind::Unreachable(cut) => cut.word(),
            _ => "server in trouble",
        });
    }

    /// The same try, with what the server asked for.
    pub(super) fn sign_in(&mut self) {
        self.again = Some(TO_SIGN_IN);
    }

    /// The request for the page, about to be sent there.
    pub(super) fn page_request(&mut self, address: Address, signed: bool) -> Exchange {
        let (asked, page, again) = (self.endpoint.wanted(), self.page, self.again.take());
        Exchange { method: "GET", asked, page, signed, again, ..self.request(address) }
    }

    /// The request for a token that it needs first. It is what was held back, and what signs in is itself.
    pub(super) fn token_request(&mut self, address: Address) -> Exchange {
        self.request(address)
    }

    fn request(&mut self, address: Address) -> Exchange {
        Exchange {
            method: "POST",
            address,
            asked: Asked::Token,
            page: PageNumber::MIN,
            signed: true,
            tried: self.tried,
            again: None,
            held: std::mem::take(&mut self.held),
            took: Duration::ZERO,
            bytes: 0,
            outcome: Outcome::GivenUp,
            left: None,
        }
    }
}
