//! Projects (the API calls them groups) and the organisations that hold them.

use std::fmt;

use chrono::{DateTime, Utc};

/// The id of a project: 24 hexadecimal digits in lower case (`^[a-f0-9]{24}$` in Atlas's specification). What a server
/// sent is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectId(Box<str>);

impl ProjectId {
    /// An id as a server or a person wrote it.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text, for a URL or for output.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// A project that the credentials can see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its name, unique within its organisation only.
    pub name: Box<str>,
    /// The organisation's id.
    pub organisation: Option<Box<str>>,
    /// How many clusters it has.
    pub clusters: Option<u64>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
}

/// An organisation, for the name beside its projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: Box<str>,
    /// Its name.
    pub name: Box<str>,
}
