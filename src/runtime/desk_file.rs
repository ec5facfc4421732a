//! What is kept between runs, in a small TOML file. It is a convenience: what cannot be read of it is as if it had never
//! been kept.
//!
//! ```toml
//! [[places]]
//! project = "5f1e…"
//! user = "svc-ledger"
//!
//! [[columns]]
//! name = "serial"
//! width = 20
//! hidden = true
//! stays = true
//! ```

use std::io::{self, Write as _};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::Table;

use crate::app::column::Column;
use crate::app::columns::{Arranged, Columns};
use crate::app::kept::Kept;
use crate::app::visits::{Place, Recent};
use crate::domain::project::ProjectId;
use crate::runtime::whole_file::WholeFile;

/// The name of the file in the program's folder of data.
pub const NAME: &str = "desk.toml";

#[derive(Serialize)]
struct File {
    places: Vec<PlaceRow>,
    columns: Vec<ColumnRow>,
}

#[derive(Serialize, Deserialize)]
struct PlaceRow {
    project: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ColumnRow {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width: Option<usize>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    stays: bool,
}

/// What the file calls a column. Other than what is said on the screen it never changes.
const fn name_of(column: Column) -> &'static str {
    match column {
        Column::State => "state",
        Column::Left => "left",
        Column::NotAfter => "not-after",
        Column::Subject => "subject",
        Column::Serial => "serial",
        Column::Created => "created",
        Column::Owner => "owner",
    }
}

/// Reads the file; nothing is kept where there is none, and of a damaged one what is whole.
#[must_use]
pub fn read(path: &Path) -> Kept {
    let table = std::fs::read_to_string(path).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    let place = |row: PlaceRow| Place { project: ProjectId::new(row.project), user: row.user.map(Into::into) };
    let column = |ColumnRow { name, width, hidden, stays }| {
        let column = Column::ALL.into_iter().find(|column| name_of(*column) == name)?;
        Some(Arranged { column, width, hidden, frozen: stays })
    };
    Kept {
        recent: Recent::of(rows(&table, "places").map(place)),
        columns: Columns::of(rows(&table, "columns").filter_map(column)),
    }
}

/// The rows of a list that can be read.
fn rows<Row: DeserializeOwned>(table: &Table, list: &str) -> impl Iterator<Item = Row> {
    let rows = table.get(list).and_then(toml::Value::as_array).into_iter().flatten();
    rows.filter_map(|row| row.clone().try_into().ok())
}

/// Writes the file anew, beside the old one and then in its place, so that it is always whole. Only the person may read it.
///
/// # Errors
/// Where the folder or the file cannot be written.
pub fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    let place =
        |place: &Place| PlaceRow { project: place.project.to_string(), user: place.user.as_deref().map(str::to_owned) };
    let column = |one: &Arranged| ColumnRow {
        name: name_of(one.column).to_owned(),
        width: one.width,
        hidden: one.hidden,
        stays: one.frozen,
    };
    // What nobody arranged is not written: a later version may have another usual.
    let arranged = if kept.columns.are_usual() { &[] } else { kept.columns.all() };
    let file = File {
        places: kept.recent.places().iter().map(place).collect(),
        columns: arranged.iter().map(column).collect(),
    };
    let text = toml::to_string(&file).map_err(io::Error::other)?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = WholeFile::create(path)?;
    file.write_all(text.as_bytes())?;
    file.replace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        let mut kept = Kept::default();
        kept.recent.note(&Place { project: ProjectId::new("5"), user: None });
        kept.recent.note(&Place { project: ProjectId::new("5"), user: Some("CN=a\u{1b},O=\"b\"".into()) });
        kept.columns.shift(5, false);
        kept.columns.toggle(6);
        kept.columns.freeze(1);
        kept.columns.resize(2, true);
        kept
    }

    fn headings(kept: &Kept) -> Vec<&'static str> {
        kept.columns.placed(300).into_iter().map(|placed| placed.column.heading()).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep").join(NAME);
        assert_eq!(read(&path), Kept::default());
        let mut kept = kept();
        write(&path, &kept).expect("written");
        assert_eq!(read(&path).recent.places(), kept.recent.places());
        assert_eq!(read(&path).columns.all(), kept.columns.all());
        kept.columns.reset();
        write(&path, &kept).expect("written");
        assert!(read(&path).columns.are_usual());
        assert!(!std::fs::read_to_string(&path).expect("read").contains("state"));
    }

    #[test]
    fn damage_costs_no_more_than_what_is_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(NAME);
        let reading = |text: &str| {
            std::fs::write(&path, text).expect("written");
            read(&path)
        };
        for nothing in ["places = 7", "columns = [", "\u{0}", "[places]\nproject = 5\n[columns]\nname = \"left\""] {
            assert_eq!(reading(nothing), Kept::default(), "{nothing:?}");
        }
        let half = reading(
            "columns = [{ name = \"colour\", hidden = true }, { name = \"serial\" }, { name = \"left\", width = -3 },
             { name = \"created\", hidden = true }, 7]\nplaces = [{ user = \"x\" }, { project = \"5\" }]",
        );
        assert_eq!(half.recent.places(), [Place { project: ProjectId::new("5"), user: None }]);
        assert_eq!(headings(&half), ["State", "Left", "Not after (UTC)", "Subject", "Serial"]);
    }
}
