//! Refuses unsafe requests that another site's page sends with the visitor's cookie (CSRF). Browsers say where a request comes
//! from in `Sec-Fetch-Site`, older ones in `Origin`; programs without a browser say nothing and carry no foreign cookies.
//! <https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html>

use super::{ApiError, is_https};
use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

/// Middleware for routes that a session cookie opens.
pub async fn same_origin_only(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers(), request.uri()) {
        next.run(request).await
    } else {
        ApiError::forbidden("Requests from other sites are not allowed").into_response()
    }
}

fn is_same_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    // What cannot be read is there all the same, and not ours.
    let text = |name: &str| {
        let value = headers.get(name)?;
        Some(value.to_str().unwrap_or_default())
    };
    if let Some(site) = text("sec-fetch-site") {
        // `none`: the person did it, by the address bar or a bookmark.
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return true;
    };
    let Ok(origin) = Url::parse(origin) else {
        return false;
    };
    let Some(host) = origin.host_str() else {
        return false;
    };
    // A page that was not encrypted may come from anybody on the way.
    if !(origin.scheme() == "https" || origin.scheme() == "http" && !is_https(headers)) {
        return false;
    }
    let origin = origin
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    // A proxy in front tells the name it was called by; a page cannot set that header without asking first.
    let own = [
        text("x-forwarded-host"),
        text(HOST.as_str()),
        uri.authority().map(|authority| authority.as_str()),
    ];
    own.into_iter().flatten().any(|own| {
        own.trim_end_matches(":443")
            .trim_end_matches(":80")
            .eq_ignore_ascii_case(&origin)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn allowed(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    value.parse().expect("a header value"),
                )
            })
            .collect();
        is_same_origin(&headers, &Uri::from_static("/api/auth/logout"))
    }

    #[test]
    fn the_browser_says_where_the_request_comes_from() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("sec-fetch-site", "none")]));
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "https://a.example"),
            ("host", "a.example")
        ]));
    }

    #[test]
    fn an_older_browsers_origin_must_be_ours() {
        assert!(allowed(&[
            ("origin", "https://app.example"),
            ("host", "app.example")
        ]));
        assert!(allowed(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(allowed(&[
            ("origin", "https://app.example"),
            ("host", "x.execute-api"),
            ("x-forwarded-host", "app.example")
        ]));
        assert!(!allowed(&[
            ("origin", "https://evil.example"),
            ("host", "app.example")
        ]));
        assert!(!allowed(&[("origin", "null"), ("host", "app.example")]));
    }

    #[test]
    fn an_origin_is_ours_only_in_our_own_protocol() {
        let ours = ("host", "app.example");
        let https = ("x-forwarded-proto", "https");
        assert!(allowed(&[("origin", "https://app.example"), ours, https]));
        assert!(allowed(&[("origin", "http://app.example"), ours]));
        assert!(!allowed(&[("origin", "http://app.example"), ours, https]));
        let extension = ("origin", "chrome-extension://app.example");
        assert!(!allowed(&[extension, ours]));
    }

    #[test]
    fn what_cannot_be_read_is_not_nothing() {
        for name in ["origin", "sec-fetch-site"] {
            let value = HeaderValue::from_bytes(b"https://app.ex\xe4mple").expect("a header value");
            let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value)]);
            let is_same = is_same_origin(&headers, &Uri::from_static("https://app.example/"));
            assert!(!is_same, "{name}");
        }
    }

    #[test]
    fn a_program_that_says_nothing_passes() {
        assert!(allowed(&[("host", "app.example")]));
    }
}
