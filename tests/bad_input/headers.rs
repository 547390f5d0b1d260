//! Headers that no honest client sends.

use crate::request::Draft;

/// What a page would show if it took an answer for HTML.
pub const SCRIPT: &str = "<script>canary</script>";

const VALUES: &[(&str, &str)] = &[
    ("content-type", ""),
    ("content-type", "application/json; charset=utf-16"),
    ("content-type", "application/json;;;"),
    ("content-type", "multipart/form-data; boundary="),
    ("content-type", "text/html"),
    ("content-encoding", "gzip"),
    ("content-encoding", "gzip, gzip, gzip"),
    ("content-encoding", "<script>canary</script>"),
    ("content-length", "-1"),
    ("content-length", "99999999999999999999999"),
    ("content-length", "abc"),
    ("transfer-encoding", "chunked, chunked"),
    ("transfer-encoding", "nonsense"),
    ("accept", "text/html;q=NaN, */*;q=999"),
    ("accept", "<script>canary</script>"),
    ("accept-encoding", "br;q=-1, gzip;q=1e9, *;q=, ;;;"),
    ("accept-language", "xx-YY-ZZ;q=9, *"),
    ("origin", "null"),
    ("origin", "https://"),
    ("origin", "https://evil.example, https://chat.example"),
    ("origin", "javascript:alert(1)"),
    ("origin", "https://[::1"),
    ("origin", "<script>canary</script>"),
    ("referer", "https://evil.example/<script>canary</script>"),
    ("sec-fetch-site", "nonsense"),
    ("host", ""),
    ("host", "evil.example:99999"),
    ("host", "<script>canary</script>"),
    (
        "x-forwarded-for",
        "999.999.999.999, ::::, <script>canary</script>",
    ),
    ("x-forwarded-proto", "javascript"),
    ("x-forwarded-host", "evil.example"),
    ("forwarded", "for=\"[::\";proto=;host=\\\""),
    ("range", "bytes=99999999999999999999-0,-,0-"),
    ("if-none-match", "W/\"\", *, \"unclosed"),
    ("if-modified-since", "yesterday"),
    ("if-match", "\"\u{7f}"),
    ("expect", "100-continue"),
    ("upgrade", "websocket"),
    ("x-http-method-override", "DELETE"),
    ("authorization", "Bearer"),
    ("authorization", "Bearer ct_live_"),
    ("authorization", "Basic !!!not-base64!!!"),
    ("authorization", "Bearer ct_live_%00%ff ct_live_"),
    ("cookie", "connect.sid"),
    ("cookie", "connect.sid="),
    ("cookie", "connect.sid=s%3A"),
    ("cookie", "connect.sid=s%3A.%"),
    ("cookie", "connect.sid=s%3Aabc.%E0%A4%A"),
    ("cookie", "connect.sid=s%3Aabc.!!!!"),
    ("cookie", "connect.sid=\"s%3Aabc.def"),
    ("cookie", ";;;=;=;connect.sid=j%3A{}"),
    ("cookie", "connect.sid=s%3A%00.%00"),
    ("x-api-key", ""),
    ("x-api-key", "pk_live_' or 1=1 --"),
    ("x-api-key", "%00"),
    ("x-visitor-token", ""),
    ("x-visitor-token", "vt_!!!!"),
    ("x-visitor-identity", "!!!!"),
    ("x-visitor-identity", "eyJ1c2VySWQiOg"),
    ("x-visitor-identity", "bnVsbA"),
    ("x-webhook-secret", ""),
    ("x-webhook-secret", "<script>canary</script>"),
    ("access-control-request-headers", "<script>canary</script>"),
    ("user-agent", "<script>canary</script>"),
];

/// A way to break the headers of a request.
pub type Break = Box<dyn Fn(Draft) -> Draft + Send + Sync>;

/// All ways.
pub fn breaks() -> Vec<Break> {
    let mut breaks: Vec<Break> = Vec::new();
    for &(name, value) in VALUES {
        breaks.push(Box::new(move |draft| {
            draft.set(name, value).broken(format!("{name}: {value}"))
        }));
    }
    // Bytes beyond ASCII, twice, none, and more than anybody needs.
    for name in [
        "content-type",
        "cookie",
        "origin",
        "x-api-key",
        "authorization",
        "x-visitor-token",
        "x-visitor-identity",
        "x-webhook-secret",
        "if-none-match",
        "user-agent",
        "accept",
        "x-forwarded-for",
    ] {
        breaks.push(Box::new(move |draft| {
            draft
                .set(name, b"\xff\xfe\x80")
                .broken(format!("{name}: bytes"))
        }));
        breaks.push(Box::new(move |draft| {
            draft.without(name).broken(format!("no {name}"))
        }));
        breaks.push(Box::new(move |draft| {
            draft.with(name, "twice").broken(format!("{name} twice"))
        }));
        breaks.push(Box::new(move |draft| {
            draft
                .set(name, "x".repeat(60_000))
                .broken(format!("{name}: 60 KB"))
        }));
    }
    breaks.push(Box::new(|mut draft| {
        draft
            .headers
            .extend((0..1_000).map(|number| (format!("x-{number}"), b"1".to_vec())));
        draft.broken("1 000 headers")
    }));
    breaks.push(Box::new(|draft| {
        let cookies: Vec<String> = (0..2_000)
            .map(|number| format!("connect.sid=s%3A{number}.x"))
            .collect();
        draft
            .set("cookie", cookies.join("; "))
            .broken("2 000 cookies")
    }));
    breaks
}
