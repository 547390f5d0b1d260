//! `docs/openapi.json`: it is what the code says, and it has every route.

use local::gateway::Functions;
use serde_json::Value;
use shared::{Services, Settings};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use test_support::{App, SESSION_SECRET, described_routes};

/// Files, and answers to whatever is not there: no program calls them by the description.
const NOT_DESCRIBED: [&str; 5] = [
    "/widget/v1/",
    "/widget/v2/",
    "/widget/app/",
    "/api/widget/{*rest}",
    "/api/widget/chat/{*rest}",
];

#[test]
fn the_file_is_up_to_date() {
    let file = root().join("docs/openapi.json");
    let text = fs::read_to_string(file).expect("docs/openapi.json");
    assert!(
        text == local::description::text(),
        "docs/openapi.json is not what the code says. Run: cargo dev --describe > docs/openapi.json"
    );
}

#[tokio::test]
async fn every_route_is_described_and_no_other() {
    let app = app();
    let mut routes = BTreeSet::new();
    for path in paths_of_routes() {
        // No route has this method, so each tells those that it has.
        let answer = app.call("TRACE", &path).send().await;
        if answer.status == 404 {
            // One that takes any method and has nothing.
            continue;
        }
        assert_eq!(answer.status, 405, "{path}: {}", answer.text);
        let methods = answer.header("allow").unwrap_or_default().split(',');
        let methods = methods.filter(|method| !matches!(*method, "HEAD" | "OPTIONS"));
        routes.extend(methods.map(|method| (method.to_owned(), path.clone())));
    }
    let described: BTreeSet<_> = described_routes().into_iter().collect();
    let missing: Vec<_> = routes.difference(&described).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");
    let unknown: Vec<_> = described.difference(&routes).collect();
    assert!(unknown.is_empty(), "described, and not there: {unknown:?}");
}

#[test]
fn operations_have_names_of_their_own_and_known_tags_and_keys() {
    let document = document();
    let tags: BTreeSet<_> = list(&document["tags"])
        .map(|tag| tag["name"].clone().to_string())
        .collect();
    let mut names = BTreeMap::new();
    for (route, operation) in operations(&document) {
        for member in ["operationId", "summary"] {
            let is_told = operation[member]
                .as_str()
                .is_some_and(|text| !text.is_empty());
            assert!(is_told, "{route} has no {member}");
        }
        let other = names.insert(operation["operationId"].to_string(), route.clone());
        assert_eq!(other, None, "{route} is called as the other");
        assert_eq!(list(&operation["tags"]).count(), 1, "{route}");
        for tag in list(&operation["tags"]) {
            assert!(
                tags.contains(&tag.to_string()),
                "{route}: unknown tag {tag}"
            );
        }
        for scheme in list(&operation["security"]).filter_map(Value::as_object) {
            for name in scheme.keys() {
                let known = &document["components"]["securitySchemes"][name];
                assert!(known.is_object(), "{route}: unknown scheme {name}");
            }
        }
    }
}

#[test]
fn what_is_referred_to_is_there() {
    let document = document();
    let mut rest = vec![&document];
    let mut references = 0;
    while let Some(value) = rest.pop() {
        if let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{reference}");
            references += 1;
        }
        rest.extend(
            value
                .as_object()
                .into_iter()
                .flat_map(|members| members.values()),
        );
        rest.extend(list(value));
    }
    assert!(references > 100, "{references}");
}

fn document() -> Value {
    serde_json::from_str(&local::description::text()).expect("JSON")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("methods") {
            operations.push((format!("{method} {path}"), operation));
        }
    }
    operations
}

/// Every function, over a database that is not there: nothing here gets so far.
fn app() -> App {
    let settings: Settings = [
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing"),
        ("SESSION_SECRET", SESSION_SECRET),
    ]
    .into_iter()
    .collect();
    let services = Services::from_settings(&settings, 1).expect("services");
    let functions = Functions::from_settings(&settings, &services);
    App::new(functions.expect("functions").gateway())
}

/// Read from the functions' sources, so that a route added later must be described, too.
fn paths_of_routes() -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut folders = vec![root().join("functions")];
    while let Some(folder) = folders.pop() {
        for entry in entries(&folder) {
            if entry.is_dir() && entry.file_name().is_some_and(|name| name != "tests") {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let source = fs::read_to_string(&entry).expect("a source");
                for call in source.split(".route(").skip(1) {
                    let text = call.trim_start().strip_prefix('"');
                    let path = text.and_then(|text| text.split('"').next());
                    let path = path.unwrap_or_else(|| panic!("{}: no path", entry.display()));
                    paths.insert(path.to_owned());
                }
            }
        }
    }
    let begins_with =
        |path: &str, prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
    paths.retain(|path| {
        begins_with(path, &["/api/", "/widget/"]) && !begins_with(path, &NOT_DESCRIBED)
    });
    assert!(paths.len() >= 40, "{paths:?}");
    paths
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
