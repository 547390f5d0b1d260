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
    let knowledge = format!("/api/dashboard/knowledge/{}", person.client_id);
    let nothing = "123e4567-e89b-12d3-a456-426614174000";
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
        walk("GET", "/api/auth/second-factor".to_owned(), None, 200),
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
        walk(
            "PUT",
            format!("/api/dashboard/widget/{}/logo", person.client_id),
            Some(json!({"image": "iVBORw0KGgo="})),
            200,
        ),
        walk(
            "DELETE",
            format!("/api/dashboard/widget/{}/logo", person.client_id),
            None,
            204,
        ),
        walk(
            "GET",
            format!("/api/dashboard/widget/{}/installation", person.client_id),
            None,
            200,
        ),
        walk(
            "POST",
            format!("/api/dashboard/widget/{}/installation", person.client_id),
            // Nobody is there.
            Some(json!({"url": "https://conference.invalid:1/"})),
            400,
        ),
        walk(
            "GET",
            format!("/api/dashboard/widget/{}/identity", person.client_id),
            None,
            200,
        ),
        walk(
            "POST",
            format!("/api/dashboard/widget/{}/identity", person.client_id),
            None,
            201,
        ),
        walk(
            "PUT",
            format!("/api/dashboard/widget/{}", person.client_id),
            Some(json!({"requireLogin": true})),
            200,
        ),
        walk(
            "DELETE",
            format!("/api/dashboard/widget/{}/identity", person.client_id),
            None,
            204,
        ),
        walk(
            "POST",
            format!("/api/dashboard/chat/{}/test", person.client_id),
            Some(json!({"question": "When do doors open?"})),
            200,
        ),
        walk("GET", format!("{client}/conversations"), None, 200),
        walk(
            "GET",
            format!("{client}/conversations?search=where"),
            None,
            200,
        ),
        walk(
            "GET",
            format!("{client}/conversations/{nothing}"),
            None,
            404,
        ),
        walk(
            "DELETE",
            format!("{client}/conversations/{nothing}"),
            None,
            404,
        ),
        walk("GET", format!("{client}/answers"), None, 200),
        walk(
            "PUT",
            format!("{client}/answers"),
            Some(json!({"mainPrompt": "Be brief."})),
            200,
        ),
        walk("GET", format!("{client}/settings"), None, 200),
        walk(
            "PATCH",
            format!("{client}/settings"),
            Some(json!({"timeZone": "Europe/Berlin"})),
            200,
        ),
        walk("GET", format!("{client}/usage"), None, 200),
        walk("GET", format!("{client}/analytics"), None, 200),
        walk("GET", format!("{knowledge}/documents"), None, 200),
        walk(
            "POST",
            format!("{knowledge}/documents"),
            Some(json!({"title": "Doors", "body": "They open at nine."})),
            201,
        ),
        walk("GET", format!("{knowledge}/documents/{nothing}"), None, 404),
        walk(
            "PATCH",
            format!("{knowledge}/documents/{nothing}"),
            Some(json!({"title": "Gates"})),
            404,
        ),
        walk(
            "DELETE",
            format!("{knowledge}/documents/{nothing}"),
            None,
            404,
        ),
        walk("GET", format!("{knowledge}/tags"), None, 200),
        walk(
            "POST",
            format!("{knowledge}/tags"),
            Some(json!({"name": "Travel", "prompt": "By train."})),
            201,
        ),
        walk("GET", format!("{knowledge}/tokens"), None, 200),
        walk(
            "POST",
            format!("{knowledge}/tokens"),
            Some(json!({"name": "n8n"})),
            201,
        ),
        walk(
            "POST",
            format!("{knowledge}/test"),
            Some(json!({"question": "When do doors open?"})),
            200,
        ),
        walk("DELETE", client, None, 200),
        walk("POST", "/api/auth/logout".to_owned(), None, 200),
    ]
}
