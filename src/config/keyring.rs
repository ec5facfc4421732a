//! The system's keyring, read through the tool that the platform has for it: `secret-tool`, or `security` on macOS.
//!
//! The tool gets no input and little time: on a machine without a desktop it may wait for ever. A secret is never among
//! its arguments, and nothing that it prints to its standard output becomes part of an error.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::{Child, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::config::child::{self, LONGEST, Listener};

/// The keyring, and how long it may take to answer.
#[derive(Debug, Clone)]
pub struct Keyring {
    tool: Option<Tool>,
    patience: Duration,
}

#[derive(Debug, Clone)]
struct Tool {
    program: OsString,
    kind: Kind,
}

/// How a tool wants to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// libsecret's `secret-tool`.
    SecretTool,
    /// macOS's `security`.
    Security,
}

/// Why the keyring gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// It has no such entry.
    #[error("the system keyring has no such entry")]
    NoEntry,
    /// There is no tool to ask it with.
    #[error("the system keyring cannot be asked: {0}")]
    NoTool(String),
    /// It did not answer in time.
    #[error("the system keyring did not answer in time: it may be locked, or there is no desktop to unlock it")]
    TimeOut,
    /// The tool failed; what it said.
    #[error("the system keyring gave nothing: {0}")]
    Failed(String),
}

/// A person who is asked to unlock the keyring answers in this time, or does it beforehand.
const PATIENCE: Duration = Duration::from_secs(5);
/// How go-keyring, by which the Atlas CLI writes on macOS, marks what it encoded.
const BASE64: &str = "go-keyring-base64:";
/// The same before 2017.
const HEX: &str = "go-keyring-encoded:";

impl Keyring {
    /// The keyring of this system.
    #[must_use]
    pub fn of_system() -> Self {
        let tool = if cfg!(target_os = "macos") {
            Some(Tool { program: "/usr/bin/security".into(), kind: Kind::Security })
        } else if cfg!(unix) {
            Some(Tool { program: "secret-tool".into(), kind: Kind::SecretTool })
        } else {
            None
        };
        Self { tool, patience: PATIENCE }
    }

    /// The same, asked through another program that takes `secret-tool`'s arguments, for so long.
    #[must_use]
    pub fn through(program: impl Into<OsString>, patience: Duration) -> Self {
        Self { tool: Some(Tool { program: program.into(), kind: Kind::SecretTool }), patience }
    }

    /// Whether the tool is where programs are. That it works is another thing.
    #[must_use]
    pub fn is_there(&self) -> bool {
        let Some(tool) = &self.tool else { return false };
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).any(|folder| folder.join(&tool.program).is_file())
    }

    /// The secret of `account` at `service`.
    ///
    /// # Errors
    /// See [`Silence`].
    pub fn look_up(&self, service: &str, account: &str) -> Result<SecretString, Silence> {
        let Some(tool) = &self.tool else {
            return Err(Silence::NoTool("no tool for it is known on this system".to_owned()));
        };
        let mut command = child::local_command(&tool.program);
        match tool.kind {
            Kind::SecretTool => command.args(["lookup", "service", service, "username", account]),
            Kind::Security => command.args(["find-generic-password", "-s", service, "-wa", account]),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command
            .spawn()
            .map_err(|why| Silence::NoTool(format!("{} could not be run ({why})", tool.program.display())))?;
        let (printed, said) = self.heard(child)?;
        if printed.len() >= LONGEST {
            return Err(Silence::Failed("what it holds is too long for a secret".to_owned()));
        }
        let secret = printed.strip_suffix('\n').unwrap_or(&printed);
        if !secret.is_empty() {
            return decoded(secret).map(SecretString::from);
        }
        match said.trim() {
            "" => Err(Silence::NoEntry),
            said if said.contains("could not be found") => Err(Silence::NoEntry),
            said => Err(Silence::Failed(child::first_line(said))),
        }
    }

    /// Keeps a secret. It goes to the tool through its standard input, where nobody else can read it.
    ///
    /// # Errors
    /// See [`Silence`].
    pub fn store(&self, service: &str, account: &str, secret: &str) -> Result<(), Silence> {
        let Some(tool) = &self.tool else {
            return Err(Silence::NoTool("no tool for it is known on this system".to_owned()));
        };
        let mut command = child::local_command(&tool.program);
        let input = match tool.kind {
            Kind::SecretTool => {
                command.args(["store", "--label", service, "service", service, "username", account]);
                Zeroizing::new(secret.to_owned())
            }
            // Its arguments would be seen by others, so it reads a command line instead.
            Kind::Security => {
                command.arg("-i");
                let [service, account, secret] = [service, account, secret].map(quoted);
                Zeroizing::new(format!("add-generic-password -U -s {} -a {} -w {}\n", *service, *account, *secret))
            }
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|why| Silence::NoTool(format!("{} could not be run ({why})", tool.program.display())))?;
        let given = child.stdin.take().is_some_and(|mut pipe| pipe.write_all(input.as_bytes()).is_ok());
        let (_, said) = self.heard(child)?;
        // A tool that has kept it says nothing.
        match (given, child::first_line(said.trim())) {
            (true, said) if said.is_empty() => {}
            (_, said) => return Err(Silence::Failed(said)),
        }
        // Some are silent when they fail as well.
        let kept = self.look_up(service, account)?;
        if kept.expose_secret() == secret { Ok(()) } else { Err(Silence::Failed("it kept something else".to_owned())) }
    }

    /// What the tool prints as its answer, and what it says beside it. It is gone when this returns.
    fn heard(&self, mut child: Child) -> Result<(Zeroizing<String>, Zeroizing<String>), Silence> {
        let (printed, said) = (child.stdout.take().map(Listener::new), child.stderr.take().map(Listener::new));
        let hear = |pipe: Option<Listener>| match pipe {
            Some(pipe) => pipe.whole_within(self.patience).ok_or(Silence::TimeOut),
            None => Ok(Zeroizing::default()),
        };
        let heard = hear(printed).and_then(|printed| {
            // With a secret at hand nobody waits for words beside it: a daemon that the tool started may hold that pipe.
            let said = if printed.is_empty() { hear(said)? } else { Zeroizing::default() };
            Ok((printed, said))
        });
        // One that has closed both pipes has nothing left to do; one that has not is not waited for any longer.
        let _ = child.kill();
        let _ = child.wait();
        heard
    }
}

