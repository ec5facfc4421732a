//! Who asks: keys from the environment, from a profile of our own, from the Atlas CLI's; and where a secret never stands.

use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::journal::Outcome;

use crate::command::{Atlas, Run, WRONG_KEY, chmod, mode};

const OWN: &str = "atlas-certs/config.toml";
const CLI: &str = "atlascli/config.toml";
const LIST: [&str; 5] = ["list", "--user", "svc-ledger", "--output", "ndjson"];

/// A profile of our own with this private half, which a command prints.
fn profile(name: &str, private: &str) -> String {
    format!("[profiles.{name}]\npublic_key = \"{PUBLIC_KEY}\"\nprivate_key_command = \"printf {private}\"\n")
}

/// All certificates came.
#[track_caller]
fn is_let_in(run: &Run) {
    assert_eq!(run.out().lines().count(), 11);
}

#[test]
fn a_profile_of_our_own_says_where_to_look_and_lets_a_command_print_the_secret() {
    let atlas = Atlas::start();
    let base_url = atlas.server.base_url();
    let more = format!("base_url = \"{base_url}\"\nproject = \"payments\"\n");
    atlas.configure(OWN, &(profile("prod", PRIVATE_KEY) + &more));
    is_let_in(&atlas.stranger(LIST).run());
    let run = atlas.stranger(LIST).arguments(["--project", "compliance"]).run();
    assert!(run.failure(1).contains("svc-ledger"), "the command line counts before the profile");
}

#[test]
fn a_command_that_prints_no_secret_is_told() {
    let cases = [
        ("exit 3", "exit status: 3"),
        ("true", "printed nothing"),
        ("printf '\\n'", "printed nothing"),
        ("no-such-command-at-all 2>&-", "exit status: 127"),
    ];
    for (command, word) in cases {
        let atlas = Atlas::start();
        let text = format!("[profiles.a]\npublic_key = \"x\"\nprivate_key_command = '''{command}'''\n");
        atlas.configure(OWN, &text);
        let run = atlas.keyless(["projects"]).run();
        let said = run.failure(1);
        assert!(said.contains(word) && said.contains("[profiles.a] private_key_command"), "{command}: {said}");
    }
}

#[test]
fn a_secret_in_a_file_is_refused_while_others_can_read_it() {
    let atlas = Atlas::start();
    let text = format!("[profiles.a]\npublic_key = \"{PUBLIC_KEY}\"\nprivate_key = \"{PRIVATE_KEY}\"\n");
    let path = atlas.configure(OWN, &text);
    let run = || atlas.keyless(LIST).arguments(["--project", "payments"]).run();
    is_let_in(&run());
    for mode in [0o640, 0o604, 0o660] {
        chmod(&path, mode);
        let refused = run();
        let said = refused.failure(1);
        assert!(said.contains("chmod 600") && said.contains(path.to_str().unwrap()), "{mode:o}: {said}");
    }
    chmod(&path, 0o400);
    is_let_in(&run());
    // A command is no secret.
    chmod(&atlas.configure(OWN, &profile("a", PRIVATE_KEY)), 0o644);
    is_let_in(&run());
}

#[test]
fn the_first_source_counts() {
    let atlas = Atlas::start();
    atlas.configure(OWN, &(profile("default", WRONG_KEY) + &profile("right", PRIVATE_KEY)));
    let list = || atlas.keyless(LIST).arguments(["--project", "payments"]);
    is_let_in(&list().keys(PUBLIC_KEY, PRIVATE_KEY).run());
    is_let_in(&list().keys(PUBLIC_KEY, WRONG_KEY).arguments(["--profile", "right"]).run());
    is_let_in(&list().env("MONGODB_ATLAS_PROFILE", "right").run());
    for refused in [list(), list().keys(PUBLIC_KEY, PRIVATE_KEY).arguments(["--profile", "default"])] {
        assert!(refused.run().failure(1).contains("rejects these keys"));
    }
    let unknown = list().keys(PUBLIC_KEY, PRIVATE_KEY).arguments(["--profile", "rigth"]).run();
    let said = unknown.failure(1);
    assert!(said.contains("“rigth”") && said.contains("default, right") && said.contains(OWN), "{said}");
}

