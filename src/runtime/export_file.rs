//! Writing rows to a file that was named at the keyboard. A file that is there already stays as it is; one that could not
//! be written whole is taken away again.

use std::io::{self, BufWriter, IntoInnerError};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::app::export::Export;
use crate::domain::figures;
use crate::domain::printable::{Alphabet, Printable};
use crate::report::certificate::CertificateRecord;
use crate::report::{End, Report, Source};
use crate::runtime::whole_file::WholeFile;

/// How many records are in memory at a time.
const AT_ONCE: usize = 1_000;

/// Writes the file, and says what became of it.
#[must_use]
pub fn write(export: &Export) -> String {
    let path = at_home(&export.path);
    let shown = Printable::new(&path.to_string_lossy()).quoted();
    match write_whole(&path, export) {
        Ok(()) => {
            let rows = figures::counted(export.holdings.len(), "row");
            let part = if export.complete { "" } else { ", not the whole list: the rest had not come" };
            format!("Wrote {rows} to {shown}{part}.")
        }
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
            format!("{shown} is there already and was left alone: choose another name.")
        }
        Err(why) => format!("{shown} cannot be written: {why}."),
    }
}

/// Under the name there is the whole file or none, also where the program ends meanwhile.
fn write_whole(path: &Path, export: &Export) -> io::Result<()> {
    let mut out = BufWriter::new(WholeFile::create(path)?);
    fill(&mut out, export)?;
    out.into_inner().map_err(IntoInnerError::into_error)?.add()
}

fn fill(out: impl io::Write, export: &Export) -> io::Result<()> {
    let mut report = Report::new(export.format, Alphabet::default(), out);
    for some in export.holdings.chunks(AT_ONCE) {
        let record = |one| CertificateRecord::of(one, export.judge.limits, export.judge.now);
        report.rows(&some.iter().map(record).collect::<Vec<_>>())?;
    }
    report.end::<CertificateRecord<'_>>(End {
        as_of: Some(export.judge.now),
        complete: export.complete,
        source: Source::Live,
    })
}

/// `~/x` as a shell has it.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), BaseDirs::new()) {
        (Ok(rest), Some(base)) => base.home_dir().join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::judge::Judge;
    use crate::domain::certificate::Certificate;
    use crate::domain::expiry::Limits;
    use crate::domain::holding::{Holding, Owner};
    use crate::domain::project::{Project, ProjectId};
    use crate::report::Format;

    fn export(path: &Path, format: Format, complete: bool) -> Export {
        let certificate = Certificate {
            serial: Some(1_976_722_359_483_124_370.into()),
            subject: Some("=CN+1,O=a".into()),
            created_at: None,
            not_after: "2026-11-29T09:15:00Z".parse().ok(),
        };
        let project = Project {
            id: ProjectId::new("5"),
            name: "payments".into(),
            organisation: None,
            clusters: None,
            created_at: None,
        };
        let now = "2026-11-24T09:15:00Z".parse().expect("a moment");
        Export {
            path: path.to_owned(),
            format,
            holdings: vec![Holding::listed(certificate, Arc::new(Owner { project, user: "svc".into() }))],
            complete,
            judge: Judge { limits: Limits::default(), now },
        }
    }

    #[test]
    fn a_file_is_written_once_and_what_is_there_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let csv = folder.path().join("rows.csv");
        let word = write(&export(&csv, Format::Csv, true));
        assert_eq!(word, format!("Wrote 1 row to “{}”.", csv.display()));
        let text = std::fs::read_to_string(&csv).expect("the file");
        assert!(text.contains(r#""'=CN+1,O=a""#), "a spreadsheet would run it: {text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&csv).expect("the file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let word = write(&export(&csv, Format::Csv, true));
        assert!(word.contains("is there already and was left alone"), "{word}");
        assert_eq!(std::fs::read_to_string(&csv).expect("the file"), text);
    }

    #[test]
    fn what_is_not_whole_says_so_in_the_file_and_in_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let json = folder.path().join("rows.json");
        let word = write(&export(&json, Format::Json, false));
        assert!(word.contains("not the whole list"), "{word}");
        let read: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(json).expect("the file")).expect("JSON");
        assert_eq!((&read["complete"], &read["certificates"][0]["subject"]), (&false.into(), &"=CN+1,O=a".into()));
        let word = write(&export(&folder.path().join("none/rows.csv"), Format::Csv, true));
        assert!(word.contains("cannot be written"), "{word}");
    }
}
