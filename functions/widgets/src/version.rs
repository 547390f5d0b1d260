//! `GET /widget/version`: which embed files there are and where.

use axum::Json;
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use serde::Serialize;
use shared::http;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EmbedVersion)]
pub struct VersionAnswer {
    version: &'static str,
    available_versions: [&'static str; 2],
    current_version: &'static str,
    /// The address of the embed snippet's script.
    cdn_url: String,
}

/// Read where the embed snippet's script is
#[utoipa::path(
    get, path = "/widget/version", operation_id = "readEmbedVersion", tag = "visitor",
    responses((status = 200, body = VersionAnswer, description = "Which versions there are.")),
)]
pub async fn version(headers: HeaderMap, uri: Uri) -> Json<VersionAnswer> {
    let scheme = if http::is_https(&headers) {
        "https"
    } else {
        "http"
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host
        .or(uri.authority().map(|authority| authority.as_str()))
        .unwrap_or("localhost");
    Json(VersionAnswer {
        version: "1.0.0",
        available_versions: ["v1", "v2"],
        current_version: "v1",
        cdn_url: format!("{scheme}://{host}/widget/v1/widget.js"),
    })
}
