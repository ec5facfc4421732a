//! What can go wrong with the API, sorted by what a person can do about it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::printable::Printable;
use crate::domain::project::Project;

/// One failed request. Cheap to clone; holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Arc<Told>);

#[derive(Debug, PartialEq, Eq)]
struct Told {
    kind: Kind,
    asked: String,
    facts: Facts,
    /// Who asked, where there are several.
    profile: Option<Box<str>>,
    /// What went wrong beside it, with others who asked the same.
    beside: Vec<Error>,
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
    /// The server speaks no version of the API that the client does.
    NeitherVersionSpoken,
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
    /// The server's certificate is not trusted, or TLS fails otherwise.
    Tls,
    /// What listens there speaks no TLS.
    NoTls,
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
    /// Host and port that it was sent to, where no answer came from there.
    pub server: Option<String>,
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
        Self(Arc::new(Told { kind, asked: asked.into(), facts, profile: None, beside: Vec::new() }))
    }

    /// The same failure, told as that of one profile among several.
    pub(super) fn of_profile(&self, profile: &str) -> Self {
        let Told { kind, asked, facts, .. } = &*self.0;
        let (kind, asked, facts) = (kind.clone(), asked.clone(), facts.clone());
        Self(Arc::new(Told { kind, asked, facts, profile: Some(profile.into()), beside: Vec::new() }))
    }

    /// The same failure, with the project's name where its id stands in what was asked for.
    #[must_use]
    pub fn of_project(&self, project: &Project) -> Self {
        let Told { kind, asked, facts, profile, beside } = &*self.0;
        let asked = asked.replace(project.id.as_str(), &project.name);
        let (kind, facts, profile, beside) = (kind.clone(), facts.clone(), profile.clone(), beside.clone());
        Self(Arc::new(Told { kind, asked, facts, profile, beside }))
    }

    /// The same failure, with those of other profiles beside it.
    pub(super) fn beside(&self, beside: Vec<Self>) -> Self {
        let Told { kind, asked, facts, profile, .. } = &*self.0;
        let (kind, asked, facts, profile) = (kind.clone(), asked.clone(), facts.clone(), profile.clone());
        Self(Arc::new(Told { kind, asked, facts, profile, beside }))
    }

    /// The same failure, seen as another kind.
    pub(super) fn with_kind(&self, kind: Kind) -> Self {
        Self::new(kind, self.0.asked.clone(), self.0.facts.clone())
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

    /// Whether it is about whoever asks: the keys have ended, or lack a role, or their address is not welcome.
    #[must_use]
    pub fn is_about_the_caller(&self) -> bool {
        matches!(self.kind(), Kind::KeysRejected | Kind::RoleMissing | Kind::AddressNotListed(_))
    }

    /// Whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self.kind(), Kind::SlowDown(_) | Kind::ServerTrouble | Kind::Unreachable(Cut::Time | Cut::Broken))
    }

    /// What happened, where, and what to do: one line.
    #[must_use]
    pub fn headline(&self) -> String {
        // Whose it is must be seen also where a screen has no room for the advice.
        let (cause, whose, advice) = (self.cause_as_told(), self.whose(), self.advice());
        Printable::new(&format!("{cause}{whose}{advice}")).to_string()
    }

    /// What happened, and where: one line, for when nothing has to be done.
    #[must_use]
    pub fn cause(&self) -> String {
        Printable::new(&format!("{}{}", self.cause_as_told(), self.whose())).to_string()
    }

    /// ` (profile staging; profile dev fails, too)`: of one who asks alone, nothing.
    fn whose(&self) -> String {
        let Some(profile) = &self.0.profile else { return String::new() };
        let others = self.0.beside.iter().filter_map(|error| error.0.profile.as_deref());
        let others: String = others.map(|other| format!("; profile {other} fails, too")).collect();
        format!(" (profile {profile}{others})")
    }

    fn cause_as_told(&self) -> String {
        let asked = &self.0.asked;
        match self.kind() {
            Kind::KeysRejected => format!("Atlas rejects these keys (asked for {asked})"),
            Kind::RoleMissing => format!("These credentials may not read {asked}"),
            Kind::AddressNotListed(address) => {
                let address = address
                    .as_ref()
                    .map_or_else(|| "This address".to_owned(), |address| format!("The address {address}"));
                format!(
                    "{address} is not on the API access list of the key itself (not the project's network access list)"
                )
            }
            Kind::NotFound => format!("Atlas does not know {asked}{}", self.told()),
            Kind::SlowDown(_) => format!("Atlas limits the rate of requests (asked for {asked})"),
            Kind::Unreachable(cut) => {
                let from = self.0.facts.server.as_ref().map(|server| format!(" from {server}")).unwrap_or_default();
                format!("No answer for {asked}{from}: {}", cut.cause())
            }
            Kind::NotUnderstood(what) => format!("The answer for {asked} is not Atlas's: {what}"),
            Kind::Redirected(host) => {
                format!("The server sends {asked} on to {host}, which must not have the credentials")
            }
            Kind::Refused => format!("The server refuses the request for {asked}{}", self.told()),
            Kind::Retired => format!("The server has retired this version of its API (asked for {asked})"),
            Kind::VersionNotSpoken => {
                format!("The server does not speak this version of the API (asked for {asked})")
            }
            Kind::NeitherVersionSpoken => {
                format!("The server speaks neither v2 nor v1.0 of the API (asked for {asked})")
            }
            Kind::ServerTrouble => format!("The server is in trouble (asked for {asked}){}", self.told()),
            Kind::Settings => format!("The client cannot be made{}", self.told()),
        }
    }

    fn advice(&self) -> String {
        match self.kind() {
            Kind::KeysRejected => ": check the public and the private key, or the client id and secret",
            Kind::RoleMissing => ": they need the role Project Read Only there",
            Kind::AddressNotListed(_) => return format!(": add it in Atlas (asked for {})", self.0.asked),
            Kind::NotFound => ": check the name or the id",
            Kind::SlowDown(None) => ": try again in a minute",
            Kind::SlowDown(Some(wait)) => return format!(": try again in {}", in_words(*wait)),
            Kind::Unreachable(cut) => cut.advice(),
            Kind::NotUnderstood(_) => "; a proxy or the base URL may be at fault",
            Kind::Redirected(_) => ": check the base URL or the proxy",
            Kind::Refused | Kind::Settings => "",
            Kind::Retired => ": try --api v2, or a newer atlas-certs",
            Kind::VersionNotSpoken => ": try --api v1.0",
            Kind::NeitherVersionSpoken => ": check the base URL",
            Kind::ServerTrouble => ": try again later",
        }
        .to_owned()
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
            self.0.profile.as_ref().map(|profile| format!("profile  {profile}")),
            facts.request.as_ref().map(|request| format!("request  {request}")),
            facts.status.map(|status| format!("status   {status}")),
            facts.code.as_ref().map(|code| format!("code     {code}")),
            facts.detail.as_ref().map(|detail| format!("detail   {detail}")),
        ];
        let causes = facts.causes.iter().map(|cause| format!("because  {cause}"));
        let beside = self.0.beside.iter().map(|error| format!("also     {}", error.headline()));
        lines.into_iter().flatten().chain(causes).chain(beside).map(|line| Printable::new(&line).to_string()).collect()
    }
}

