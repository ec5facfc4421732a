//! HTTP Digest (RFC 7616) over one session: the first request is challenged, all later ones count on with its nonce.

use std::sync::{Mutex, PoisonError};

use http_auth::{ChallengeRef, PasswordClient, PasswordParams};
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use secrecy::{ExposeSecret, SecretString};

/// One key, and the challenge that is being answered.
pub(super) struct Digest {
    public: String,
    private: SecretString,
    current: Mutex<Current>,
    /// Held by the one request that goes out to be challenged, so that many at once do not all ask.
    pub(super) first: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Current {
    /// Counts the challenges, so that an answer to an old one is known as such.
    generation: u64,
    client: Option<PasswordClient>,
}

/// An `Authorization` header, and the challenge that it answers.
pub(super) struct Response {
    pub(super) header: String,
    pub(super) generation: u64,
}

/// What a 401 means for the next step.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Challenged {
    /// Send the request again: there is a new challenge to answer.
    Again,
    /// The answer to a fresh challenge was refused: the key is wrong.
    Rejected,
    /// The server asks for nothing that can be answered.
    Unanswerable,
}

impl Digest {
    pub(super) fn new(public: String, private: SecretString) -> Self {
        Self { public, private, current: Mutex::default(), first: tokio::sync::Mutex::new(()) }
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a challenge to answer.
    pub(super) fn is_challenged(&self) -> bool {
        self.current().client.is_some()
    }

    /// The answer for a GET of `uri`, which is path and query exactly as they are sent (RFC 7616 §3.4).
    pub(super) fn respond(&self, uri: &str) -> Option<Response> {
        let mut current = self.current();
        let generation = current.generation;
        let parameters = PasswordParams {
            username: &self.public,
            password: self.private.expose_secret(),
            uri,
            method: "GET",
            body: Some(&[]),
        };
        let header = current.client.as_mut()?.respond(&parameters).ok()?;
        Some(Response { header, generation })
    }

    /// Takes in the challenge of a 401 that came for the answer to the challenge `answered`, if there was one.
    pub(super) fn challenged(&self, answered: Option<u64>, headers: &HeaderMap) -> Challenged {
        let Some((client, stale)) = best_challenge(headers) else { return Challenged::Unanswerable };
        let mut current = self.current();
        match answered {
            // Somebody else has renewed it meanwhile.
            Some(generation) if generation != current.generation => Challenged::Again,
            None if current.client.is_some() => Challenged::Again,
            Some(_) if !stale => Challenged::Rejected,
            Some(_) | None => {
                current.generation += 1;
                current.client = Some(client);
                Challenged::Again
            }
        }
    }
}

/// The strongest challenge that can be answered, of however many in however many headers, and whether it is there only
/// because the nonce before has grown old.
fn best_challenge(headers: &HeaderMap) -> Option<(PasswordClient, bool)> {
    let texts = headers.get_all(WWW_AUTHENTICATE).into_iter().filter_map(|value| value.to_str().ok());
    let mut challenges: Vec<ChallengeRef<'_>> =
        texts.filter_map(|text| http_auth::parse_challenges(text).ok()).flatten().collect();
    challenges.sort_by_key(|challenge| std::cmp::Reverse(strength(challenge)));
    challenges.iter().find_map(|challenge| {
        let client = PasswordClient::builder().challenge(challenge).build().ok()?;
        Some((client, parameter(challenge, "stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true"))))
    })
}

fn strength(challenge: &ChallengeRef<'_>) -> u8 {
    match parameter(challenge, "algorithm").map(|name| name.to_ascii_uppercase()).as_deref() {
        Some("SHA-512-256" | "SHA-512-256-SESS") => 3,
        Some("SHA-256" | "SHA-256-SESS") => 2,
        Some("MD5" | "MD5-SESS") | None => 1,
        Some(_) => 0,
    }
}

fn parameter(challenge: &ChallengeRef<'_>, wanted: &str) -> Option<String> {
    let (_, value) = challenge.params.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
    Some(value.to_unescaped())
}
