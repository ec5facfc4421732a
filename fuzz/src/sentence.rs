//! What must hold of every sentence that tells a person what is wrong.

use atlas_certs::config::error::ConfigError;
use atlas_certs::domain::printable::is_hidden;

/// Whether it is one line without anything that a terminal would obey, and not empty.
pub fn holds_nothing_hidden(told: &str) -> bool {
    !told.is_empty() && !told.chars().any(|one| is_hidden(one) && one != '⟨')
}

/// That what is wrong with a file is told with a place that is in the file.
pub fn is_well_told(why: &ConfigError, octets: &[u8]) {
    if let ConfigError::Syntax { line, column, why, .. } = why {
        assert!(holds_nothing_hidden(why), "{why:?}");
        let text = String::from_utf8_lossy(octets);
        let written = text.split('\n').nth(line - 1).expect("a line of the file");
        assert!((1..=written.chars().count() + 1).contains(column), "{line}:{column}: {why}");
    }
}
