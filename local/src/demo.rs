//! A page with the widget on it, as an organiser's site would embed it.

use axum::Router;
use axum::extract::Query;
use axum::response::Html;
use axum::routing::get;
use std::collections::HashMap;

const PAGE: &str = include_str!("demo.html");

/// Adds the demo page to the gateway.
pub fn beside(gateway: Router) -> Router {
    Router::new()
        .route("/demo", get(page))
        .fallback_service(gateway)
}

async fn page(Query(query): Query<HashMap<String, String>>) -> Html<String> {
    let key = query.get("key").map(String::as_str).unwrap_or_default();
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
    Html(
        PAGE.replace("{{widget}}", &script)
            .replace("{{key}}", if is_key { key } else { "" }),
    )
}
