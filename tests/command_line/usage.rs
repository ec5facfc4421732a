//! What is asked for wrongly: status 2 for the command line, status 1 for files and values that make no sense.

use crate::command::Atlas;

#[test]
fn help_and_version_are_there() {
    let atlas = Atlas::start();
    let help = atlas.stranger(["--help"]).run();
    for word in
        ["--demo", "--project", "demo-server", "Project Read Only", "MONGODB_ATLAS_PUBLIC_API_KEY", "Exit status"]
    {
        assert!(help.out().contains(word), "{word}");
    }
    assert_eq!(atlas.stranger(["--version"]).run().out(), concat!("atlas-certs ", env!("CARGO_PKG_VERSION"), "\n"));
    for command in ["list", "projects", "users", "demo-server"] {
        assert!(atlas.stranger([command, "--help"]).run().out().contains("Usage: atlas-certs"), "{command}");
    }
}

#[test]
fn a_command_line_that_makes_no_sense_is_told() {
    let atlas = Atlas::start();
    let cases = [
        ("projects --page-size 0", "1 to 500"),
        ("projects --page-size 501", "1 to 500"),
        ("projects --page-size many", "1 to 500"),
        ("projects --output yaml", "table, json, ndjson, csv"),
        ("projects --api v3", "auto, v2 or v1.0"),
        ("list --project payments --user x --expiring soon", "30d"),
        ("list --project payments --user x --all-users", "--all-users"),
        ("demo-server --port 65536", "65535"),
        ("chmod", "unrecognized subcommand"),
    ];
    for (line, word) in cases {
        let run = atlas.run(line);
        let said = run.misuse();
        assert!(said.contains(word), "{line}: {said}");
    }
    assert!(atlas.asked().is_empty());
}

#[test]
fn a_command_that_lacks_something_is_told_in_one_line() {
    let atlas = Atlas::start();
    let cases = [
        ("--no-color", "list, projects, users"),
        ("list --project payments", "--user"),
        ("list --user svc-ledger", "--project"),
        ("users", "--project"),
        ("projects --user x", "--user"),
        ("projects --project x", "--project"),
        ("users --project payments --user x", "--user"),
    ];
    for (line, word) in cases {
        let run = atlas.run(line);
        let said = run.failure(2);
        assert!(said.contains(word) && run.out.is_empty(), "{line}: {said}");
    }
    assert!(atlas.asked().is_empty());
}

#[test]
fn a_base_url_that_is_none_is_told() {
    let atlas = Atlas::start();
    let cases = [
        ("nonsense", "https://cloud.mongodb.com"),
        ("http://example.org", "--allow-plain-http"),
        ("ftp://example.org", "neither https nor http"),
        ("https://me:bad00000-0000-4000-8000-000000000bad@example.org", "user name or a password"),
    ];
    for (url, word) in cases {
        let run = atlas.program(["projects"]).arguments(["--base-url", url]).run();
        let said = run.failure(2);
        assert!(said.contains(word) && said.contains("--base-url"), "{url}: {said}");
    }
    let run = atlas.keyless(["projects"]).keys("a", "b").env("MONGODB_ATLAS_BASE_URL", "nonsense").run();
    assert!(run.failure(1).contains("rejects these keys"), "the command line counts before the environment");
}

#[test]
fn a_configuration_that_cannot_be_used_is_told_with_its_place() {
    let cases = [
        ("page_size = 5\n[profiles.a]\npublic_key = \"x\n", "line 3, column 16"),
        ("page_size = 5\npage_siez = 5\n", "line 2, column 1: unknown key `page_siez`: the nearest is `page_size`"),
        (
            "[profile.prod]\npublic_key = \"abcdefgh\"\n",
            "line 1, column 2: invalid type: map, expected the name of the usual profile: each profile is a table, [profiles.NAME]",
        ),
        (
            "[profiles.a]\n5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9 = 1\n",
            "line 2, column 1: a key that is none, and that is not",
        ),
        ("hunterhunter = 1\n", "line 1, column 1: a key that is none, and that is not"),
        ("page_size = \"5ec7e7aa-b0b1\"\n", "line 1, column 13: invalid type: string, expected"),
        ("[profiles.a]\n  publik_key = \"x\"\n", "line 2, column 3"),
        ("page_size = 501\n", "page_size: a page has 1 to 500 items"),
        ("[severity]\ncritical = \"soon\"\n", "severity.critical"),
        ("[severity]\ncritical = \"60d\"\nsoon = \"30d\"\n", "severity"),
    ];
    for (text, word) in cases {
        let atlas = Atlas::start();
        let path = atlas.write("named.toml", text);
        let path = path.to_str().unwrap();
        let run = atlas.program(["list", "--project", "payments", "--user", "svc-ledger", "--config", path]).run();
        let said = run.failure(1);
        assert!(said.contains(word) && said.contains(path), "{text}: {said}");
        assert!(atlas.asked().is_empty());
        // The same at the usual place.
        atlas.configure("atlas-certs/config.toml", text);
        assert!(atlas.run("list --project payments --user svc-ledger").failure(1).contains(word), "{text}");
    }
}

#[test]
fn a_profile_that_the_configuration_names_must_be_there() {
    let atlas = Atlas::start();
    atlas.configure("atlas-certs/config.toml", "profile = \"gone\"\n");
    assert!(atlas.keyless(["projects"]).run().failure(1).contains("no profile is called “gone”"));
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let atlas = Atlas::start();
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone.toml");
    for option in ["--config", "--ca-file"] {
        for path in [gone.as_path(), folder.path()] {
            let run = atlas.program(["projects", option, path.to_str().unwrap()]).run();
            let said = run.failure(1);
            assert!(said.contains("cannot read") && said.contains(path.to_str().unwrap()), "{said}");
        }
    }
    let run = atlas.program(["projects", "--log-file", folder.path().to_str().unwrap()]).run();
    assert!(run.failure(1).contains("cannot write the log"));
}
