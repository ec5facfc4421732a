//! Writing into a configuration file that people write into as well: what they wrote stays, comments and all.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value, value};

use crate::config::error::ConfigError;

/// A profile to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewProfile<'text> {
    /// What it is called.
    pub name: &'text str,
    /// Keys and their values, in this order.
    pub values: &'text [(&'static str, Value)],
}

/// The text of the file at `path` with a profile more.
///
/// # Errors
/// Where the text is no TOML, or a profile of that name is there.
pub fn with_profile(path: &Path, text: &str, new: NewProfile<'_>) -> Result<String, ConfigError> {
    let mut document: DocumentMut = text.parse().map_err(|why: toml_edit::TomlError| {
        ConfigError::at(path, text, why.span().map_or(0, |span| span.start), &"this is no TOML")
    })?;
    // What stands behind the last table belongs to it, and not to the one that comes now.
    let behind = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing("");
    let name = new.name;
    let refused = |why: &str| ConfigError::value(format!("{}, [profiles.{name}]", path.display()), why);
    let profiles = document.entry("profiles").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let profiles = profiles.as_table_mut().ok_or_else(|| refused("stands in brackets: write it as a table"))?;
    if profiles.contains_key(name) {
        return Err(refused("is there already: sign in as that one, or give the new one another name"));
    }
    let mut profile = Table::new();
    let gap = if text.is_empty() { "" } else { "\n" };
    profile.decor_mut().set_prefix(format!("{behind}{gap}"));
    for (key, written) in new.values {
        profile.insert(key, value(written.clone()));
    }
    // Behind all that is there, whatever the order.
    profile.set_position(Some(isize::MAX));
    profiles.insert(name, Item::Table(profile));
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::starter;

    fn edited(text: &str) -> Result<String, ConfigError> {
        let values = [("public_key", "abcdefgh".into()), ("allow_plain_http", true.into())];
        with_profile(Path::new("config.toml"), text, NewProfile { name: "new one", values: &values })
    }

    #[test]
    fn every_line_that_was_there_stays_where_it_was() {
        for text in [starter::TEXT, "", "# alone", "page_size = 7 # mine\n\n[profiles.a]\npublic_key = \"x\"\n# end\n"]
        {
            let after = edited(text).expect("a file");
            assert!(after.starts_with(text), "{after}");
            let added = after.strip_prefix(text).expect("more").trim();
            assert_eq!(added, "[profiles.\"new one\"]\npublic_key = \"abcdefgh\"\nallow_plain_http = true");
            assert!(toml::from_str::<crate::config::file::Said>(&after).is_ok());
        }
    }

    #[test]
    fn what_is_there_is_not_written_over() {
        let twice = edited(&edited("").expect("a file"));
        assert!(twice.expect_err("it is there").to_string().contains("is there already"));
        assert!(edited("a = [").expect_err("no TOML").to_string().starts_with("config.toml, line 1"));
    }
}
