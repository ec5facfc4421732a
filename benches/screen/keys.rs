//! From a key to the last byte of what it draws, and how many bytes that is; only keys that move something are pressed.

use std::time::Duration;

use super::program::{DOWN, PAGE_DOWN, Patience, Program, UP};
use super::runner::Runner;
use super::table::{Measure, Table};
use super::{Bench, TURNS};

/// Between two walks.
const PAUSE: Duration = Duration::from_millis(100);
/// Beyond the last row of the screen, from the first of the list.
const TO_THE_EDGE: usize = 40;
const LINES: usize = 15;
const PAGES: usize = 15;

pub fn measure(bench: &Bench) {
    for (count, rows, is_long) in [(100, "100 rows", false), (1_000_000, "1,000,000 rows", true)] {
        let runners = bench.runners(count);
        let mut table = Table::new(rows, runners.iter().map(|one| one.name));
        for one in std::iter::repeat_n(&runners, TURNS).flatten() {
            let Some(program) = one.at_rest() else { continue };
            let mut walker = Walker { one, program, table: &mut table };
            // less scrolls with every key.
            if is_long && one.name != "less" {
                walker.walk("6", "a move in the page", &DOWN.repeat(5), &[DOWN, UP].repeat(5));
            }
            walker.walk("3, 6", "a scrolled line", &edge(one), &[DOWN].repeat(LINES));
            if is_long {
                walker.walk("4, 6", "page down", "", &[PAGE_DOWN].repeat(PAGES));
                walker.ends();
            }
            let peak = walker.program.peak();
            walker.program.leave(one.quit);
            table.add(Measure::median("10", "peak memory, MiB"), one.name, peak);
        }
        table.print();
    }
}

/// What makes the next key down scroll.
fn edge(one: &Runner) -> String {
    if one.name == "less" { String::new() } else { DOWN.repeat(TO_THE_EDGE) }
}

struct Walker<'bench> {
    one: &'bench Runner,
    program: Program,
    table: &'bench mut Table,
}

impl Walker<'_> {
    /// From the first row, and `before`, these keys one by one. They were all pressed once, so that what they show is there.
    fn walk(&mut self, goal: &'static str, what: &str, before: &str, keys: &[&str]) {
        for warming in [&keys.concat(), ""] {
            self.program.send(self.one.first);
            self.program.settle(PAUSE);
            self.program.send(&format!("{before}{warming}"));
            self.program.settle(PAUSE);
        }
        for key in keys {
            self.press(goal, what, key);
        }
    }

    /// To the last row and back. The first time some have to read the file.
    fn ends(&mut self) {
        self.program.press(self.one.end, Patience::WORK);
        for _ in 0..5 {
            self.program.press(self.one.first, Patience::MOVE);
            self.press("4", "end", self.one.end);
        }
    }

    fn press(&mut self, goal: &'static str, what: &str, key: &str) {
        let Some(redraw) = self.program.press(key, Patience::MOVE) else { return };
        self.table.add(Measure::median(goal, format!("{what}, ms")), self.one.name, redraw.last);
        self.table.add(Measure::median(goal, format!("{what}, bytes")), self.one.name, redraw.bytes);
    }
}
