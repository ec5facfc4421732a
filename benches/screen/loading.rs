//! Keys while pages come: how long the row under the cursor takes, and whether a held key ever waits for one.

use std::time::{Duration, Instant};

use super::program::{DOWN, PAGE_DOWN, Program};
use super::runner::Runner;
use super::table::{Measure, Table};
use super::{Bench, rows};

/// Between two keys of one that is held, 30 a second.
const REPEAT: Duration = Duration::from_millis(33);
const LONG: usize = 1_000_000;

pub fn measure(bench: &Bench) {
    while_loading(bench);
    held(bench);
}

/// The same keys while a filter reads a long list at 50 ms a page, and once it has been read: from the key to when the
/// detail shows the next row.
fn while_loading(bench: &Bench) {
    const KEYS: usize = 150;
    let [coming, here] = ["while pages come", "when all are here"];
    let mut table = Table::new("1,000,000 rows, ms", [coming, here]);
    let Some(mut program) = bench.runners(LONG)[0].at_rest() else { return };
    bench.atlas.delay(Duration::from_millis(50));
    program.send("/app\r");
    for (when, from) in [(coming, 0), (here, KEYS)] {
        for row in from + 1..=from + KEYS {
            let due = Instant::now() + REPEAT;
            let late = due + Duration::from_secs(5);
            if let Some(took) = program.press_until(DOWN, &rows::hex(row), late) {
                table.add(Measure::median("5", "a row down"), when, took);
                table.add(Measure::p99("5", "a row down"), when, took);
            }
            program.listen(due.saturating_duration_since(Instant::now()));
        }
        bench.atlas.delay(Duration::ZERO);
        program.wait_for("1,000,000 of 1,000,000 match");
        program.settle(Duration::from_millis(500));
    }
    program.leave("\x03");
    table.print();
}

/// A key that repeats, with pages that take 150 ms each: a key has waited where the detail does not show its row
/// when the next key comes.
fn held(bench: &Bench) {
    let ours = &bench.runners(LONG)[0];
    let mut table = Table::new("held, 150 ms a page", [ours.name]);
    // Down, over the end of the first page; and in steps of a screen, over many.
    for (what, key, before, count) in [("down", DOWN, rows::PAGE - 100, 200), ("page down", PAGE_DOWN, 0, 90)] {
        let Some((mut program, step)) = ready_to_hold(bench, ours, key, before) else { continue };
        bench.atlas.delay(Duration::from_millis(150));
        let mut waited = 0;
        for press in 1..=count {
            let due = Instant::now() + REPEAT;
            let row = before + (press + 1) * step;
            waited += usize::from(program.press_until(key, &rows::hex(row), due).is_none());
            program.listen(due.saturating_duration_since(Instant::now()));
        }
        bench.atlas.delay(Duration::ZERO);
        let what = format!("{what}: keys of {count} that waited");
        table.add(Measure::median("5", what), ours.name, waited as f64);
        program.leave(ours.quit);
    }
    table.print();
}

/// One whose cursor stands one key beyond the row `before`; and how many rows that key went.
fn ready_to_hold(bench: &Bench, ours: &Runner, key: &str, before: usize) -> Option<(Program, usize)> {
    bench.atlas.delay(Duration::ZERO);
    let mut program = ours.at_rest()?;
    program.send(&format!("{}{key}", DOWN.repeat(before)));
    program.settle(Duration::from_millis(500));
    let step = (1..rows::PAGE).find(|step| program.shows(&rows::hex(before + step)))?;
    Some((program, step))
}
