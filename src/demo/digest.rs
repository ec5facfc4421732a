//! HTTP Digest from the server's side, to the letter of RFC 7616: what is offered, and whether an answer is right.

use std::collections::HashMap;
use std::fmt::Write as _;

use md5::{Digest as _, Md5};
use sha2::Sha256;

use super::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use super::options::Challenges;

/// Recorded in 2,436 of 2,436 challenges.
pub(super) const REALM: &str = "MMS Public API";

/// A hash function that digests are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Md5,
    Sha256,
}

impl Algorithm {
    /// What is offered, the best first.
    pub const fn offered(challenges: Challenges) -> &'static [Self] {
        match challenges {
            Challenges::Md5 => &[Self::Md5],
            Challenges::Sha256 => &[Self::Sha256],
            Challenges::BothInOneHeader | Challenges::BothInTwoHeaders => &[Self::Sha256, Self::Md5],
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
        }
    }

    /// The hash in lower-case hexadecimal digits.
    fn hex(self, text: &str) -> String {
        let hash = match self {
            Self::Md5 => Md5::digest(text).to_vec(),
            Self::Sha256 => Sha256::digest(text).to_vec(),
        };
        hash.iter().fold(String::new(), |mut hex, octet| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{octet:02x}");
            hex
        })
    }
}

/// The values of the `WWW-Authenticate` headers, punctuated as recorded: `algorithm` and `stale` are not quoted.
pub(super) fn challenges(challenges: Challenges, nonce: &str, stale: bool) -> Vec<String> {
    let all = Algorithm::offered(challenges).iter().map(|algorithm| {
        let algorithm = algorithm.name();
        format!(
            r#"Digest realm="{REALM}", domain="", nonce="{nonce}", algorithm={algorithm}, qop="auth", stale={stale}"#
        )
    });
    match challenges {
        Challenges::BothInOneHeader => vec![all.collect::<Vec<_>>().join(", ")],
        _ => all.collect(),
    }
}

/// What a client answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub nonce: String,
    /// `nc`.
    pub count: u32,
    username: String,
    realm: String,
    uri: String,
    cnonce: String,
    /// `nc` as it was written.
    count_text: String,
    algorithm: Algorithm,
    response: String,
}

/// Why an answer is refused, for the journal.
pub(super) type Why = &'static str;

impl Answer {
    /// Reads the value of an `Authorization` header behind `Digest `.
    ///
    /// # Errors
    /// Where RFC 7616 §3.4 is not followed in the letter, its quotation marks included.
    pub fn parse(text: &str) -> Result<Self, Why> {
        let mut parameters = parameters(text)?;
        let mut take = |name: &str| parameters.remove(name);
        let mut quoted = |name: &str, missing: Why| match take(name) {
            Some(Written { value, quoted: true }) => Ok(value),
            Some(_) => Err("a parameter that must be quoted is not"),
            None => Err(missing),
        };
        let username = quoted("username", "no username")?;
        let realm = quoted("realm", "no realm")?;
        let nonce = quoted("nonce", "no nonce")?;
        let uri = quoted("uri", "no uri")?;
        let cnonce = quoted("cnonce", "no cnonce")?;
        let response = quoted("response", "no response")?;
        let mut bare = |name: &str, missing: Why| match take(name) {
            Some(Written { value, quoted: false }) => Ok(value),
            Some(_) => Err("a parameter that must not be quoted is"),
            None => Err(missing),
        };
        if bare("qop", "no qop")? != "auth" {
            return Err("a qop that was not offered");
        }
        let count_text = bare("nc", "no nc")?;
        let count = u32::from_str_radix(&count_text, 16).map_err(|_| "nc is no number")?;
        if count_text.len() != 8 || count == 0 {
            return Err("nc is not eight digits from 00000001 on");
        }
        // The official Go client quotes it, against the letter; Atlas accepts that.
        let algorithm = match take("algorithm").map(|written| written.value).as_deref() {
            None | Some("MD5") => Algorithm::Md5,
            Some("SHA-256") => Algorithm::Sha256,
            Some(_) => return Err("an algorithm that was not offered"),
        };
        if take("opaque").is_some() {
            return Err("an opaque that was not offered");
        }
        Ok(Self { nonce, count, username, realm, uri, cnonce, count_text, algorithm, response })
    }

