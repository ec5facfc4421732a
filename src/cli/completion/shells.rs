//! What shells need beyond clap's own: bash takes an answer into the line as it is, and bash, zsh and fish give words as they
//! were typed, quotes and all.

use std::env;
use std::ffi::OsString;
use std::io::{Error, Write};
use std::path::Path;

use clap::Command;
use clap_complete::engine::complete;
use clap_complete::env::{self as clap_env, EnvCompleter};

/// bash, with answers that it can take as they are: a name with a blank stays one word, and one like `$(…)` runs nothing.
pub(super) struct Bash;

/// A shell whose words are taken out of their quotes first.
pub(super) struct Unquoted<S>(pub(super) S);

/// What never needs a backslash, beside letters and digits. `=` and `:` need one, since bash parts words there.
const PLAIN: &str = "-_./,@%+";

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        clap_env::Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        clap_env::Bash.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        binary: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        clap_env::Bash.write_registration(variable, name, binary, completer, out)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let said = |name: &str| env::var(name).ok();
        let index = said("_CLAP_COMPLETE_INDEX").and_then(|index| index.parse().ok()).unwrap_or_default();
        let (words, index) = joined(words.into_iter().map(unquoted).collect(), index);
        let found = complete(command, words, index, folder)?;
        let quoted: Vec<String> = found.iter().map(|one| quoted(&one.get_value().to_string_lossy())).collect();
        write!(out, "{}", quoted.join(said("_CLAP_IFS").as_deref().unwrap_or("\n")))
    }
}

impl<S: EnvCompleter> EnvCompleter for Unquoted<S> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn is(&self, name: &str) -> bool {
        self.0.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        binary: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.0.write_registration(variable, name, binary, completer, out)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.0.write_complete(command, words.into_iter().map(unquoted).collect(), folder, out)
    }
}

/// `--option value` for `--option=value`, of which bash makes three words: `--option`, `=`, `value`.
fn joined(words: Vec<OsString>, index: usize) -> (Vec<OsString>, usize) {
    let (mut kept, mut at): (Vec<OsString>, usize) = (Vec::new(), index);
    for (place, word) in words.into_iter().enumerate() {
        let is_behind_option = kept.last().is_some_and(|last| last.to_string_lossy().starts_with("--"));
        if place != index && word == "=" && is_behind_option {
            at -= usize::from(place < index);
        } else {
            kept.push(word);
        }
    }
    (kept, at)
}

/// A word of the line as the program would get it; one whose quote is still open stays as it is.
pub(super) fn unquoted(word: OsString) -> OsString {
    let parts = word.to_str().and_then(shlex::split);
    match parts.as_deref() {
        Some([one]) => one.into(),
        _ => word,
    }
}

/// The same word for bash. An option's `=` stays: bash has parted the words there before.
fn quoted(text: &str) -> String {
    let (option, value) = match text.split_once('=') {
        Some((option, value)) if option.starts_with("--") => (format!("{option}="), value),
        _ => (String::new(), text),
    };
    let is_plain = |letter: char| letter.is_alphanumeric() || PLAIN.contains(letter);
    let letters = value.chars().flat_map(|letter| (!is_plain(letter)).then_some('\\').into_iter().chain([letter]));
    option + &letters.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_bash_is_one_word_and_comes_back_as_it_was() {
        for text in
            ["payments", "Acme Platform", "$(reboot)", "a'b\"c\\d", "CN=x,OU=ü", "arn:aws:iam::1:user/x", "~", "*;&"]
        {
            assert_eq!(unquoted(quoted(text).into()), text, "{}", quoted(text));
            assert_eq!(shlex::split(&quoted(text)).as_deref(), Some(&[text.to_owned()][..]));
        }
        assert_eq!(quoted("--theme=a b"), "--theme=a\\ b");
    }

    #[test]
    fn an_equals_sign_that_bash_made_a_word_of_is_none() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(joined(words("x --a = b --c d"), 3), (words("x --a b --c d"), 2));
        assert_eq!(joined(words("x --a = b"), 2), (words("x --a = b"), 2));
        assert_eq!(joined(words("x b ="), 1), (words("x b ="), 1));
    }

    #[test]
    fn a_word_that_is_not_finished_stays() {
        for text in ["", "\"Acme Pl", "a\\", "#a"] {
            assert_eq!(unquoted(text.into()), text);
        }
    }
}
