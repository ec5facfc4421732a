//! From each letter of a filter to the last byte that it draws, once all rows are there; and the memory that they take.
//! An age on the screen that changes its text right after a letter counts as drawn by it.

use std::time::Duration;

use super::Bench;
use super::program::{Patience, Program};
use super::runner::{OURS, Runner};
use super::table::{Measure, Table};

const LETTERS: [&str; 7] = ["b", "i", "l", "p", "r", "o", "d"];
/// Times that all letters are typed.
const WORDS: usize = 3;
const CLEAR_LINE: &str = "\x15";

/// fzf is the peer that filters with every letter.
pub fn measure(bench: &Bench) {
    for (count, rows) in [(100_000, "100,000 rows"), (1_000_000, "1,000,000 rows")] {
        let mut runners = bench.runners(count);
        runners.retain(|one| matches!(one.name, OURS | "fzf"));
        let mut table = Table::new(rows, runners.iter().map(|one| one.name));
        let mut typists: Vec<_> = runners.iter().filter_map(|one| Some((one, typist(one, count)?))).collect();
        for (one, program) in &typists {
            table.add(Measure::median("10", "peak memory once all is read, MiB"), one.name, program.peak());
        }
        for _ in 0..WORDS {
            for (one, program) in &mut typists {
                word(one, program, &mut table);
            }
        }
        table.print();
    }
}

/// A program in which letters are those of a filter.
fn typist(one: &Runner, count: usize) -> Option<Program> {
    let mut program = one.with_all(count)?;
    if one.name == OURS {
        program.press("/", Patience::MOVE);
    }
    Some(program)
}

fn word(one: &Runner, program: &mut Program, table: &mut Table) {
    for letter in LETTERS {
        let Some(redraw) = program.press(letter, Patience::WORK) else { continue };
        table.add(Measure::median("7", "a letter of a filter, ms"), one.name, redraw.last);
        table.add(Measure::worst("7", "a letter of a filter, ms"), one.name, redraw.last);
    }
    program.send(CLEAR_LINE);
    program.settle(Duration::from_millis(250));
}
