//! JSON bodies. A body is read and parsed before anybody asks who is calling, as the old server did, so that a broken one is a
//! 400 on every route; a handler takes the result as [`JsonBody`].

use super::ApiError;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::fmt;
use std::io::Read;

/// Express's `100kb`, for the bytes on the wire and again for what they unpack to.
const LIMIT_BYTES: usize = 100 * 1024;

/// The parsed body: an object or an array. A request without a body has an empty object.
#[derive(Clone)]
pub struct JsonBody(pub Value);

/// A body may hold a password.
impl fmt::Debug for JsonBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonBody")
    }
}

impl<S: Sync> FromRequestParts<S> for JsonBody {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts
            .extensions
            .get()
            .cloned()
            .unwrap_or_else(|| Self(Value::Object(Map::new()))))
    }
}

/// Middleware that parses the body of every request that may have one.
pub async fn parse(request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    match read(&parts.headers, body).await {
        Ok(value) => {
            parts.extensions.insert(JsonBody(value));
            next.run(Request::from_parts(parts, Body::empty())).await
        }
        Err(error) => error.into_response(),
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Value, ApiError> {
    let bytes = match Limited::new(body, LIMIT_BYTES).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(too_large()),
        Err(_) => {
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "Invalid request",
                "The request body could not be read",
            ));
        }
    };
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    require_json(headers)?;
    let bytes = unpack(headers, bytes)?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let value = serde_json::from_slice(text).map_err(|error| invalid_json(error.to_string()))?;
    match value {
        Value::Object(_) | Value::Array(_) => Ok(value),
        _ => Err(invalid_json("it must be an object".to_owned())),
    }
}

/// Only JSON: a form could be sent by any page without asking first (a CSRF path of the old server).
fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let unsupported = |message: &'static str| {
        Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported media type",
            message,
        ))
    };
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = content_type.split(';');
    if !parts
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/json")
    {
        return unsupported("The request body must be sent as application/json");
    }
    for parameter in parts {
        let Some((name, value)) = parameter.split_once('=') else {
            return unsupported("The Content-Type header cannot be read");
        };
        let value = value.trim().trim_matches('"');
        if name.trim().eq_ignore_ascii_case("charset")
            && !matches!(value.to_ascii_lowercase().as_str(), "utf-8" | "utf8")
        {
            return unsupported("The request body must be encoded as UTF-8");
        }
    }
    Ok(())
}

fn unpack(headers: &HeaderMap, bytes: Bytes) -> Result<Bytes, ApiError> {
    let encoding = headers
        .get(CONTENT_ENCODING)
        .map_or(Ok("identity"), |value| value.to_str())
        .unwrap_or_default();
    match encoding.trim().to_ascii_lowercase().as_str() {
        "identity" | "" => Ok(bytes),
        "gzip" => inflate(MultiGzDecoder::new(&bytes[..])),
        "deflate" => inflate(ZlibDecoder::new(&bytes[..])),
        _ => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported media type",
            "The request body may be encoded as gzip or deflate only",
        )),
    }
}

fn inflate(decoder: impl Read) -> Result<Bytes, ApiError> {
    let mut unpacked = Vec::new();
    let limit = u64::try_from(LIMIT_BYTES + 1).unwrap_or(u64::MAX);
    decoder
        .take(limit)
        .read_to_end(&mut unpacked)
        .map_err(|_| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                "Invalid request",
                "The request body cannot be unpacked",
            )
        })?;
    if unpacked.len() > LIMIT_BYTES {
        Err(too_large())
    } else {
        Ok(unpacked.into())
    }
}

fn too_large() -> ApiError {
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "Payload too large",
        "The request body may have 100 KB at most",
    )
}

fn invalid_json(reason: String) -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "Invalid JSON",
        format!("The request body is not valid JSON: {reason}"),
    )
}
