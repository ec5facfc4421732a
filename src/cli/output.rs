//! Standard output, for a report: rows as they come, and an end that says whether that is all.

use std::io::{self, BufWriter, StdoutLock};

use crate::atlas::walk::Walk;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::domain::printable::Alphabet;
use crate::report::{End, Format, Record, Report};

/// Enough for a page of certificates, so that a page is few writes.
const BUFFER: usize = 128 * 1024;

/// The report of a command.
pub(super) fn report(format: Format, alphabet: Alphabet) -> Report<BufWriter<StdoutLock<'static>>> {
    Report::new(format, alphabet, BufWriter::with_capacity(BUFFER, io::stdout().lock()))
}

/// Writes a whole list as it comes. One that breaks off is ended as such, so that it never looks complete.
pub(super) async fn write_all<T: 'static, R: Record>(
    mut walk: Walk<'_, T>,
    format: Format,
    alphabet: Alphabet,
    record: impl Fn(&T) -> R,
) -> Result<(), Failure> {
    let mut report = report(format, alphabet);
    let mut progress = Progress::new(format);
    let mut end = End { as_of: None, complete: true };
    while let Some(page) = walk.next().await {
        let page = match page {
            Ok(page) => page,
            Err(why) => {
                drop(progress);
                report.end::<R>(End { complete: false, ..end })?;
                return Err(why.into());
            }
        };
        end.as_of = end.as_of.or(page.server_time);
        progress.read(page.items.len(), page.total, R::PLURAL);
        report.rows(&page.items.iter().map(&record).collect::<Vec<_>>())?;
    }
    drop(progress);
    Ok(report.end::<R>(end)?)
}
