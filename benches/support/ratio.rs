//! Ratios of two pieces of work that are timed in turns, so that a machine whose speed drifts does not count.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::cast_precision_loss, missing_docs)]

use std::time::{Duration, Instant};

/// Pairs that are timed.
const PAIRS: usize = 31;

fn timed(work: &mut impl FnMut()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints how long `work` takes for each time that `reference` takes: the median over pairs, A B A B, after a warm-up.
/// `count` is how many things one call of either does.
pub fn print(what: &str, count: usize, mut work: impl FnMut(), than: &str, mut reference: impl FnMut()) {
    timed(&mut work);
    timed(&mut reference);
    let pairs: Vec<(f64, f64)> =
        (0..PAIRS).map(|_| (timed(&mut work).as_secs_f64(), timed(&mut reference).as_secs_f64())).collect();
    let ratio = median(pairs.iter().map(|(ours, theirs)| ours / theirs).collect());
    let each = median(pairs.iter().map(|(ours, _)| ours / count as f64 * 1e9).collect());
    println!("{ratio:>8.2} × {than}: {what} ({each:.0} ns each)");
}
