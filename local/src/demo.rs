//! A page with the widget on it, as an organiser's site would embed it.

use axum::extract::Query;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;

const PAGE: &str = include_str!("demo/page.html");
const STYLE: &str = include_str!("demo/style.css");
const SCRIPT: &str = include_str!("demo/script.js");

/// A document of the conference: its title and where its text is.
macro_rules! document {
    ($title:literal, $file:literal) => {
        (
            $title,
            include_str!(concat!("../../benches/corpus/harbour/", $file)),
        )
    };
}

/// What the conference's organisers would upload.
const DOCUMENTS: [(&str, &str); 9] = [
    document!("Venue", "venue.md"),
    document!("Travel", "travel.md"),
    document!("Tickets", "tickets.md"),
    document!("Speakers", "speakers.md"),
    document!("Schedule", "schedule.csv"),
    document!("Food and drink", "catering.md"),
    document!("Code of conduct", "conduct.md"),
    document!("City tips", "city-tips.md"),
    document!("Questions and answers", "faq.txt"),
];

/// As strict as a careful site would be: the widget needs no more.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the demo page to the gateway.
pub fn beside(gateway: Router) -> Router {
    Router::new()
        .route("/demo", get(page))
        .route(
            "/demo/style.css",
            get(async || file("text/css; charset=utf-8", STYLE)),
        )
        .route(
            "/demo/script.js",
            get(async || file("text/javascript; charset=utf-8", SCRIPT)),
        )
        .route("/demo/documents.json", get(documents))
        .fallback_service(gateway)
}

/// As the API takes them, so that the page's script can add them to the client of whoever is signed in.
async fn documents() -> Json<Value> {
    let documents = DOCUMENTS.map(|(title, body)| json!({"title": title, "body": body}));
    Json(Value::from(documents.to_vec()))
}

async fn page(Query(query): Query<HashMap<String, String>>) -> Response {
    let key = query.get("key").map(|key| key.trim()).unwrap_or_default();
    // Only what a key can consist of may stand in the page.
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let script = if is_key {
        format!("<script src=\"/widget/v1/widget.js\" data-api-key=\"{key}\" async></script>")
    } else {
        String::new()
    };
    let page = PAGE
        .replace("{{widget}}", &script)
        .replace("{{key}}", if is_key { key } else { "" });
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, Html(page)).into_response()
}

fn file(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")];
    (headers, text)
}
