//! Differences of the group about bodies, limits and unknown routes.

use super::instead::{error, invalid_json, json, no_such_route, not_json};
use super::{Difference, alike, group};
use serde_json::json;

const GET_WITH_A_BODY: &str = "GET with a broken JSON body: 400 on any path";

pub fn differences() -> Vec<Difference> {
    [routes(), json_bodies(), other_bodies()]
        .into_iter()
        .flatten()
        .collect()
}

fn routes() -> Vec<Difference> {
    let scenarios = [
        "GET /api/nope: 200 HTML",
        "POST /api/nope: 200 HTML",
        "GET /api/dashboard/nope without cookie: 401",
        "GET /api/dashboard/nope with cookie: HTML",
        "GET /api/dashboard without cookie: 401",
        "GET /api/auth",
        "bad percent-encoding in an /api/widget path",
    ];
    alike("http-level", 5, &no_such_route(), scenarios)
}

fn json_bodies() -> Vec<Difference> {
    let broken = [
        "JSON: whitespace body",
        r#"JSON: broken or non-object body "{\"username\":\"a\"""#,
        r#"JSON: broken or non-object body "{""#,
        r#"JSON: broken or non-object body "x""#,
        r#"JSON: broken or non-object body "{'a':1}""#,
        r#"JSON: broken or non-object body "{\"a\":1,}""#,
        r#"JSON: broken or non-object body "{\"a\":1}x""#,
        r#"JSON: broken or non-object body "\"text\"""#,
        r#"JSON: broken or non-object body "123""#,
        r#"JSON: broken or non-object body "null""#,
        r#"JSON: broken or non-object body "true""#,
        r#"JSON: broken or non-object body "[1,2""#,
        r#"JSON: broken or non-object body "{\"a\":\"\u0001\"}""#,
        r#"JSON: broken or non-object body "{\"a\":\"x\ny\"}""#,
        r#"JSON: broken or non-object body "{\"a\":\"\\x\"}""#,
        "JSON: broken or non-object body \"\u{a0}{}\"",
        r#"JSON: broken or non-object body "{\"a\":undefined}""#,
        r#"JSON: broken or non-object body "[""#,
        r#"JSON: broken or non-object body "{\"a\"}""#,
        "JSON: invalid UTF-8 becomes U+FFFD",
        "production profile: same error body on broken JSON",
    ];
    alike("http-level", 6, &invalid_json(), broken)
}

fn other_bodies() -> Vec<Difference> {
    let not_json_scenarios = [
        "vendor json type is not parsed",
        "text/plain is not parsed",
        "no content-type is not parsed",
        "multipart is not parsed",
        "urlencoded 1001 parameters: 413",
        "urlencoded 1000 parameters ok",
    ];
    let unsupported = |message| error(415, "Unsupported media type", message);
    let not_utf8 = unsupported("The request body must be encoded as UTF-8");
    let unreadable_type = unsupported("The Content-Type header cannot be read");
    let encoding = unsupported("The request body may be encoded as gzip or deflate only");
    let packed = "The request body cannot be unpacked";
    let large = "The request body may have 100 KB at most";
    let too_large = error(413, "Payload too large", large);
    let healthy = json!({"status": "ok", "timestamp": "{{any:iso-ts}}"});
    let mut all = group(
        "http-level",
        [
            (6, "charset latin1: 415", 0, not_utf8.clone()),
            (6, "charset utf-16 accepted", 0, not_utf8),
            (6, "malformed content-type", 0, unreadable_type),
            (6, "broken gzip", 0, error(400, "Invalid request", packed)),
            (6, "br: 415", 0, encoding),
            (6, "body of 102401 bytes: 413", 0, too_large.clone()),
            (6, "urlencoded over 100kb: 413", 0, too_large),
            (20, GET_WITH_A_BODY, 0, json(200, healthy)),
        ],
    );
    all.extend(alike("http-level", 6, &not_json(), not_json_scenarios));
    all
}
