//! The README's table of keys is the table that the program obeys. `UPDATE_README=1 cargo test --test readme` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::Path;

use atlas_certs::app::action::{Action, Menu};
use atlas_certs::app::keymap::{BINDINGS, Binding, Keymap, Mode};

const BEGIN: &str = "<!-- keys: written by tests/readme.rs -->\n";
const END: &str = "<!-- end of keys -->";

/// `y x` for a key of a menu, which is pressed after the menu's own.
fn keys(binding: &Binding) -> String {
    let prefix = match binding.modes {
        [Mode::Menu(menu)] => Keymap::default().key_of(Action::Menu(*menu)) + " ",
        _ => String::new(),
    };
    let shown: Vec<String> = binding.keys.iter().map(|key| format!("`{prefix}{key}`")).collect();
    shown.join(" ")
}

fn table() -> String {
    let row = |binding: &Binding| format!("| {} | {} | {} |\n", keys(binding), binding.help, binding.name);
    let rows: String = BINDINGS.iter().map(row).collect();
    format!("| keys | what they do | name in the configuration |\n| --- | --- | --- |\n{rows}")
}

#[test]
fn the_readme_lists_the_keys_that_work() {
    assert_eq!(Keymap::default().key_of(Action::Menu(Menu::Copy)), "y");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the README has a place for the keys");
    let (_, after) = rest.split_once(END).expect("the place for the keys has an end");
    let written = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    assert!(
        readme == written || std::env::var_os("UPDATE_README").is_some(),
        "UPDATE_README=1 cargo test --test readme"
    );
}