impl Cut {
    /// The same in a word of at most eight letters.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "no name",
            Self::Connection => "refused",
            Self::Tls => "bad TLS",
            Self::NoTls => "no TLS",
            Self::Proxy => "proxy",
            Self::Time => "too late",
            Self::Broken => "broken",
        }
    }

    fn cause(self) -> &'static str {
        match self {
            Self::Name => "the host's name has no address",
            Self::Connection => "nobody listens there",
            Self::Tls => "the server's certificate is not trusted",
            Self::NoTls => "what listens there speaks no TLS",
            Self::Proxy => "the proxy did not let it through",
            Self::Time => "it took too long",
            Self::Broken => "the connection broke",
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Name => "; check the base URL, DNS and the proxy",
            Self::Connection => "; check the base URL, the network and the proxy",
            Self::Tls => "; behind an inspecting proxy give its authority with --ca-file",
            Self::NoTls => "; check the base URL: its port, and whether it is https",
            Self::Proxy => "; check the profile's proxy, HTTPS_PROXY and NO_PROXY",
            Self::Time => "; check the network and the proxy, or try again",
            Self::Broken => "; try again",
        }
    }
}

/// A wait as a person counts it, rounded up so that nobody comes too early.
fn in_words(wait: Duration) -> String {
    match wait.as_secs() {
        seconds @ 0..=119 => format!("{} s", seconds.max(1)),
        seconds @ 120..=7199 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.headline())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_counted_in_what_fits() {
        let waits = [0, 55, 119, 120, 121, 7199, 7200, 7201, u64::MAX];
        let words = waits.map(|seconds| in_words(Duration::from_secs(seconds)));
        let first = ["1 s", "55 s", "119 s", "2 min", "3 min", "120 min", "2 h", "3 h"];
        assert_eq!(words[..8], first);
    }

    #[test]
    fn a_cause_gives_no_advice_and_begins_the_headline() {
        for kind in [Kind::SlowDown(None), Kind::ServerTrouble, Kind::Unreachable(Cut::Broken)] {
            let error = Error::new(kind, "the projects", Facts::default());
            assert!(error.headline().starts_with(&error.cause()) && !error.cause().contains("try again"), "{error}");
        }
    }
}
