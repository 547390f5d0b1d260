//! The release binaries and an event that each answers from its database.

use serde_json::{Value, json};
use std::path::PathBuf;
use test_support::{HttpEvent, Person};
use uuid::Uuid;

/// A function behind HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its crate and binary.
    pub name: &'static str,
    path: &'static str,
    /// How often its event waits for the database.
    pub round_trips: u32,
    /// What a warm event may take beyond those, in milliseconds, the work of Postgres included.
    pub warm_limit_ms: f64,
}

/// Those that need the database.
pub const HTTP: [Function; 5] = [
    Function {
        name: "auth",
        path: "/api/auth/me",
        round_trips: 1,
        warm_limit_ms: 1.0,
    },
    Function {
        name: "clients",
        path: "/api/dashboard/clients",
        round_trips: 1,
        warm_limit_ms: 1.0,
    },
    Function {
        name: "widgets",
        path: "/api/widget/config",
        round_trips: 1,
        warm_limit_ms: 1.0,
    },
    Function {
        name: "chat",
        path: "/api/widget/chat",
        round_trips: 2,
        // It counts and keeps a question, searches, and keeps an answer.
        warm_limit_ms: 5.0,
    },
    KNOWLEDGE,
];

/// The one that reads documents.
pub const KNOWLEDGE: Function = Function {
    name: "knowledge",
    path: "/api/dashboard/knowledge/{id}/documents",
    round_trips: 1,
    warm_limit_ms: 1.5,
};

impl Function {
    /// Something it answers after asking the database. Chat has no documents to answer from, and says so.
    pub fn event(&self, person: &Person) -> Value {
        let event = if self.name == "chat" {
            // Somebody new each time: one visitor may not ask so often.
            let message = json!({"message": "When do doors open?", "sessionId": Uuid::new_v4()});
            HttpEvent::function_url("POST", self.path).json(&message)
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
