//! What browsers are told to forbid the dashboard's pages, so that a mistake in them cannot be used by somebody else.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use shared::http::is_https;
use shared::{Secret, Settings};
use std::sync::LazyLock;

/// Pictures may come from elsewhere because documents' sources and users' logos do; nothing that runs may.
const CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    object-src 'none'";

/// With the one other place that the dashboard sends files to, where the deployment has one: the bucket of documents.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let settings = Settings::from_environment();
    policy(
        settings
            .optional("UPLOAD_ORIGIN")
            .as_ref()
            .map(Secret::expose),
    )
});

fn policy(upload_origin: Option<&str>) -> HeaderValue {
    upload_origin
        .filter(|origin| is_https_origin(origin))
        .map(|origin| {
            CONTENT.replace(
                "connect-src 'self'",
                &format!("connect-src 'self' {origin}"),
            )
        })
        .and_then(|policy| HeaderValue::try_from(policy).ok())
        .unwrap_or(HeaderValue::from_static(CONTENT))
}

/// Nothing else, so that no mistake in a deployment's settings opens more.
fn is_https_origin(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|host| {
        !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
    })
}

/// The dashboard uses none of these.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

const ALWAYS: [(HeaderName, &str); 6] = [
    (X_FRAME_OPTIONS, "DENY"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Middleware around everything, errors included.
pub async fn add_headers(request: Request, next: Next) -> Response {
    let is_https = is_https(request.headers());
    let mut response = next.run(request).await;
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, POLICY.clone());
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_https {
        // Over HTTP browsers ignore it, and on this machine it would lock localhost to HTTPS.
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000"),
        );
    }
    // A file that is missing now may be there after the next deployment.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::{CONTENT, policy};

    #[test]
    fn files_may_be_sent_to_the_bucket_and_nowhere_else() {
        let bucket = "https://documents.s3.eu-central-1.amazonaws.com";
        let told = policy(Some(bucket));
        let told = told.to_str().expect("ASCII");
        assert!(
            told.contains(&format!("connect-src 'self' {bucket};")),
            "{told}"
        );
        assert_eq!(told.replace(&format!(" {bucket}"), ""), CONTENT);
    }

    #[test]
    fn what_is_no_origin_opens_nothing() {
        for wrong in [
            "",
            "*",
            "https://",
            "https://*",
            "http://a.example",
            "https://a.example b.example",
            "https://a.example; script-src *",
            "https://a.example/path",
        ] {
            assert_eq!(policy(Some(wrong)), CONTENT, "{wrong}");
        }
        assert_eq!(policy(None), CONTENT);
    }
}
