//! The way to the server: through which proxy, and whose word counts for its certificate.

use std::fmt;

use reqwest::{Certificate, ClientBuilder};
use serde::Deserialize;
use url::Url;

use crate::atlas::endpoint::BaseUrl;

/// What is said of the way. What is not, the environment and the system say.
#[derive(Debug, Clone, Default)]
pub struct Way {
    /// The proxy, in the stead of those that the environment names.
    pub proxy: Option<Proxy>,
    /// Certificate authorities to trust beside the system's, in PEM form.
    pub extra_roots: Option<Vec<u8>>,
}

impl Way {
    /// A client that goes this way.
    ///
    /// # Errors
    /// Where the authorities cannot be read.
    pub(super) fn open(&self, builder: ClientBuilder, base_url: &BaseUrl) -> reqwest::Result<ClientBuilder> {
        let builder = self.through_proxy(builder, base_url)?;
        match &self.extra_roots {
            Some(pem) => Ok(builder.tls_certs_merge(Certificate::from_pem_bundle(pem)?)),
            None => Ok(builder),
        }
    }

    /// The same, where no certificate is trusted in any case.
    pub(super) fn through_proxy(&self, builder: ClientBuilder, base_url: &BaseUrl) -> reqwest::Result<ClientBuilder> {
        match &self.proxy {
            // No proxy leads to this machine.
            _ if base_url.is_loopback() => Ok(builder.no_proxy()),
            Some(Proxy(url)) => Ok(builder.proxy(reqwest::Proxy::all(url.clone())?)),
            None => Ok(builder),
        }
    }
}

/// A proxy's address. It may hold a password, which nothing here prints.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Proxy(Url);

impl Proxy {
    /// An address such as `http://proxy.example.org:3128`; `http://` may be left out.
    ///
    /// # Errors
    /// What is wrong with it, without the text, which may hold a password.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        match Url::parse(&with_scheme) {
            Ok(url) if url.has_host() && ["http", "https", "socks5", "socks5h"].contains(&url.scheme()) => {
                Ok(Self(url))
            }
            _ => Err("is no address of a proxy: write it like http://proxy.example.org:3128"),
        }
    }

    /// The host, as it stands in a URL.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        let usual = if self.0.scheme().starts_with("socks") { 1080 } else { 80 };
        self.0.port_or_known_default().unwrap_or(usual)
    }

    /// Whether there is somebody, or a password, in the address.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        !self.0.username().is_empty() || self.0.password().is_some()
    }
}

impl TryFrom<String> for Proxy {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

/// Host and port.
impl fmt::Display for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.host(), self.port())
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Proxy({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_its_password() {
        for (text, told) in [
            ("http://ann:secret@proxy.example.org:3128", "proxy.example.org:3128"),
            ("proxy:1", "proxy:1"),
            ("https://proxy.example.org", "proxy.example.org:443"),
            ("socks5h://[::1]", "[::1]:1080"),
        ] {
            let proxy = Proxy::parse(text).expect("a proxy");
            assert_eq!((proxy.to_string(), format!("{proxy:?}")), (told.to_owned(), format!("Proxy({told})")));
        }
        assert!(Proxy::parse("ann:secret@proxy").is_ok_and(|proxy| proxy.signs_in()));
        for none in ["", "http://", "ftp://proxy", "http://ann:secret@", "proxy:port"] {
            assert!(Proxy::parse(none).is_err_and(|why| !why.contains("secret")), "{none}");
        }
    }
}
