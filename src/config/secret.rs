//! Secrets that a command prints, such as `pass show atlas`.

use std::io::{self, Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::config::child::{self, LONGEST, reader};
use crate::config::error::ConfigError;

/// Who may have the terminal while secrets are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asking {
    /// A password manager can ask the person there, who takes the time that it takes.
    #[default]
    OnTerminal,
    /// It is taken: a command that has to ask finds nobody there, may take so long, and what it says becomes part of the
    /// error.
    Nowhere(Duration),
}

/// Whoever sees nothing happen for so long is told what is waited for.
const SILENCE: Duration = Duration::from_secs(3);
/// What a program that is done may still say.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What became of a command.
struct Ran {
    status: ExitStatus,
    printed: Zeroizing<Vec<u8>>,
    said: String,
}

/// The first line that `command` prints. It runs in the shell.
///
/// # Errors
/// Where it cannot be run, fails, does not end in time, or prints nothing.
pub(super) fn printed_by(command: &str, source_name: &str, asking: Asking) -> Result<SecretString, ConfigError> {
    let failed = |why: String| ConfigError::SecretCommand { source_name: source_name.to_owned(), why };
    let child = in_shell(command, asking).spawn().map_err(|why| failed(format!("could not be run: {why}")))?;
    let all = Everything::of(&child);
    let ended = ended(child);
    let ran = match asking {
        Asking::OnTerminal => ended.recv_timeout(SILENCE).or_else(|_| {
            // The command may be waiting for the person without a word of its own.
            let _ = writeln!(io::stderr(), "waiting for the command of {source_name} (Ctrl-C stops it)");
            ended.recv().map_err(|_| RecvTimeoutError::Disconnected)
        }),
        Asking::Nowhere(patience) => ended.recv_timeout(patience),
    };
    let ran = ran.map_err(|_| {
        all.kill();
        failed("did not end in time: run it in a shell, it may have something to ask".to_owned())
    })?;
    let ran = ran.map_err(|why| failed(format!("could not be heard: {why}")))?;
    if !ran.status.success() {
        let said = child::first_line(&ran.said);
        let said = if said.is_empty() { said } else { format!(": {said}") };
        return Err(failed(format!("failed ({}){said}", ran.status)));
    }
    match std::str::from_utf8(&ran.printed).ok().and_then(|text| text.lines().next()).map(str::trim) {
        Some(secret) if !secret.is_empty() => Ok(SecretString::from(secret)),
        _ => Err(failed("printed nothing to sign in with".to_owned())),
    }
}

fn in_shell(command: &str, asking: Asking) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(shell);
    shell.args([flag, command]).stdout(Stdio::piped());
    if let Asking::Nowhere(_) = asking {
        shell.stdin(Stdio::null()).stderr(Stdio::piped());
        // By this GnuPG finds the terminal, and would paint over what is there.
        shell.env_remove("GPG_TTY");
        // In the background the system stops whoever reads the terminal or sets it up.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    }
    shell
}

/// Waits for the command's end on a thread of its own, which one that never ends keeps to itself.
fn ended(mut child: Child) -> Receiver<io::Result<Ran>> {
    let (tell, heard) = sync_channel(1);
    thread::spawn(move || {
        let said = child.stderr.take().map(reader);
        let mut printed = Zeroizing::new(Vec::new());
        let read = child.stdout.take().map_or(Ok(0), |pipe| pipe.take(LONGEST).read_to_end(&mut printed));
        let ran = read.and_then(|_| child.wait()).map(|status| {
            let said = said.and_then(|said| said.recv_timeout(LAST_WORDS).ok()).unwrap_or_default();
            Ran { status, printed, said }
        });
        // Nobody hears what comes too late.
        let _ = tell.send(ran);
    });
    heard
}

/// A command, and whatever it has started.
struct Everything {
    #[cfg(unix)]
    group: rustix::process::Pid,
}

impl Everything {
    #[cfg(unix)]
    fn of(child: &Child) -> Self {
        Self { group: rustix::process::Pid::from_child(child) }
    }

    #[cfg(not(unix))]
    fn of(_child: &Child) -> Self {
        Self {}
    }

    /// Ends it. Only for what runs in a group of its own.
    fn kill(&self) {
        #[cfg(unix)]
        // That it has ended meanwhile is what is wanted.
        let _ = rustix::process::kill_process_group(self.group, rustix::process::Signal::KILL);
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    const PATIENT: Asking = Asking::Nowhere(Duration::from_mins(1));

    fn printed(command: &str, asking: Asking) -> Result<String, String> {
        let printed = printed_by(command, "prod private_key_command", asking);
        printed.map(|secret| secret.expose_secret().to_owned()).map_err(|why| why.to_string())
    }

    #[test]
    fn the_first_line_is_the_secret() {
        assert_eq!(printed("echo ' s e '; echo more", PATIENT).as_deref(), Ok("s e"));
        assert_eq!(printed("printf s; exec >&-; exit 0", PATIENT).as_deref(), Ok("s"));
    }

    #[test]
    fn what_prints_no_secret_says_why() {
        let failed = "prod private_key_command: the command failed (exit status: 2): locked";
        assert_eq!(printed("echo s; echo locked >&2; exit 2", PATIENT), Err(failed.to_owned()));
        let nothing = "prod private_key_command: the command printed nothing to sign in with";
        assert_eq!(printed("echo", PATIENT), Err(nothing.to_owned()));
        assert_eq!(printed("cat", PATIENT), Err(nothing.to_owned()), "its input is closed");
    }

    #[test]
    fn one_that_prints_for_ever_is_not_read_for_ever() {
        let why = printed("exec yes", PATIENT).expect_err("no secret");
        assert!(why.contains("the command failed"), "{why}");
    }

    #[test]
    fn one_that_never_ends_is_ended_with_all_that_it_started() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let (pipe, begun) = (folder.path().join("pipe"), folder.path().join("begun"));
        assert!(Command::new("mkfifo").args([&pipe, &begun]).status().expect("pipes").success());
        // Two that wait for ever, one as the child of the other, and hold the pipe for as long as they live.
        let command = format!("exec 3>'{}'; echo >'{}'; (tail -f /dev/null; :); :", pipe.display(), begun.display());
        let holders = thread::spawn(move || std::fs::read(pipe).map(|_| ()));
        let starts = thread::spawn(move || std::fs::read(begun).map(|_| ()));
        let why = printed(&command, Asking::Nowhere(Duration::from_millis(300))).expect_err("no secret");
        assert!(why.contains("did not end in time"), "{why}");
        assert!(starts.join().expect("it began").is_ok());
        // Ends where nobody holds the other end any more.
        assert!(holders.join().expect("all are gone").is_ok());
    }
}
