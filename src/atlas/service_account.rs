//! Service accounts: client credentials traded for a token (RFC 6749 §4.4), kept until shortly before it ends.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A token this near its end is renewed before it is used, so that none ends on the way.
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
            && token.lasts()
            && !refused.is_some_and(|refused| refused.is(token))
        {
            return Ok(token.clone());
        }
        let granted = mint().await?;
        let life = Duration::from_secs(granted.expires_in.unwrap_or(USUAL_LIFE));
        let fresh = Token { value: granted.access_token, until: Instant::now() + life.saturating_sub(MARGIN) };
        *token = Some(fresh.clone());
        Ok(fresh)
    }
}

impl Token {
    fn lasts(&self) -> bool {
        Instant::now() < self.until
    }

    fn is(&self, other: &Self) -> bool {
        self.value.expose_secret() == other.value.expose_secret()
    }

    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.value.expose_secret())
    }
}
