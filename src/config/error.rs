//! What can be wrong with settings and credentials: each a line that says what, where, and what to do.

use std::path::{Path, PathBuf};

use crate::config::keyring::Silence;
use crate::domain::printable::Printable;

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A file is there, but cannot be read.
    #[error("cannot read {}: {why}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A file can be read, but not understood.
    #[error("{}, line {line}, column {column}: {why}", .path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong there.
        why: String,
    },
    /// A value makes no sense.
    #[error("{source_name}: {why}")]
    Value {
        /// Where it was given: a variable, or a file and its key.
        source_name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A profile was named that nobody has.
    #[error("no profile is called “{name}”{near}: profiles stand in {}", .path.display())]
    NoSuchProfile {
        /// The name.
        name: String,
        /// `; there are …`, or nothing.
        near: String,
        /// Where ours would stand.
        path: PathBuf,
    },
    /// One half of a pair is missing.
    #[error("{there} is set, but {missing} is not: both are needed to sign in")]
    HalfAPair {
        /// The half that is there, and where.
        there: String,
        /// The one that is not.
        missing: String,
    },
    /// Nothing to sign in with.
    #[error(
        "no credentials: set MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY (or MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET), or write a profile into {}; --demo needs none", .path.display()
    )]
    NoCredentials {
        /// Where a profile could stand.
        path: PathBuf,
    },
    /// All profiles are wanted, and there is none to sign in with.
    #[error("there is no profile to sign in with, for {} has none, and the Atlas CLI none that others can use", .path.display())]
    NoProfiles {
        /// Where ours would stand.
        path: PathBuf,
    },
    /// Several profiles, none of which is the usual one.
    #[error(
        "there are several profiles ({names}), and none is the usual one: name one with --profile, take --all-profiles, or write profile = \"NAME\" into {}", .path.display()
    )]
    NoUsualProfile {
        /// What they are called.
        names: String,
        /// Our own file.
        path: PathBuf,
    },
    /// A profile of the Atlas CLI that holds nothing to sign in with.
    #[error(
        "profile “{profile}” of the Atlas CLI ({}) {why}", .path.display()
    )]
    UnusableCliProfile {
        /// The profile.
        profile: String,
        /// The CLI's file.
        path: PathBuf,
        /// Why, and what to do instead.
        why: &'static str,
    },
    /// A command that should print a secret did not.
    #[error("{source_name}: the command {why}")]
    SecretCommand {
        /// The profile and its key.
        source_name: String,
        /// What became of it.
        why: String,
    },
    /// The system's keyring did not give a secret.
    #[error("{source_name}: {why}; {advice}")]
    Keyring {
        /// The profile, and the entry that was looked for.
        source_name: String,
        /// What became of it.
        why: Silence,
        /// What to do.
        advice: String,
    },
    /// A file would be written where one is.
    #[error("{} is there already: it stays as it is", .path.display())]
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {why}", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// Others can read a file that holds a secret.
    #[error("{} holds a secret that others can read: chmod 600 {}", .path.display(), .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
}

impl ConfigError {
    /// Whether it was said on the command line, and makes no sense wherever it is run.
    #[must_use]
    pub fn is_of_the_command_line(&self) -> bool {
        matches!(self, Self::Value { source_name, .. } if source_name.starts_with("--"))
    }

    /// A value of `source_name` makes no sense.
    pub(crate) fn value(source_name: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Value { source_name: source_name.into(), why: why.to_string() }
    }

    /// A TOML document could not be understood.
    pub(super) fn of_toml(path: &Path, text: &str, why: &toml::de::Error) -> Self {
        let at = why.span().map_or(0, |span| span.start);
        Self::at(path, text, at, &nearest_named(&without_values(why.message())))
    }

    /// Something is wrong at a byte of a file's text.
    pub(super) fn at(path: &Path, text: &str, byte: usize, why: &dyn std::fmt::Display) -> Self {
        let before = text.get(..byte.min(text.len())).unwrap_or_default();
        let (line_start, line) = (before.rfind('\n').map_or(0, |end| end + 1), before.matches('\n').count() + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Self::Syntax { path: path.to_owned(), line, column, why: Printable::new(&why.to_string()).to_string() }
    }
}

/// Names that have less in common are no slips of one another.
const NEAR: f64 = 0.75;

/// Of a key that is none, the nearest that is one, in the stead of all that are. What is near none, or has a digit, which no
/// key of ours has, may be a secret in the wrong place: it is not told.
fn nearest_named(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (Some(written), true) = (names.first(), message.starts_with("unknown field")) else {
        return message.to_owned();
    };
    let nearness = |name: &&&str| strsim::jaro_winkler(written, name);
    let nearest = names.iter().skip(1).max_by(|one, other| nearness(one).total_cmp(&nearness(other)));
    let may_be_told = !written.contains(|one: char| one.is_ascii_digit());
    nearest.filter(|nearest| may_be_told && nearness(nearest) >= NEAR).map_or_else(
        || "a key that is none, and that is not told here, for it may be a secret".to_owned(),
        |nearest| format!("unknown key `{written}`: the nearest is `{nearest}`"),
    )
}

/// What was wrong with a value must not tell the value: it may be a secret that lacks its quotes.
fn without_values(message: &str) -> String {
    let is_about_a_value = message.starts_with("invalid type") || message.starts_with("invalid value");
    let hidden = |(place, part): (usize, &str)| if is_about_a_value && place % 2 == 1 { "…" } else { part }.to_owned();
    let told: Vec<String> = message.split('`').enumerate().map(hidden).collect();
    let mut told = told.join("`").replace(" `…`", "");
    // A text is told in its own quotes, and may have some.
    if let (true, Some(from), Some(to)) = (is_about_a_value, told.find(" \""), told.rfind('"')) {
        told.replace_range(from..=to, "");
    }
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}
