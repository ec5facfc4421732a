//! `config`: where the file is, what all settings come to and why, and a file to start from.

use std::fs;
use std::path::Path;

use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use serde_json::Value;

use crate::command::{Atlas, Run, WRONG_KEY, chmod, mode};

const OWN: &str = "atlas-certs/config.toml";
const CLI: &str = "atlascli/config.toml";

/// A setting as it is shown.
fn setting(shown: &Value, name: &str) -> Value {
    let all = shown.as_array().expect("an array");
    all.iter().find(|one| one["setting"] == name).unwrap_or_else(|| panic!("no {name} in {shown}")).clone()
}

fn shown(run: &Run) -> Value {
    run.out();
    run.json()
}

#[test]
fn init_writes_a_private_file_once_and_path_says_where() {
    let atlas = Atlas::start();
    let path = atlas.stranger(["config", "path"]).run().out().trim_end().to_owned();
    assert!(path.ends_with(OWN) && !Path::new(&path).exists());
    assert_eq!(atlas.stranger(["config", "init"]).run().out().trim_end(), path);
    assert_eq!((mode(Path::new(&path)), mode(Path::new(&path).parent().unwrap())), (0o600, 0o700));
    fs::write(&path, "# mine\n").unwrap();
    let again = atlas.stranger(["config", "init"]).run();
    assert!(again.failure(1).contains("is there already"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\n");
}

#[test]
fn the_file_to_start_from_changes_nothing() {
    let atlas = Atlas::start();
    let before = atlas.program(["config", "show"]).run().out().to_owned();
    atlas.stranger(["config", "init"]).run().out();
    assert_eq!(atlas.program(["config", "show"]).run().out(), before);
}

#[test]
fn a_file_can_be_named() {
    let atlas = Atlas::start();
    let path = atlas.write("unused", "").with_file_name("deep").join("own.toml");
    let name = path.to_str().unwrap();
    atlas.stranger(["config", "init", "--config", name]).run().out();
    assert_eq!(atlas.stranger(["config", "path", "--config", name]).run().out().trim_end(), name);
    let unwritable = atlas.stranger(["config", "init", "--config", "/dev/null/x"]).run();
    assert!(unwritable.failure(1).contains("cannot write /dev/null/x"));
}

#[test]
fn show_tells_which_source_won_and_which_did_not() {
    let atlas = Atlas::start();
    atlas.configure(OWN, &format!("page_size = 7\n[profiles.prod]\nclient_id = \"{CLIENT_ID}\"\nclient_secret_command = \"printf {CLIENT_SECRET}\"\nproject = \"payments\"\n"));
    atlas.configure(CLI, &format!("[default]\npublic_api_key = \"other\"\nprivate_api_key = \"{WRONG_KEY}\"\n"));
    let arguments = ["config", "show", "--output", "json"];

    let own = shown(&atlas.stranger(arguments).run());
    let credentials = setting(&own, "credentials");
    assert_eq!(credentials["value"], format!("service account {CLIENT_ID}, secret printed by a command"));
    assert!(credentials["source"].as_str().unwrap().ends_with("[profiles.prod]"));
    assert_eq!(credentials["passed_over"][0]["value"], "API key other, secret in the file");
    assert_eq!(
        (&setting(&own, "project")["value"], &setting(&own, "page_size")["value"]),
        (&"payments".into(), &"7".into())
    );
    assert_eq!(setting(&own, "base_url")["source"], "default");

    let run = atlas.program(arguments).env("MONGODB_ATLAS_BASE_URL", "https://example.org").run();
    let keys = shown(&run);
    let credentials = setting(&keys, "credentials");
    assert_eq!(credentials["value"], format!("API key {PUBLIC_KEY}, secret is set"));
    let others = credentials["passed_over"].as_array().unwrap();
    assert_eq!(others.len(), 2, "{credentials}");
    assert!(others[0]["why"].as_str().unwrap().contains("MONGODB_ATLAS_PRIVATE_API_KEY counts before it"));
    let base_url = setting(&keys, "base_url");
    assert_eq!(base_url["source"], "--base-url");
    assert_eq!(base_url["passed_over"][0]["source"], "MONGODB_ATLAS_BASE_URL");
    assert_eq!(setting(&keys, "project")["value"], Value::Null, "a profile that is not used has no say");

    let named = shown(&atlas.program(arguments).arguments(["--profile", "prod", "--page-size", "9"]).run());
    assert!(setting(&named, "credentials")["value"].as_str().unwrap().contains(CLIENT_ID));
    assert_eq!(setting(&named, "page_size")["passed_over"][0]["value"], "7");
    assert_eq!(setting(&named, "profile")["source"], "--profile");

    let table = atlas.program(["config", "show"]).run();
    assert!(table.out().contains("not API key other, secret in the file"), "{}", table.out);
    assert!(!table.out().contains(PRIVATE_KEY));
}

#[test]
fn show_tells_of_a_proxy_without_its_password_and_of_limits_whose_they_are() {
    let atlas = Atlas::start();
    let proxy = format!("proxy = \"http://ann:{WRONG_KEY}@proxy.example.org:3128\"");
    let text = format!(
        "[severity]\ncritical = \"3d\"\n[profiles.prod]\nclient_id = \"x\"\n{proxy}\nseverity.critical = \"14d\"\n"
    );
    atlas.configure(OWN, &text);
    let environment = format!("http://bob:{WRONG_KEY}@other.example.org");
    let run = atlas.stranger(["config", "show", "--output", "json"]).env("HTTPS_PROXY", &environment).run();
    let told = shown(&run);
    let proxy = setting(&told, "proxy");
    assert_eq!(proxy["value"], "proxy.example.org:3128");
    assert_eq!(proxy["passed_over"][0]["value"], "other.example.org:80");
    assert!(!run.out.contains(WRONG_KEY));
    let critical = setting(&told, "severity.critical");
    assert_eq!((&critical["value"], &critical["passed_over"][0]["value"]), (&"14d".into(), &"3d".into()));
    assert_eq!(setting(&told, "severity.soon")["value"], "30d");
    // The password is a secret of the file.
    chmod(&atlas.configure(OWN, &text), 0o644);
    assert!(atlas.stranger(["config", "show"]).run().failure(1).contains("chmod 600"));
}

#[test]
fn show_says_why_there_is_nobody_to_sign_in_as() {
    let atlas = Atlas::start();
    let run = atlas.stranger(["config", "show"]).run();
    assert!(run.word().contains("no credentials") && run.out.contains("not set"), "{}", run.err);
    atlas.configure(OWN, "[profiles.a]\npublic_key = \"x\"\n[profiles.b]\npublic_key = \"x\"\n");
    let run = atlas.stranger(["config", "show", "--json"]).run();
    assert!(run.word().contains("several profiles (a, b)") && run.json().is_array(), "{}", run.err);
}

#[test]
fn show_tells_credentials_that_cannot_be_used_as_such() {
    let cases = [
        ("", "", "nothing to sign in with"),
        ("version = 2\n", "", "keys in the system keyring"),
        ("", "auth_type = \"user_account\"\n", "browser log-in"),
        ("", "public_api_key = \"half\"\n", "API key half, secret is missing"),
    ];
    for (before, text, words) in cases {
        let atlas = Atlas::start();
        atlas.configure(CLI, &format!("{before}[default]\n{text}"));
        let run = atlas.stranger(["config", "show", "--output", "json"]).run();
        let credentials = setting(&shown(&run), "credentials");
        assert!(credentials["value"].as_str().unwrap().contains(words), "{credentials}");
    }
    let atlas = Atlas::start();
    atlas.configure(OWN, "page_sise = 5\n");
    assert!(atlas.stranger(["config", "show"]).run().failure(1).contains("line 1, column 1"));
}

/// Keys of the commented file as `severity.critical`, where what a person names is a star.
fn keys_of_the_starter() -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/config.toml")).unwrap();
    let mut table = String::new();
    let mut keys = Vec::new();
    for line in text.lines().map(|line| line.trim_start_matches("# ")) {
        let key = line.split_once(" = ").map(|(key, _)| key).filter(|key| !key.contains(' '));
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            table = name.0.split_once('.').map_or_else(|| format!("{}.", name.0), |(kind, _)| format!("{kind}.*."));
        } else if let Some(key) = key {
            keys.push(if table == "keys." { "keys.*".to_owned() } else { format!("{table}{key}") });
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

/// Keys that the schema knows, in the same way.
fn keys_of_the_schema(schema: &Value, before: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let below = keys_of_the_schema(inner, &format!("{before}{name}."));
        keys.extend(if below.is_empty() { vec![format!("{before}{name}")] } else { below });
    }
    if schema["additionalProperties"].is_object() {
        let below = keys_of_the_schema(&schema["additionalProperties"], &format!("{before}*."));
        keys.extend(if below.is_empty() { vec![format!("{before}*")] } else { below });
    }
    keys.sort();
    keys
}

#[test]
fn the_schema_and_the_file_to_start_from_have_the_same_keys() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/config.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let keys = keys_of_the_starter();
    assert!(keys.contains(&"profiles.*.private_key_command".to_owned()));
    assert_eq!(keys, keys_of_the_schema(&schema, ""));
}
