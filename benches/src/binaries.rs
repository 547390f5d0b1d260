//! The release binaries and an event that each answers from its database.

use serde_json::{Value, json};
use std::path::PathBuf;
use test_support::{HttpEvent, Person};

/// A function behind HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its crate and binary.
    pub name: &'static str,
    path: &'static str,
}

/// Those that need the database.
pub const HTTP: [Function; 5] = [
    Function {
        name: "auth",
        path: "/api/auth/me",
    },
    Function {
        name: "clients",
        path: "/api/dashboard/clients",
    },
    Function {
        name: "widgets",
        path: "/api/widget/config",
    },
    Function {
        name: "chat",
        path: "/api/widget/chat",
    },
    KNOWLEDGE,
];

/// The one that reads documents.
pub const KNOWLEDGE: Function = Function {
    name: "knowledge",
    path: "/api/dashboard/knowledge/{id}/documents",
};

impl Function {
    /// Something it answers after asking the database. Chat has no documents to answer from, and says so.
    pub fn event(&self, person: &Person) -> Value {
        let event = if self.name == "chat" {
            HttpEvent::function_url("POST", self.path).json(
                &json!({"message": "hi", "sessionId": "123e4567-e89b-12d3-a456-426614174000"}),
            )
        } else {
            let path = self.path.replace("{id}", &person.client_id.to_string());
            HttpEvent::api_gateway("GET", &path)
        };
        event
            .header("x-api-key", &person.key)
            .cookies(&[&person.cookie])
            .value()
            .clone()
    }
}

/// What makes auth hash a password.
pub fn registration() -> Value {
    HttpEvent::api_gateway("POST", "/api/auth/register")
        .json(&json!({"username": "bench", "password": "correct horse"}))
        .value()
        .clone()
}

/// Where it is, when it has been built; otherwise says how to.
pub fn find(function: Function) -> Option<PathBuf> {
    // This program stands beside them.
    let here = std::env::current_exe().expect("a program knows where it is");
    let binary = here.with_file_name(function.name);
    if binary.exists() {
        return Some(binary);
    }
    println!(
        "{:<12}not built: cargo build --release --bin {}",
        function.name, function.name
    );
    None
}
