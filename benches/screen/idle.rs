//! Five seconds in which nothing happens, a second after the last redraw, for all at once; and the memory of 1,000 rows.

use std::time::Duration;

use super::Bench;
use super::process::Usage;
use super::program::{DOWN, Patience, Program, ms};
use super::table::{Measure, Table};

const REST: Duration = Duration::from_secs(5);

pub fn measure(bench: &Bench) {
    let runners = bench.runners(1_000);
    let mut table = Table::new("1,000 rows, 5 s without a key", runners.iter().map(|one| one.name));
    let mut resting: Vec<_> = runners.iter().filter_map(|one| Some((one, at_rest(one.at_rest()?)))).collect();
    let before: Vec<_> = resting.iter_mut().map(|(_, program)| used(program, Duration::ZERO).0).collect();
    let mut rest = REST;
    for ((one, mut program), before) in resting.into_iter().zip(before) {
        // They rest together: what the others wrote meanwhile has been kept.
        let (now, bytes) = used(&mut program, std::mem::take(&mut rest));
        let (ran, slept) = now.since(&before);
        let mut tell = |goal, what, figure| table.add(Measure::median(goal, what), one.name, figure);
        tell("9", "processor, ms", ms(ran));
        tell("9", "wake-ups", slept as f64);
        tell("9", "bytes", bytes as f64);
        tell("10", "peak memory, MiB", program.peak());
        program.leave(one.quit);
    }
    table.print();
}

fn at_rest(mut program: Program) -> Program {
    program.press(DOWN, Patience::MOVE);
    program.settle(Duration::from_secs(1));
    program
}

/// How many bytes a program writes in so long a time, and what it has used by then.
fn used(program: &mut Program, time: Duration) -> (Usage, usize) {
    let bytes = program.listen(time);
    (Usage::of(program.process()), bytes)
}
