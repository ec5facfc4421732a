//! Real answers of Atlas, read in place where a folder `shared/recorded` stands beside the project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::print_stderr)]

use std::path::{Path, PathBuf};

/// One recorded answer.
pub struct Recording {
    pub name: String,
    pub status: u16,
    pub body: Vec<u8>,
}

/// The folder with the recordings; says so where there is none.
pub fn folder() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/recorded/mongodb-atlas-cli"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("no recorded answers beside the project: what depends on them was not checked");
    }
    found
}

/// The recordings whose name begins with `kind`.
pub fn files(folder: &Path, kind: &str) -> Vec<Recording> {
    let mut found: Vec<Recording> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(kind))
        .map(|path| read(&path))
        .collect();
    found.sort_by(|left, right| left.name.cmp(&right.name));
    assert!(!found.is_empty(), "no {kind} in {}", folder.display());
    found
}

/// Status line, headers, an empty line, the body.
fn read(path: &Path) -> Recording {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\n\n").or_else(|| text.split_once("\r\n\r\n")).unwrap_or((&text, ""));
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    Recording { name: path.file_name().unwrap().to_string_lossy().into_owned(), status, body: body.as_bytes().to_vec() }
}
