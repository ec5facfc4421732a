//! Completions, the manual page and the plugin of the Atlas CLI: there, and with every command.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::command::Atlas;

/// The commands, as the help lists them, but the help itself.
fn commands(atlas: &Atlas) -> Vec<String> {
    let help = atlas.stranger(["--help"]).run().out().to_owned();
    let (_, rest) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = rest.lines().take_while(|line| !line.is_empty());
    // What goes on over a line begins further to the right.
    let names = lines.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_is_completed() {
    let atlas = Atlas::start();
    let asked = ["--", "atlas-certs", ""];
    let answers = atlas.stranger(asked).env("COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", "1").run();
    let commands = commands(&atlas);
    assert!(["list", "doctor", "config", "completions"].iter().all(|name| commands.iter().any(|known| known == name)));
    for name in commands {
        assert!(answers.out().lines().any(|answer| answer == name), "{name}");
    }
}

#[test]
fn the_manual_has_every_command() {
    let atlas = Atlas::start();
    let run = atlas.stranger(["man"]).run();
    assert!(run.out().contains(".TH atlas-certs 1"));
    for name in commands(&atlas) {
        // A hyphen is escaped, so that it stays one.
        assert!(run.out().contains(&format!("atlas\\-certs\\-{}(1)", name.replace('-', "\\-"))), "{name}");
    }
    for words in ["ENVIRONMENT", "MONGODB_ATLAS_PRIVATE_API_KEY", "FILES", "memory.sqlite", "OPTIONS FOR EVERY COMMAND"]
    {
        assert!(run.out().contains(words), "{words}");
    }
}

#[test]
fn a_page_tells_what_is_its_own_with_examples_and_exit_status() {
    let atlas = Atlas::start();
    let check = atlas.stranger(["man", "check"]).run();
    for words in [
        ".TH atlas-certs-check 1",
        ".SH EXAMPLES",
        "\\-\\-latest\\-only",
        "\\-\\-project",
        "2 CRITICAL",
        ".SH \"SEE ALSO\"",
    ] {
        assert!(check.out().contains(words), "{words} in {}", check.out);
    }
    assert!(!check.out().contains("\\-\\-base\\-url"), "that stands on the program's page");
    let nested = atlas.stranger(["man", "memory", "prune"]).run();
    assert!(nested.out().contains(".TH atlas-certs-memory-prune 1") && nested.out().contains("2 wrong usage"));
    let unknown = atlas.stranger(["man", "chekc"]).run();
    assert!(unknown.failure(2).contains("no command is called “chekc”: there are list, find, check"));
    assert!(atlas.stranger(["man", "list", "x"]).run().failure(2).contains("none below it"));
    atlas.stranger(["man", "list", "--all", "x"]).run().misuse();
}

#[test]
fn every_page_is_written_where_man_looks_for_it() {
    let atlas = Atlas::start();
    let folder = atlas.home().join("share/man1");
    atlas.stranger(["man", "--all", folder.to_str().unwrap()]).run().out();
    let pages = fs::read_dir(&folder).unwrap().map(|page| page.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<String> = pages.collect();
    for name in commands(&atlas) {
        assert!(pages.contains(&format!("atlas-certs-{name}.1")), "{name}");
    }
    assert!(
        ["atlas-certs.1", "atlas-certs-memory-prune.1", "atlas-certs-config-show.1"]
            .iter()
            .all(|page| pages.contains(*page))
    );
    let printed = atlas.stranger(["man", "list"]).run();
    assert_eq!(fs::read_to_string(folder.join("atlas-certs-list.1")).unwrap(), printed.out());
    let run = atlas.stranger(["man", "--all", "/dev/null/x"]).run();
    assert!(run.failure(1).contains("cannot write /dev/null/x/atlas-certs.1"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_script_for_bash_is_one() {
    let atlas = Atlas::start();
    let script = atlas.write("script", atlas.stranger(["completions", "bash"]).run().out());
    let checked = Command::new("bash").arg("-n").arg(&script).status();
    assert!(checked.is_ok_and(|status| status.success()));
}

#[test]
fn the_atlas_cli_finds_the_program_by_its_manifest() {
    let manifest = include_str!("../../assets/atlas-cli-plugin/manifest.yml");
    for line in [&format!("version: {}", env!("CARGO_PKG_VERSION")), "binary: atlas-certs", "  certs:"] {
        assert!(manifest.lines().any(|known| known == line), "{line}");
    }
    let printed = |words: &[&str]| Command::new(env!("CARGO_BIN_EXE_atlas-certs")).args(words).output().unwrap();
    let plain = printed(&["projects", "--demo"]);
    assert!(plain.status.success() && !plain.stdout.is_empty());
    let named = printed(&["certs", "projects", "--demo"]);
    assert_eq!(named.status, plain.status);
    assert_eq!(named.stdout.split(|byte| *byte == b'\n').next(), plain.stdout.split(|byte| *byte == b'\n').next());
    let elsewhere = printed(&["projects", "certs"]);
    assert_eq!(elsewhere.status.code(), Some(2), "a name is left out where a command stands alone");
}
