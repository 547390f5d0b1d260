//! Whether two servers answer the same: status and body of each route, and of what they refuse.

use super::environments::Lambda;
use super::people::{PASSWORD, People};
use super::request::Request;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Somebody who can be asked.
#[derive(Debug)]
pub enum Target<'a> {
    /// A server at a URL.
    Http(String),
    /// Functions.
    Lambda(&'a Lambda),
}

/// Where two servers answer differently, in words; nothing when they do not. Each registers somebody of its own.
pub async fn differences(left: &Target<'_>, right: &Target<'_>, people: &People) -> Vec<String> {
    let mut found = Vec::new();
    for (what, request) in requests(people) {
        let left = ask(left, &request).await;
        let right = ask(right, &request).await;
        if left != right {
            found.push(format!("{what}: {left:?} or {right:?}"));
        }
    }
    let run = Uuid::new_v4();
    for (what, request) in [
        ("register", Request::register as fn(&str) -> Request),
        ("log in", |name| Request::log_in(name, PASSWORD)),
        ("register again", Request::register),
        ("log in wrongly", |name| {
            Request::log_in(name, "another one altogether")
        }),
    ] {
        let name = |side| format!("{side}-{run}");
        let (left_status, left) = ask(left, &request(&name("left"))).await;
        let (right_status, right) = ask(right, &request(&name("right"))).await;
        // Of an error, which one it is; of an answer, whose ids and keys are its own, what it is made of.
        let is_error = left_status >= 400;
        let are_same = if is_error {
            left == right
        } else {
            shape(&left) == shape(&right)
        };
        if left_status != right_status || !are_same {
            found.push(format!(
                "{what}: {left_status} {left} or {right_status} {right}"
            ));
        }
    }
    found
}

fn requests(people: &People) -> Vec<(&'static str, Request)> {
    let (person, stranger) = (people.first(), people.second());
    let asks = |message: &str| {
        let said = json!({"message": message, "sessionId": Uuid::new_v4()});
        Request::get("/api/widget/chat")
            .json("POST", said)
            .visitor(person)
    };
    let config = Request::get("/api/widget/config").visitor(person);
    let change = json!({"widgetName": "Help", "position": "bottom-left"});
    let change = Request::widget(person).json("PUT", change);
    let unknown_key = format!("pk_live_{}", "0".repeat(64));
    vec![
        ("config", config.clone()),
        (
            "config from elsewhere",
            config
                .clone()
                .header("origin", "https://evilconference.example"),
        ),
        (
            "config of no client",
            config.header("x-api-key", &unknown_key),
        ),
        ("chat", asks("When do doors open?")),
        ("chat without words", asks("")),
        (
            "chat from elsewhere",
            asks("Hello").header("origin", "https://evil.example"),
        ),
        ("me", Request::get("/api/auth/me").organiser(person)),
        ("me as nobody", Request::get("/api/auth/me")),
        (
            "clients",
            Request::get("/api/dashboard/clients").organiser(person),
        ),
        ("clients as nobody", Request::get("/api/dashboard/clients")),
        ("widget", Request::widget(person)),
        (
            "widget of somebody else",
            Request::widget(person).organiser(stranger),
        ),
        ("change", change.clone()),
        (
            "change of somebody else",
            change.clone().organiser(stranger),
        ),
        (
            "change from another site",
            change.header("sec-fetch-site", "cross-site"),
        ),
        (
            "wrong change",
            Request::widget(person).json("PUT", json!({"primaryColor": "red"})),
        ),
        ("health", Request::get("/api/widget/health")),
    ]
}

/// Status and body; of an error what kind it is, and of what differs from call to call only that it is there.
pub async fn ask(target: &Target<'_>, request: &Request) -> (u16, Value) {
    let (status, body) = match target {
        Target::Http(url) => over_http(url, request).await,
        Target::Lambda(lambda) => lambda.answer(request).await,
    };
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    if status < 400 {
        return (status, without_what_changes(body));
    }
    (status, body["error"].clone())
}

async fn over_http(url: &str, request: &Request) -> (u16, Vec<u8>) {
    let method = request.method.parse().expect("a method");
    let http = reqwest::Client::new();
    let mut call = http.request(method, format!("{url}{}", request.path));
    for (name, value) in &request.headers {
        call = call.header(*name, value);
    }
    if let Some(body) = &request.body {
        call = call.body(body.to_string());
    }
    let answer = call.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.bytes().await.expect("all of it").into())
}

fn without_what_changes(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_what_changes).collect(),
        Value::Object(members) => {
            let blanked = members.into_iter().map(|(name, value)| {
                let blank = Value::from(kind(&value));
                let changes = ["updatedAt", "timestamp"].contains(&&*name);
                (
                    name,
                    if changes {
                        blank
                    } else {
                        without_what_changes(value)
                    },
                )
            });
            Value::Object(blanked.collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// The value with kinds in place of texts, numbers and the like.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(members) => {
            let shapes = members
                .iter()
                .map(|(name, value)| (name.clone(), shape(value)));
            Value::Object(shapes.collect())
        }
        scalar => kind(scalar).into(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
