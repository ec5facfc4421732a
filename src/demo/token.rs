//! The token endpoint of service accounts: OAuth 2.0 client credentials (RFC 6749 §4.4) as Atlas documents them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::credentials::CLIENT_ID;
use super::noise::Noise;
use super::options::Options;
use super::query;

/// Where a service account gets its token.
pub(super) const PATH: &str = "/api/oauth/token";

/// The tokens that were given out and when they end.
pub(super) struct Tokens {
    secret: String,
    lifetime: TimeDelta,
    noise: Noise,
    until: Mutex<HashMap<String, DateTime<Utc>>>,
}

impl Tokens {
    pub fn new(options: &Options, noise: Noise) -> Self {
        Self {
            secret: options.client_secret.clone(),
            lifetime: options.token_lifetime,
            noise: noise.named("token"),
            until: Mutex::default(),
        }
    }

    /// Answers a request to [`PATH`].
    pub fn grant(&self, request: &Request<Bytes>, now: DateTime<Utc>) -> (StatusCode, Value) {
        match wrong_with(request, &self.secret) {
            None => (StatusCode::OK, self.mint(now)),
            Some((status, error, description)) => (status, json!({ "error": error, "error_description": description })),
        }
    }

    fn mint(&self, now: DateTime<Utc>) -> Value {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, end| *end > now);
        let noise =
            self.noise.numbered(u64::try_from(now.timestamp_micros()).unwrap_or(0)).numbered(until.len() as u64);
        let token = format!("demo-token-{}", noise.object_id());
        until.insert(token.clone(), now + self.lifetime);
        json!({ "access_token": token, "expires_in": self.lifetime.num_seconds(), "token_type": "Bearer" })
    }

    /// Whether a token was given out and has not ended.
    pub fn is_good(&self, token: &str, now: DateTime<Utc>) -> bool {
        self.until.lock().unwrap_or_else(PoisonError::into_inner).get(token).is_some_and(|end| *end > now)
    }
}

type Wrong = (StatusCode, &'static str, &'static str);

/// The OAuth error of a request (RFC 6749 §5.2), if it has one.
fn wrong_with(request: &Request<Bytes>, client_secret: &str) -> Option<Wrong> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if request.method() != Method::POST {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "invalid_request", "The token endpoint takes POST."));
    }
    let pair = header(header::AUTHORIZATION).and_then(basic);
    if pair.is_none_or(|(id, secret)| id != CLIENT_ID || secret != client_secret) {
        return Some((StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed."));
    }
    let is_form = header(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.split(';').next().is_some_and(|kind| kind.trim() == "application/x-www-form-urlencoded")
    });
    let body = str::from_utf8(request.body()).unwrap_or_default();
    match query::value(body, "grant_type").as_deref() {
        Some("client_credentials") if is_form => None,
        Some(_) if is_form => {
            Some((StatusCode::BAD_REQUEST, "unsupported_grant_type", "Only client_credentials is supported."))
        }
        _ => Some((StatusCode::BAD_REQUEST, "invalid_request", "The body must be a form with grant_type.")),
    }
}

/// User and password of a `Basic` header, each of which was form-encoded first (RFC 6749 §2.3.1).
fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let plain = |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8().map(String::from).ok();
    Some((plain(id)?, plain(secret)?))
}
