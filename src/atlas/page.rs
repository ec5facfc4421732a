//! One page of a list: what was asked for, what came.

use std::num::NonZeroU32;

use chrono::{DateTime, Utc};

/// How many items a page has: 1 to 500 (Atlas's `itemsPerPage`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(u16);

/// Why a number is no page size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a page has 1 to 500 items")]
pub struct NotAPageSize;

impl PageSize {
    /// The most that Atlas gives: fewest requests.
    pub const MAX: Self = Self(500);

    /// # Errors
    /// Outside 1 to 500.
    pub const fn new(items: u16) -> Result<Self, NotAPageSize> {
        if 1 <= items && items <= Self::MAX.0 { Ok(Self(items)) } else { Err(NotAPageSize) }
    }

    /// The number of items.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl std::str::FromStr for PageSize {
    type Err = NotAPageSize;

    fn from_str(text: &str) -> Result<Self, NotAPageSize> {
        text.parse().map_err(|_| NotAPageSize).and_then(Self::new)
    }
}

/// Which page of a list: Atlas's `pageNum`, from 1.
pub type PageNumber = NonZeroU32;

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the server's order.
    pub items: Vec<T>,
    /// The server's `totalCount`: an estimate, now and then too high, and absent where it was not asked for.
    pub total: Option<u64>,
    /// Whether the answer had a `next` link. Where it has none the list ends, whatever `total` says.
    pub has_next: bool,
    /// The `Date` header: the server's clock, to the second.
    pub server_time: Option<DateTime<Utc>>,
}

impl<T> Page<T> {
    /// A list without anything.
    #[must_use]
    pub fn nothing() -> Self {
        Self { items: Vec::new(), total: Some(0), has_next: false, server_time: None }
    }

    /// The same page of what `change` makes of its items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, total, has_next, server_time } = self;
        Page { items: items.into_iter().map(change).collect(), total, has_next, server_time }
    }
}
