//! The keys of terms: what can stand before a `:` or a `<`.

use super::time::Order;
use crate::domain::subject::{self, Name};

/// What a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// `severity`, `state`.
    Severity,
    /// `expires`, `left`, `notafter`.
    Expires,
    /// `created`.
    Created,
    /// `serial`.
    Serial,
    /// `subject`.
    Subject,
    /// `project`.
    Project,
    /// `user`.
    User,
    /// `listed`.
    Listed,
    /// `re`.
    Regex,
    /// An attribute type of a subject.
    Attribute(&'static Name),
}

/// What stands between a key and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `:`
    Colon,
    /// `=`
    Equals,
    /// `<`, `<=`, `>` or `>=`
    Ordered(Order),
}

/// Keys that are none of a subject's attribute types, in lower case.
const KEYS: [(&str, Field); 11] = [
    ("severity", Field::Severity),
    ("state", Field::Severity),
    ("expires", Field::Expires),
    ("left", Field::Expires),
    ("notafter", Field::Expires),
    ("created", Field::Created),
    ("serial", Field::Serial),
    ("subject", Field::Subject),
    ("project", Field::Project),
    ("user", Field::User),
    ("listed", Field::Listed),
];

/// The least that must be typed of a key: two letters are too often something else.
const SHORTEST: usize = 3;

impl Field {
    fn find(key: &str) -> Option<Self> {
        if let Some(name) = subject::find_name(key) {
            return Some(Self::Attribute(name));
        }
        if key.eq_ignore_ascii_case("re") {
            return Some(Self::Regex);
        }
        // As `not-after` in words, `not_after` in JSON.
        let key = key.replace(['-', '_'], "").to_ascii_lowercase();
        let begins = |(whole, _): &&(&str, Self)| key.len() >= SHORTEST && whole.starts_with(&*key);
        KEYS.iter().find(begins).map(|(_, field)| *field)
    }

    /// Whether a key with this sign is a term at all. `cn=` is how a subject writes it, and a single letter before a `<`
    /// says little.
    fn takes(self, sign: Sign) -> bool {
        match self {
            Self::Attribute(_) | Self::Regex => sign == Sign::Colon,
            Self::Severity
            | Self::Expires
            | Self::Created
            | Self::Serial
            | Self::Subject
            | Self::Project
            | Self::User
            | Self::Listed => true,
        }
    }

    /// Whether a term with this sign can be right.
    pub(super) fn fits(self, sign: Sign) -> bool {
        let is_ordered = matches!(sign, Sign::Ordered(_));
        self.takes(sign) && (!is_ordered || matches!(self, Self::Expires | Self::Created))
    }

    /// How to write it, as the end of a sentence.
    pub(super) fn how(self) -> &'static str {
        match self {
            Self::Severity => "write severity:critical or severity:critical,soon",
            Self::Expires => "write expires<30d or expires<2027-01-31",
            Self::Created => "write created<30d or created>2026-01-31",
            Self::Serial => "write serial:4B65FD or serial:5433027",
            Self::Subject => "write subject:ledger or subject:\"acme retail\"",
            Self::Project => "write project:payments",
            Self::User => "write user:ledger or user:\"two words\"",
            Self::Listed => "write listed:no for what Atlas no longer lists, or listed:yes",
            Self::Regex => "write re:ledger-[0-9]+ or /ledger-[0-9]+/",
            Self::Attribute(_) => "write cn:ledger or cn:\"two words\", with no blank behind the colon",
        }
    }

    /// What a value is that it can have.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Expires | Self::Created => "span or date",
            Self::Serial => "serial",
            Self::Listed => "yes or no",
            Self::Subject | Self::Project | Self::User | Self::Regex | Self::Attribute(_) => "text",
        }
    }
}

/// Splits the key and the sign off a text: what the key means, the sign, and how many bytes both are. `None` where the
/// text does not begin with a term. Only before a `<` or `>` that fits may blanks stand: `expires < 30d`.
pub(super) fn split(text: &str) -> Option<(Field, Sign, usize)> {
    let word = text.split(char::is_whitespace).next()?;
    let key = word.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')).next()?;
    let behind = text.get(key.len()..)?;
    let close = behind.trim_start();
    let (sign, length) = sign(close)?;
    let is_apart = close.len() < behind.len();
    let may_be_apart = |field: &Field| matches!(sign, Sign::Ordered(_)) && field.fits(sign);
    let field = Field::find(key).filter(|field| field.takes(sign) && (!is_apart || may_be_apart(field)))?;
    if is_octets(word) { None } else { Some((field, sign, text.len() - close.len() + length)) }
}

