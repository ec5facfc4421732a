//! The file: its schema as people use it, who may read it, and what becomes of one that is damaged, newer, or another
//! program's.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use atlas_certs::domain::project::ProjectId;
use atlas_certs::memory::{Memory, MemoryError, NAME};
use rusqlite::Connection;

use crate::lists::{File, at, certificate, keep, known};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A file with so many certificates, that nobody holds open.
fn filled(certificates: i64) -> File {
    let file = File::new();
    let list: Vec<_> = (0..certificates).map(|serial| certificate(serial, 900)).collect();
    keep(&mut file.open(), &list, 0, true);
    file
}

#[test]
fn a_person_asks_the_view_with_sqlite() {
    let file = File::new();
    let mut memory = file.open();
    keep(&mut memory, &[certificate(255, 5), certificate(2, 900), certificate(3, 900)], 0, true);
    keep(&mut memory, &[certificate(3, 900)], 10, true);
    let sqlite = file.sqlite();
    let mut asked = sqlite
        .prepare("SELECT project, user, serial, serial_hex, subject, not_after, standing, missed_at FROM board ORDER BY serial")
        .unwrap();
    let text = |row: &rusqlite::Row<'_>, column| row.get::<_, Option<String>>(column).unwrap().unwrap_or_default();
    let rows: Vec<String> = asked
        .query_map([], |row| Ok((0..8).map(|column| text(row, column)).collect::<Vec<_>>().join("|")))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        rows,
        [
            "name of p|u|2|02|CN=of 2|2026-11-25T05:00:00Z|gone early|2026-11-24T14:10:00Z",
            "name of p|u|255|FF|CN=of 255|2026-11-24T14:05:00Z|expired (no longer listed)|2026-11-24T14:10:00Z",
            "name of p|u|3|03|CN=of 3|2026-11-25T05:00:00Z|listed|",
        ]
    );
    let standing = |words: &str| rows.iter().filter(|row| row.contains(&format!("|{words}|"))).count();
    assert!(known(&memory).iter().all(|(_, words, _)| standing(words) == 1), "the same words everywhere");
    let version: i64 = sqlite.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let mode: String = sqlite.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!((version, mode.as_str()), (1, "wal"));
}

#[test]
fn nobody_else_can_read_it() {
    let file = File::new();
    let mut memory = file.open();
    keep(&mut memory, &[certificate(1, 900)], 0, true);
    let folder = file.path.parent().unwrap();
    assert_eq!(mode(folder), 0o700);
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 3);
    assert!(files.iter().all(|path| mode(path) == 0o600), "{files:?}");
    drop(memory);
    fs::set_permissions(&file.path, fs::Permissions::from_mode(0o644)).unwrap();
    file.open();
    assert_eq!(mode(&file.path), 0o600);
}

#[test]
fn what_was_kept_is_there_the_next_time() {
    let file = filled(3);
    assert_eq!(known(&file.open()).len(), 3);
}

#[test]
fn a_damaged_header_is_set_aside_and_a_new_file_begun() {
    let file = filled(3);
    let mut bytes = fs::read(&file.path).unwrap();
    bytes[..16].copy_from_slice(b"not a database!!");
    fs::write(&file.path, &bytes).unwrap();
    fs::write(file.path.with_file_name("memory.sqlite-wal"), "of the damaged one").unwrap();
    let mut opened = Memory::open(&file.path, at(3)).unwrap();
    let aside = opened.set_aside.take().unwrap();
    assert_eq!(aside, file.path.with_file_name("memory.sqlite.damaged-20261124T140300Z"));
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert_eq!(known(&opened.memory), []);
    keep(&mut opened.memory, &[certificate(1, 900)], 0, true);
    drop(opened);
    assert_eq!(known(&file.open()).len(), 1);
    // Another one in the same second gets another name.
    fs::write(&file.path, &bytes).unwrap();
    let aside = Memory::open(&file.path, at(3)).unwrap().set_aside.unwrap();
    assert_eq!(aside, file.path.with_file_name("memory.sqlite.damaged-20261124T140300Z-2"));
}

