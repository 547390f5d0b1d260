//! What may be expected in place of a recording, and short ways to say it.

use crate::corpus::{Exchange, Response, Step};
use serde_json::{Value, json};

/// The cookie of a session that begins.
pub const NEW_COOKIE: &str =
    "connect.sid={{any:signed-cookie}}; Path=/; Expires={{any:http-date}}; HttpOnly";

/// How long the files of the embed snippet are kept.
pub const FILES_ARE_KEPT: &str =
    "public, max-age=300, s-maxage=300, stale-while-revalidate=300, stale-if-error=86400";

/// What is expected in place of the recording.
#[derive(Clone, Debug)]
pub enum Instead {
    /// Another answer. CORS headers are expected as for any answer, see `cors.rs`.
    Answer(Response),
    /// The recorded answer with a new session's cookie.
    NewCookie,
    /// The recorded answer without CORS headers: the page may not read it.
    Unreadable,
    /// Other rows.
    Rows(Value),
    /// As many requests to the webhook, the last one as recorded if there is any.
    Upstream(usize),
}

impl Instead {
    /// The step as it is expected.
    pub fn of(&self, recorded: &Step) -> Step {
        let mut step = recorded.clone();
        match (&mut step, self) {
            (Step::Http(exchange), Self::Answer(answer)) => replace(exchange, answer),
            (Step::Http(exchange), Self::NewCookie) => {
                remove_headers(exchange, "set-cookie");
                let headers = &mut exchange.response.headers;
                headers.push(("Set-Cookie".to_owned(), NEW_COOKIE.to_owned()));
            }
            (Step::Http(exchange), Self::Unreadable) => remove_headers(exchange, "access-control-"),
            (Step::Rows { rows, .. }, Self::Rows(expected)) => {
                let expected = expected.as_array().into_iter().flatten();
                *rows = expected.filter_map(Value::as_object).cloned().collect();
            }
            (Step::Upstream { count, last }, Self::Upstream(expected)) => {
                *count = *expected;
                if let Some(last) = last {
                    "/webhook/chat".clone_into(&mut last.path);
                }
            }
            _ => panic!("{self:?} does not fit {recorded:?}"),
        }
        step
    }

    /// An answer with one more header.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        let Self::Answer(mut answer) = self else {
            panic!("{self:?} has no headers of its own");
        };
        answer.headers.push((name.to_owned(), value.to_owned()));
        Self::Answer(answer)
    }
}

fn replace(exchange: &mut Exchange, answer: &Response) {
    let recorded = std::mem::replace(&mut exchange.response, answer.clone());
    let is_cors = |name: &str| name.to_ascii_lowercase().starts_with("access-control-");
    let cors = recorded
        .headers
        .into_iter()
        .filter(|(name, _)| is_cors(name));
    exchange.response.headers.extend(cors);
}

fn remove_headers(exchange: &mut Exchange, prefix: &str) {
    let headers = &mut exchange.response.headers;
    headers.retain(|(name, _)| !name.to_ascii_lowercase().starts_with(prefix));
}

pub fn json(status: u16, json: Value) -> Instead {
    let answer = Instead::Answer(Response {
        status,
        headers: Vec::new(),
        body: None,
        json: Some(json),
    });
    answer.with_header("Content-Type", "application/json; charset=utf-8")
}

pub fn error(status: u16, error: &str, message: &str) -> Instead {
    json(status, json!({"error": error, "message": message}))
}

pub fn not_found(message: &str) -> Instead {
    error(404, "Not found", message)
}

pub fn no_such_route() -> Instead {
    not_found("There is no such route")
}

/// 405 with the methods that the route has.
pub fn wrong_method(allow: &str) -> Instead {
    let message = "This route does not answer that method";
    error(405, "Method not allowed", message).with_header("Allow", allow)
}

/// The script of an embed snippet.
pub fn loader() -> Instead {
    let answer = Instead::Answer(Response {
        status: 200,
        headers: Vec::new(),
        body: None,
        json: None,
    });
    answer
        .with_header("Content-Type", "application/javascript; charset=utf-8")
        .with_header("Cache-Control", FILES_ARE_KEPT)
        .with_header("X-Content-Type-Options", "nosniff")
        .with_header("X-Frame-Options", "SAMEORIGIN")
        .with_header("Access-Control-Allow-Origin", "*")
        .with_header("Access-Control-Allow-Methods", "GET, OPTIONS")
}

/// The answer to a preflight for a file of the embed snippet.
pub fn file_preflight() -> Instead {
    let answer = Instead::Answer(Response {
        status: 204,
        headers: Vec::new(),
        body: Some(String::new()),
        json: None,
    });
    answer
        .with_header("Access-Control-Allow-Origin", "*")
        .with_header("Access-Control-Allow-Methods", "GET, OPTIONS")
        .with_header("Access-Control-Allow-Headers", "Content-Type")
}

/// The answer to `OPTIONS` of a route with those methods.
pub fn methods(allow: &str) -> Instead {
    let answer = Instead::Answer(Response {
        status: 200,
        headers: Vec::new(),
        body: Some(allow.to_owned()),
        json: None,
    });
    answer
        .with_header("Content-Type", "text/html; charset=utf-8")
        .with_header("Allow", allow)
}

pub fn internal(message: &str) -> Instead {
    error(500, "Internal server error", message)
}

pub fn not_signed_in() -> Instead {
    error(
        401,
        "Unauthorized",
        "You must be logged in to access this resource",
    )
}

pub fn not_json() -> Instead {
    error(
        415,
        "Unsupported media type",
        "The request body must be sent as application/json",
    )
}

pub fn invalid_json() -> Instead {
    error(
        400,
        "Invalid JSON",
        "The request body is not valid JSON: {{any:text}}",
    )
}

pub fn other_site() -> Instead {
    error(
        403,
        "Forbidden",
        "Requests from other sites are not allowed",
    )
}

/// A field that must be there and is not.
pub fn required(field: &str) -> Instead {
    invalid("invalid_type", &json!([field]), field, "Required")
}

/// A text with a NUL in it.
pub fn not_storable(path: &Value, at: &str) -> Instead {
    invalid(
        "invalid_string",
        path,
        at,
        "Must not contain the character U+0000",
    )
}

fn invalid(code: &str, path: &Value, at: &str, message: &str) -> Instead {
    json(
        400,
        json!({
            "error": "Validation error",
            "message": format!("Validation error: {message} at \"{at}\""),
            "details": [{"code": code, "path": path, "message": message}],
        }),
    )
}
