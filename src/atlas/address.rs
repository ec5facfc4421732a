//! A URL as it may be told.

use std::fmt;

use url::{Position, Url};

use crate::domain::printable::Printable;

/// Query parameters whose values are no secret: those of Atlas's lists.
const PLAIN: &[&str] = &["includeCount", "pageNum", "itemsPerPage", "envelope", "pretty"];
/// In place of any other value.
const MASK: &str = "***";

/// A URL without what may be a secret: credentials, a fragment, the values of query parameters that are not known to be
/// plain. Safe to draw or log; what is encoded in it stays so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Printable<'static>);

impl Address {
    /// What of a URL may be told.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        let server = format!("{}://{}", url.scheme(), &url[Position::BeforeHost..Position::AfterPort]);
        let query = url.query().map(|query| {
            let parameters: Vec<String> = query.split('&').map(told).collect();
            format!("?{}", parameters.join("&"))
        });
        let told = format!("{server}{}{}", url.path(), query.unwrap_or_default());
        Self(Printable::new(&told).into_owned())
    }
}

/// A parameter, its value only where that is plain. One without a name may be a value.
fn told(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((name, value)) if PLAIN.contains(&name) => format!("{name}={value}"),
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_not_told() {
        let told = |text: &str| Address::of(&Url::parse(text).expect(text)).to_string();
        let list = "https://cloud.mongodb.com/api/atlas/v2/groups/5/databaseUsers/CN%3Da%2COU%3Db/certs";
        let plain = format!("{list}?includeCount=true&pageNum=2&itemsPerPage=500&envelope=true&pretty=true");
        assert_eq!(told(&plain), plain);
        assert_eq!(
            told(&format!("{list}?token=s3cret&pageNum=2&s3cret#s3cret")),
            format!("{list}?token=***&pageNum=2&***")
        );
        assert_eq!(told("http://ann:s3cret@127.0.0.1:8080/a?"), "http://127.0.0.1:8080/a?***");
        assert_eq!(told("https://[::1]:8443/a"), "https://[::1]:8443/a");
    }
}
