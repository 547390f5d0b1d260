//! What the tests of the database layer share.

use local::gateway::Functions;
use serde_json::{Value, json};
use shared::Services;
use test_support::Person;

/// Every function over the same services.
pub fn functions_over(services: &Services, settings: &[(&str, &str)]) -> Functions {
    let settings = settings.iter().copied().collect();
    Functions::from_settings(&settings, services).expect("settings that can be used")
}

/// A request that a signed-in person may make.
pub struct Walk {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
    pub status: u16,
}

/// Every route that needs a session and no password, in an order in which each finds what it needs. The last one logs out.
pub fn authenticated(person: &Person) -> Vec<Walk> {
    let client = format!("/api/dashboard/clients/{}", person.client_id);
    let walk = |method, path: String, body, status| Walk {
        method,
        path,
        body,
        status,
    };
    vec![
        walk("GET", "/api/auth/me".to_owned(), None, 200),
        walk("GET", "/api/auth/sessions".to_owned(), None, 200),
        walk("DELETE", "/api/auth/sessions".to_owned(), None, 200),
        walk("DELETE", "/api/auth/sessions/none".to_owned(), None, 404),
        walk("GET", "/api/dashboard/clients".to_owned(), None, 200),
        walk(
            "POST",
            "/api/dashboard/clients".to_owned(),
            Some(json!({"name": "Second"})),
            201,
        ),
        walk("GET", client.clone(), None, 200),
        walk(
            "PATCH",
            client.clone(),
            Some(json!({"name": "Renamed"})),
            200,
        ),
        walk("PATCH", client.clone(), Some(json!({"name": 1})), 400),
        walk(
            "PATCH",
            format!("{client}/domains"),
            Some(json!({"domains": []})),
            200,
        ),
        walk("POST", format!("{client}/regenerate-key"), None, 200),
        walk(
            "GET",
            format!("/api/dashboard/widget/{}", person.client_id),
            None,
            200,
        ),
        walk(
            "PUT",
            format!("/api/dashboard/widget/{}", person.client_id),
            Some(json!({"widgetName": "W"})),
            200,
        ),
        walk("DELETE", client, None, 200),
        walk("POST", "/api/auth/logout".to_owned(), None, 200),
    ]
}
