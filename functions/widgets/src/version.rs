//! `GET /widget/version`: which embed files there are and where.

use axum::Json;
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};
use shared::http;

pub async fn version(headers: HeaderMap, uri: Uri) -> Json<Value> {
    let scheme = if http::is_https(&headers) {
        "https"
    } else {
        "http"
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host
        .or(uri.authority().map(|authority| authority.as_str()))
        .unwrap_or("localhost");
    Json(json!({
        "version": "1.0.0",
        "availableVersions": ["v1"],
        "currentVersion": "v1",
        "cdnUrl": format!("{scheme}://{host}/widget/v1/widget.js"),
    }))
}
