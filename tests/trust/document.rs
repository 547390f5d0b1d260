//! The operations of `docs/openapi.json`: what is described there is attacked, also what will be added.

use serde_json::{Map, Value};
use std::fs;
use std::sync::LazyLock;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = fs::read_to_string(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{FILE}: {error}"))
});

/// What opens an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedBy {
    /// A user's cookie.
    Session,
    /// A client's public key.
    PublicKey,
    /// A client's token for programs.
    Token,
    /// The deployment's secret for a Directus elsewhere.
    WebhookSecret,
    Nothing,
}

/// A method of a path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `readClient`
    pub id: String,
    /// `GET`
    pub method: String,
    /// `/api/dashboard/clients/{id}`
    pub path: String,
    pub opened_by: OpenedBy,
    pub parameters: Vec<Parameter>,
    /// The schema of its JSON body, if it has one.
    pub body: Option<Value>,
}

/// What stands in the path, behind the `?` or in a header.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    /// `path`, `query`, `header`
    pub place: String,
    pub is_required: bool,
    pub schema: Value,
}

/// All of them, in the order of the document.
pub fn operations() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, described)| operation(method, path, described))
    });
    let operations: Vec<_> = operations.collect();
    assert!(operations.len() >= 60, "{} operations", operations.len());
    operations
}

fn operation(method: &str, path: &str, described: &Value) -> Operation {
    let id = text(described, "operationId");
    let parameters = described["parameters"].as_array().into_iter().flatten();
    let body = &described["requestBody"];
    let body = body.is_object().then(|| json_schema(&id, &body["content"]));
    Operation {
        opened_by: opened_by(&id, &described["security"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        parameters: parameters.map(parameter).collect(),
        body,
        id,
    }
}

fn parameter(described: &Value) -> Parameter {
    Parameter {
        name: text(described, "name"),
        place: text(described, "in"),
        is_required: described["required"] == true,
        schema: resolve(&described["schema"]).clone(),
    }
}

fn json_schema(id: &str, content: &Value) -> Value {
    let types: Vec<&String> = content
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .collect();
    assert_eq!(types, ["application/json"], "{id} takes something else");
    resolve(&content["application/json"]["schema"]).clone()
}

fn opened_by(id: &str, security: &Value) -> OpenedBy {
    let schemes = security.as_array().into_iter().flatten();
    let schemes = schemes.flat_map(|scheme| scheme.as_object().into_iter().flat_map(Map::keys));
    let schemes: Vec<&str> = schemes.map(String::as_str).collect();
    match schemes.as_slice() {
        [] => OpenedBy::Nothing,
        ["session"] => OpenedBy::Session,
        ["publicKey"] => OpenedBy::PublicKey,
        ["token"] => OpenedBy::Token,
        ["webhookSecret"] => OpenedBy::WebhookSecret,
        other => panic!("{id} is opened by {other:?}: tell the tests who else might try"),
    }
}

/// What a schema refers to, or itself.
pub fn resolve(schema: &Value) -> &Value {
    let Some(reference) = schema["$ref"].as_str() else {
        return schema;
    };
    let found = DOCUMENT.pointer(reference.trim_start_matches('#'));
    resolve(found.unwrap_or_else(|| panic!("{reference} is not in the document")))
}

fn text(value: &Value, name: &str) -> String {
    let text = value[name].as_str();
    text.unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}
