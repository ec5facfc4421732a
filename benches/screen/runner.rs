//! Who is measured: ours, an empty ratatui program, and the peers that are installed, all at the same rows.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use atlas_certs::domain::figures;

use super::atlas::Atlas;
use super::program::{END, HOME, Program};
use super::{floor, home, rows};

/// The name of ours.
pub const OURS: &str = "atlas-certs";
/// Programs that others install.
pub const PEERS: [&str; 5] = ["csvlens", "less", "fzf", "curl", "jq"];
/// Once a program has drawn nothing for so long, its start is over.
const STARTED: Duration = Duration::from_millis(300);

pub struct Runner {
    pub name: &'static str,
    command: Vec<String>,
    environment: Vec<(String, String)>,
    /// What is on the screen where a row is.
    pub row: fn(usize) -> String,
    /// Keys.
    pub quit: &'static str,
    pub end: &'static str,
    pub first: &'static str,
}

impl Runner {
    /// Ours, with these words more.
    pub fn ours(atlas: &Atlas, home: &Path, count: usize, words: Vec<String>) -> Self {
        Self {
            name: OURS,
            command: atlas.command(count).into_iter().chain(words).collect(),
            environment: home::environment(home),
            row: rows::name,
            quit: "q",
            end: END,
            first: HOME,
        }
    }

    /// As little as a ratatui program can be.
    fn floor() -> Self {
        let command = vec![std::env::current_exe().unwrap().display().to_string(), floor::NAME.to_owned()];
        Self { name: floor::NAME, command, environment: Vec::new(), row: floor::name, quit: "q", end: END, first: HOME }
    }

    fn peer(name: &'static str, script: &str, (quit, end, first): (&'static str, &'static str, &'static str)) -> Self {
        let command = ["sh", "-c", &format!("exec {script}")].map(str::to_owned).to_vec();
        Self { name, command, environment: Vec::new(), row: |row| rows::serial(row).to_string(), quit, end, first }
    }

    pub fn launch(&self) -> Program {
        Program::start(&self.command, &self.environment)
    }

    /// A start, timed to the first text and to the first row, in ms; nothing where that never comes.
    pub fn start(&self) -> Option<(Program, f64, f64)> {
        let mut program = self.launch();
        let (paint, row) = program.wait_for(&(self.row)(0))?;
        Some((program, paint, row))
    }

    /// A program that has started and come to rest.
    pub fn at_rest(&self) -> Option<Program> {
        let (mut program, ..) = self.start()?;
        program.settle(STARTED);
        Some(program)
    }

    /// A program that has read a list of so many to its end: a filter makes ours do so, one that costs little and lets
    /// nothing pass.
    pub fn with_all(&self, count: usize) -> Option<Program> {
        let mut program = self.at_rest()?;
        if self.name == OURS {
            program.send("/expires<1d\r");
            program.wait_for(&format!("0 of {} match", figures::count(count)))?;
            program.send("\x1b");
        } else {
            program.wait_for(&format!("{count}/{count}"))?;
        }
        program.settle(STARTED);
        Some(program)
    }
}

/// Ours as it comes, without a memory; and whoever else is there.
pub fn all(atlas: &Atlas, folder: &Path, count: usize) -> Vec<Runner> {
    let csv = rows::csv(folder, count);
    let mut all = vec![Runner::ours(atlas, folder, count, vec!["--no-memory".to_owned()]), Runner::floor()];
    let peers = [
        ("csvlens", format!("csvlens -d , {csv}"), ("q", "G", "g")),
        ("less", format!("less -S {csv}"), ("q", "G", "g")),
        (
            "fzf",
            format!("fzf --header-lines=1 --layout=reverse --bind home:first,end:last < {csv}"),
            ("\x1b", END, HOME),
        ),
    ];
    let there = peers.into_iter().filter(|(name, ..)| is_installed(name));
    all.extend(there.map(|(name, script, keys)| Runner::peer(name, &script, keys)));
    all
}

pub fn is_installed(name: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).stdout(Stdio::null()).status();
    found.is_ok_and(|found| found.success())
}
