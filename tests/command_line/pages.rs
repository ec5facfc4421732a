//! Completions and the manual page: there, and with every command.

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
fn every_shell_completes_every_command() {
    let atlas = Atlas::start();
    let commands = commands(&atlas);
    assert!(["list", "doctor", "config", "completions"].iter().all(|name| commands.iter().any(|known| known == name)));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = atlas.stranger(["completions", shell]).run();
        for name in &commands {
            assert!(run.out().contains(name.as_str()), "{name} for {shell}");
        }
        assert!(run.out().contains("--expiring") || run.out().contains("-l expiring"), "options for {shell}");
    }
    assert!(atlas.stranger(["completions", "csh"]).run().misuse().contains("bash"));
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
    let checked = std::process::Command::new("bash").arg("-n").arg(&script).status();
    assert!(checked.is_ok_and(|status| status.success()));
}