#[test]
fn a_file_that_was_cut_is_set_aside() {
    let file = filled(500);
    let bytes = fs::read(&file.path).unwrap();
    for length in [512, 2_000, 4_096, 40_960, bytes.len() - 4_096] {
        fs::write(&file.path, &bytes[..length]).unwrap();
        let opened = Memory::open(&file.path, at(0)).unwrap();
        assert!(opened.set_aside.is_some(), "{length} bytes");
    }
}

#[test]
fn damage_that_shows_later_is_an_error_and_then_set_aside() {
    let file = filled(2_000);
    let pages = fs::metadata(&file.path).unwrap().len() / 4_096;
    assert!(pages > 50);
    let mut bytes = fs::read(&file.path).unwrap();
    // All but the first pages, which hold the schema and the beginnings of what is in it.
    bytes[20 * 4_096..].fill(0xA5);
    fs::write(&file.path, &bytes).unwrap();
    let opened = Memory::open(&file.path, at(0)).unwrap();
    assert_eq!(opened.set_aside, None);
    let why = opened.memory.certificates(&ProjectId::new("p"), "u").unwrap_err();
    let told = format!("{} is damaged: start again, and what is damaged is set aside", file.path.display());
    assert_eq!(why.to_string(), told);
    drop(opened);
    let opened = Memory::open(&file.path, at(0)).unwrap();
    assert!(opened.set_aside.is_some());
    assert_eq!(known(&opened.memory), []);
    drop(opened);
    file.open();
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let file = filled(3);
    let newer = Connection::open(&file.path).unwrap();
    newer.pragma_update(None, "user_version", 2).unwrap();
    drop(newer);
    let before = fs::read(&file.path).unwrap();
    let why = Memory::open(&file.path, at(0)).unwrap_err();
    assert!(matches!(why, MemoryError::Newer { found: 2, known: 1, .. }));
    let told = why.to_string();
    assert!(told.contains("newer atlas-certs") && !told.contains('\n'), "{told}");
    assert_eq!(fs::read(&file.path).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let file = File::new();
    fs::create_dir(file.path.parent().unwrap()).unwrap();
    Connection::open(&file.path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = fs::read(&file.path).unwrap();
    assert!(matches!(Memory::open(&file.path, at(0)).unwrap_err(), MemoryError::Foreign { .. }));
    assert_eq!(fs::read(&file.path).unwrap(), before);
}

/// An empty file is what is left of a start that was killed at once.
#[test]
fn an_empty_file_is_a_new_one() {
    let file = File::new();
    fs::create_dir(file.path.parent().unwrap()).unwrap();
    fs::write(&file.path, "").unwrap();
    assert_eq!(known(&file.open()), []);
}

#[test]
fn a_place_that_cannot_be_written_is_told_in_one_line() {
    let file = File::new();
    let plain = file.folder.path().join("a file");
    fs::write(&plain, "").unwrap();
    let folder = file.folder.path().join("folder");
    fs::create_dir_all(folder.join(NAME)).unwrap();
    // Nobody can make a folder there, root neither.
    for (path, part) in [
        (plain.join("below").join(NAME), "cannot make the folder"),
        (Path::new("/proc/nowhere").join(NAME), "cannot make the folder /proc/nowhere"),
        (folder.join(NAME), "memory.sqlite"),
    ] {
        let told = Memory::open(&path, at(0)).unwrap_err().to_string();
        assert!(told.contains(part) && !told.contains('\n'), "{told}");
    }
    let closed = filled(1);
    let folder = closed.path.parent().unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
    // Root may write everywhere.
    if fs::write(folder.join("probe"), "").is_err() {
        let told = Memory::open(&folder.join("new.sqlite"), at(0)).unwrap_err().to_string();
        assert!(told.contains("--data-dir") && !told.contains('\n'), "{told}");
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}
