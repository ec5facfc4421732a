//! `--all-profiles`: several organisations, each with a key of its own, as if they were one.

use std::collections::BTreeSet;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::world::SEED;

use crate::command::{Atlas, Program, WRONG_KEY};

const OWN: &str = "atlas-certs/config.toml";
const CLI: &str = "atlascli/config.toml";
const STAGING: &str = "(profile staging)";

/// Two organisations: the programs run in the home of the first.
struct Two {
    prod: Atlas,
    labs: Atlas,
    /// Where nobody has the right key.
    staging: Atlas,
}

impl Two {
    /// With both profiles, and `more` of the configuration.
    fn with(more: &str) -> Self {
        let two = Self { prod: Atlas::start(), labs: Atlas::of_seed(SEED + 1), staging: Atlas::start() };
        let both = [("prod", &two.prod), ("labs", &two.labs)].map(|(name, atlas)| profile(name, atlas, PRIVATE_KEY));
        two.prod.configure(OWN, &(both.concat() + more));
        two
    }

    /// With a third profile whose key nobody knows.
    fn and_staging() -> Self {
        let two = Self::with("");
        let all =
            [("prod", &two.prod, PRIVATE_KEY), ("labs", &two.labs, PRIVATE_KEY), ("staging", &two.staging, WRONG_KEY)];
        two.prod.configure(OWN, &all.map(|(name, atlas, private)| profile(name, atlas, private)).concat());
        two
    }

