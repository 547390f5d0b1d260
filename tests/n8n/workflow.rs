//! The workflow of `docs/n8n`, filled in as its guide says, and the same with other triggers.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

pub const SECRET: &str = "what-the-workflow-asks-for";
/// The ids of the variants' triggers, which are in their addresses.
pub const STREAMING_TRIGGER: &str = "c0fe0000-0000-4000-8000-0000000000b1";
pub const WHOLE_TRIGGER: &str = "c0fe0000-0000-4000-8000-0000000000b2";

const FILE: &str = include_str!("../../docs/n8n/conference-chat.json");

/// What an organiser fills in.
pub struct Place {
    pub base_url: String,
    pub client_id: String,
    pub token: String,
    pub model_url: String,
}

/// What n8n imports.
pub struct Files {
    pub credentials: PathBuf,
    pub workflows: PathBuf,
    /// What is to be published.
    pub ids: Vec<String>,
}

impl Files {
    pub fn write(folder: &Path, place: &Place) -> Self {
        let workflow = filled_in(place);
        let workflows = [
            with_chat_trigger(workflow.clone(), STREAMING_TRIGGER, true),
            with_chat_trigger(workflow.clone(), WHOLE_TRIGGER, false),
            workflow,
        ];
        let ids = workflows.iter().map(|workflow| text(&workflow["id"]));
        Self {
            ids: ids.collect(),
            credentials: write(folder, "credentials.json", &credentials(place)),
            workflows: write(folder, "workflows.json", &json!(workflows)),
        }
    }
}

fn filled_in(place: &Place) -> Value {
    let mut workflow: Value = serde_json::from_str(FILE).expect("JSON");
    let settings = node(&mut workflow, "Settings");
    let fields = settings["parameters"]["assignments"]["assignments"].as_array_mut();
    let fields = fields.expect("the fields");
    for (name, value) in [
        ("baseUrl", &*place.base_url),
        ("clientId", &place.client_id),
        ("model", "fake-model"),
    ] {
        let field = fields.iter_mut().find(|field| field["name"] == name);
        field.expect("the field")["value"] = value.into();
    }
    workflow
}

/// With the credentials' names that are in the workflow, and no ids: n8n finds them as it does for everybody who imports it.
fn credentials(place: &Place) -> Value {
    json!([
        {"id": "secret", "name": "Conference Chat: webhook secret", "type": "httpHeaderAuth",
         "data": {"name": "X-Webhook-Secret", "value": SECRET}},
        {"id": "token", "name": "Conference Chat: client token", "type": "httpBearerAuth",
         "data": {"token": place.token}},
        {"id": "model", "name": "Conference Chat: model", "type": "openAiApi",
         "data": {"apiKey": "any", "url": place.model_url, "header": false}},
    ])
}

/// With a Chat Trigger in place of the webhooks, as the guide says; and when it answers in one piece, without the last node.
fn with_chat_trigger(mut workflow: Value, id: &str, is_streaming: bool) -> Value {
    let mode = if is_streaming {
        "streaming"
    } else {
        "lastNode"
    };
    workflow["id"] = json!(format!("chattrigger{mode}"));
    let mut left_out = vec!["Question, answer in one piece"];
    if !is_streaming {
        left_out.push("Answer and sources");
    }
    let nodes = workflow["nodes"].as_array_mut().expect("nodes");
    nodes.retain(|node| !left_out.iter().any(|name| node["name"] == *name));
    for node in nodes.iter_mut() {
        // Every webhook has an id of its own.
        if node["name"] == "Question" {
            *node = json!({
                "id": "c0fe0000-0000-4000-8000-000000000001", "name": "Question", "webhookId": id,
                "type": "@n8n/n8n-nodes-langchain.chatTrigger", "typeVersion": 1.4, "position": [0, 0],
                "parameters": {"public": true, "options": {"responseMode": mode}},
            });
        }
    }
    let connections = workflow["connections"]
        .as_object_mut()
        .expect("connections");
    for name in left_out {
        connections.shift_remove(name);
    }
    if !is_streaming {
        connections.shift_remove("Answer");
    }
    workflow
}

fn node<'a>(workflow: &'a mut Value, name: &str) -> &'a mut Value {
    let mut nodes = workflow["nodes"].as_array_mut().expect("nodes").iter_mut();
    nodes.find(|node| node["name"] == name).expect("the node")
}

fn write(folder: &Path, name: &str, value: &Value) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, value.to_string()).expect("a file");
    path
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
