//! Conditional GET of JSON answers: the weak ETag that Express computes, so that what a browser kept from the old server stays
//! good, and 304 when it matches (RFC 9110, section 13).

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use http_body_util::BodyExt;
use sha1::{Digest, Sha1};

/// Middleware for routes that answer with JSON.
pub async fn answer_if_changed(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let asked = request.headers().clone();
    let response = next.run(request).await;
    if !is_read || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        // Handlers build their bodies in memory; only a stream could fail here, and streams do not take this layer.
        parts.status = StatusCode::INTERNAL_SERVER_ERROR;
        return Response::from_parts(parts, Body::empty());
    };
    let bytes = collected.to_bytes();
    let digest = STANDARD_NO_PAD.encode(Sha1::digest(&bytes));
    let tag = format!("W/\"{:x}-{}\"", bytes.len(), &digest[..27]);
    let matches = is_match(&asked, &tag);
    parts.headers.insert(
        ETAG,
        HeaderValue::try_from(tag).expect("base64 and hex are visible ASCII"),
    );
    if !matches {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

/// Whether what the browser holds is still good. `Cache-Control: no-cache` asks for the whole answer, as Express reads it.
#[must_use]
pub fn is_match(asked: &HeaderMap, tag: &str) -> bool {
    let text = |name| {
        asked
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .unwrap_or_default()
    };
    if text(CACHE_CONTROL)
        .split(',')
        .any(|directive| directive.trim().eq_ignore_ascii_case("no-cache"))
    {
        return false;
    }
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let held = text(IF_NONE_MATCH);
    held.trim() == "*" || held.split(',').any(|held| opaque(held) == opaque(tag))
}
