//! Where what is copied goes: to a command that the person named, to tmux, or to the terminal.
//!
//! The terminal comes first over ssh, for its clipboard is the one where the person sits. It never answers, so nothing
//! here says that a copy succeeded unless a command said so.

use std::io::Write as _;
use std::process::Stdio;

use crate::config::child;
use crate::domain::figures;

/// More than this many bytes make a sequence of over 100,000, which terminals cut or drop.
const MOST: usize = 74_000;

/// What is known of the ways.
#[derive(Debug, Clone, Default)]
pub struct Clipboard {
    /// A command that takes the text on its standard input.
    pub command: Option<String>,
    /// Whether tmux stands between the program and the terminal.
    pub in_tmux: bool,
}

/// The way that a text goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// To the terminal; what to say of it.
    Terminal(String),
    /// To this command.
    Command(ClipboardCommand),
    /// Nowhere; why.
    TooLong(String),
}

/// A command that takes the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipboardCommand {
    program: String,
    arguments: Vec<String>,
    /// Who takes the text, for what is said.
    name: String,
}

impl Clipboard {
    /// The way for `text`.
    #[must_use]
    pub fn way(&self, text: &str) -> Way {
        let shell = |line: &str| ClipboardCommand {
            program: if cfg!(windows) { "cmd" } else { "sh" }.to_owned(),
            arguments: vec![if cfg!(windows) { "/C" } else { "-c" }.to_owned(), line.to_owned()],
            name: "the clipboard command".to_owned(),
        };
        match &self.command {
            Some(line) => Way::Command(shell(line)),
            // tmux keeps the text and, where it may (`set-clipboard`), hands it on to the terminal.
            None if self.in_tmux => Way::Command(ClipboardCommand {
                program: "tmux".to_owned(),
                arguments: ["load-buffer", "-w", "-"].map(str::to_owned).to_vec(),
                name: "tmux".to_owned(),
            }),
            None if text.len() > MOST => Way::TooLong(format!(
                "{} characters are too many for a terminal's clipboard: name a clipboard_command in the configuration.",
                figures::count(text.chars().count())
            )),
            None => Way::Terminal(format!("Sent to the terminal's clipboard: {}.", said(text))),
        }
    }
}

/// `5433027191242719574`, or how much it is.
fn said(text: &str) -> String {
    if text.chars().count() <= 60 && !text.contains('\n') {
        text.to_owned()
    } else {
        let (lines, characters) = (text.lines().count(), text.chars().count());
        format!("{} lines, {} characters", figures::count(lines), figures::count(characters))
    }
}

impl ClipboardCommand {
    /// Gives the text to the command, and says what became of it. Waits for the command: not for the drawing thread.
    #[must_use]
    pub fn give(&self, text: &str) -> String {
        match self.run(text) {
            Ok(true) => format!("Given to {}: {}.", self.name, said(text)),
            Ok(false) => format!("{} refused the text: nothing was copied.", self.name),
            Err(why) => format!("{} could not be run ({why}): nothing was copied.", self.name),
        }
    }

    fn run(&self, text: &str) -> std::io::Result<bool> {
        let mut command = child::local_command(&self.program);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        // A command may end before it has read everything; what it ended with is told all the same.
        let taken = child.stdin.take().is_none_or(|mut input| input.write_all(text.as_bytes()).is_ok());
        Ok(child.wait()?.success() && taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_says_what_became_of_the_text() {
        let clipboard = |command: &str| Clipboard { command: Some(command.to_owned()), in_tmux: true };
        let given = |command: &str| match clipboard(command).way("4B:65") {
            Way::Command(command) => command.give("4B:65"),
            other => panic!("{other:?}"),
        };
        assert_eq!(given("grep -q 4B:65"), "Given to the clipboard command: 4B:65.");
        let long = "x".repeat(1_000_000);
        let Way::Command(command) = clipboard("exit 0").way(&long) else { panic!("no command") };
        assert_eq!(command.give(&long), "the clipboard command refused the text: nothing was copied.");
        assert_eq!(given("cat >/dev/null; exit 3"), "the clipboard command refused the text: nothing was copied.");
    }

    #[test]
    fn what_is_too_long_for_a_terminal_is_not_sent() {
        let clipboard = Clipboard::default();
        assert!(matches!(clipboard.way(&"x".repeat(MOST)), Way::Terminal(_)));
        assert!(matches!(clipboard.way(&"x".repeat(MOST + 1)), Way::TooLong(_)));
    }
}
