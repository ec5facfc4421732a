//! Rows on their way to a file: which, in what format, under what name.

use std::path::{Path, PathBuf};

use crate::app::certificates::Certificates;
use crate::app::judge::Judge;
use crate::app::source::{Board, Scope, Source};
use crate::domain::holding::Holding;
use crate::report::Format;

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file, as it was typed; one that is there already is left alone.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// The rows, in the order of the screen.
    pub holdings: Vec<Holding>,
    /// Whether the list that they are from has come whole.
    pub complete: bool,
    /// By what their severity is judged.
    pub judge: Judge,
}

/// More bytes of a name the name of a file does not need; with two names it has to stay below 255.
const LONGEST_NAME: usize = 90;

/// `payments-svc-ledger-2026-11-25T1403Z.csv`: says what is in it and when it was true, and harms no shell.
#[must_use]
pub fn usual_name(pane: &Certificates, judge: Judge) -> String {
    let moment = judge.now.format("%Y-%m-%dT%H%MZ");
    let names = match &pane.source {
        Source::User { owner, .. } => format!("{}-{}", harmless(&owner.project.name), harmless(&owner.user)),
        Source::Board(Board { scope: Scope::Project(project), .. }) => {
            format!("{}-certificates", harmless(&project.name))
        }
        Source::Board(Board { scope: Scope::All, .. }) => "certificates".to_owned(),
    };
    format!("{names}-{moment}.csv")
}

fn harmless(name: &str) -> String {
    let name = name.get(..name.floor_char_boundary(LONGEST_NAME)).unwrap_or(name);
    let is_kept = |place: usize, one: char| one.is_alphanumeric() || (place > 0 && matches!(one, '-' | '.'));
    name.char_indices().map(|(place, one)| if is_kept(place, one) { one } else { '_' }).collect()
}

/// The format that a file's name asks for.
#[must_use]
pub fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    ending.parse().ok().filter(|format| matches!(format, Format::Csv | Format::Json | Format::Ndjson))
}
