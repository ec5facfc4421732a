//! What was opened last, kept between runs in a small TOML file. It is a convenience: where it cannot be read, nothing is
//! recent.

use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::visits::{Place, Recent};
use crate::domain::project::ProjectId;

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct File {
    places: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    project: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

/// Reads the file; nothing is recent where there is none, or none that can be read.
#[must_use]
pub fn read(path: &Path) -> Recent {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let file: File = toml::from_str(&text).unwrap_or_default();
    let place = |row: Row| Place { project: ProjectId::new(row.project), user: row.user.map(Into::into) };
    Recent::of(file.places.into_iter().map(place).collect())
}

/// Writes the file anew, beside the old one and then in its place, so that it is always whole. Only the person may read it.
///
/// # Errors
/// Where the folder or the file cannot be written.
pub fn write(path: &Path, recent: &Recent) -> io::Result<()> {
    let row =
        |place: &Place| Row { project: place.project.to_string(), user: place.user.as_deref().map(str::to_owned) };
    let file = File { places: recent.places().iter().map(row).collect() };
    let text = toml::to_string(&file).map_err(io::Error::other)?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(text.as_bytes())?;
    std::fs::rename(beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_damage_is_nothing_recent() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/recent.toml");
        assert!(read(&path).places().is_empty());
        let mut recent = Recent::default();
        recent.note(&Place { project: ProjectId::new("5"), user: None });
        recent.note(&Place { project: ProjectId::new("5"), user: Some("CN=a\u{1b},O=\"b\"".into()) });
        write(&path, &recent).expect("written");
        assert_eq!(read(&path).places(), recent.places());
        std::fs::write(&path, "places = 7").expect("written");
        assert!(read(&path).places().is_empty());
    }
}
