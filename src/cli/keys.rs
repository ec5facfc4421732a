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
