//! CORS headers. Those of the embed files must be as recorded. On the widget's API the old server allowed every origin with
//! credentials; difference 4 of `docs/COMPATIBILITY.md` is what is expected instead, wherever it was recorded:
//!
//! - never `Access-Control-Allow-Credentials`;
//! - preflights and answers to a page that the client allows: the other headers as recorded;
//! - other answers: no such header;
//! - always `Vary: Origin`.

use crate::corpus::Exchange;
use test_support::Answer;

const NAMES: [&str; 4] = [
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-credentials",
];

/// Errors that come after key and page were found good.
const AFTER_THE_PAGE: [&str; 5] = [
    "Invalid request",
    "Service unavailable",
    "Request timeout",
    "Internal server error",
    "Client account not active",
];

pub fn differences(recorded: &Exchange, actual: &Answer) -> Vec<String> {
    let path = recorded.request.path.to_ascii_lowercase();
    let is_widget_api = path == "/api/widget" || path.starts_with("/api/widget/");
    let mut found = Vec::new();
    for name in NAMES {
        let recorded_value = recorded.response.header(name).next();
        let expected = recorded_value.filter(|_| {
            !is_widget_api || (is_readable(recorded) && !name.ends_with("credentials"))
        });
        let now = actual.header(name);
        if expected != now {
            found.push(format!("{name}: expected {expected:?}, now {now:?}"));
        }
    }
    let varies = actual
        .headers
        .get_all("vary")
        .iter()
        .any(|value| value == "Origin");
    if is_widget_api && !varies {
        found.push("vary: Origin is missing".to_owned());
    }
    found
}

/// Whether a page may read the answer, as far as the recording tells.
fn is_readable(recorded: &Exchange) -> bool {
    let error = recorded
        .response
        .json
        .as_ref()
        .and_then(|json| json["error"].as_str());
    recorded.request.method == "OPTIONS"
        || error.is_none_or(|error| AFTER_THE_PAGE.contains(&error))
}
