//! Completions, the manual page and the plugin of the Atlas CLI: there, and with every command.

use std::process::Command;

use crate::command::Atlas;

/// The commands, as the help lists them.
fn commands(atlas: &Atlas) -> Vec<String> {
    let help = atlas.stranger(["--help"]).run().out().to_owned();
    let (_, rest) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = rest.lines().take_while(|line| !line.is_empty());
    // What goes on over a line begins further to the right.
    let names = lines.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
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
