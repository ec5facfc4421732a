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

/// What comes of writing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The text of the file.
    pub text: String,
    /// Whether the profile was there, with the same keys, and has got another secret.
    pub renewed: bool,
}

/// Where a profile may have its secret, as `config.toml` calls it.
const SECRETS: [&str; 5] = ["private_key", "private_key_command", "client_secret", "client_secret_command", "secret"];

/// The text of the file at `path` with a profile more. One that is there, and begins with the same key and value, gets
/// what is new of it.
///
/// # Errors
/// Where the text is no TOML, or another profile of that name is there.
pub fn with_profile(path: &Path, text: &str, new: NewProfile<'_>) -> Result<Edited, ConfigError> {
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
    if let Some(there) = profiles.get_mut(name) {
        let is_same = |(key, id): &(&str, Value)| there.get(key).and_then(Item::as_str) == id.as_str();
        let is_same = new.values.first().is_some_and(is_same);
        let (true, Some(there)) = (is_same, there.as_table_like_mut()) else {
            return Err(refused("is there already, with other keys: give the new one another name"));
        };
        for key in SECRETS {
            there.remove(key);
        }
        for (key, written) in new.values {
            there.insert(key, value(written.clone()));
        }
        // What was taken from the end is set back.
        document.set_trailing(behind);
        return Ok(Edited { text: document.to_string(), renewed: true });
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
    Ok(Edited { text: document.to_string(), renewed: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::starter;

    fn edited(text: &str) -> Result<String, ConfigError> {
        let values = [("public_key", "abcdefgh".into()), ("allow_plain_http", true.into())];
        let edited = with_profile(Path::new("config.toml"), text, NewProfile { name: "new one", values: &values });
        edited.map(|edited| edited.text)
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
    fn the_same_keys_get_another_secret_and_keep_the_rest() {
        let text = "[profiles.\"new one\"] # mine\npublic_key = \"abcdefgh\"\nprivate_key_command = \"pass\"\nproject = \"payments\" # first\n# end\n";
        let after = text
            .replace("private_key_command = \"pass\"\n", "")
            .replace("# first\n", "# first\nallow_plain_http = true\n");
        assert_eq!(edited(text), Ok(after));
    }

    #[test]
    fn what_is_there_is_not_written_over() {
        let other = edited("[profiles.\"new one\"]\npublic_key = \"other\"\n");
        assert!(other.expect_err("it is there").to_string().contains("is there already, with other keys"));
        assert!(edited("a = [").expect_err("no TOML").to_string().starts_with("config.toml, line 1"));
    }
}
