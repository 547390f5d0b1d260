//! The workflow that organisers import, as far as a file can be checked. `cargo verify n8n` runs it.

use serde_json::Value;

const FILE: &str = include_str!("../../../../docs/n8n/conference-chat.json");

fn workflow() -> Value {
    serde_json::from_str(FILE).expect("JSON")
}

fn nodes(workflow: &Value) -> &[Value] {
    workflow["nodes"].as_array().expect("nodes")
}

#[test]
fn the_workflow_holds_no_secrets_and_finds_its_credentials_by_name() {
    let workflow = workflow();
    let mut names = Vec::new();
    for node in nodes(&workflow) {
        let credentials = node["credentials"].as_object();
        for credential in credentials.into_iter().flat_map(|all| all.values()) {
            // An id belongs to one n8n.
            assert!(credential["id"].is_null(), "{credential}");
            names.push(credential["name"].as_str().expect("a name"));
        }
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(
        names,
        [
            "Conference Chat: client token",
            "Conference Chat: model",
            "Conference Chat: webhook secret",
        ]
    );
    for secret in ["sk-", "ct_live_", "pk_live_"] {
        assert!(!FILE.contains(secret), "{secret}");
    }
}

#[test]
fn nobody_asks_the_workflow_without_the_secret() {
    let workflow = workflow();
    let triggers = nodes(&workflow).iter().filter(|node| {
        let kind = node["type"].as_str().unwrap_or_default();
        kind.ends_with(".webhook") || kind.to_lowercase().contains("trigger")
    });
    let mut modes = Vec::new();
    for trigger in triggers {
        let parameters = &trigger["parameters"];
        assert_eq!(parameters["authentication"], "headerAuth", "{trigger}");
        modes.push(&parameters["responseMode"]);
    }
    assert_eq!(modes, ["streaming", "responseNode"]);
}

#[test]
fn every_node_of_the_workflow_is_connected() {
    let workflow = workflow();
    let connections = workflow["connections"].as_object().expect("connections");
    let mut targets = Vec::new();
    collect_nodes(&workflow["connections"], &mut targets);
    let names = nodes(&workflow).iter().map(|node| &node["name"]);
    let names: Vec<_> = names.filter_map(Value::as_str).collect();
    for name in connections
        .keys()
        .map(String::as_str)
        .chain(targets.iter().copied())
    {
        assert!(names.contains(&name), "{name} is no node");
    }
    for name in names.iter().filter(|name| !name.starts_with("Note ")) {
        let is_connected = connections.contains_key(*name) || targets.contains(name);
        assert!(is_connected, "{name} hangs in the air");
    }
}

fn collect_nodes<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_nodes(item, found)),
        Value::Object(members) => {
            found.extend(members.get("node").and_then(Value::as_str));
            members
                .values()
                .for_each(|value| collect_nodes(value, found));
        }
        _ => {}
    }
}
