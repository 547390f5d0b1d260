//! The unsafe routes of `docs/openapi.json` that a browser can be made to call with what it holds by itself.

use serde_json::{Map, Value};
use std::fmt;
use std::fs;
use test_support::Person;
use uuid::Uuid;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

/// A route that changes something.
#[derive(Debug)]
pub struct Unsafe {
    /// `DELETE`
    pub method: String,
    template: String,
}

impl Unsafe {
    /// Its path for what is that person's: the client, or the session of that handle. The rest names nothing that exists.
    pub fn path(&self, person: &Person, handle: &str) -> String {
        let segment = |segment: &str| match segment {
            "{id}" if self.template.starts_with("/api/auth/sessions/") => handle.to_owned(),
            "{id}" => person.client_id.to_string(),
            _ if segment.starts_with('{') => Uuid::nil().to_string(),
            _ => segment.to_owned(),
        };
        let segments: Vec<String> = self.template.split('/').map(segment).collect();
        segments.join("/")
    }
}

impl fmt::Display for Unsafe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

/// All that a session opens, and those that anybody may call, such as log-in. A key, a token or a webhook's secret is sent by no
/// browser that is not told it.
pub fn unsafe_routes() -> Vec<Unsafe> {
    let text = fs::read_to_string(FILE).expect("the description of the API");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, item): (&String, &Value)| {
        let operations = item.as_object().into_iter().flatten();
        let is_unsafe = |(method, operation): &(&String, &Value)| {
            !matches!(method.as_str(), "get" | "head" | "options") && needs_no_secret(operation)
        };
        let route = |(method, _): (&String, &Value)| Unsafe {
            method: method.to_uppercase(),
            template: path.clone(),
        };
        operations.filter(is_unsafe).map(route).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

fn needs_no_secret(operation: &Value) -> bool {
    let schemes = operation["security"].as_array().into_iter().flatten();
    let mut names = schemes.filter_map(Value::as_object).flat_map(Map::keys);
    names.all(|name| name == "session")
}