/// The key that was most likely meant where a text begins with one that there is not, and that one: `sevrity:soon`. Its
/// first letter is right, and what is no letter makes it something else: `4B:65`, `10.0.0.1:80`.
pub(super) fn near_miss(text: &str) -> Option<(&str, &'static str)> {
    let key = text.split(|c: char| !c.is_ascii_alphabetic() && !matches!(c, '-' | '_')).next()?;
    if !matches!(sign(text.get(key.len()..)?)?, (Sign::Colon | Sign::Ordered(_), _)) {
        return None;
    }
    let typed = key.replace(['-', '_'], "").to_ascii_lowercase();
    let is_near = |whole: &&&str| {
        let differs = strsim::osa_distance(whole, &typed);
        let is_longer = whole.len() >= 6 && typed.starts_with(**whole);
        whole.get(..1) == typed.get(..1) && (is_longer || differs <= (whole.len() / 3).min(2))
    };
    let wholes: Vec<&'static str> = KEYS.iter().map(|(whole, _)| *whole).collect();
    let nearest = wholes.iter().filter(is_near).min_by_key(|whole| strsim::osa_distance(whole, &typed))?;
    Some((key, nearest))
}

fn sign(text: &str) -> Option<(Sign, usize)> {
    let mut characters = text.chars();
    match (characters.next()?, characters.next()) {
        ('<', Some('=')) => Some((Sign::Ordered(Order::AtMost), 2)),
        ('>', Some('=')) => Some((Sign::Ordered(Order::AtLeast), 2)),
        ('<', _) => Some((Sign::Ordered(Order::Below), 1)),
        ('>', _) => Some((Sign::Ordered(Order::Above), 1)),
        (':', _) => Some((Sign::Colon, 1)),
        ('=', _) => Some((Sign::Equals, 1)),
        _ => None,
    }
}

/// Whether a word is a serial with colons, perhaps half typed. `DC:4B:65` is one, though `DC` is an attribute type; what
/// has but one colon is not.
fn is_octets(word: &str) -> bool {
    let octets = word.split(':');
    let is_octet = |octet: &str| octet.len() == 2 && octet.bytes().all(|byte| byte.is_ascii_hexdigit());
    let whole = octets.clone().take_while(|octet| is_octet(octet)).count();
    let rest = octets.skip(whole).collect::<Vec<_>>();
    let half = match rest.as_slice() {
        [] => true,
        [last] => last.len() < 2 && last.bytes().all(|byte| byte.is_ascii_hexdigit()),
        _ => false,
    };
    half && whole + rest.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_in_every_spelling() {
        let field = |word| split(word).map(|(field, _, length)| (field, length));
        assert_eq!(field("sev:x"), Some((Field::Severity, 4)));
        assert_eq!(field("STATE:x"), Some((Field::Severity, 6)));
        for word in ["expires<1d", "exp<1d", "left<1d", "notAfter<1d", "not-after<1d", "not_after<1d"] {
            assert!(matches!(field(word), Some((Field::Expires, _))), "{word}");
        }
        for word in ["cn:x", "OU:x", "emailAddress:x", "E:x", "2.5.4.3:x", "0.9.2342.19200300.100.1.25:x"] {
            assert!(matches!(field(word), Some((Field::Attribute(_), _))), "{word}");
        }
        assert_eq!(split("created>=2026").map(|(_, sign, _)| sign), Some(Sign::Ordered(Order::AtLeast)));
        assert_eq!(split("serial=4B65").map(|(field, sign, _)| (field, sign)), Some((Field::Serial, Sign::Equals)));
    }

    #[test]
    fn a_key_that_there_is_not_is_near_one_or_none() {
        for (text, key) in [
            ("sevrity:critical", "severity"),
            ("severtiy:x", "severity"),
            ("severityy:x", "severity"),
            ("expire:x", "expires"),
            ("exipres<30d", "expires"),
            ("creatd>2026", "created"),
            ("seral:4b", "serial"),
            ("subjectdn:x", "subject"),
            ("not-aftr<2027", "notafter"),
        ] {
            assert!(near_miss(text).is_some_and(|(_, near)| near == key) || split(text).is_some(), "{text}");
        }
        let texts = [
            "4B:65",
            "arn:aws:iam::1:role/x",
            "12:30",
            "https://x",
            "host:27017",
            "service:8080",
            "object:x",
            "red:team",
            "DC:4B:65",
            "server:80",
            "secret:x",
            "test:1",
            "10.0.0.1:80",
            "severity",
            "sevrity",
            "urn:x",
        ];
        for text in texts {
            assert_eq!(near_miss(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_term_is_a_word() {
        for word in [
            "foo:bar",
            "host:27017",
            "CN=a:b",
            "cn=ledger",
            "c<3",
            "re<x",
            "10.0.0.1:80",
            "https://x",
            "ex:x",
            ":x",
            "severity",
            "DC:4B:65",
            "severity < soon",
            "serial : 4b",
            "a <b",
            "dc:4b:",
        ] {
            assert_eq!(split(word), None, "{word}");
        }
        assert!(split("dc:4b").is_some() && split("dc:example").is_some() && split("dc:4b:xy").is_some());
    }
}
