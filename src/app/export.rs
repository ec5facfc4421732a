//! Rows on their way to a file: which, in what format, under what name.

use std::path::{Path, PathBuf};

use crate::app::certificates::Certificates;
use crate::app::judge::Judge;
use crate::domain::certificate::Certificate;
use crate::domain::project::Project;
use crate::report::Format;

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file, as it was typed; one that is there already is left alone.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// Whose certificates they are.
    pub project: Project,
    /// The user's name.
    pub user: Box<str>,
    /// The rows, in the order of the screen.
    pub certificates: Vec<Certificate>,
    /// Whether the list that they are from has come whole.
    pub complete: bool,
    /// By what their severity is judged.
    pub judge: Judge,
}

/// More of a name the name of a file does not need.
const LONGEST_NAME: usize = 60;

/// `payments-svc-ledger-2026-11-25T1403Z.csv`: says what is in it and when it was true, and harms no shell.
#[must_use]
pub fn usual_name(pane: &Certificates, judge: Judge) -> String {
    let moment = judge.now.format("%Y-%m-%dT%H%MZ");
    format!("{}-{}-{moment}.csv", harmless(&pane.project.name), harmless(&pane.user.name))
}

fn harmless(name: &str) -> String {
    let keep = |character: char| if character.is_alphanumeric() { character } else { '_' };
    name.chars().take(LONGEST_NAME).map(|one| if matches!(one, '-' | '.') { one } else { keep(one) }).collect()
}

/// The format that a file's name asks for.
#[must_use]
pub fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    [("csv", Format::Csv), ("json", Format::Json), ("ndjson", Format::Ndjson)]
        .into_iter()
        .find_map(|(name, format)| (name == ending).then_some(format))
}
