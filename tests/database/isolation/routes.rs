//! What a signed-in user reaches of somebody else's by way of the API.

use super::house;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[tokio::test]
async fn no_route_with_an_id_finds_or_changes_what_is_somebody_elses() {
    let house = house().await;
    let handle = format!("select app.session_handle('{}')", house.bob.sid);
    let bobs = [
        house.bob.client_id.to_string(),
        house.bob.user_id.to_string(),
        house.database.text(&handle).await,
    ];
    // A body that every route takes: each reads its own members.
    let body = json!({"name": "mine", "status": "paused", "domains": ["evil.example"], "primaryColor": "#000000"});
    let before = house.database.snapshot().await;
    for path in paths_with_an_id() {
        let mut found_nothing = 0;
        for (id, method) in bobs
            .iter()
            .flat_map(|id| METHODS.map(|method| (id, method)))
        {
            let call = house.call(method, &path.replace("{id}", id));
            let answer = call.json(&body).send().await;
            let what = format!("{method} {path}: {} {}", answer.status, answer.text);
            assert!(matches!(answer.status, 404 | 405), "{what}");
            found_nothing += u32::from(answer.status == 404);
        }
        assert!(found_nothing > 0, "{path} answers no method");
        assert_eq!(house.database.snapshot().await, before, "{path}");
    }
}

#[tokio::test]
async fn no_list_holds_what_is_somebody_elses() {
    let house = house().await;
    let bob = &house.bob;
    for path in [
        "/api/auth/me",
        "/api/auth/sessions",
        "/api/dashboard/clients",
    ] {
        let answer = house.call("GET", path).send().await;
        assert_eq!(answer.status, 200, "{path}");
        let bobs = [
            &bob.username,
            &bob.key,
            &bob.sid,
            &bob.client_id.to_string(),
            &bob.user_id.to_string(),
        ];
        for bobs in bobs {
            assert!(
                !answer.text.contains(bobs.as_str()),
                "{path}: {}",
                answer.text
            );
        }
    }
}

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Read from the functions' sources, so that a route added later is walked too.
fn paths_with_an_id() -> BTreeSet<String> {
    let functions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../functions");
    let mut paths = BTreeSet::new();
    let mut folders: Vec<_> = entries(&functions)
        .into_iter()
        .map(|function| function.join("src"))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in entries(&folder) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let source = fs::read_to_string(&entry).expect("a source");
                let texts = source
                    .split('"')
                    .filter(|text| text.starts_with("/api/") && text.contains("{id}"));
                paths.extend(texts.map(str::to_owned));
            }
        }
    }
    assert!(paths.len() >= 5, "{paths:?}");
    paths
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}
