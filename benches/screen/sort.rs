//! From the key that sorts a list of 1,000,000 that is all there, to the last byte that it draws; and to the first, before
//! which no other key is answered.

use std::hint::black_box;
use std::time::Instant;

use super::program::{Patience, ms};
use super::runner::OURS;
use super::table::{Measure, Table};
use super::{Bench, rows};

const ROWS: usize = 1_000_000;
const SORTS: usize = 5;
const BARE: &str = "the bare keys, sorted";
const MENU: &str = "s";
const BY_THE_END: &str = "n";
const AS_LISTED: &str = "l";

pub fn measure(bench: &Bench) {
    let mut table = Table::new("ms, 1,000,000 rows", [OURS, BARE]);
    let Some(mut program) = bench.runners(ROWS)[0].with_all(ROWS) else { return };
    let listed: Vec<i64> = (0..ROWS).map(|row| rows::ends(row).timestamp()).collect();
    for _ in 0..SORTS {
        let mut keys = listed.clone();
        let began = Instant::now();
        keys.sort_unstable();
        let bare = ms(began.elapsed());
        black_box(keys);
        table.add(Measure::median("11", "sort by not after"), BARE, bare);
        program.press(MENU, Patience::MOVE);
        let Some(redraw) = program.press(BY_THE_END, Patience::WORK) else { continue };
        table.add(Measure::median("11", "sort by not after"), OURS, redraw.last);
        table.add(Measure::worst("11", "until the screen answers"), OURS, redraw.first);
        program.press(MENU, Patience::MOVE);
        program.press(AS_LISTED, Patience::WORK);
    }
    program.leave("\x03");
    table.print();
}
