//! Events made fit for lambda_http, which takes a URL apart and together again and panics where that fails: a caller decides about
//! some of its parts.

use axum::http::{HeaderMap, HeaderValue};
use lambda_http::request::LambdaRequest;
use lambda_runtime::LambdaEvent;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// What may not stand in a query as it is. What is encoded already stays so.
const NOT_IN_A_QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'`');
/// The same for a path, which API Gateway hands over decoded and function URLs do not.
const NOT_IN_A_PATH: &AsciiSet = &NOT_IN_A_QUERY.add(b'?').add(b'{').add(b'}');
/// More than any address of ours has; what is longer cannot be put into a request.
const LONGEST_BYTES: usize = 8 * 1024;

/// The same event with the stage taken off its path and with a URL that can be read. An address that is too long becomes one that
/// nobody has.
pub(super) fn tidied(mut event: LambdaEvent<LambdaRequest>) -> LambdaEvent<LambdaRequest> {
    if let LambdaRequest::ApiGatewayV2(request) = &mut event.payload {
        let stage = request.request_context.stage.take();
        let path = request.raw_path.take().unwrap_or_default();
        // API Gateway puts a stage that has a name before the path; the routes know nothing of it.
        let path = stage
            .filter(|stage| stage != "$default")
            .and_then(|stage| without_stage(&path, &stage))
            .unwrap_or(path);
        let path = encoded(&path, NOT_IN_A_PATH);
        let query = request.raw_query_string.take();
        let query = query.map(|query| encoded(&query, NOT_IN_A_QUERY));
        if path.len() + query.as_ref().map_or(0, String::len) <= LONGEST_BYTES {
            request.raw_path = Some(path);
            request.raw_query_string = query;
        } else {
            request.raw_path = Some("/too-long".to_owned());
        }
        read_as_the_first_proxy_saw_it(&mut request.headers);
    }
    event
}

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// The path without `/{stage}` before it; `None` when it does not begin with that.
fn without_stage(path: &str, stage: &str) -> Option<String> {
    let rest = path.strip_prefix('/')?.strip_prefix(stage)?;
    match rest.chars().next() {
        None => Some("/".to_owned()),
        Some('/') => Some(rest.to_owned()),
        Some(_) => None,
    }
}

/// `X-Forwarded-Proto` may be a list, of which the visitor's own comes first; a host that is none is not used.
fn read_as_the_first_proxy_saw_it(headers: &mut HeaderMap) {
    const PROTOCOL: &str = "x-forwarded-proto";
    if let Some(value) = headers.remove(PROTOCOL) {
        let first = value.to_str().unwrap_or_default();
        let first = first.split(',').next().unwrap_or_default().trim();
        if let Some(known) = ["https", "http"]
            .into_iter()
            .find(|known| first.eq_ignore_ascii_case(known))
        {
            headers.insert(PROTOCOL, HeaderValue::from_static(known));
        }
    }
    // Asked of the very parser that lambda_http gives it to.
    let is_host = |value: &HeaderValue| {
        let host = value.to_str().unwrap_or_default();
        !host.contains(['/', '@', '?', '#', '\\'])
            && Url::parse(&format!("https://{host}/")).is_ok()
    };
    if headers.get("host").is_some_and(|value| !is_host(value)) {
        headers.remove("host");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_stage_is_taken_off_the_path_once_and_only_whole() {
        for (path, expected) in [
            ("/prod/api/auth/me", Some("/api/auth/me")),
            ("/prod/prod/x", Some("/prod/x")),
            ("/prod", Some("/")),
            ("/production/x", None),
            ("/api/prod", None),
        ] {
            assert_eq!(without_stage(path, "prod").as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_protocol_is_one_word_that_is_known() {
        for (sent, expected) in [
            ("https", Some("https")),
            ("HTTPS, http", Some("https")),
            ("http,https", Some("http")),
            ("javascript", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-proto", HeaderValue::from_static(sent));
            read_as_the_first_proxy_saw_it(&mut headers);
            let left = headers.get("x-forwarded-proto");
            assert_eq!(
                left.and_then(|value| value.to_str().ok()),
                expected,
                "{sent}"
            );
        }
    }

    #[test]
    fn a_host_that_is_none_is_not_used() {
        for (sent, stays) in [
            ("a.example", true),
            ("a.example:443", true),
            ("[::1]:3000", true),
            ("a b", false),
            ("", false),
            ("a.example:99999", false),
            ("xn--a.example", false),
            ("999.999.999.999", false),
            ("[v1.x]", false),
            ("a.example/x", false),
            ("u@a.example", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static(sent));
            read_as_the_first_proxy_saw_it(&mut headers);
            assert_eq!(headers.contains_key("host"), stays, "{sent}");
        }
    }
}
