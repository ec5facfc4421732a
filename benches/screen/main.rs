//! What a person feels: starts, keys, bytes, floods, idleness and memory of the real program in a pseudo-terminal, beside
//! an empty ratatui program and the peers that are installed, in turns. docs/performance.md tells how to read it.
//!
//! `cargo bench --bench screen` measures; `cargo bench --bench screen -- start down` only what is named so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, missing_docs, clippy::unchecked_time_subtraction)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]

mod floor;
mod program;
mod rows;
mod table;

use std::path::Path;
use std::time::Duration;

use program::{DOWN, END, HOME, PAGE_DOWN, Program};
use rows::Atlas;
use table::Table;

/// Columns and rows of the terminal.
const SIZE: (u16, u16) = (120, 40);
const STARTS: usize = 15;
const KEYS: usize = 150;

/// One who is measured.
struct Runner {
    name: &'static str,
    command: Vec<String>,
    environment: Vec<(String, String)>,
    /// On the screen once the rows are.
    ready: String,
    quit: &'static str,
    end: &'static str,
    first: &'static str,
}

fn main() {
    if std::env::args().any(|word| word == floor::NAME) {
        return floor::run();
    }
    let only: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let wants = |name: &str| only.is_empty() || only.iter().any(|word| name.contains(word.as_str()));
    let folder = tempfile::tempdir().unwrap();
    let atlas = Atlas::start();
    for (count, label) in [(100, "100 rows"), (100_000, "100,000 rows"), (1_000_000, "1,000,000 rows")] {
        let runners = runners(&atlas, folder.path(), count);
        if wants("start") && count == 100_000 {
            starts(&runners);
        }
        if wants("keys") {
            keys(&runners, label);
        }
        if wants("idle") && count == 100 {
            idle(&runners);
        }
        if wants("flood") && count == 100_000 {
            flood(&runners);
        }
    }
    if wants("filter") {
        for count in [100_000, 1_000_000] {
            filter(&runners(&atlas, folder.path(), count), count);
        }
    }
    if wants("loading") {
        loading(&atlas);
    }
}

fn runners(atlas: &Atlas, folder: &Path, count: usize) -> Vec<Runner> {
    let (csv, first) = (rows::csv(folder, count), rows::serial(0).to_string());
    let peer = |name: &'static str, script: String, quit, end, first_key| Runner {
        name,
        command: ["sh", "-c", &format!("exec {script}")].map(str::to_owned).to_vec(),
        environment: Vec::new(),
        ready: first.clone(),
        quit,
        end,
        first: first_key,
    };
    let mut all = vec![
        Runner {
            name: "atlas-certs",
            command: atlas.command(count),
            environment: rows::environment(folder),
            ready: "CN=app-0000000".to_owned(),
            quit: "q",
            end: END,
            first: HOME,
        },
        Runner {
            name: floor::NAME,
            command: vec![std::env::current_exe().unwrap().display().to_string(), floor::NAME.to_owned()],
            environment: Vec::new(),
            ready: "row 0000000".to_owned(),
            quit: "q",
            end: END,
            first: HOME,
        },
        peer("csvlens", format!("csvlens {csv}"), "q", "G", "g"),
        peer("less", format!("less -S {csv}"), "q", "G", "g"),
        peer("fzf", format!("fzf --layout=reverse --bind home:first,end:last < {csv}"), "\x1b", END, HOME),
    ];
    all.retain(|one| !matches!(one.name, "csvlens" | "less" | "fzf") || program::is_installed(one.name));
    all
}

/// From the start of the process to the first text, and to the first row; and from the key that leaves to the end.
fn starts(runners: &[Runner]) {
    let mut table = Table::new("start, ms", runners.iter().map(|one| one.name));
    for round in 0..=STARTS {
        for one in runners {
            let mut program = Program::start(&one.command, &one.environment, SIZE);
            let Some((paint, ready)) = program.wait_for(&one.ready) else { continue };
            let left = program.leave(one.quit);
            // The first start of each only warms the disk's cache.
            if round > 0 {
                table.add("first paint", one.name, paint.as_secs_f64() * 1e3);
                table.add("first row", one.name, ready.as_secs_f64() * 1e3);
                table.add("quit", one.name, left.as_secs_f64() * 1e3);
            }
        }
    }
    table.print();
}

