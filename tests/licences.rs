//! Every dependency has a licence that `deny.toml` allows, and none is allowed that nobody has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use spdx::{Expression, Licensee, ParseMode};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The licences that are allowed.
fn allowed() -> Vec<Licensee> {
    let text = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let names = table["licenses"]["allow"].as_array().expect("a list");
    names.iter().map(|name| Licensee::parse(name.as_str().unwrap()).unwrap()).collect()
}

/// Every package that is built here, the tests' included, with the expression of its licence. Nothing is downloaded.
fn packages() -> BTreeSet<(String, String)> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--locked", "--offline", "--edges", "normal,build,dev", "--prefix", "none"]);
    let output = cargo.args(["--no-dedupe", "--format", "{p}\t{l}"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(package, licence)| (package.to_owned(), licence.to_owned())).collect()
}

/// Why a package may not be used, if so.
fn refusal(licence: &str, allowed: &[Licensee]) -> Option<String> {
    match Expression::parse_mode(licence, ParseMode::LAX) {
        Err(why) => Some(format!("“{licence}” is no licence: {why}")),
        Ok(terms) => {
            let is_fine = terms.evaluate(|wanted| allowed.iter().any(|licensee| licensee.satisfies(wanted)));
            (!is_fine).then(|| format!("“{licence}” is not among the licences that deny.toml allows"))
        }
    }
}

#[test]
fn every_dependency_may_be_used() {
    let (packages, allowed) = (packages(), allowed());
    assert!(
        packages.len() > 100 && packages.iter().any(|(package, _)| package.starts_with("ratatui ")),
        "{packages:?}"
    );
    let refused: Vec<String> = packages
        .iter()
        .filter_map(|(package, licence)| Some(format!("{package}: {}", refusal(licence, &allowed)?)))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
    for needless in &allowed {
        let others: Vec<Licensee> = allowed.iter().filter(|licensee| *licensee != needless).cloned().collect();
        assert!(packages.iter().any(|(_, licence)| refusal(licence, &others).is_some()), "nobody has {needless}");
    }
}

#[test]
fn what_is_not_allowed_is_refused() {
    let allowed = allowed();
    for licence in ["MIT", "MIT/Apache-2.0", "GPL-3.0-only OR MIT", "(MIT OR GPL-2.0-only) AND Unicode-3.0"] {
        assert_eq!(refusal(licence, &allowed), None);
    }
    for licence in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "SSPL-1.0", "WTFPL", "", "whatever"] {
        assert!(refusal(licence, &allowed).is_some(), "{licence}");
    }
}
