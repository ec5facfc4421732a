//! Where a report goes: standard output, row by row as they come, or a file that is whole or not there. An end that says
//! whether that is all.

use std::io::{self, BufWriter, IntoInnerError, StdoutLock, Write};
use std::path::Path;

use crate::atlas::page::Page;
use crate::atlas::walk::Walk;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::domain::printable::{Alphabet, Printable};
use crate::report::{End, Format, Record, Report, Source};
use crate::runtime::whole_file::WholeFile;

/// Enough for a page of certificates, so that a page is few writes.
const BUFFER: usize = 128 * 1024;

/// Where a report goes.
pub(super) enum Sink {
    /// Standard output.
    Standard(BufWriter<StdoutLock<'static>>),
    /// A file that was named.
    File(BufWriter<WholeFile>),
}

impl Sink {
    pub(super) fn standard() -> Self {
        Self::Standard(BufWriter::with_capacity(BUFFER, io::stdout().lock()))
    }

    /// A file, where one is named.
    pub(super) fn open(file: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = file else { return Ok(Self::standard()) };
        let made = WholeFile::create(path).and_then(|file| {
            // It is for others: a collector, a colleague.
            file.let_others_read()?;
            Ok(file)
        });
        let file = made.map_err(|why| cannot_write(path, &why))?;
        Ok(Self::File(BufWriter::with_capacity(BUFFER, file)))
    }

    /// A file is put into its place.
    pub(super) fn finish(self, file: Option<&Path>) -> Result<(), Failure> {
        match (self, file) {
            (Self::File(out), Some(path)) => {
                let placed = out.into_inner().map_err(IntoInnerError::into_error).and_then(WholeFile::replace);
                placed.map_err(|why| cannot_write(path, &why))
            }
            (mut sink, _) => Ok(sink.flush()?),
        }
    }
}

fn cannot_write(path: &Path, why: &io::Error) -> Failure {
    Failure::failed(format!("cannot write {}: {why}", Printable::new(&path.to_string_lossy()).quoted()))
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::File(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File(out) => out.flush(),
        }
    }
}

/// Writes a whole list as it comes, and shows every page to `see`. One that breaks off is ended as such, so that it never
/// looks complete.
pub(super) async fn write_all<T: 'static, R: Record>(
    mut walk: Walk<'_, T>,
    format: Format,
    alphabet: Alphabet,
    record: impl Fn(&T) -> R,
    mut see: impl FnMut(&Page<T>),
) -> Result<(), Failure> {
    let mut report = Report::new(format, alphabet, Sink::standard());
    let mut progress = Progress::new(format);
    let mut end = End { as_of: None, complete: true, source: Source::Live };
    while let Some(page) = walk.next().await {
        let page = match page {
            Ok(page) => page,
            Err(why) => {
                drop(progress);
                report.end::<R>(End { complete: false, ..end })?;
                return Err(why.into());
            }
        };
        see(&page);
        end.as_of = end.as_of.or(page.server_time);
        progress.read(page.items.len(), page.total, R::PLURAL);
        report.rows(&page.items.iter().map(&record).collect::<Vec<_>>())?;
    }
    drop(progress);
    Ok(report.end::<R>(end)?)
}
