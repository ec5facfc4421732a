//! The keys, those that a person named in the place of the usual ones.

use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::config::error::ConfigError;
use crate::config::file::File;

/// The keymap that the file makes.
///
/// # Errors
/// Where an action or a key is not known, or a key would mean two things: with line and column.
pub(super) fn keymap(file: &File) -> Result<Keymap, ConfigError> {
    let mut keymap = Keymap::default();
    for (name, keys) in file.keys() {
        let parsed = keys.iter().map(|key| key.parse().map_err(|why| file.wrong_keys(name, format!("“{key}”: {why}"))));
        let parsed = parsed.collect::<Result<Vec<Key>, ConfigError>>()?;
        keymap.rebind(name, parsed).map_err(|why| file.wrong_keys(name, why))?;
    }
    // Only when all are in their places: two actions may have changed keys with one another.
    for (name, _) in file.keys() {
        keymap.check(name).map_err(|why| file.wrong_keys(name, why))?;
    }
    Ok(keymap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Action;
    use crate::app::keymap::Mode;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn made_by(text: &str) -> Result<Keymap, String> {
        let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).map_err(|why| why.to_string())?;
        let file = File::read(path, true).map_err(|why| why.to_string())?;
        keymap(&file).map_err(|why| why.to_string())
    }

    #[test]
    fn own_keys_are_taken_and_may_change_places() {
        let keymap =
            made_by("[keys]\nrefresh = [\"ctrl-r\", \"f5\"]\nfind = \"s\"\nsort = \"f\"\nmark = \"shift-m\"\n")
                .expect("a keymap");
        let means = |key: &str| keymap.action_for(Mode::Browse, key.parse().expect(key));
        assert_eq!((means("ctrl-r"), means("r"), means("s")), (Some(Action::Refresh), None, Some(Action::Find)));
        let typed = KeyEvent::new(KeyCode::Char('M'), KeyModifiers::SHIFT);
        assert_eq!(keymap.action_for(Mode::Browse, typed.into()), Some(Action::Mark), "as a terminal tells it");
    }

    #[test]
    fn what_cannot_be_is_told_with_line_and_column() {
        for (text, words) in [
            ("[keys]\nrefresh = \"q\"\n", ["line 2, column 1", "“q” already means “quit”"]),
            ("[keys]\n  refesh = \"z\"\n", ["line 2, column 3", "the nearest is “refresh”"]),
            (
                "[keys]\n mark = [\"ctrl-G\"]\n",
                ["line 2, column 2", "“ctrl-G”: to a terminal that is “ctrl-g”: write it so"],
            ),
            (
                "[keys]\nmark = \"shift-q\"\nlast = \"shift-1\"\n",
                ["line 3, column 1", "“shift-1”: shift makes another"],
            ),
            ("\n[keys]\nmark = \"hyper-x\"\n", ["line 3, column 1", "“hyper-x”: no key is called that"]),
        ] {
            let why = made_by(text).expect_err(text);
            assert!(words.iter().all(|word| why.contains(word)), "{why}");
        }
    }
}
