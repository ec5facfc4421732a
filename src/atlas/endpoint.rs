//! Where things are: the base URL, the two versions of the API, and paths in which every byte of a name is safe.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

use crate::atlas::exchange::Asked;
use crate::atlas::page::{PageNumber, PageSize};
use crate::domain::printable::Printable;
use crate::domain::project::ProjectId;

/// The root of an Administration API, such as `https://cloud.mongodb.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why a text is no base URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotABaseUrl {
    /// It does not parse.
    #[error("“{0}” is not a URL: write it like https://cloud.mongodb.com")]
    Unparsed(String),
    /// It has another scheme than https, or http.
    #[error("“{0}” is neither https nor http")]
    Scheme(String),
    /// Keys would cross the network in the clear.
    #[error("“{0}” is plain http to another machine: use https, or --allow-plain-http where the way there is safe")]
    Plain(String),
    /// It carries a user name or a password.
    #[error("a base URL must not hold a user name or a password")]
    Credentials,
}

impl BaseUrl {
    /// Atlas itself.
    pub const ATLAS: &str = "https://cloud.mongodb.com";
    /// Atlas for Government.
    pub const GOVERNMENT: &str = "https://cloud.mongodbgov.com";

    /// Reads a base URL. Plain http is for loopback only, unless it is allowed.
    ///
    /// # Errors
    /// See [`NotABaseUrl`].
    pub fn parse(text: &str, allow_plain_http: bool) -> Result<Self, NotABaseUrl> {
        let shown = || Printable::new(&Self::told(text)).to_string();
        let mut url = Url::parse(text.trim()).map_err(|_| NotABaseUrl::Unparsed(shown()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NotABaseUrl::Credentials);
        }
        match url.scheme() {
            "https" => {}
            "http" if allow_plain_http || is_loopback(&url) => {}
            "http" => return Err(NotABaseUrl::Plain(shown())),
            _ => return Err(NotABaseUrl::Scheme(shown())),
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// A text that was meant as a base URL, without what may be a secret: what stands before an `@`, in a query or in a
    /// fragment, also where it is no URL.
    #[must_use]
    pub fn told(text: &str) -> String {
        let (text, behind) =
            text.find(['?', '#']).map_or((text, ""), |end| (text.get(..end).unwrap_or_default(), "***"));
        match text.rsplit_once('@') {
            Some((_, rest)) => format!("***@{rest}{behind}"),
            None => format!("{text}{behind}"),
        }
    }

    /// The host, for the screen.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// Whether the way there is by TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it leads to this machine, which no proxy is asked to do.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// The URL of a path below it.
    pub(super) fn join(&self, path: &str) -> Option<Url> {
        let base = self.0.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{path}")).ok()
    }
}

/// Without a slash at the end.
impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

/// A version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Api {
    /// `/api/atlas/v1.0`, as the endpoint was specified first.
    V1,
    /// `/api/atlas/v2`, the current one.
    V2,
}

impl Api {
    fn root(self) -> &'static str {
        match self {
            Self::V1 => "/api/atlas/v1.0",
            Self::V2 => "/api/atlas/v2",
        }
    }

    /// The `Accept` header. Every endpoint used here exists in exactly one version of v2.
    #[must_use]
    pub fn accept(self) -> &'static str {
        match self {
            Self::V1 => "application/json",
            Self::V2 => "application/vnd.atlas.2023-01-01+json",
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::V1 => "v1.0",
            Self::V2 => "v2",
        })
    }
}

/// Which version to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApiChoice {
    /// v2, and v1.0 where the server does not speak v2.
    #[default]
    Auto,
    /// This one.
    Only(Api),
}

impl FromStr for ApiChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "v2" => Ok(Self::Only(Api::V2)),
            "v1.0" => Ok(Self::Only(Api::V1)),
            _ => Err("write auto, v2 or v1.0".to_owned()),
        }
    }
}

/// One list of the API.
#[derive(Debug, Clone, Copy)]
pub(super) enum Endpoint<'names> {
    Organisations,
    Projects,
    Users(&'names ProjectId),
    Certificates(&'names ProjectId, &'names str),
}