    /// Each organisation has this project alone, so that its lists are soon read.
    fn narrow(self, name: &str) -> Self {
        for (atlas, seed) in [(&self.prod, SEED), (&self.labs, SEED + 1)] {
            let id = Atlas::id_of(seed, name);
            atlas.answer("/groups?", &[&format!(r#"{{"id":"{id}","name":"{name}"}}"#)]);
        }
        self
    }

    fn run(&self, line: &str) -> Program {
        self.prod.stranger(line.split(' ').chain(["--all-profiles"]))
    }

    fn ids(&self) -> BTreeSet<String> {
        self.prod.ids().into_iter().chain(self.labs.ids()).collect()
    }
}

fn profile(name: &str, atlas: &Atlas, private: &str) -> String {
    let base_url = atlas.server.base_url();
    format!(
        "[profiles.{name}]\npublic_key = \"{PUBLIC_KEY}\"\nprivate_key_command = \"printf {private}\"\nbase_url = \"{base_url}\"\n"
    )
}

/// The values of a field of NDJSON.
fn values(text: &str, field: &str) -> Vec<String> {
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    text.lines().filter_map(|line| Some(read(line)[field].as_str()?.to_owned())).collect()
}

#[test]
fn the_projects_of_all_profiles_are_listed() {
    let two = Two::with("");
    // Keys of the environment are no profile.
    let run = two.run("projects --output ndjson").keys(PUBLIC_KEY, WRONG_KEY).run();
    let listed = values(run.out(), "id");
    assert_eq!(listed.len(), two.ids().len());
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), two.ids());
}

#[test]
fn a_project_that_two_profiles_see_is_listed_once() {
    let atlas = Atlas::start();
    atlas.configure(OWN, &(profile("a", &atlas, PRIVATE_KEY) + &profile("b", &atlas, PRIVATE_KEY)));
    let run = atlas.stranger(["projects", "--all-profiles", "--output", "ndjson"]).run();
    assert_eq!(values(run.out(), "id").len(), atlas.ids().len());
}

#[test]
fn a_profile_that_fails_is_told_and_nothing_looks_complete() {
    let two = Two::and_staging();
    let run = two.run("projects --output ndjson").run();
    assert!(run.failure(1).contains(STAGING));
    assert_eq!(values(&run.out, "id").into_iter().collect::<BTreeSet<_>>(), two.ids());
}

#[test]
fn what_was_read_without_a_profile_is_not_whole() {
    let two = Two::and_staging().narrow("payments");
    let ids = [SEED, SEED + 1].map(|seed| Atlas::id_of(seed, "payments"));
    let list = two.run("list --all-projects --output ndjson").run();
    let said = list.failure(1);
    assert!(said.contains("not complete") && said.contains(STAGING), "{said}");
    assert_eq!(values(&list.out, "project_id").into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(ids));
    let find = two.run("find 1234567890123456789 --no-memory").run();
    let said = find.failure(1);
    assert!(said.contains("not complete") && said.contains(STAGING), "{said}");
}

#[test]
fn a_check_without_a_profile_is_never_ok() {
    let two = Two::and_staging().narrow("greenfield");
    let run = two.run("check").run();
    run.ended_with(3);
    assert!(run.out.contains("UNKNOWN") && run.out.contains(STAGING), "{}", run.out);
    let two = Two::with("").narrow("greenfield");
    let run = two.run("check").run();
    assert!(run.out().contains("OK"), "{}", run.out);
}

#[test]
fn a_certificate_is_found_in_whichever_organisation_it_is() {
    let two = Two::with("").narrow("payments");
    for seed in [SEED, SEED + 1] {
        let serial = Atlas::first_serial(seed, "payments", "svc-ledger");
        let run = two.run(&format!("find {serial} --output ndjson --no-memory")).run();
        assert_eq!(values(run.out(), "project_id"), [Atlas::id_of(seed, "payments")]);
    }
}

#[test]
fn a_name_that_two_organisations_use_is_refused_with_both() {
    let two = Two::with("");
    let run = two.run("users --project payments").run();
    let said = run.failure(1);
    let ids = [SEED, SEED + 1].map(|seed| Atlas::id_of(seed, "payments"));
    assert!(said.contains("2 projects are called") && said.contains("(organisation "), "{said}");
    assert!(ids.iter().all(|id| said.contains(id.as_str())), "{said}");
    for id in ids {
        two.run(&format!("users --project {id} --output ndjson")).run().out();
    }
}

/// A profile that cannot be asked may have a project of that name as well; an id has no namesake.
#[test]
fn a_project_is_named_by_its_id_where_a_profile_fails() {
    let two = Two::and_staging();
    two.labs.answer("/groups?", &[]);
    let check = two.run("check --project compliance").run();
    check.ended_with(3);
    assert!(check.out.contains("UNKNOWN") && check.out.contains(STAGING), "{}", check.out);
    let users = two.run("users --project compliance").run();
    let said = users.failure(1);
    assert!(said.contains("name it by its id") && said.contains(STAGING), "{said}");
    let id = &Atlas::project("compliance").id;
    two.run(&format!("users --project {id}")).run().out();
}

#[test]
fn a_secret_that_cannot_be_had_stops_nobody_else() {
    let two = Two::with("[profiles.staging]\npublic_key = \"x\"\nprivate_key_command = \"exit 3\"\n");
    let run = two.run("projects --output ndjson").run();
    let said = run.failure(1);
    assert!(said.contains("exit status: 3") && said.contains(STAGING), "{said}");
    assert_eq!(values(&run.out, "id").into_iter().collect::<BTreeSet<_>>(), two.ids());
    let alone = Atlas::start();
    alone.configure(OWN, "[profiles.staging]\npublic_key = \"x\"\nprivate_key_command = \"exit 3\"\n");
    assert!(alone.stranger(["projects", "--all-profiles"]).run().failure(1).contains("exit status: 3"));
}

#[test]
fn the_atlas_clis_profiles_count_too_but_for_those_that_others_cannot_use() {
    let two = Two::with("");
    two.prod.configure(OWN, &profile("prod", &two.prod, PRIVATE_KEY));
    let keys = |private| format!("public_api_key = \"{PUBLIC_KEY}\"\nprivate_api_key = \"{private}\"\n");
    // Our own comes before that of the same name, whose key is wrong.
    let text = format!(
        "[labs]\n{}ops_manager_url = \"{}/\"\n[prod]\n{}[web]\nauth_type = \"user_account\"\naccess_token = \"x\"\n",
        keys(PRIVATE_KEY),
        two.labs.server.base_url(),
        keys(WRONG_KEY),
    );
    two.prod.configure(CLI, &text);
    let run = two.run("projects --output ndjson").run();
    assert!(run.word().contains("left out: profile “web”") && run.err.contains("browser log-in"));
    assert_eq!(values(&run.out, "id").into_iter().collect::<BTreeSet<_>>(), two.ids());
}

#[test]
fn a_profile_has_a_proxy_of_its_own() {
    let atlas = Atlas::start();
    // The simulated Atlas in the place of the proxy: it answers to whatever host is asked for.
    let text = format!(
        "{}allow_plain_http = true\nproxy = \"{}\"\n",
        profile("prod", &atlas, PRIVATE_KEY).replace(&atlas.server.base_url(), "http://atlas.invalid"),
        atlas.server.base_url(),
    );
    atlas.configure(OWN, &text);
    let run = atlas.stranger(["projects", "--output", "ndjson"]).env("HTTP_PROXY", "http://127.0.0.1:1").run();
    assert_eq!(values(run.out(), "id").len(), atlas.ids().len());
    let run = atlas.stranger(["doctor", "--json"]).env("HTTPS_PROXY", "http://127.0.0.1:1").run();
    let checks = run.json()["checks"].clone();
    let told = checks.as_array().unwrap().iter().find(|one| one["check"] == "proxy").unwrap()["line"].clone();
    assert!(told.as_str().unwrap().starts_with("the profile's proxy leads to 127.0.0.1:"), "{told}");
}

#[test]
fn a_profile_has_limits_of_its_own_and_all_profiles_have_those_for_all() {
    let two = Two::with("severity.critical = \"3650d\"\n").narrow("payments");
    let severities = |run: Program| -> BTreeSet<String> { values(run.run().out(), "severity").into_iter().collect() };
    let list = "list --project payments --user svc-ledger --output ndjson";
    let labs = two.prod.stranger(format!("{list} --profile labs").split(' '));
    assert!(!severities(labs).contains("ok"));
    let prod = two.prod.stranger(format!("{list} --profile prod").split(' '));
    assert!(severities(prod).contains("ok"));
    let all = two.run(&list.replace("payments", &Atlas::id_of(SEED + 1, "payments")));
    assert!(severities(all).contains("ok"));
}

#[test]
fn doctor_looks_at_every_profile() {
    let two = Two::and_staging();
    let run = two.run("doctor --output json").run();
    run.ended_with(1);
    let told = run.json();
    let state = |profile: &str| {
        let checks = told["checks"].as_array().unwrap();
        let keys = checks.iter().find(|one| one["check"] == "keys" && one["profile"] == profile).unwrap();
        keys["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(["prod", "labs", "staging"].map(state), ["ok", "ok", "fail"]);
    assert!(two.run("doctor").run().out.contains("staging: Atlas rejects these keys"));
}

#[test]
fn all_and_one_do_not_go_together() {
    let two = Two::with("");
    for option in ["--profile prod", "--base-url http://127.0.0.1:1", "--demo"] {
        let run = two.run(&format!("projects {option}")).run();
        let said = run.failure(2);
        let name = option.split(' ').next().unwrap();
        assert!(said.contains("--all-profiles") && said.contains(name), "{said}");
    }
    let none = Atlas::start();
    assert!(none.stranger(["projects", "--all-profiles"]).run().failure(1).contains("there is no profile"));
}