/// As `security` reads a word of its own command line.
fn quoted(word: &str) -> Zeroizing<String> {
    Zeroizing::new(format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// A secret without go-keyring's encoding.
fn decoded(text: &str) -> Result<String, Silence> {
    let bytes = match (text.strip_prefix(BASE64), text.strip_prefix(HEX)) {
        (Some(encoded), _) => STANDARD.decode(encoded).ok(),
        (None, Some(encoded)) => of_hex(encoded),
        (None, None) => return Ok(text.to_owned()),
    };
    let decoded = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.ok_or_else(|| Silence::Failed("the entry is damaged".to_owned()))
}

fn of_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(high << 4 | low),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;
    use tempfile::TempDir;

    fn stand_in(script: &str) -> (TempDir, OsString) {
        let folder = TempDir::new().expect("a folder");
        let (text, path) = (folder.path().join("text"), folder.path().join("secret-tool"));
        std::fs::write(&text, format!("#!/bin/sh\n{script}\n")).expect("written");
        // What this process has open for writing, a child of another test may have open as well, and then nobody can run it.
        assert!(Command::new("cp").args([&text, &path]).status().expect("a copy").success());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("its mode");
        (folder, path.into())
    }

    fn answer(script: &str) -> Result<String, Silence> {
        let (_folder, program) = stand_in(script);
        let found = Keyring::through(program, Duration::from_mins(1)).look_up("atlascli_a", "private_api_key");
        found.map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn the_tool_is_asked_by_the_attributes_that_go_keyring_writes() {
        assert_eq!(answer("printf '%s' \"$*\"").as_deref(), Ok("lookup service atlascli_a username private_api_key"));
        assert_eq!(answer("cat; echo s e").as_deref(), Ok("s e"), "its input is closed");
    }

    #[test]
    fn what_gives_no_secret_is_told_apart() {
        assert_eq!(answer("exit 1"), Err(Silence::NoEntry));
        let said = answer("printf 'Cannot autolaunch\\033[2J\\nmore' >&2; exit 1");
        assert!(matches!(&said, Err(Silence::Failed(why)) if why.starts_with("Cannot autolaunch")), "{said:?}");
        assert!(!said.expect_err("no secret").to_string().contains('\u{1B}'));
        let absent = Keyring::through("/no/such/tool", PATIENCE).look_up("a", "b");
        assert!(matches!(absent, Err(Silence::NoTool(_))));
    }

    #[test]
    fn a_secret_is_enough_though_somebody_keeps_the_other_pipe() {
        let (folder, program) = stand_in("mkfifo \"$0.pipe\"; cat \"$0.pipe\" >/dev/null & printf s");
        let found = Keyring::through(program, Duration::from_mins(1)).look_up("a", "b");
        assert_eq!(found.map(|secret| secret.expose_secret().to_owned()).as_deref(), Ok("s"));
        // Lets the one go that holds the other pipe.
        std::fs::write(folder.path().join("secret-tool.pipe"), "").expect("a reader");
    }

    #[test]
    fn a_tool_that_prints_for_ever_is_left() {
        let said = answer("exec yes").expect_err("no secret");
        assert_eq!(said, Silence::Failed("what it holds is too long for a secret".to_owned()));
    }

    #[test]
    fn a_tool_that_never_answers_is_left() {
        let (_folder, program) = stand_in("exec tail -f /dev/null");
        let found = Keyring::through(program, Duration::from_millis(1)).look_up("a", "b");
        assert_eq!(found.map(|_| ()), Err(Silence::TimeOut));
    }

    #[test]
    fn what_go_keyring_encoded_is_decoded() {
        assert_eq!(decoded("go-keyring-base64:c8Opw6k=").as_deref(), Ok("séé"));
        assert_eq!(decoded("go-keyring-encoded:73c3A9").as_deref(), Ok("sé"));
        assert_eq!(decoded("plain").as_deref(), Ok("plain"));
        for damaged in ["go-keyring-base64:***", "go-keyring-encoded:7", "go-keyring-encoded:zz"] {
            assert!(decoded(damaged).is_err(), "{damaged}");
        }
    }

    proptest! {
        #[test]
        fn any_entry_is_decoded_or_damaged(
            prefix in select(&["", BASE64, HEX]),
            entry in prop_oneof![any::<String>(), "[0-9A-Fa-f]{0,40}", "[A-Za-z0-9+/=]{0,40}"],
        ) {
            match decoded(&format!("{prefix}{entry}")) {
                Ok(secret) => prop_assert!(secret.len() <= prefix.len() + entry.len()),
                Err(why) => prop_assert_eq!(why, Silence::Failed("the entry is damaged".to_owned())),
            }
        }
    }
}
