//! `/widget/v1/*`: the files that embed snippets load, built into the binary. Any page may load them.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::http::{ApiError, etag};
use std::sync::LazyLock;

/// A file with its type and ETag.
struct EmbedFile {
    text: &'static str,
    content_type: &'static str,
    etag: LazyLock<String>,
}

static SCRIPT: EmbedFile = EmbedFile {
    text: include_str!("../../../web/widget/v1/widget.js"),
    content_type: "application/javascript; charset=utf-8",
    etag: LazyLock::new(|| etag::strong(SCRIPT.text)),
};
static STYLESHEET: EmbedFile = EmbedFile {
    text: include_str!("../../../web/widget/v1/widget.css"),
    content_type: "text/css; charset=utf-8",
    etag: LazyLock::new(|| etag::strong(STYLESHEET.text)),
};

pub async fn script(headers: HeaderMap) -> Response {
    let mut response = SCRIPT.answer(&headers);
    // As the old server sent it with the script alone.
    response
        .headers_mut()
        .insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}

pub async fn stylesheet(headers: HeaderMap) -> Response {
    STYLESHEET.answer(&headers)
}

pub async fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, OPTIONS"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Type"),
    );
    response
}

/// Preflights were answered for any path under `v1`.
pub async fn unknown(method: Method) -> Response {
    if method == Method::OPTIONS {
        return preflight().await;
    }
    ApiError::not_found("There is no such file").into_response()
}

impl EmbedFile {
    fn answer(&'static self, asked: &HeaderMap) -> Response {
        // The exact tag is a match even for a browser that says no-cache, as it was for the old server.
        let is_exact = asked
            .get(IF_NONE_MATCH)
            .is_some_and(|held| held == self.etag.as_str());
        let is_unchanged = is_exact || etag::is_match(asked, &self.etag);
        let mut response = if is_unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Body::from(self.text).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600, s-maxage=86400"),
        );
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, OPTIONS"),
        );
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(ETAG, etag);
        }
        response
    }
}
