//! A page with the widget on it, as an organiser's site would embed it.

use axum::Router;
use axum::extract::Query;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::collections::HashMap;

const PAGE: &str = include_str!("demo/page.html");
const STYLE: &str = include_str!("demo/style.css");
const SCRIPT: &str = include_str!("demo/script.js");

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
        .fallback_service(gateway)
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