#[test]
fn a_profile_of_the_atlas_cli_works() {
    let atlas = Atlas::start();
    let (base_url, project) = (atlas.server.base_url(), &Atlas::project("payments").id);
    let keys = format!("public_api_key = \"{PUBLIC_KEY}\"\nprivate_api_key = \"{PRIVATE_KEY}\"\n");
    let text = format!("[default]\n{keys}ops_manager_url = \"{base_url}/\"\nproject_id = \"{project}\"\n");
    atlas.configure(CLI, &text);
    is_let_in(&atlas.stranger(LIST).run());
    is_let_in(&atlas.stranger(LIST).arguments(["--profile", "Default"]).run());
}

#[test]
fn a_profile_of_the_atlas_cli_that_cannot_be_used_says_what_to_do() {
    let cases = [
        ("auth_type = \"user_account\"\naccess_token = \"x\"\n", ["browser log-in", "API key"]),
        ("auth_type = \"api_keys\"\n", ["holds no keys", "environment"]),
        ("public_api_key = \"x\"\n", ["private_key", "public_key"]),
    ];
    for (text, words) in cases {
        let atlas = Atlas::start();
        let path = atlas.configure(CLI, &format!("[default]\n{text}"));
        let run = atlas.keyless(["projects"]).run();
        let said = run.failure(1);
        assert!(words.iter().all(|word| said.contains(word)) && said.contains(path.to_str().unwrap()), "{said}");
        // Who has keys of his own is not kept from using them.
        atlas.program(["projects"]).run().out();
    }
}

#[test]
fn a_service_account_signs_in_with_one_token() {
    let atlas = Atlas::start();
    let program = atlas.keyless(LIST).arguments(["--project", "payments"]);
    is_let_in(&program.account(CLIENT_ID, CLIENT_SECRET).run());
    let methods: Vec<String> = atlas.asked().into_iter().map(|entry| entry.method).collect();
    assert_eq!(methods, ["POST", "GET", "GET"]);
}

#[test]
fn the_log_is_private_and_has_every_request_with_its_status() {
    let atlas = Atlas::start();
    let run = atlas.run("list --project load-test --user exactly-501 --page-size 100 --output ndjson");
    assert_eq!(run.out().lines().count(), 501);
    let answered = atlas.asked().into_iter().map(|entry| match entry.outcome {
        Outcome::Answered(status) => (entry.target, status),
        other => panic!("{other:?}"),
    });
    let answered: Vec<(String, u16)> = answered.collect();
    assert_eq!(answered.len(), 8, "a challenge, the projects, six pages");
    for (target, status) in &answered {
        let is_it = |line: &&str| line.contains(target.as_str()) && line.contains(&format!("status={status}"));
        assert_eq!(run.log.lines().filter(is_it).count(), 1, "{target} {status} in {}", run.log);
    }
    assert_eq!(mode(&run.log_file), 0o600);
}

#[test]
fn a_log_that_has_grown_is_set_aside() {
    let atlas = Atlas::start();
    // The name of the log of the first run.
    let log = atlas.write("log-0", &"~".repeat(5_000_000));
    chmod(&log, 0o644);
    let run = atlas.program(["projects"]).run();
    run.out();
    assert!(!run.log.contains('~') && run.log.lines().count() > 1, "{}", run.log);
    let old = log.with_file_name("log-0.1");
    assert_eq!((mode(&log), mode(&old)), (0o600, 0o600));
    assert_eq!(std::fs::metadata(old).unwrap().len(), 5_000_000);
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_is_no_trouble() {
    let atlas = Atlas::start();
    let usual = mode("/dev/full".as_ref());
    let full = atlas.bare(["--log-file", "/dev/full", "--base-url", &atlas.server.base_url(), "projects"]);
    full.keys(PUBLIC_KEY, PRIVATE_KEY).run().out();
    assert_eq!(mode("/dev/full".as_ref()), usual);
}

#[test]
fn not_even_the_most_talkative_log_tells_a_secret() {
    let atlas = Atlas::start();
    let line = "list --project payments --user svc-ledger --log-level trace";
    assert!(atlas.run(line).log.contains("TRACE"));
    assert!(atlas.keyless(line.split(' ')).account(CLIENT_ID, CLIENT_SECRET).run().log.contains("TRACE"));
}
