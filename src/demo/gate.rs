//! Who may come in: every request to the API is signed by the demo's key or carries a token of its service account.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hyper::body::Bytes;
use hyper::{HeaderMap, Request, header};

use super::digest::{self, Answer, Why};
use super::journal::Signature;
use super::noise::Noise;
use super::options::{NonceCount, Options};
use super::token::Tokens;

/// A request that may not come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The values of the `WWW-Authenticate` headers.
    pub challenges: Vec<String>,
    /// Why, where the request was signed at all.
    pub why: Option<Why>,
    /// Counts the refusals, from 0: Atlas words them in three ways.
    pub number: u64,
}

/// What became of a nonce so far.
struct Nonce {
    issued_at: DateTime<Utc>,
    used: HashSet<u32>,
    highest: u32,
}

/// The door of one server.
pub(super) struct Gate {
    noise: Noise,
    refusals: AtomicU64,
    nonces: Mutex<HashMap<String, Nonce>>,
    pub tokens: Tokens,
}

/// What stands behind the scheme of an `Authorization` header.
fn behind<'value>(scheme: &str, value: &'value str) -> Option<&'value str> {
    let (written, rest) = value.split_once(' ')?;
    written.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// How a request is signed, without its secrets.
pub(super) fn signature(headers: &HeaderMap) -> Signature {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Signature::None };
    let Ok(value) = value.to_str() else { return Signature::Unknown };
    if behind("basic", value).is_some() {
        Signature::Basic
    } else if behind("bearer", value).is_some() {
        Signature::Bearer
    } else {
        match behind("digest", value).map(Answer::parse) {
            Some(Ok(answer)) => Signature::Digest { nonce: answer.nonce, count: answer.count },
            _ => Signature::Unknown,
        }
    }
}

impl Gate {
    pub fn new(noise: Noise, options: &Options) -> Self {
        Self {
            noise: noise.named("nonce"),
            refusals: AtomicU64::new(0),
            nonces: Mutex::default(),
            tokens: Tokens::new(options, noise),
        }
    }

    /// # Errors
    /// 401, with what the client may try next.
    pub fn admit(&self, request: &Request<Bytes>, options: &Options, now: DateTime<Utc>) -> Result<(), Refusal> {
        let mut values = request.headers().get_all(header::AUTHORIZATION).iter();
        let value = match (values.next(), values.next()) {
            (None, _) => return Err(self.refuse(None, false, options, now)),
            (Some(_), Some(_)) => return Err(self.refuse(Some("two signatures"), false, options, now)),
            (Some(value), None) => value.to_str().unwrap_or_default(),
        };
        if let Some(token) = behind("bearer", value) {
            return if self.tokens.is_good(token, now) { Ok(()) } else { Err(self.refuse_token()) };
        }
        let checked =
            behind("digest", value).ok_or("neither Digest nor Bearer").and_then(Answer::parse).and_then(|answer| {
                let target = super::server::target(request);
                answer.verify(options.challenges, request.method().as_str(), target).map(|()| answer)
            });
        match checked {
            Err(why) => Err(self.refuse(Some(why), false, options, now)),
            Ok(answer) => self
                .spend(&answer, options, now)
                .map_err(|why| self.refuse(Some(why), options.says_stale, options, now)),
        }
    }

    /// 401 with `stale=true`, as a fault; the nonce of the request is good no more.
    pub fn pretend_stale(&self, request: &Request<Bytes>, options: &Options, now: DateTime<Utc>) -> Refusal {
        if let Signature::Digest { nonce, .. } = signature(request.headers()) {
            self.nonces.lock().unwrap_or_else(PoisonError::into_inner).remove(&nonce);
        }
        self.refuse(Some("a fault: the nonce is stale"), true, options, now)
    }

    /// Uses a nonce for one request. The key was right, so a client may try again with another nonce.
    fn spend(&self, answer: &Answer, options: &Options, now: DateTime<Utc>) -> Result<(), Why> {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        let nonce = nonces.get_mut(&answer.nonce).ok_or("unknown nonce")?;
        if now - nonce.issued_at > options.nonce_lifetime {
            return Err("the nonce is too old");
        }
        if options.nonce_uses.is_some_and(|uses| nonce.used.len() >= uses) {
            return Err("the nonce is used up");
        }
        match options.nonce_count {
            NonceCount::Increasing if answer.count <= nonce.highest => return Err("nc did not increase"),
            NonceCount::Once if answer.count != 1 => return Err("the nonce is good for nc=1 only"),
            _ => {}
        }
        if !nonce.used.insert(answer.count) {
            return Err("nc was used before");
        }
        nonce.highest = nonce.highest.max(answer.count);
        Ok(())
    }

    fn refuse(&self, why: Option<Why>, stale: bool, options: &Options, now: DateTime<Utc>) -> Refusal {
        let number = self.refusals.fetch_add(1, Ordering::Relaxed);
        let nonce = self.nonce(number);
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.retain(|_, nonce| now - nonce.issued_at <= options.nonce_lifetime);
        nonces.insert(nonce.clone(), Nonce { issued_at: now, used: HashSet::new(), highest: 0 });
        Refusal { challenges: digest::challenges(options.challenges, &nonce, stale), why, number }
    }

    /// What Atlas answers to a token that has ended is not recorded; this is RFC 6750 §3.
    fn refuse_token(&self) -> Refusal {
        Refusal {
            challenges: vec![format!(r#"Bearer realm="{}", error="invalid_token""#, digest::REALM)],
            why: Some("the token is unknown or has ended"),
            number: self.refusals.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// 32 characters of base 64, as recorded. They can be foreseen, which in a demo harms nobody.
    fn nonce(&self, number: u64) -> String {
        let noise = self.noise.numbered(number);
        let octets: Vec<u8> = (0..3).flat_map(|part| noise.numbered(part).word().to_be_bytes()).collect();
        STANDARD.encode(octets)
    }
}
