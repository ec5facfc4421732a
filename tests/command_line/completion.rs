//! Completion as shells ask for it: names from the files and from the memory, without a word to Atlas; and a real bash.

use std::process::Command;

use atlas_certs::demo::credentials::PUBLIC_KEY;
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::domain::user::{Authentication, DatabaseUser};

use crate::command::{Atlas, now};

const OWN: &str = "atlas-certs/config.toml";
const CLI: &str = "atlascli/config.toml";
/// A name that would do harm where it is not quoted.
const HOSTILE: &str = "it's $(touch harm); `x`";

fn project(id: &str, name: &str) -> Project {
    Project { id: ProjectId::new(id), name: name.into(), organisation: None, clusters: None, created_at: None }
}

fn user(name: &str, authentication: Authentication) -> DatabaseUser {
    DatabaseUser {
        name: name.into(),
        database: "$external".into(),
        authentication,
        roles: Vec::new(),
        description: None,
        delete_after: None,
    }
}

/// A home with profiles of both files, and a memory.
fn home() -> Atlas {
    let atlas = Atlas::start();
    atlas.configure(OWN, &format!("[profiles.prod]\npublic_key = \"{PUBLIC_KEY}\"\nprivate_key_command = \"touch ran\"\n[profiles.prelive]\nclient_id = \"x\"\nsecret = \"keyring\"\nproject = \"payments\"\n"));
    atlas.configure(CLI, "version = 2\n[default]\nauth_type = \"api_keys\"\n[Gov]\nservice = \"cloudgov\"\n");
    let mut memory = atlas.memory();
    let projects = [
        project("a1", "payments"),
        project("a2", "pay roll"),
        project("a3", HOSTILE),
        project("a4", "twin"),
        project("a5", "twin"),
        project("a6", "pay\u{1b}[2Jments"),
        project("a7", "pay\u{202e}ments"),
    ];
    memory.keep_projects(&projects, now(), true).unwrap();
    let users =
        [user("svc-ledger", Authentication::ManagedX509), user("CN=svc-two,OU=payments", Authentication::CustomerX509)];
    memory.keep_users(&projects[0], &users, now(), true).unwrap();
    memory.keep_users(&projects[1], &[user("clerk", Authentication::Password)], now(), true).unwrap();
    atlas
}

/// What a shell gets for the last of these words, a line each.
fn answers(atlas: &Atlas, shell: &str, words: &[&str]) -> Vec<String> {
    let line = ["--", "atlas-certs"].iter().chain(words);
    let program = atlas.stranger(line).env("COMPLETE", shell).env("_CLAP_IFS", "\n");
    let run = program.env("_CLAP_COMPLETE_INDEX", &words.len().to_string()).run();
    assert!(atlas.asked().is_empty(), "{:?}", atlas.asked());
    run.out().lines().map(str::to_owned).collect()
}

#[test]
fn profiles_of_both_files_are_completed_and_none_is_used() {
    let atlas = home();
    assert_eq!(answers(&atlas, "bash", &["--profile", ""]), ["default", "gov", "prelive", "prod"]);
    assert_eq!(answers(&atlas, "bash", &["list", "--profile", "pr"]), ["prelive", "prod"]);
    assert_eq!(answers(&atlas, "zsh", &["--profile", "pro"]), ["prod"]);
    assert_eq!(answers(&atlas, "fish", &["--profile", "pro"]), ["prod"]);
}

#[test]
fn commands_formats_and_themes_are_completed() {
    let atlas = home();
    atlas.configure(OWN, "[themes.dusk]\nbase = \"dark\"\n");
    assert_eq!(answers(&atlas, "bash", &["list", "--output", "n"]), ["ndjson"]);
    assert_eq!(answers(&atlas, "bash", &["doctor", "-o", ""]), ["table", "json"]);
    assert_eq!(answers(&atlas, "bash", &["--theme", "d"]), ["dark", "dusk"]);
    assert_eq!(answers(&atlas, "bash", &["man", "mem"]), ["memory"]);
    assert_eq!(answers(&atlas, "bash", &["man", "memory", "pr"]), ["prune"]);
}

