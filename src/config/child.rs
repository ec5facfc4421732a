//! Other programs that are started: none gets what signs in here, which may stand in the environment. The one exception is
//! a command that prints a secret, which runs as in the person's own shell.

use std::ffi::OsStr;
use std::io::Read;
use std::process::Command;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::config::credentials::{CLIENT_SECRET, PRIVATE};
use crate::config::environment::PREFIXES;
use crate::domain::printable::Printable;

/// An address of a proxy may hold a password (reqwest reads these).
const PROXIES: &[&str] = &["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// How much of what a program says is told.
const FIRST_LINE: usize = 160;

/// The first line of what a program says beside its answer: what stands in an error. Printable.
#[must_use]
pub fn first_line(said: &str) -> String {
    let line: String = said.lines().next().unwrap_or_default().chars().take(FIRST_LINE).collect();
    Printable::new(&line).to_string()
}

/// In bytes, longer than any secret: what prints without end is not read without end.
pub(super) const LONGEST: u64 = 64 * 1024;

/// Reads to the end, or as much as could be a secret, on a thread of its own, which a program that never ends keeps to
/// itself.
pub(super) fn reader(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, heard) = sync_channel(1);
    thread::spawn(move || {
        let mut text = Vec::new();
        if pipe.take(LONGEST).read_to_end(&mut text).is_ok() {
            // Nobody hears what comes too late.
            let _ = tell.send(String::from_utf8_lossy(&text).into_owned());
        }
    });
    heard
}

/// A program that may need the network.
#[must_use]
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for prefix in PREFIXES {
        for ending in PRIVATE.iter().chain(CLIENT_SECRET) {
            command.env_remove(format!("{prefix}{ending}"));
        }
    }
    command
}

/// A program that has to do with this machine alone.
#[must_use]
pub fn local_command(program: impl AsRef<OsStr>) -> Command {
    let mut command = command(program);
    for name in PROXIES {
        command.env_remove(name);
    }
    command
}
