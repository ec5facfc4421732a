//! Homes as people have them: every spelling of a variable, old and new files of the Atlas CLI, and files that cannot be
//! read or that too many can.

use std::fs;

use atlas_certs::atlas::endpoint::BaseUrl;
use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use serde_json::Value;

use crate::command::{Atlas, Program, WRONG_KEY, chmod};
use crate::doctor::{DOCTOR, atlas as ticking, found};

const OWN: &str = "atlas-certs/config.toml";
const CLI: &str = "atlascli/config.toml";

fn with(program: Program, variables: &[(&str, &str)]) -> Program {
    variables.iter().fold(program, |program, (name, value)| program.env(name, value))
}

#[test]
fn every_spelling_of_a_variable_signs_in() {
    let spellings = [
        [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)],
        [("MONGODB_ATLAS_PUBLIC_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_KEY", PRIVATE_KEY)],
        [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_KEY", PRIVATE_KEY)],
        [("MONGODB_ATLAS_CLIENT_ID", CLIENT_ID), ("MONGODB_ATLAS_CLIENT_SECRET", CLIENT_SECRET)],
        [("MCLI_PUBLIC_API_KEY", PUBLIC_KEY), ("MCLI_PRIVATE_API_KEY", PRIVATE_KEY)],
        [("MCLI_CLIENT_ID", CLIENT_ID), ("MCLI_CLIENT_SECRET", CLIENT_SECRET)],
    ];
    let atlas = Atlas::start();
    for pair in spellings {
        with(atlas.keyless(["projects"]), &pair).run().out();
        for half in &pair {
            let run = with(atlas.keyless(["projects"]), &[*half]).run();
            let said = run.failure(1);
            assert!(said.contains(half.0) && said.contains("both are needed"), "{half:?}: {said}");
        }
    }
    let keys = [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)];
    // A stray old variable hides nothing.
    with(atlas.keyless(["projects"]), &keys).env("MCLI_ORG_ID", "1").run().out();
    for name in ["MONGODB_ATLAS_BASE_URL", "MONGODB_ATLAS_OPS_MANAGER_URL", "MCLI_OPS_MANAGER_URL"] {
        with(atlas.stranger(["projects"]), &keys).env(name, &atlas.server.base_url()).run().out();
    }
    let list = ["list", "--user", "svc-ledger"];
    with(atlas.keyless(list), &keys).env("MONGODB_ATLAS_PROJECT_ID", &Atlas::project("payments").id).run().out();
}

#[test]
fn old_and_new_files_of_the_atlas_cli_sign_in() {
    let atlas = Atlas::start();
    let url = atlas.server.base_url();
    let cases = [
        format!(
            "[default]\nPUBLIC_API_KEY = \"{PUBLIC_KEY}\"\nPRIVATE_API_KEY = \"{PRIVATE_KEY}\"\nOPS_MANAGER_URL = \"{url}/\"\n"
        ),
        format!(
            "[default]\npublic_api_key = \"{PUBLIC_KEY}\"\nprivate_api_key = \"{PRIVATE_KEY}\"\nbase_url = \"{url}\"\n"
        ),
        format!(
            "skip_update_check = true\nprofile = \"ops\"\n[default]\npublic_api_key = \"x\"\nprivate_api_key = \"{WRONG_KEY}\"\n[OPS]\nclient_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"\nops_manager_url = \"{url}\"\n[plugins]\nx = \"y\"\n"
        ),
        format!(
            "version = 2\n[default]\nauth_type = \"service_account\"\nclient_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"\nops_manager_url = \"{url}\"\n"
        ),
    ];
    for text in cases {
        atlas.configure(CLI, &text);
        assert!(atlas.stranger(["projects"]).run().out().contains("payments"), "{text}");
    }
}

#[test]
fn atlas_for_government_has_its_own_address() {
    let base_url = |program: Program| {
        let shown: Value = program.arguments(["config", "show", "--output", "json"]).run().json();
        let all = shown.as_array().expect("settings").clone();
        all.into_iter().find(|setting| setting["setting"] == "base_url").expect("base_url")["value"].clone()
    };
    let atlas = Atlas::start();
    let none: [&str; 0] = [];
    assert_eq!(
        base_url(atlas.stranger(none).keys("a", "b").env("MONGODB_ATLAS_SERVICE", "cloudgov")),
        BaseUrl::GOVERNMENT
    );
    for text in
        ["[gov]\nservice = \"cloudgov\"\n", "version = 2\n[GOV]\nSERVICE = \"cloudgov\"\nAUTH_TYPE = \"api_keys\"\n"]
    {
        atlas.configure(CLI, text);
        assert_eq!(base_url(atlas.stranger(["--profile", "gov"])), BaseUrl::GOVERNMENT, "{text}");
    }
    atlas.configure(CLI, "[gov]\nservice = \"cloud\"\n");
    assert_eq!(base_url(atlas.stranger(["--profile", "gov"])), BaseUrl::ATLAS);
}

#[test]
fn a_file_that_cannot_be_read_stops_only_who_needs_it() {
    for name in [OWN, CLI] {
        let atlas = Atlas::start();
        let path = atlas.configure(name, "");
        fs::remove_file(&path).unwrap();
        // A folder is what not even the administrator can read.
        fs::create_dir(&path).unwrap();
        let run = atlas.keyless(["projects"]).run();
        let said = run.failure(1);
        assert!(said.contains("cannot read") && said.contains(path.to_str().unwrap()), "{said}");
        let with_keys = atlas.program(["projects"]).run();
        with_keys.ended_with(i32::from(name == OWN));
    }
    let atlas = Atlas::start();
    atlas.configure(CLI, "[default\n");
    assert!(atlas.keyless(["projects"]).run().failure(1).contains("atlascli/config.toml, line 1"));
    atlas.run("projects").out();
}

#[test]
fn keys_of_the_atlas_cli_that_others_can_read_are_told_by_doctor() {
    let atlas = ticking();
    let path = atlas.configure(CLI, &format!("[default]\npublic_api_key = \"x\"\nprivate_api_key = \"{WRONG_KEY}\"\n"));
    let config = || found(&atlas.program(DOCTOR).run(), "config").expect("config");
    assert_eq!(config().0, "ok");
    chmod(&path, 0o644);
    let (state, line) = config();
    assert!(state == "warn" && line.contains(&format!("chmod 600 {}", path.display())), "{line}");
    chmod(&atlas.configure(CLI, "version = 2\n[default]\n"), 0o644);
    assert_eq!(config().0, "ok", "there is nothing to hide");
}