#[test]
fn projects_and_users_are_completed_from_the_memory() {
    let atlas = home();
    assert_eq!(answers(&atlas, "bash", &["--project", "pay"]), ["pay\\ roll", "payments"], "no name with controls");
    assert_eq!(answers(&atlas, "bash", &["check", "--also", "pay\\ "]), ["pay\\ roll"]);
    assert_eq!(answers(&atlas, "bash", &["--project", "=", "paym"]), ["payments"]);
    assert_eq!(answers(&atlas, "fish", &["--project", "pay\\ r"]), ["pay roll\ta2"]);
    assert_eq!(answers(&atlas, "fish", &["-p", "a"]), ["a4\ttwin", "a5\ttwin"], "a name that two have is none to type");
    assert_eq!(answers(&atlas, "zsh", &["-p", "paym"]), ["payments:a1"]);
    let users = |words: &[&str]| answers(&atlas, "fish", words);
    let both = ["CN=svc-two,OU=payments\town CA", "svc-ledger\tX.509"];
    assert_eq!(users(&["--project", "payments", "--user", ""]), both);
    assert_eq!(users(&["list", "-p", "payments", "--expiring", "30d", "-u", ""]), both);
    assert_eq!(users(&["--profile", "prelive", "--user", ""]), both, "the profile's own project");
    assert_eq!(answers(&atlas, "bash", &["-p", "pay\\ roll", "-u", ""]), ["clerk"]);
    assert_eq!(users(&["--user", ""]).len(), 3);
    assert!(users(&["--project", "nowhere", "--user", ""]).is_empty());
    assert!(users(&["--no-memory", "--project", "payments", "--user", ""]).is_empty());
    assert!(users(&["--demo", "--project", "payments", "--user", "svc-led"]).contains(&"svc-ledger\tX.509".to_owned()));
}

#[test]
fn what_cannot_be_read_completes_nothing_and_says_nothing() {
    let broken = Atlas::start();
    broken.configure(OWN, "page_sise = 5\n");
    broken.write(
        ".local/share/atlas-certs/memory.sqlite",
        "no database, and longer than the header of one would have to be.",
    );
    let empty = Atlas::start();
    for atlas in [&broken, &empty] {
        for option in ["--profile", "--project", "--user"] {
            for shell in ["bash", "elvish", "fish"] {
                assert_eq!(answers(atlas, shell, &[option, ""]), [""; 0], "{option} in {shell}");
            }
        }
    }
    assert!(!empty.data().exists(), "it makes no file");
    let asked = |shell: &str, index: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_atlas-certs"));
        program.args(["--", "atlas-certs", "--profile"]).env("COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", index);
        program.output().unwrap()
    };
    for (shell, index) in [("bash", "99"), ("bash", "x"), ("tcsh", "1")] {
        let answer = asked(shell, index);
        assert!(answer.status.success() && answer.stderr.is_empty(), "{shell} {index}: {answer:?}");
    }
    // Somebody else's variable.
    empty.stranger(["projects", "--demo"]).env("COMPLETE", "1").run().out();
}

#[cfg(target_os = "linux")]
#[test]
fn a_real_bash_completes_and_runs_nothing() {
    let atlas = home();
    let folder = atlas.write("work/here", "").parent().unwrap().to_owned();
    let script = atlas.write("script", atlas.stranger(["completions", "bash"]).run().out());
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_atlas-certs")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    // What `complete` has bash do: the function of the command, with the word and the one before it; then the line is run.
    let completed = |words: &str| {
        let text = format!(
            "source '{}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_TYPE=9
             _clap_complete_atlas_certs atlas-certs \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"
             for reply in \"${{COMPREPLY[@]}}\"; do eval \"printf '%s\\\\n' $reply\"; done",
            script.display()
        );
        let mut bash = Command::new("bash");
        bash.args(["--norc", "--noprofile", "-c", &text]).current_dir(&folder).env_clear().env("PATH", &path);
        let output = bash.env("HOME", atlas.home()).output().unwrap();
        assert!(output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(completed("atlas-certs --project pay"), ["pay roll", "payments"]);
    assert_eq!(completed("atlas-certs --project it"), [HOSTILE]);
    assert_eq!(completed("atlas-certs --project payments --user CN"), ["CN=svc-two,OU=payments"]);
    assert_eq!(completed("atlas-certs comp"), ["completions"]);
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["here"]);
}

#[test]
fn the_script_has_the_shell_ask_where_it_can_quote() {
    let atlas = Atlas::start();
    for shell in ["bash", "zsh", "fish", "elvish"] {
        let run = atlas.stranger(["completions", shell]).run();
        assert!(run.out().contains("COMPLETE") && run.out().contains("atlas-certs"), "{shell}");
    }
    let run = atlas.stranger(["completions", "powershell"]).run();
    assert!(run.out().contains("--expiring") && !run.out().contains("COMPLETE"), "{}", run.out);
    assert!(atlas.stranger(["completions", "csh"]).run().misuse().contains("bash"));
}
