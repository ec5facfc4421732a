//! OpenLDAP's parser of distinguished names, `ldap_str2dn`, in a process of its own: this crate has no unsafe code. It is
//! built where OpenLDAP's headers and a C compiler are.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use tempfile::TempDir;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/support/str2dn.c");

pub struct OpenLdap {
    child: Child,
    requests: ChildStdin,
    answers: ChildStdout,
    /// The program and its subjects.
    _folder: TempDir,
}

impl OpenLdap {
    /// One that has read these subjects; nothing where it cannot be built.
    pub fn with(subjects: &[String]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let (program, file) = (folder.path().join("str2dn"), folder.path().join("subjects"));
        let built =
            Command::new("cc").args(["-O2", SOURCE, "-lldap", "-o"]).arg(&program).stderr(Stdio::null()).status();
        if !built.is_ok_and(|built| built.success()) {
            return None;
        }
        std::fs::write(&file, subjects.join("\n")).unwrap();
        let mut child = Command::new(program).arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (requests, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Some(Self { child, requests, answers, _folder: folder })
    }

    /// Parses all of them, and drops what it made.
    pub fn parse_all(&mut self) {
        self.requests.write_all(b".").unwrap();
        self.answers.read_exact(&mut [0]).expect("OpenLDAP reads these subjects");
    }
}

impl Drop for OpenLdap {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
