//! Other programs that are started: none gets what signs in here, which may stand in the environment. The one exception is
//! a command that prints a secret, which runs as in the person's own shell.

use std::ffi::OsStr;
use std::io::Read;
use std::process::Command;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::config::environment::{CLIENT_SECRET, HTTP_PROXIES, HTTPS_PROXIES, PREFIXES, PRIVATE};
use crate::domain::printable::Printable;

/// How much of what a program says is told.
const FIRST_LINE: usize = 160;

/// The first line of what a program says beside its answer: what stands in an error. Printable.
#[must_use]
pub fn first_line(said: &str) -> String {
    let line: String = said.lines().next().unwrap_or_default().chars().take(FIRST_LINE).collect();
    Printable::new(&line).to_string()
}

/// In bytes, longer than any secret: what prints without end is not read without end.
pub(super) const LONGEST: usize = 64 * 1024;

/// What comes out of a pipe. A thread of its own reads it, which a program that never ends keeps to itself.
pub(super) struct Listener {
    heard: Arc<Mutex<Zeroizing<Vec<u8>>>>,
    ended: Receiver<()>,
}

impl Listener {
    /// Listens to the end, or to as much as could be a secret.
    pub(super) fn new(pipe: impl Read + Send + 'static) -> Self {
        // As long as it can become: growing would leave copies behind.
        let heard = Arc::new(Mutex::new(Zeroizing::new(Vec::with_capacity(LONGEST))));
        let (tell, ended) = sync_channel(1);
        let keeps = Arc::clone(&heard);
        thread::spawn(move || {
            listen(pipe, &keeps);
            // Nobody hears what comes too late.
            let _ = tell.send(());
        });
        Self { heard, ended }
    }

    /// All that came, if the end of it came in time.
    pub(super) fn whole_within(&self, patience: Duration) -> Option<Zeroizing<String>> {
        self.ended.recv_timeout(patience).ok().map(|()| self.so_far())
    }

    /// What came until now. What is no UTF-8 is replaced.
    pub(super) fn so_far(&self) -> Zeroizing<String> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        Zeroizing::new(String::from_utf8_lossy(&heard).into_owned())
    }
}

fn listen(mut pipe: impl Read, heard: &Mutex<Zeroizing<Vec<u8>>>) {
    let mut piece = Zeroizing::new([0; 1024]);
    while let Ok(length @ 1..) = pipe.read(&mut *piece) {
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        let room = LONGEST - heard.len();
        heard.extend(piece.iter().take(length.min(room)));
        if heard.len() == LONGEST {
            return;
        }
    }
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
    // An address of a proxy may hold a password.
    for name in HTTPS_PROXIES.iter().chain(HTTP_PROXIES) {
        command.env_remove(name);
    }
    command
}
