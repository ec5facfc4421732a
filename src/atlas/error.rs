//! What can go wrong with the API, sorted by what a person can do about it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::printable::Printable;

/// One failed request. Cheap to clone; holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Arc<Told>);

#[derive(Debug, PartialEq, Eq)]
struct Told {
    kind: Kind,
    asked: String,
    facts: Facts,
}

/// What a person can do something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The server does not know the key or the secret.
    KeysRejected,
    /// The credentials are known, but may not do this: a role is missing.
    RoleMissing,
    /// The caller's address is not on the credential's own API access list; the address, where the server told it.
    AddressNotListed(Option<String>),
    /// The project or the user does not exist.
    NotFound,
    /// Too many requests; how long to wait, where the server told it.
    SlowDown(Option<Duration>),
    /// No answer came.
    Unreachable(Cut),
    /// An answer came that is not Atlas's: what it was instead.
    NotUnderstood(String),
    /// The server wants to send the request elsewhere; the host. It is not followed: it must not have the credentials.
    Redirected(String),
    /// The server does not accept the request as it is.
    Refused,
    /// The server has retired this version of its API.
    Retired,
    /// The server does not speak this version of the API.
    VersionNotSpoken,
    /// The server is in trouble.
    ServerTrouble,
    /// The settings do not make a client.
    Settings,
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The name has no address.
    Name,
    /// Nobody listens there.
    Connection,
    /// The server's certificate is not trusted, or there is no TLS at all.
    Tls,
    /// The proxy did not let it through.
    Proxy,
    /// It took too long.
    Time,
    /// The connection broke before the answer was whole.
    Broken,
}

/// What else is known of a failed request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The request as it was sent, without its credentials.
    pub request: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Atlas's `errorCode`.
    pub code: Option<String>,
    /// Atlas's `detail`, or the first line of what came instead.
    pub detail: Option<String>,
    /// Why, from the outermost cause to the innermost.
    pub causes: Vec<String>,
}

impl Error {
    /// An error of a kind, for a request that asked for `asked` (`the projects`, `the users of …`).
    #[must_use]
    pub fn new(kind: Kind, asked: impl Into<String>, facts: Facts) -> Self {
        Self(Arc::new(Told { kind, asked: asked.into(), facts }))
    }

    /// What a person can do something about.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// Atlas's `errorCode`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.facts.code.as_deref()
    }

    /// Whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self.kind(), Kind::SlowDown(_) | Kind::ServerTrouble | Kind::Unreachable(Cut::Time | Cut::Broken))
    }

    /// What happened, where, and what to do: one line.
    #[must_use]
    pub fn headline(&self) -> String {
        let asked = &self.0.asked;
        let line = match self.kind() {
            Kind::KeysRejected => format!(
                "Atlas rejects these keys (asked for {asked}): check the public and the private key, or the client id and secret"
            ),
            Kind::RoleMissing => {
                format!("These credentials may not read {asked}: they need the role Project Read Only there")
            }
            Kind::AddressNotListed(address) => {
                let address = address
                    .as_ref()
                    .map_or_else(|| "This address".to_owned(), |address| format!("The address {address}"));
                format!(
                    "{address} is not on the API access list of the key itself (not the project's network access list): add it in Atlas (asked for {asked})"
                )
            }
            Kind::NotFound => format!("Atlas does not know {asked}{}: check the name or the id", self.told()),
            Kind::SlowDown(None) => {
                format!("Atlas limits the rate of requests (asked for {asked}): try again in a minute")
            }
            Kind::SlowDown(Some(wait)) => {
                format!("Atlas limits the rate of requests (asked for {asked}): try again in {} s", wait.as_secs())
            }
            Kind::Unreachable(cut) => format!("No answer for {asked}: {}", cut.advice()),
            Kind::NotUnderstood(what) => {
                format!("The answer for {asked} is not Atlas's: {what}; a proxy or the base URL may be at fault")
            }
            Kind::Redirected(host) => format!(
                "The server sends {asked} on to {host}, which must not have the credentials: check the base URL or the proxy"
            ),
            Kind::Refused => format!("The server refuses the request for {asked}{}", self.told()),
            Kind::Retired => format!(
                "The server has retired this version of its API (asked for {asked}): try --api v2, or a newer atlas-certs"
            ),
            Kind::VersionNotSpoken => {
                format!("The server does not speak this version of the API (asked for {asked}): try --api v1.0")
            }
            Kind::ServerTrouble => {
                format!("The server is in trouble (asked for {asked}){}: try again later", self.told())
            }
            Kind::Settings => format!("The client cannot be made{}", self.told()),
        };
        Printable::new(&line).to_string()
    }

    /// ` (404 GROUP_NOT_FOUND: No group with ID …)`, as far as it is known.
    fn told(&self) -> String {
        let facts = &self.0.facts;
        let first = [facts.status.map(|status| status.to_string()), facts.code.clone()];
        let first = first.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let parts: Vec<String> =
            [first, facts.detail.clone().unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(": ")) }
    }

    /// All that is known, a line each.
    #[must_use]
    pub fn story(&self) -> Vec<String> {
        let facts = &self.0.facts;
        let lines = [
            facts.request.as_ref().map(|request| format!("request  {request}")),
            facts.status.map(|status| format!("status   {status}")),
            facts.code.as_ref().map(|code| format!("code     {code}")),
            facts.detail.as_ref().map(|detail| format!("detail   {detail}")),
        ];
        let causes = facts.causes.iter().map(|cause| format!("because  {cause}"));
        lines.into_iter().flatten().chain(causes).map(|line| Printable::new(&line).to_string()).collect()
    }
}

impl Cut {
    fn advice(self) -> &'static str {
        match self {
            Self::Name => "the host's name has no address; check the base URL, DNS and the proxy",
            Self::Connection => "nobody listens there; check the base URL, the network and the proxy",
            Self::Tls => {
                "the server's certificate is not trusted; behind an inspecting proxy give its authority with --ca-file"
            }
            Self::Proxy => "the proxy did not let it through; check HTTPS_PROXY and NO_PROXY",
            Self::Time => "it took too long; check the network and the proxy, or try again",
            Self::Broken => "the connection broke; try again",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.headline())
    }
}

impl std::error::Error for Error {}