    /// Whether this is the answer of somebody who has the private key, for this very request.
    ///
    /// # Errors
    /// Where it is not.
    pub fn verify(&self, offered: Challenges, method: &str, target: &str) -> Result<(), Why> {
        if !Algorithm::offered(offered).contains(&self.algorithm) {
            return Err("an algorithm that was not offered");
        }
        if self.realm != REALM {
            return Err("another realm");
        }
        if self.uri != target {
            return Err("uri is not the request target");
        }
        if self.username != PUBLIC_KEY {
            return Err("unknown public key");
        }
        let hash = |text: String| self.algorithm.hex(&text);
        let who = hash(format!("{PUBLIC_KEY}:{REALM}:{PRIVATE_KEY}"));
        let what = hash(format!("{method}:{target}"));
        let (nonce, count, cnonce) = (&self.nonce, &self.count_text, &self.cnonce);
        if hash(format!("{who}:{nonce}:{count}:{cnonce}:auth:{what}")) != self.response {
            return Err("wrong response");
        }
        Ok(())
    }
}

/// A parameter's value and whether it stood in quotation marks.
struct Written {
    value: String,
    quoted: bool,
}

/// `name=token` and `name="text"`, separated by commas; names once each, in any case.
fn parameters(text: &str) -> Result<HashMap<String, Written>, Why> {
    let mut found = HashMap::new();
    let mut rest = text.trim_start();
    loop {
        let (name, value) = rest.split_once('=').ok_or("a parameter without =")?;
        let (value, after) = written(value)?;
        if found.insert(name.to_ascii_lowercase(), value).is_some() {
            return Err("a parameter twice");
        }
        match after.trim_start().strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None if after.trim_start().is_empty() => return Ok(found),
            None => return Err("something between two parameters"),
        }
    }
}

/// The value at the beginning of `text`, and what follows it.
fn written(text: &str) -> Result<(Written, &str), Why> {
    let Some(inside) = text.strip_prefix('"') else {
        let (value, after) = text.split_at(text.find([',', ' ', '\t']).unwrap_or(text.len()));
        return Ok((Written { value: value.to_owned(), quoted: false }, after));
    };
    let mut value = String::new();
    let mut characters = inside.chars();
    loop {
        match characters.next().ok_or("a quotation mark that is not closed")? {
            '"' => return Ok((Written { value, quoted: true }, characters.as_str())),
            '\\' => value.push(characters.next().ok_or("a backslash at the end")?),
            character => value.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7616 §3.9.1, its user, realm, password, nonce and so on put through our formula.
    #[test]
    fn the_hashes_are_those_of_the_standard() {
        let response = |algorithm: Algorithm| {
            let who = algorithm.hex("Mufasa:http-auth@example.org:Circle of Life");
            let what = algorithm.hex("GET:/dir/index.html");
            let rest = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth";
            algorithm.hex(&format!("{who}:{rest}:{what}"))
        };
        assert_eq!(response(Algorithm::Md5), "8ca523f5e9506fed4657c9700eebdbec");
        assert_eq!(response(Algorithm::Sha256), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    #[test]
    fn the_letter_is_kept() {
        let right = r#"username="a", realm="r", nonce="n", uri="/", cnonce="c", nc=00000001, qop=auth, response="x""#;
        assert!(Answer::parse(right).is_ok());
        assert!(Answer::parse(&format!("{right}, algorithm=\"MD5\"")).is_ok());
        let wrong = |from: &str, to: &str| Answer::parse(&right.replacen(from, to, 1)).expect_err(to);
        assert_eq!(wrong("nc=00000001", "nc=1"), "nc is not eight digits from 00000001 on");
        assert_eq!(wrong("nc=00000001", "nc=00000000"), "nc is not eight digits from 00000001 on");
        assert_eq!(wrong("nc=00000001", "nc=\"00000001\""), "a parameter that must not be quoted is");
        assert_eq!(wrong("uri=\"/\"", "uri=/"), "a parameter that must be quoted is not");
        assert_eq!(wrong("qop=auth", "qop=auth-int"), "a qop that was not offered");
        assert_eq!(wrong("qop=auth, ", ""), "no qop");
        assert_eq!(wrong("realm=\"r\"", "nonce=\"n\""), "a parameter twice");
        assert_eq!(wrong("response=\"x\"", "response=\"x"), "a quotation mark that is not closed");
        assert_eq!(wrong("nonce=\"n\",", "nonce=\"n\" x"), "something between two parameters");
        for text in ["", ",", "=", "a", "\"", "a=\"\\", "株=\"式\""] {
            assert!(Answer::parse(text).is_err(), "{text:?}");
        }
    }
}
