//! Secrets that a command prints, such as `pass show atlas`.

use std::io::{self, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use secrecy::SecretString;

use crate::config::child::{self, Listener};
use crate::config::error::ConfigError;
use crate::config::leash::{Group, Leash, Process};

/// Who may have the terminal while secrets are gathered.
#[derive(Debug, Clone, Default)]
pub enum Asking {
    /// A password manager can ask the person there.
    #[default]
    OnTerminal,
    /// It is taken: a command that has to ask finds nobody there, may take so long and is held by this, and what it says
    /// becomes part of the error.
    Nowhere(Duration, Leash),
}

/// Whoever sees nothing happen for so long is told what is waited for.
const SILENCE: Duration = Duration::from_secs(3);
/// So long after that a person may take to answer; where nobody is there to ask, it ends then.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long the last of what was printed may take where somebody else keeps the pipe.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// The first line that `command` prints. It runs in the shell.
///
/// # Errors
/// Where it cannot be run, fails, does not end in time, or prints nothing.
pub(super) fn printed_by(command: &str, source_name: &str, asking: &Asking) -> Result<SecretString, ConfigError> {
    let failed = |why: String| ConfigError::SecretCommand { source_name: source_name.to_owned(), why };
    let mut child = in_shell(command, asking).spawn().map_err(|why| failed(format!("could not be run: {why}")))?;
    let (printed, said) = (child.stdout.take().map(Listener::new), child.stderr.take().map(Listener::new));
    let heard = |pipe: &Option<Listener>| {
        let heard = |pipe: &Listener| pipe.whole_within(LAST_WORDS).unwrap_or_else(|| pipe.so_far());
        pipe.as_ref().map(heard).unwrap_or_default()
    };
    let status = match asking {
        Asking::OnTerminal => patiently(child, source_name),
        Asking::Nowhere(patience, leash) => held(child, *patience, leash),
    };
    let status = status.map_err(|_| failed("did not end in time: it may have something to ask".to_owned()))?;
    let status = status.map_err(|why| failed(format!("could not be waited for: {why}")))?;
    if !status.success() {
        let said = child::first_line(&heard(&said));
        let said = if said.is_empty() { said } else { format!(": {said}") };
        return Err(failed(format!("failed ({status}){said}")));
    }
    match heard(&printed).lines().next().map(str::trim) {
        Some(secret) if !secret.is_empty() => Ok(SecretString::from(secret)),
        _ => Err(failed("printed nothing to sign in with".to_owned())),
    }
}

/// How a command ended, or that it was not waited for any longer.
type Ended = Result<io::Result<ExitStatus>, RecvTimeoutError>;

/// Waits, and says so after a while: the command may be waiting without a word of its own. It shares the terminal, and so
/// the process group; what it has started there is its own to end.
fn patiently(child: Child, source_name: &str) -> Ended {
    let process = Process::of(&child);
    let status = status_of(child);
    let ended = status.recv_timeout(SILENCE).or_else(|_| {
        let limit = humantime::format_duration(PATIENCE);
        let _ =
            writeln!(io::stderr(), "waiting for the command of {source_name}, for {limit} at most (Ctrl-C stops it)");
        status.recv_timeout(PATIENCE)
    });
    if ended.is_err() {
        process.kill();
    }
    ended
}

/// Waits for so long, or until the leash is pulled, and ends it then with all that it started.
fn held(child: Child, patience: Duration, leash: &Leash) -> Ended {
    let group = Group::of(&child);
    leash.hold(group);
    let status = status_of(child).recv_timeout(patience);
    if status.is_err() {
        group.kill();
    }
    leash.let_go(group);
    status
}

fn in_shell(command: &str, asking: &Asking) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(shell);
    shell.args([flag, command]).stdout(Stdio::piped());
    if let Asking::Nowhere(..) = asking {
        shell.stdin(Stdio::null()).stderr(Stdio::piped());
        // By this GnuPG finds the terminal, and would paint over what is there.
        shell.env_remove("GPG_TTY");
        // In the background the system stops whoever reads the terminal or sets it up.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    }
    shell
}

/// Waits on a thread of its own, which a command that never ends keeps to itself.
fn status_of(mut child: Child) -> Receiver<io::Result<ExitStatus>> {
    let (tell, status) = sync_channel(1);
    thread::spawn(move || {
        // Nobody hears what comes too late.
        let _ = tell.send(child.wait());
    });
    status
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;
    use std::sync::LazyLock;

    static PATIENT: LazyLock<Asking> = LazyLock::new(|| Asking::Nowhere(Duration::from_mins(1), Leash::default()));

    fn printed(command: &str, asking: &Asking) -> Result<String, String> {
        let printed = printed_by(command, "prod private_key_command", asking);
        printed.map(|secret| secret.expose_secret().to_owned()).map_err(|why| why.to_string())
    }

    #[test]
    fn the_first_line_is_the_secret() {
        assert_eq!(printed("echo ' s e '; echo more", &PATIENT).as_deref(), Ok("s e"));
        assert_eq!(printed("printf s; exec >&-; exit 0", &PATIENT).as_deref(), Ok("s"));
    }

    #[test]
    fn what_prints_no_secret_says_why() {
        let failed = "prod private_key_command: the command failed (exit status: 2): locked";
        assert_eq!(printed("echo s; echo locked >&2; exit 2", &PATIENT), Err(failed.to_owned()));
        let nothing = "prod private_key_command: the command printed nothing to sign in with";
        assert_eq!(printed("echo", &PATIENT), Err(nothing.to_owned()));
        assert_eq!(printed("cat", &PATIENT), Err(nothing.to_owned()), "its input is closed");
    }

    #[test]
    fn one_that_prints_for_ever_is_not_read_for_ever() {
        let why = printed("exec yes", &PATIENT).expect_err("no secret");
        assert!(why.contains("the command failed"), "{why}");
    }

    #[test]
    fn a_secret_is_enough_though_somebody_keeps_the_pipe() {
        let (folder, pipe) = fifo();
        let command = format!("(cat '{}' &) ; echo s", pipe.display());
        assert_eq!(printed(&command, &PATIENT).as_deref(), Ok("s"));
        // Lets the one go that keeps it.
        std::fs::write(&pipe, "").expect("a reader");
        drop(folder);
    }

    fn fifo() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::TempDir::new().expect("a folder");
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        (folder, pipe)
    }

    /// A command that never ends, and one that it has started, both of which keep a pipe open as long as they live; `end`
    /// is done once they do.
    fn never_ending(asking: Asking, end: impl FnOnce()) -> String {
        let (_folder, pipe) = fifo();
        let command = format!("exec 3>'{}'; echo begun >&3; (tail -f /dev/null; :); :", pipe.display());
        let why = thread::spawn(move || printed(&command, &asking));
        let mut text = std::io::BufReader::new(std::fs::File::open(&pipe).expect("both ends"));
        let mut begun = String::new();
        std::io::BufRead::read_line(&mut text, &mut begun).expect("a line");
        end();
        // The end of it comes when nobody has the other end any more.
        std::io::Read::read_to_string(&mut text, &mut begun).expect("the end");
        assert_eq!(begun, "begun\n");
        why.join().expect("no panic").expect_err("no secret")
    }

    #[test]
    fn one_that_never_ends_is_ended_with_all_that_it_started() {
        let leash = Leash::default();
        let why = never_ending(Asking::Nowhere(Duration::from_mins(1), leash.clone()), || leash.pull());
        assert!(why.contains("the command failed (signal"), "{why}");
        // What is begun after that ends at once.
        let why = printed("exec tail -f /dev/null", &Asking::Nowhere(Duration::from_mins(1), leash));
        assert!(why.expect_err("no secret").contains("signal"));
    }

    #[test]
    fn one_that_takes_too_long_is_left() {
        let why = printed("exec tail -f /dev/null", &Asking::Nowhere(Duration::from_millis(1), Leash::default()));
        assert!(why.expect_err("no secret").contains("did not end in time"));
    }
}
