//! The simulated answers have the keys and headers of recorded ones.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use reqwest::Response;
use serde_json::Value;

use super::visitor::{Visitor, results, visit};

/// A recorded answer: header names in lower case, and the body.
struct Recorded {
    headers: BTreeSet<String>,
    body: String,
}

/// The folder of recordings, which is beside the project where it is at all.
#[expect(clippy::print_stdout, reason = "a test that compares nothing says so")]
fn folder() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/recorded/mongodb-atlas-cli"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        println!("no folder shared/recorded above the project: nothing is compared with recorded answers");
    }
    found
}

fn recorded(folder: &Path, file: &str) -> Recorded {
    let text = std::fs::read_to_string(folder.join(file)).unwrap().replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap();
    // What a proxy or the recorder's client added, and what HTTP/1.1 words in another way.
    let left_out = ["connection", "transfer-encoding"];
    let names = head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_lowercase());
    Recorded { headers: names.filter(|name| !left_out.contains(&&**name)).collect(), body: body.to_owned() }
}

/// The names of all keys, with the keys above them; items of a list count as one.
fn keys(value: &Value, above: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let path = format!("{above}/{key}");
                keys(value, &path, found);
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, above, found)),
        _ => {}
    }
}

fn all_keys(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    keys(value, "", &mut found);
    found
}

async fn assert_alike(response: Response, recorded: &Recorded) {
    let headers: BTreeSet<String> = response.headers().keys().map(ToString::to_string).collect();
    let missing: Vec<_> = recorded.headers.difference(&headers).collect();
    assert!(missing.is_empty(), "recorded headers that we do not send: {missing:?}");
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(all_keys(&body), all_keys(&serde_json::from_str(&recorded.body).unwrap()));
}

#[tokio::test]
async fn lists_objects_and_errors_have_the_recorded_keys_and_headers() {
    let Some(folder) = folder() else { return };
    let visitor = visit().await;
    let id = visitor.world.project_named("payments").unwrap().id.clone();
    for (target, file) in [
        (visitor.certs("payments", "svc-ledger"), "certs-list-n2-20260810-030640.http"),
        ("/api/atlas/v2/orgs".to_owned(), "orgs-list-20251124-025649.http"),
        (format!("/api/atlas/v2/groups/{id}"), "group-get-20251124-025759.http"),
        ("/api/atlas/v2/groups/111111111111111111111111".to_owned(), "err404-group-20260102-165525.http"),
    ] {
        assert_alike(visitor.get(&target).await, &recorded(&folder, file)).await;
    }
    assert_alike(visitor.get("/api/atlas/v2/groups").await, &recorded(&folder, "groups-list-20260216-032255.http"))
        .await;
    assert_alike_users(&visitor, &folder).await;
}

/// Optional fields stand with some users and not with others, here and there.
async fn assert_alike_users(visitor: &Visitor, folder: &Path) {
    let theirs: Value = serde_json::from_str(&recorded(folder, "dbusers-list-20260518-170324.http").body).unwrap();
    let optional = ["deleteAfterDate", "description"];
    let required = |user: &Value| -> Vec<String> {
        let keys = user.as_object().unwrap().keys();
        keys.filter(|key| !optional.contains(&key.as_str())).cloned().collect()
    };
    let ours = visitor.json(&visitor.users("customer-360")).await;
    assert_eq!(results(&ours).len(), 100);
    for user in results(&ours) {
        assert_eq!(required(user), required(&results(&theirs)[0]));
    }
    assert!(optional.iter().all(|key| results(&ours).iter().any(|user| user.get(key).is_some())));
}

#[tokio::test]
async fn the_words_and_the_order_of_keys_are_the_recorded_ones() {
    let Some(folder) = folder() else { return };
    let visitor = visit().await;
    for file in ["err401-nocode-20251124-025612.http", "err401-unexpected-20260810-030152.http"] {
        let response = visitor.unsigned("/api/atlas/v2/groups").await;
        let recorded = recorded(&folder, file);
        let names: BTreeSet<String> = response.headers().keys().map(ToString::to_string).collect();
        assert!(recorded.headers.is_subset(&names), "{:?}", recorded.headers.difference(&names));
        assert_eq!(response.text().await.unwrap(), recorded.body.trim_end());
    }
    let unknown = visitor.get("/api/atlas/v2/groups/111111111111111111111111").await.text().await.unwrap();
    assert_eq!(unknown, recorded(&folder, "err404-group-20260102-165525.http").body.trim_end());
    // Byte for byte, but for what a certificate is called, numbered and dated.
    let shape = |body: &str| {
        let end = body.find("\"results\":[{").unwrap();
        body[end..]
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|word| !word.contains([':', '=']) && word.len() < 20)
            .map(str::to_owned)
            .take(5)
            .collect::<Vec<_>>()
    };
    let ours = visitor.get(&visitor.certs("payments", "svc-ledger")).await.text().await.unwrap();
    let theirs = recorded(&folder, "certs-list-n2-20260810-030640.http").body;
    assert_eq!(shape(&ours), shape(&theirs));
}
