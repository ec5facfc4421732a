//! A file that is set aside when it has grown, and the oldest of those taken away: `log`, `log.1`, `log.2`, `log.3`.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many files are kept beside the one that is written.
const OLD_ONES: usize = 3;

/// The file. What is written in one piece stays in one file.
pub(super) struct RotatingFile {
    path: PathBuf,
    file: File,
    /// Bytes of one file; of a terminal or a pipe there is no end.
    most: u64,
}

impl RotatingFile {
    /// Opens a file to write on at its end, and keeps others from reading it.
    ///
    /// # Errors
    /// Where it cannot be written, or others cannot be kept from reading it.
    pub(super) fn open(path: &Path, most: u64) -> io::Result<Self> {
        let file = open(path)?;
        // Behind a link the old ones stand beside the file itself, and the link stays. What has no such name is no file.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Ok(Self { path, file, most })
    }

    /// Whether `more` bytes would be too many for the file that is written.
    fn is_full(&self, more: usize) -> bool {
        let is_full = |size: u64| size > 0 && size.saturating_add(more as u64) > self.most;
        self.file.metadata().is_ok_and(|file| file.is_file() && is_full(file.len()))
    }

    fn set_aside(&self) -> io::Result<()> {
        // Another run that writes there may have done it: then the name stands for a newer, shorter file.
        if fs::metadata(&self.path)?.len() < self.file.metadata()?.len() {
            return Ok(());
        }
        for age in (1..OLD_ONES).rev() {
            // There are fewer at first.
            let _ = fs::rename(self.old(age), self.old(age + 1));
        }
        fs::rename(&self.path, self.old(1))
    }

    fn old(&self, age: usize) -> PathBuf {
        let mut name = OsString::from(&self.path);
        name.push(format!(".{age}"));
        name.into()
    }
}

impl Write for RotatingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_full(bytes.len()) {
            // Where that cannot be done, what is to be said is worth more than the limit.
            if let Ok(next) = self.set_aside().and_then(|()| open(&self.path)) {
                self.file = next;
            }
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // One that was there before keeps its mode unless it is changed; a device is everybody's.
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    #[test]
    fn lines_stay_whole_and_the_oldest_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let mut log = RotatingFile::open(&path, 10).expect("a file");
        for line in ["one\n", "two\n", "three\n", "a line longer than a file\n", "five\n", "six\n", "seven\n"] {
            log.write_all(line.as_bytes()).expect("written");
        }
        let old = [1, 2, 3, 4].map(|age| written(&log.old(age)));
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(written(&path), is("seven\n"));
        assert_eq!(old, [is("five\nsix\n"), is("a line longer than a file\n"), is("three\n"), None]);
    }

    #[test]
    fn two_runs_share_a_file_and_lose_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let mut logs = [(); 2].map(|()| RotatingFile::open(&path, 10).expect("a file"));
        for line in ["1111\n", "2222\n", "3333\n", "4444\n"] {
            for log in &mut logs {
                log.write_all(line.as_bytes()).expect("written");
            }
        }
        let all = [None, Some(1), Some(2), Some(3)].map(|age| age.map_or(path.clone(), |age| logs[0].old(age)));
        let lengths = all.map(|path| written(&path).map(|text| text.len()));
        assert_eq!(lengths, [Some(10); 4]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_nobody_else_reads() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "what was there\n").expect("written");
        symlink(&real, &link).expect("a link");
        let mut log = RotatingFile::open(&link, 10).expect("a file");
        log.write_all(b"more\n").expect("written");
        assert_eq!(written(&link).as_deref(), Some("more\n"));
        for path in [real.clone(), folder.path().join("real.1")] {
            assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600, "{}", path.display());
        }
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    }
}
