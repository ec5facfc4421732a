//! From the start of the process to the first text and to the first row; and from the key that leaves to its end.

use std::time::Duration;

use super::runner::{OURS, Runner};
use super::table::{Measure, Table};
use super::{Bench, home};

const STARTS: usize = 15;
/// Longer than anybody waits for a page.
const NEVER: Duration = Duration::from_mins(1);

/// Ours finds 100 profiles and a memory of 1,000,000 certificates, and asks for a list of 100,000; the peers read a file of
/// as many.
pub fn measure(bench: &Bench) {
    let folder = bench.folder.path();
    let mut runners = bench.runners(100_000);
    runners[0] = Runner::ours(&bench.atlas, folder, 100_000, home::full());
    let mut table = Table::new("ms, 100,000 rows", runners.iter().map(|one| one.name));
    for turn in 0..=STARTS {
        for one in &runners {
            let Some((program, paint, row)) = one.start() else { continue };
            let left = program.leave(one.quit);
            // The first start of each only warms the disk's cache.
            if turn > 0 {
                table.add(Measure::median("1", "first text"), one.name, paint);
                table.add(Measure::median("2", "first row"), one.name, row);
                if let Some(left) = left {
                    table.add(Measure::median("12", "quit"), one.name, left);
                }
            }
        }
        if let Some(left) = quit_in_a_request(bench, &runners[0]).filter(|_| turn > 0) {
            table.add(Measure::median("12", "quit while the first page is asked for"), OURS, left);
        }
    }
    table.print();
}

fn quit_in_a_request(bench: &Bench, ours: &Runner) -> Option<f64> {
    bench.atlas.delay(NEVER);
    let mut program = ours.launch();
    let asked = program.wait_for("Certificates of");
    let left = program.leave(ours.quit);
    bench.atlas.delay(Duration::ZERO);
    asked.and(left)
}
