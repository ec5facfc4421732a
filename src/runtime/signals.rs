//! Signals, as what they ask for.

use std::io;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// To leave: the signal's number.
    Leave(i32),
    /// To give the terminal back for a while.
    Suspend,
    /// To take the terminal again.
    Resume,
    /// To look how large the terminal is.
    Resize,
}

#[cfg(unix)]
mod unix {
    use std::io;

    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use super::Signal;

    /// Listens to every signal that a terminal program is sent.
    pub(in crate::runtime) struct Signals {
        terminate: Stream,
        hang_up: Stream,
        interrupt: Stream,
        quit: Stream,
        stop: Stream,
        resume: Stream,
        resize: Stream,
    }

    impl Signals {
        /// # Errors
        /// Where the system does not let the program listen.
        pub(in crate::runtime) fn listen() -> io::Result<Self> {
            Ok(Self {
                terminate: signal(SignalKind::terminate())?,
                hang_up: signal(SignalKind::hangup())?,
                interrupt: signal(SignalKind::interrupt())?,
                quit: signal(SignalKind::quit())?,
                stop: signal(SignalKind::from_raw(signal_hook::consts::SIGTSTP))?,
                resume: signal(SignalKind::from_raw(signal_hook::consts::SIGCONT))?,
                resize: signal(SignalKind::window_change())?,
            })
        }

        /// Waits for the next.
        pub(in crate::runtime) async fn next(&mut self) -> Signal {
            tokio::select! {
                // A terminal that goes sends SIGHUP and SIGCONT together: leaving comes first.
                biased;
                _ = self.terminate.recv() => Signal::Leave(signal_hook::consts::SIGTERM),
                _ = self.hang_up.recv() => Signal::Leave(signal_hook::consts::SIGHUP),
                _ = self.interrupt.recv() => Signal::Leave(signal_hook::consts::SIGINT),
                _ = self.quit.recv() => Signal::Leave(signal_hook::consts::SIGQUIT),
                _ = self.stop.recv() => Signal::Suspend,
                _ = self.resume.recv() => Signal::Resume,
                _ = self.resize.recv() => Signal::Resize,
            }
        }
    }
}

#[cfg(unix)]
pub(super) use unix::Signals;

/// Whether somebody could let the program go on after a stop: its parent is of the same session, as a shell is. The system
/// spares other programs the usual stop; the one that is sent here it would not.
pub(super) fn can_go_on() -> bool {
    use rustix::process::{getppid, getsid};
    getppid().is_some_and(|parent| getsid(Some(parent)).ok() == getsid(None).ok())
}

/// Stops the program until the shell lets it go on.
///
/// # Errors
/// Where the system refuses.
pub(super) fn stop_here() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}

/// Ends the program as the signal would have, so that who sent it sees that it was obeyed.
///
/// # Errors
/// Where the system refuses.
pub fn end_by(signal: i32) -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal)
}
