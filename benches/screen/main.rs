//! What a person feels: the real program in a pseudo-terminal, or with its output in a pipe, beside an empty ratatui program
//! and the peers that are installed, in turns. It prints rows with the numbers of the goals in docs/performance.md.
//!
//! `cargo bench --bench screen` measures all, `cargo bench --bench screen -- starts keys` only these parts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, missing_docs, clippy::unchecked_time_subtraction)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]

mod answers;
mod atlas;
mod filter;
mod flood;
mod floor;
mod home;
mod idle;
mod keys;
mod list;
mod loading;
mod process;
mod program;
mod rows;
mod runner;
mod sort;
mod starts;
mod table;

use std::time::Instant;

use atlas::Atlas;
use runner::Runner;
use tempfile::TempDir;

/// What is timed many times is timed in so many turns of everybody, A B A B.
const TURNS: usize = 2;

/// What all parts share.
struct Bench {
    atlas: Atlas,
    folder: TempDir,
}

impl Bench {
    /// Everybody, at so many rows.
    fn runners(&self, count: usize) -> Vec<Runner> {
        runner::all(&self.atlas, self.folder.path(), count)
    }
}

/// Measures, and prints.
type Part = fn(&Bench);

const PARTS: [(&str, Part); 8] = [
    ("starts", starts::measure),
    ("keys", keys::measure),
    ("idle", idle::measure),
    ("flood", flood::measure),
    ("filter", filter::measure),
    ("sort", sort::measure),
    ("loading", loading::measure),
    ("list", list::measure),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if words.iter().any(|word| word == floor::NAME) {
        return floor::run();
    }
    for peer in runner::PEERS.into_iter().filter(|peer| !runner::is_installed(peer)) {
        println!("{peer} is not installed: left out");
    }
    let bench = Bench { atlas: Atlas::start(), folder: tempfile::tempdir().unwrap() };
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.starts_with(word.as_str()));
    for (name, measure) in PARTS.into_iter().filter(|(name, _)| wanted(name)) {
        let began = Instant::now();
        measure(&bench);
        println!("\n{name} took {:.0} s", began.elapsed().as_secs_f64());
    }
}
