//! Differences of the groups about the widget: settings, messages, files, CORS.

use super::instead::{
    error, file_preflight, invalid_json, json, loader, methods, no_such_route, not_json,
    other_site, wrong_method,
};
use super::{Difference, Instead, group};
use serde_json::json;

pub fn differences() -> Vec<Difference> {
    [chat(), config(), cors(), files()]
        .into_iter()
        .flatten()
        .collect()
}

fn other_domain() -> Instead {
    error(
        403,
        "Domain not allowed",
        "Your domain is not authorized to use this API key",
    )
}

fn chat() -> Vec<Difference> {
    const REDIRECT: &str = "webhook 307 is followed as POST";
    let no_answer = || {
        error(
            503,
            "Service unavailable",
            "Unable to process chat request at this time",
        )
    };
    let answer_in_a_list =
        json!({"response": "r", "sessionId": "123e4567-e89b-12d3-a456-426614174000"});
    let nothing_known = json!({
        "response": "I could not find an answer to that in the conference's documents. Please try other words, or ask the organisers.",
        "sessionId": "123e4567-e89b-12d3-a456-426614174000"
    });
    group(
        "widget-chat",
        [
            (3, "auth: wildcard hole", 1, other_domain()),
            (5, "GET is not a route", 0, wrong_method("POST")),
            (
                6,
                "auth: no key and broken JSON: 400 first",
                0,
                invalid_json(),
            ),
            (6, "form body", 0, not_json()),
            (6, "form body", 1, Instead::Upstream(0)),
            (
                22,
                "webhook not configured: 503",
                0,
                json(200, nothing_known),
            ),
            (9, "webhook answer without response field", 1, no_answer()),
            (
                9,
                "webhook answer is an array (n8n default shape)",
                1,
                json(200, answer_in_a_list),
            ),
            (9, "webhook answer is JSON null: 500", 1, no_answer()),
            (9, "webhook answer is a JSON string", 1, no_answer()),
            (9, "webhook answer is a JSON number", 1, no_answer()),
            (
                9,
                "webhook response is an object: passed as is",
                1,
                no_answer(),
            ),
            (9, "webhook response null", 1, no_answer()),
            (
                9,
                "webhook big and odd numbers are re-serialised by JS",
                1,
                no_answer(),
            ),
            (
                9,
                "webhook duplicate keys, integer-like keys reorder",
                1,
                no_answer(),
            ),
            (9, REDIRECT, 1, no_answer()),
            (9, REDIRECT, 2, Instead::Upstream(1)),
        ],
    )
}

fn config() -> Vec<Difference> {
    // What it says is more, so that what the browser holds of it is not right any more.
    let changed = || {
        json(
            200,
            json!({"widget": {
                "primaryColor": "#112233",
                "position": "bottom-left",
                "welcomeMessage": "Welcome to Alice Conf",
                "widgetName": "Alice Help",
            }}),
        )
    };
    group(
        "widget-config",
        [
            (
                3,
                r#"allowed ["*."] Origin "https://example.com""#,
                1,
                other_domain(),
            ),
            (
                3,
                r#"allowed ["*.example.com"] Origin "https://example.com""#,
                1,
                other_domain(),
            ),
            (
                3,
                r#"allowed ["*.example.com"] Origin "https://evilexample.com""#,
                1,
                other_domain(),
            ),
            (
                3,
                r#"allowed ["*.example.com"] Referer "evilexample.com""#,
                1,
                other_domain(),
            ),
            (
                4,
                "paused is checked before the domain",
                1,
                Instead::Unreadable,
            ),
            (5, "POST is not a route", 0, wrong_method("GET,HEAD")),
            (25, "If-None-Match equal: 304", 0, changed()),
            (25, "If-None-Match without W/: 304 too", 0, changed()),
            (25, "If-None-Match list", 0, changed()),
        ],
    )
}

fn cors() -> Vec<Difference> {
    group(
        "cors",
        [
            (24, "OPTIONS /widget/v2/widget.js", 0, file_preflight()),
            (5, "OPTIONS /api/auth/nope", 0, no_such_route()),
            (
                12,
                "cross-origin login post (CSRF): accepted, form encoded",
                0,
                other_site(),
            ),
            (
                12,
                "cross-site POST regenerate-key with cookie: accepted (only SameSite default protects)",
                0,
                other_site(),
            ),
            (
                19,
                "OPTIONS dashboard clients with cookie",
                0,
                methods("GET,HEAD,POST"),
            ),
            (
                19,
                "OPTIONS dashboard client with cookie",
                0,
                methods("GET,HEAD,PATCH,DELETE"),
            ),
        ],
    )
}

fn files() -> Vec<Difference> {
    let version = |script: &str| {
        json(
            200,
            json!({
                "version": "1.0.0",
                "availableVersions": ["v1", "v2"],
                "currentVersion": "v1",
                "cdnUrl": format!("{script}/widget/v1/widget.js"),
            }),
        )
    };
    group(
        "widget-files-version-health",
        [
            (
                5,
                "POST widget.js: not a route",
                0,
                wrong_method("GET,HEAD,OPTIONS"),
            ),
            (
                24,
                "v2 widget.js is in the tree but not served: dashboard HTML",
                0,
                loader(),
            ),
            (5, "health POST: not a route", 0, wrong_method("GET,HEAD")),
            (24, "version", 0, version("http://{{host}}")),
            (
                24,
                "version with Host header reflected",
                0,
                version("http://cdn.evil.example:99"),
            ),
            (
                18,
                "version with X-Forwarded-*: ignored",
                0,
                version("https://{{host}}"),
            ),
        ],
    )
}
