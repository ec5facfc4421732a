//! What the query of a request says.

use super::trouble::Trouble;

/// How an answer is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// With blanks and line ends, for people.
    pub pretty: bool,
    /// Always as 200, with the true status in the body, for clients that see only bodies.
    pub envelope: bool,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// `pageNum`, from 1.
    pub page: u64,
    /// `itemsPerPage`, 1 to 500.
    pub size: u64,
    /// `includeCount`.
    pub count: bool,
}

/// The last value of a parameter, decoded.
pub(super) fn value(query: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name).last().map(|(_, value)| value.into())
}

impl Style {
    /// Anything but `true` is false, as Java's `Boolean.valueOf` has it.
    pub fn of(query: &str) -> Self {
        let is_true = |name| value(query, name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        Self { pretty: is_true("pretty"), envelope: is_true("envelope") }
    }
}

impl Window {
    /// # Errors
    /// 400 where a number is no number or out of range.
    pub fn of(query: &str) -> Result<Self, Trouble> {
        Ok(Self {
            page: number(query, "pageNum", 1, u64::from(u32::MAX >> 1))?,
            size: number(query, "itemsPerPage", 100, 500)?,
            count: value(query, "includeCount").is_none_or(|value| value.eq_ignore_ascii_case("true")),
        })
    }

    /// How many items stand before this page.
    pub fn first(self) -> u64 {
        (self.page - 1) * self.size
    }
}

/// A whole number from 1 to `most`.
fn number(query: &str, name: &'static str, default: u64, most: u64) -> Result<u64, Trouble> {
    match value(query, name) {
        None => Ok(default),
        Some(text) => match text.parse() {
            Ok(number) if (1..=most).contains(&number) => Ok(number),
            _ => Err(Trouble::parameter(name, &text, most)),
        },
    }
}
