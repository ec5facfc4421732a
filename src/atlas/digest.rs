//! HTTP Digest (RFC 7616) over one session: the first request is challenged, all later ones count on with its nonce.

use std::sync::{Mutex, PoisonError};

use http_auth::{ChallengeRef, PasswordClient, PasswordParams};
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// One key, and the challenge that is being answered.
pub(super) struct Digest {
    public: String,
    private: SecretString,
    current: Mutex<Current>,
    /// Held by the one request that goes out to be challenged, so that many at once do not all ask.
    first: tokio::sync::Mutex<()>,
    /// Read by requests that share a nonce, written by one that must have it for itself.
    order: RwLock<()>,
}

#[derive(Default)]
struct Current {
    /// Counts the challenges, so that an answer to an old one is known as such.
    generation: u64,
    client: Option<PasswordClient>,
    /// How many answers to it were given out.
    answers: u64,
}

/// Leave to send one request. It ends when this is dropped.
pub(super) enum Turn<'digest> {
    /// Beside others.
    Together { _first: Option<MutexGuard<'digest, ()>>, _order: RwLockReadGuard<'digest, ()> },
    /// While no other request is under way.
    Alone { _order: RwLockWriteGuard<'digest, ()> },
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
    /// The first answer to a fresh challenge was refused: the key is wrong.
    Rejected,
    /// The server asks for nothing that can be answered.
    Unanswerable,
}

impl Digest {
    pub(super) fn new(public: String, private: SecretString) -> Self {
        let current = Mutex::default();
        Self { public, private, current, first: tokio::sync::Mutex::new(()), order: RwLock::new(()) }
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for leave to send beside others. Where there is no challenge yet, the first request goes for it, and who
    /// comes meanwhile waits for it instead of asking too.
    pub(super) async fn together(&self) -> Turn<'_> {
        let first = if self.is_challenged() { None } else { Some(self.first.lock().await) };
        Turn::Together { _first: first.filter(|_| !self.is_challenged()), _order: self.order.read().await }
    }

    /// Waits for leave to send alone, for servers that take each nonce once or its counts only in order.
    pub(super) async fn alone(&self) -> Turn<'_> {
        Turn::Alone { _order: self.order.write().await }
    }

    /// Whether there is a challenge to answer.
    fn is_challenged(&self) -> bool {
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
            // With one, http-auth prefers `auth-int`, whose hash of the body it leaves out (RFC 7616 §3.4.3).
            body: None,
        };
        let header = current.client.as_mut()?.respond(&parameters).ok()?;
        current.answers += 1;
        Some(Response { header, generation })
    }

    /// Takes in the challenge of a 401 that came for the answer to the challenge `answered`, if there was one. `fresh`
    /// says that the same request was challenged just before. Only then, and only where the nonce was answered no other
    /// time, is a refusal about the key: any other nonce may have aged or be used up, and not every server says `stale`.
    pub(super) fn challenged(&self, answered: Option<u64>, fresh: bool, headers: &HeaderMap) -> Challenged {
        let Some((client, stale)) = best_challenge(headers) else { return Challenged::Unanswerable };
        let mut current = self.current();
        match answered {
            // Somebody else has renewed it meanwhile.
            Some(generation) if generation != current.generation => Challenged::Again,
            None if current.client.is_some() => Challenged::Again,
            Some(_) if fresh && !stale && current.answers == 1 => Challenged::Rejected,
            Some(_) | None => {
                *current = Current { generation: current.generation + 1, client: Some(client), answers: 0 };
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
    challenges.iter().filter(|challenge| is_answerable(challenge)).find_map(|challenge| {
        let client = PasswordClient::builder().challenge(challenge).build().ok()?;
        Some((client, parameter(challenge, "stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true"))))
    })
}

/// Whether an answer says all of how it was made. The body may be left out of it; and without a `qop`, the form of RFC 2069,
/// it has no place for another algorithm than MD5.
fn is_answerable(challenge: &ChallengeRef<'_>) -> bool {
    let is_auth = |offered: &str| offered.trim().eq_ignore_ascii_case("auth");
    match parameter(challenge, "qop") {
        Some(offered) => offered.split(',').any(is_auth),
        None => parameter(challenge, "algorithm").is_none_or(|name| name.eq_ignore_ascii_case("MD5")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::damage::damaged_or_strange;
    use digest_auth::{AuthContext, AuthorizationHeader, HttpMethod};
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    const CHALLENGES: &str = r#"Basic realm="x", Digest realm="MMS Public API", domain="", nonce="sZ+6dXvGEgRAbJ9LvLqT8w==", algorithm=MD5, qop="auth", stale=false, Digest realm="MMS Public API", nonce="00ff", opaque="a\"b", algorithm=SHA-256, qop="auth,auth-int", stale=TRUE"#;
    const PRIVATE: &str = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9";

    /// The response in a header, and the one of another implementation, where it can read the header.
    fn responses(header: &str, uri: &str) -> Option<(String, String)> {
        let mut read = AuthorizationHeader::parse(header).ok()?;
        let mut context = AuthContext::new_with_method("abcdefgh", PRIVATE, uri, Some(&b""[..]), HttpMethod::GET);
        context.set_custom_cnonce(read.cnonce.clone().unwrap_or_default());
        let ours = std::mem::take(&mut read.response);
        read.digest(&context);
        Some((ours, read.response))
    }

    #[test]
    fn a_body_that_is_not_sent_is_not_answered_for() {
        let answered = |qop: &str| {
            let challenge = format!(r#"Digest realm="x", nonce="00ff", algorithm=SHA-256, qop="{qop}""#);
            let digest = Digest::new("abcdefgh".to_owned(), PRIVATE.to_owned().into());
            let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, challenge.parse().expect("a header"))]);
            let challenged = digest.challenged(None, false, &headers);
            (challenged, digest.respond("/").map(|response| response.header.contains("qop=auth,")))
        };
        assert_eq!(answered("auth-int, AUTH"), (Challenged::Again, Some(true)));
        assert_eq!(answered("auth-int"), (Challenged::Unanswerable, None));
    }

    proptest! {
        /// Whatever a server asks for, the answer fits into a header, is right, and does not hold the key.
        #[test]
        fn any_challenge_is_answered_or_not(challenge in damaged_or_strange(CHALLENGES)) {
            if let Ok(value) = HeaderValue::from_bytes(&challenge) {
                let digest = Digest::new("abcdefgh".to_owned(), PRIVATE.to_owned().into());
                let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, value)]);
                let challenged = digest.challenged(None, false, &headers);
                let is_answerable = challenged == Challenged::Again;
                prop_assert!(is_answerable || challenged == Challenged::Unanswerable);
                for _ in 0..2 {
                    let uri = "/api/atlas/v2/groups?pageNum=1";
                    if let Some(Response { header, .. }) = digest.respond(uri) {
                        prop_assert!(is_answerable && HeaderValue::from_str(&header).is_ok(), "{header:?}");
                        prop_assert!(!header.contains(PRIVATE));
                        let (ours, theirs) = responses(&header, uri).unzip();
                        prop_assert_eq!(ours, theirs, "{}", header);
                    }
                }
            }
        }
    }
}
