//! Many keys in one write: from the first byte written to the last that draws, and whether the right row is there then.

use super::program::{DOWN, Patience};
use super::table::{Measure, Table};
use super::{Bench, TURNS};

pub fn measure(bench: &Bench) {
    let runners = bench.runners(100_000);
    let mut table = Table::new("a paste, 100,000 rows", runners.iter().map(|one| one.name));
    for (count, keys) in [(2_000, "2,000 downs"), (20_000, "20,000 downs")] {
        // The goal is against less; others take many seconds for the longer one.
        let paste = runners.iter().filter(|one| count == 2_000 || !matches!(one.name, "csvlens" | "fzf"));
        for one in std::iter::repeat_n(paste, TURNS).flatten() {
            let Some(mut program) = one.at_rest() else { continue };
            let Some(redraw) = program.press(&DOWN.repeat(count), Patience::WORK) else { continue };
            let is_there = program.shows(&(one.row)(count));
            let mut tell = |what, figure| table.add(Measure::median("8", format!("{keys}, {what}")), one.name, figure);
            tell("ms", redraw.last);
            tell("KiB", redraw.bytes / 1024.0);
            tell("the right row", f64::from(u8::from(is_there)));
            program.leave(one.quit);
        }
    }
    table.print();
}