/// From a key to the last byte of what it draws, and how many bytes that is.
fn keys(runners: &[Runner], label: &str) {
    let mut table = Table::new(label, runners.iter().map(|one| one.name));
    for _ in 0..2 {
        for one in runners {
            let mut program = Program::start(&one.command, &one.environment, SIZE);
            if program.wait_for(&one.ready).is_none() {
                continue;
            }
            program.settle();
            let moves =
                [("down in the page", DOWN, 20), ("down, to the edge", DOWN, 20), ("down, scrolling", DOWN, KEYS)];
            for (what, key, count) in moves.into_iter().chain([("page down", PAGE_DOWN, KEYS)]) {
                for _ in 0..count {
                    let Some((took, bytes)) = program.press(key) else { continue };
                    table.add(&format!("{what}, ms"), one.name, took.as_secs_f64() * 1e3);
                    table.add(&format!("{what}, bytes"), one.name, bytes as f64);
                }
            }
            for _ in 0..10 {
                let Some((took, _)) = program.press(one.end) else { continue };
                table.add("end, ms", one.name, took.as_secs_f64() * 1e3);
                program.press(one.first);
            }
            table.add("peak memory, MiB", one.name, program.peak());
            program.leave(one.quit);
        }
    }
    table.print();
}

/// Five seconds in which nothing happens.
fn idle(runners: &[Runner]) {
    let mut table = Table::new("idle, in 5 s", runners.iter().map(|one| one.name));
    for one in runners {
        let mut program = Program::start(&one.command, &one.environment, SIZE);
        if program.wait_for(&one.ready).is_none() {
            continue;
        }
        program.settle();
        program.press(DOWN);
        program.settle();
        let (cpu, wakes) = (program.cpu(), program.switches());
        let bytes = program.listen(Duration::from_secs(5));
        table.add("CPU, ms", one.name, (program.cpu() - cpu).as_secs_f64() * 1e3);
        table.add("wake-ups", one.name, (program.switches() - wakes) as f64);
        table.add("bytes", one.name, bytes as f64);
        program.leave(one.quit);
    }
    table.print();
}

/// Many keys in one write.
fn flood(runners: &[Runner]) {
    let mut table = Table::new("a paste of keys, ms", runners.iter().map(|one| one.name));
    for count in [2_000, 20_000] {
        for one in runners {
            let mut program = Program::start(&one.command, &one.environment, SIZE);
            if program.wait_for(&one.ready).is_none() {
                continue;
            }
            program.settle();
            let (took, bytes) = program.flood(DOWN, count);
            table.add(&format!("{count} downs, ms"), one.name, took.as_secs_f64() * 1e3);
            table.add(&format!("{count} downs, KiB"), one.name, bytes as f64 / 1024.0);
            let row = rows::serial(count).to_string();
            let is_there = program.shows(&row) || program.shows(&format!("CN=app-{count:07}"));
            table.add(&format!("{count} downs, the right row"), one.name, f64::from(u8::from(is_there)));
            program.leave(one.quit);
        }
    }
    table.print();
}

/// Each letter of a filter, where one filters by typing.
fn filter(runners: &[Runner], count: usize) {
    let mut table = Table::new(&format!("filter {count} rows, ms a letter"), runners.iter().map(|one| one.name));
    for one in runners.iter().filter(|one| matches!(one.name, "atlas-certs" | "fzf")) {
        let mut program = Program::start(&one.command, &one.environment, SIZE);
        if program.wait_for(&one.ready).is_none() {
            continue;
        }
        program.settle();
        if one.name == "atlas-certs" {
            // All has to be here before anything can be compared.
            program.send("/c");
            program.wait_until_quiet(Duration::from_secs(3));
            program.send("\x15\r");
            program.settle();
            program.send("/");
            program.settle();
        }
        for _ in 0..3 {
            for letter in ["b", "i", "l", "p", "r", "o", "d"] {
                let Some((took, _)) = program.press_slowly(letter) else { continue };
                table.add("a letter, ms", one.name, took.as_secs_f64() * 1e3);
            }
            program.send("\x15");
            program.wait_until_quiet(Duration::from_millis(500));
        }
        table.add("peak memory, MiB", one.name, program.peak());
        program.leave(if one.name == "fzf" { one.quit } else { "\x03" });
    }
    table.print();
}

/// Keys while pages come at 50 ms each, against the same keys once all is here.
fn loading(atlas: &Atlas) {
    let mut table = Table::new("down, ms", ["while pages come", "when all is here"].into_iter());
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(&atlas.command(100_000), &rows::environment(folder.path()), SIZE);
    let _ = program.wait_for("CN=app-0000000");
    program.settle();
    atlas.delay(Duration::from_millis(50));
    program.send("/app\r");
    for _ in 0..KEYS {
        if let Some((took, _)) = program.press(DOWN) {
            table.add("down, ms", "while pages come", took.as_secs_f64() * 1e3);
        }
    }
    atlas.delay(Duration::ZERO);
    program.wait_until_quiet(Duration::from_secs(3));
    for _ in 0..KEYS {
        if let Some((took, _)) = program.press(DOWN) {
            table.add("down, ms", "when all is here", took.as_secs_f64() * 1e3);
        }
    }
    program.leave("\x03");
    table.print();
}
