//! Service accounts: client credentials traded for a token (RFC 6749 §4.4), kept until shortly before it ends.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A token this near its end is renewed before it is used, so that none ends on the way. A token that lives shorter than
/// two such margins is used for half its life: it would be renewed for each request otherwise.
const MARGIN: Duration = Duration::from_mins(1);

/// One service account and its token.
pub(super) struct ServiceAccount {
    pub(super) id: String,
    pub(super) secret: SecretString,
    /// Held while a token is asked for: who waits for the lock waits for that token.
    token: Mutex<Option<Token>>,
}

/// A token, until when to use it.
#[derive(Clone)]
pub(super) struct Token {
    value: SecretString,
    until: Instant,
}

/// The token endpoint's answer.
#[derive(serde::Deserialize)]
pub(super) struct Granted {
    access_token: SecretString,
    #[serde(default)]
    expires_in: Option<u64>,
}

/// Atlas's tokens last an hour; a server that does not say so is taken at that.
const USUAL_LIFE: u64 = 3600;
/// No token is kept longer than this, whatever the server says: a clock cannot be told any number of seconds.
const LONGEST_LIFE: Duration = Duration::from_hours(24);

/// For how long a token that was granted for so many seconds is used.
fn use_for(expires_in: Option<u64>) -> Duration {
    let life = Duration::from_secs(expires_in.unwrap_or(USUAL_LIFE)).min(LONGEST_LIFE);
    life.saturating_sub(MARGIN.min(life / 2))
}

impl ServiceAccount {
    pub(super) fn new(id: String, secret: SecretString) -> Self {
        Self { id, secret, token: Mutex::new(None) }
    }

    /// The token, asked for by `mint` where there is none that lasts. `refused` is one that the server did not accept.
    pub(super) async fn token<E>(
        &self,
        refused: Option<&Token>,
        mint: impl AsyncFnOnce() -> Result<Granted, E>,
    ) -> Result<Token, E> {
        let mut token = self.token.lock().await;
        if let Some(token) = token.as_ref()
            && token.lasts(Instant::now())
            && !refused.is_some_and(|refused| refused.is(token))
        {
            return Ok(token.clone());
        }
        let fresh = Token::new(mint().await?, Instant::now());
        *token = Some(fresh.clone());
        Ok(fresh)
    }
}

impl Token {
    fn new(granted: Granted, now: Instant) -> Self {
        Self { value: granted.access_token, until: now + use_for(granted.expires_in) }
    }

    fn lasts(&self, now: Instant) -> bool {
        now < self.until
    }

    fn is(&self, other: &Self) -> bool {
        self.value.expose_secret() == other.value.expose_secret()
    }

    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.value.expose_secret())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_used_for_less_than_its_life_whatever_that_is() {
        let used = |seconds| use_for(seconds).as_secs();
        assert_eq!((used(None), used(Some(3600))), (3540, 3540));
        assert_eq!((used(Some(0)), used(Some(30)), used(Some(90))), (0, 15, 45));
        assert_eq!(used(Some(u64::MAX)), 24 * 3600 - 60);
    }

    #[test]
    fn a_token_is_renewed_before_its_end() {
        for (life, used) in [(30, 15), (3600, 3540)] {
            let now = Instant::now();
            let token = Token::new(Granted { access_token: "x".into(), expires_in: Some(life) }, now);
            assert!(token.lasts(now + Duration::from_secs(used - 1)), "{life}");
            assert!(!token.lasts(now + Duration::from_secs(used)), "{life}");
        }
    }
}