impl Endpoint<'_> {
    /// Path and query of one page, below the base URL; `None` for a name that cannot be put into a URL.
    pub(super) fn target(self, api: Api, page: PageNumber, size: PageSize, envelope: bool) -> Option<String> {
        let list = match self {
            Self::Organisations => "/orgs".to_owned(),
            Self::Projects => "/groups".to_owned(),
            Self::Users(project) => format!("/groups/{}/databaseUsers", encoded(project.as_str())?),
            Self::Certificates(project, user) => {
                format!("/groups/{}/databaseUsers/{}/certs", encoded(project.as_str())?, encoded(user)?)
            }
        };
        let envelope = if envelope { "&envelope=true" } else { "" };
        Some(format!("{}{list}?includeCount=true&pageNum={page}&itemsPerPage={}{envelope}", api.root(), size.get()))
    }

    /// What it asks for, to be kept.
    pub(super) fn wanted(self) -> Asked {
        match self {
            Self::Organisations => Asked::Organisations,
            Self::Projects => Asked::Projects,
            Self::Users(project) => Asked::Users(project.clone()),
            Self::Certificates(project, user) => Asked::Certificates(project.clone(), user.into()),
        }
    }

    /// What it asks for, in words.
    pub(super) fn asked(self) -> String {
        match self {
            Self::Organisations => "the organisations".to_owned(),
            Self::Projects => "the projects".to_owned(),
            Self::Users(project) => format!("the users of project {project}"),
            Self::Certificates(project, user) => format!("the certificates of user {user} in project {project}"),
        }
    }
}

/// The URL of a page of a user's certificates, for another program to ask; `None` for a name that cannot be put into a URL.
#[must_use]
pub fn certificates_url(
    base: &BaseUrl,
    api: Api,
    (project, user): (&ProjectId, &str),
    page: PageNumber,
    size: PageSize,
) -> Option<String> {
    let target = Endpoint::Certificates(project, user).target(api, page, size, false)?;
    base.join(&target).map(String::from)
}

/// Every byte but RFC 3986's unreserved ones as `%XX`. `None` for what a URL parser would take for a way through folders
/// even so encoded (`.` and `..`), or for no name at all.
#[must_use]
pub fn encoded(name: &str) -> Option<String> {
    if matches!(name, "" | "." | "..") {
        return None;
    }
    Some(utf8_percent_encode(name, RESERVED).to_string())
}

/// All but RFC 3986 §2.3's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_byte_by_byte() {
        assert_eq!(encoded("CN=foo,OU=bar baz").as_deref(), Some("CN%3Dfoo%2COU%3Dbar%20baz"));
        assert_eq!(encoded("arn:aws:iam::1:user/a+b@c").as_deref(), Some("arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fa%2Bb%40c"));
        assert_eq!(encoded("Lučić%").as_deref(), Some("Lu%C4%8Di%C4%87%25"));
        assert_eq!(encoded("rob.carlan").as_deref(), Some("rob.carlan"));
        assert_eq!([encoded("."), encoded(".."), encoded("")], [None, None, None]);
    }

    #[test]
    fn what_is_encoded_survives_the_url_parser() {
        let base = BaseUrl::parse("https://cloud.mongodb.com/", false).expect("a base URL");
        let url = base.join("/groups/1/databaseUsers/a%2Fb%3F%2E%2E/certs?pageNum=1").expect("a URL");
        assert_eq!(url.as_str(), "https://cloud.mongodb.com/groups/1/databaseUsers/a%2Fb%3F%2E%2E/certs?pageNum=1");
    }

    #[test]
    fn a_base_url_is_told_without_its_secrets() {
        let told = [
            "https://a.example/x",
            "https://ann:s3cret@a.example",
            "s3cret@a",
            "https://a/?key=s3cret",
            "https://a?s3@cret#s3cret",
        ];
        let expected = ["https://a.example/x", "***@a.example", "***@a", "https://a/***", "https://a***"];
        assert_eq!(told.map(BaseUrl::told), expected);
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        for text in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "https://example.org/atlas/"] {
            assert!(BaseUrl::parse(text, false).is_ok(), "{text}");
        }
        assert!(matches!(BaseUrl::parse("http://example.org", false), Err(NotABaseUrl::Plain(_))));
        assert!(BaseUrl::parse("http://example.org", true).is_ok());
        assert!(matches!(BaseUrl::parse("ftp://example.org", true), Err(NotABaseUrl::Scheme(_))));
        assert!(matches!(BaseUrl::parse("cloud.mongodb.com", true), Err(NotABaseUrl::Unparsed(_))));
        assert!(matches!(BaseUrl::parse("https://a:b@example.org", true), Err(NotABaseUrl::Credentials)));
    }
}
