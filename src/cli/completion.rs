//! What a shell is told when somebody presses Tab: commands, options, and the names of profiles, projects and users.
//!
//! A script, which `atlas-certs completions` prints, has the shell call this program with the line so far. Nothing is said
//! then that is no answer: what cannot be read completes nothing.

pub(in crate::cli) mod names;
mod shells;

use std::env;
use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::env::{CompleteEnv, Shells};
use clap_complete::{Shell, generate};

use crate::cli::arguments::Arguments;
use crate::cli::failure::Failure;

/// What this program is called on a command line.
const NAME: &str = "atlas-certs";
/// The variable by which the shell says that it asks, and who it is: the one that clap's programs have.
const VARIABLE: &str = "COMPLETE";

/// The shells that ask. `PowerShell` does not: it would take a name as it is, and run what stands in it.
const SHELLS: Shells<'static> = Shells(&[
    &shells::Bash,
    &clap_complete::env::Elvish,
    &shells::Unquoted(clap_complete::env::Fish),
    &shells::Unquoted(clap_complete::env::Zsh),
]);

/// zsh reads a file of its `fpath` at the first Tab, as the function that completes: then it shall complete as well.
const AUTOLOADED: &str = r#"if [[ "$funcstack[1]" == _atlas-certs ]]; then _clap_dynamic_completer_atlas_certs "$@"; fi
"#;

/// Answers a shell, where it is one that has called.
pub(super) fn answered() -> bool {
    let asked = CompleteEnv::with_factory(Arguments::command).var(VARIABLE).shells(SHELLS).completer(NAME);
    let folder = env::current_dir().ok();
    // A shell that asks in vain gets nothing; another program's variable of this name is no question.
    asked.try_complete(env::args_os(), folder.as_deref()).unwrap_or_else(|_| is_question())
}

/// Whether the words are a line to complete, as only a shell's script gives them.
fn is_question() -> bool {
    env::args_os().nth(1).is_some_and(|word| word == "--")
}

/// Prints what makes a shell ask; for one that does not, all that can be completed without asking.
pub(super) fn script(shell: Shell) -> Result<(), Failure> {
    // Into memory first: what writes it has no word for a reader that is gone.
    let mut script = Vec::new();
    match SHELLS.completer(&shell.to_string()) {
        Some(asking) => asking.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?,
        None => generate(shell, &mut Arguments::command(), NAME, &mut script),
    }
    if shell == Shell::Zsh {
        script.extend_from_slice(AUTOLOADED.as_bytes());
    }
    Ok(io::stdout().lock().write_all(&script)?)
}
