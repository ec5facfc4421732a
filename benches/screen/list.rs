//! `list` to a pipe, beside curl that hands the same pages to jq: from the start of the processes to the last line, and to
//! the first; how many lines have the right serial in the right place; and the memory that a list takes.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::program::ms;
use super::runner::{OURS, is_installed};
use super::table::{Measure, Table};
use super::{Bench, home, process, rows};

const PEER: &str = "curl to jq";

pub fn measure(bench: &Bench) {
    let mut names = vec![OURS];
    if is_installed("curl") && is_installed("jq") {
        names.push(PEER);
    }
    let mut table = Table::new("list as CSV", names.iter().copied());
    let cases = [
        ("13", "100,000 rows, ms", 100_000, Duration::ZERO, 3),
        ("14", "100,000 rows at 50 ms a page, ms", 100_000, Duration::from_millis(50), 2),
        ("15", "one page of 500, ms", 500, Duration::ZERO, 15),
    ];
    for (goal, what, count, delay, turns) in cases {
        bench.atlas.delay(delay);
        for name in std::iter::repeat_n(&names, turns).flatten() {
            let written = written(command(bench, name, count));
            table.add(Measure::median(goal, what), name, written.last);
            if count == rows::PAGE {
                table.add(Measure::median(goal, format!("{what}, the first line")), name, written.first);
            } else {
                let exact = written.lines.iter().enumerate().filter(|(row, line)| is_of(line, *row)).count();
                table.add(Measure::median("17", "exact serials, in order, of 100,000"), name, exact as f64);
            }
        }
    }
    bench.atlas.delay(Duration::ZERO);
    for (count, what) in [(500, "500"), (100_000, "100,000"), (1_000_000, "1,000,000")] {
        let peak = peak(command(bench, OURS, count));
        table.add(Measure::median("16", format!("peak memory, {what} rows, MiB")), OURS, peak);
    }
    table.print();
}

fn command(bench: &Bench, name: &str, count: usize) -> Command {
    if name == PEER { curl(bench, count) } else { ours(bench, count) }
}

fn ours(bench: &Bench, count: usize) -> Command {
    let words = bench.atlas.command(count);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).args(["--no-memory", "list", "--output", "csv"]);
    command.envs(home::environment(bench.folder.path()));
    command
}

/// One curl for all pages, over one connection; jq makes columns of them. It need not sign in, as ours must: it would answer
/// a challenge for every page.
fn curl(bench: &Bench, count: usize) -> Command {
    let settings = bench.folder.path().join(format!("curl-{count}"));
    if !settings.exists() {
        std::fs::write(&settings, urls(bench, count)).unwrap();
    }
    let mut command = Command::new("sh");
    command.args(["-c", &pipe(&settings)]);
    command
}

fn pipe(settings: &Path) -> String {
    let columns = "[._id, .subject, .createdAt, .notAfter]";
    format!("curl --silent --config {} | jq --raw-output '.results[] | {columns} | @csv'", settings.display())
}

fn urls(bench: &Bench, count: usize) -> String {
    let list = bench.atlas.open_list(count);
    (1..=count.div_ceil(rows::PAGE)).map(|page| format!("url = \"{list}&pageNum={page}\"\n")).collect()
}

struct Written {
    /// From the start to the first line, in ms.
    first: f64,
    /// From the start to the last line, in ms.
    last: f64,
    /// All but a heading.
    lines: Vec<String>,
}

fn written(mut command: Command) -> Written {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    output.read_line(&mut text).unwrap();
    let first = ms(began.elapsed());
    output.read_to_string(&mut text).unwrap();
    let last = ms(began.elapsed());
    assert!(child.wait().unwrap().success(), "{command:?} failed");
    let lines = text.lines().filter(|line| line.contains(rows::NAME)).map(str::to_owned).collect();
    Written { first, last, lines }
}

fn is_of(line: &str, row: usize) -> bool {
    line.contains(&rows::serial(row).to_string()) && line.contains(&rows::name(row))
}

/// Of all that a program had in memory until its last line, the most, in MiB.
fn peak(mut command: Command) -> f64 {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut output = child.stdout.take().unwrap();
    let (mut buffer, mut peak) = (vec![0; 1 << 16], 0.0);
    while let Ok(1..) = output.read(&mut buffer) {
        peak = process::peak(child.id()).unwrap_or(peak);
    }
    child.wait().unwrap();
    peak
}
