//! How many messages an hour has left, in headers; and the answer when it has none.
//! <https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api> names them as most do.

use crate::refused::Refused;
use axum::http::header::{ACCESS_CONTROL_EXPOSE_HEADERS, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use shared::answer_plans::TESTS_AN_HOUR;
use shared::conversations::RequestLimit;
use shared::http::ApiError;
use std::borrow::Cow;
use std::time::SystemTime;
use time::OffsetDateTime;

/// What a page's script may read of an answer's headers.
const EXPOSED: &str = "Retry-After, X-Message-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, X-Visitor-Token";

/// Of whichever limit ends first for this visitor: messages an hour, how many are left, and when the next hour begins in seconds since 1970.
pub fn headers(limit: &RequestLimit) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-ratelimit-limit", i64::from(limit.limit)),
        ("x-ratelimit-remaining", i64::from(limit.remaining)),
        ("x-ratelimit-reset", limit.resets_at.unix_timestamp()),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(EXPOSED),
    );
    headers
}

/// 429. Nothing was kept and nobody was asked.
pub fn exceeded(limit: &RequestLimit) -> Refused {
    let message = match limit.limited_by.as_deref() {
        Some("visitor") => "You have sent many messages. Please wait a while before the next one.",
        _ => "Many people are asking at the moment. Please try again a little later.",
    };
    refused(message, limit.resets_at, headers(limit))
}

/// The same for an organiser who has tested a lot who answers.
pub fn tests_exceeded(resets_at: OffsetDateTime) -> Refused {
    let message = format!(
        "You have tested {TESTS_AN_HOUR} questions in this hour. Please wait until the next one."
    );
    refused(message, resets_at, HeaderMap::new())
}

fn refused(
    message: impl Into<Cow<'static, str>>,
    resets_at: OffsetDateTime,
    mut headers: HeaderMap,
) -> Refused {
    let now = OffsetDateTime::from(SystemTime::now());
    let seconds = (resets_at - now).whole_seconds().max(1);
    let error = ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "Rate limit exceeded",
        message,
    );
    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    Refused {
        error: error.with("retryAfter", seconds),
        headers,
    }
}
