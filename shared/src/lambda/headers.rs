//! Headers as Lambda can carry them: in JSON, one text for each name.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// The same answer with the values of one name joined by commas (RFC 9110, section 5.3), but for cookies, which travel apart; without
/// values that are no text.
pub(super) async fn fit(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let needs_change = |name| {
        let values = headers.get_all(name);
        values.iter().nth(1).is_some() || values.iter().any(|value| value.to_str().is_err())
    };
    let changed: Vec<_> = headers
        .keys()
        .filter(|name| **name != SET_COOKIE && needs_change(*name))
        .cloned()
        .collect();
    for name in changed {
        let joined = joined(headers, name.as_str());
        headers.remove(&name);
        if let Some(value) = joined {
            headers.insert(name, value);
        }
    }
    response
}

fn joined(headers: &HeaderMap, name: &str) -> Option<HeaderValue> {
    let texts = headers.get_all(name).iter();
    let texts: Vec<&str> = texts.filter_map(|value| value.to_str().ok()).collect();
    (!texts.is_empty()).then(|| HeaderValue::from_str(&texts.join(", ")).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    #[tokio::test]
    async fn one_text_for_each_name_but_cookies() {
        let headers = axum::response::AppendHeaders([
            ("vary", HeaderValue::from_static("Origin")),
            ("vary", HeaderValue::from_static("Accept")),
            ("set-cookie", HeaderValue::from_static("a=1")),
            ("set-cookie", HeaderValue::from_static("b=2")),
            (
                "access-control-allow-origin",
                HeaderValue::from_bytes(b"https://\xe9").expect("bytes"),
            ),
            ("etag", HeaderValue::from_static("\"1\"")),
        ]);
        let response = fit((headers, "").into_response()).await;
        let headers = response.headers();
        assert_eq!(headers.get_all("vary").iter().count(), 1);
        assert_eq!(headers["vary"], "Origin, Accept");
        assert_eq!(headers.get_all("set-cookie").iter().count(), 2);
        assert!(!headers.contains_key("access-control-allow-origin"));
        assert_eq!(headers["etag"], "\"1\"");
    }
}
