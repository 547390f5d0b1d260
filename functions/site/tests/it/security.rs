//! What every answer forbids.

use crate::support::app;
use test_support::{Answer, Call};

fn assert_safe(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{what}");
    }
    let policy = answer.header("content-security-policy").expect(what);
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "object-src 'none'",
    ] {
        assert!(policy.split("; ").any(|part| part == directive), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    let permissions = answer.header("permissions-policy").expect(what);
    for feature in ["camera", "microphone", "geolocation", "payment", "usb"] {
        assert!(
            permissions.contains(&format!("{feature}=()")),
            "{permissions}"
        );
    }
}

/// One call for each kind of answer.
fn calls() -> [(u16, Call); 7] {
    let app = app();
    [
        (200, app.get("/")),
        (200, app.call("HEAD", "/")),
        (304, app.get("/").header("if-none-match", "*")),
        (404, app.get("/nope.js")),
        (404, app.get("/api/nope")),
        (405, app.call("DELETE", "/")),
        (406, app.get("/").header("accept-encoding", "*;q=0")),
    ]
}

#[tokio::test]
async fn every_kind_of_answer_has_the_headers() {
    for (status, call) in calls() {
        let answer = call.send().await;
        assert_eq!(answer.status, status);
        assert_safe(&answer, &status.to_string());
        assert!(answer.header("x-request-id").is_some(), "{status}");
    }
}

#[tokio::test]
async fn only_who_came_by_https_is_told_to_stay_there() {
    let rule = Some("max-age=63072000");
    for (protocol, told) in [("https", rule), ("https, http", rule), ("http", None)] {
        for (status, call) in calls() {
            let answer = call.header("x-forwarded-proto", protocol).send().await;
            let header = answer.header("strict-transport-security");
            assert_eq!(header, told, "{protocol} {status}");
        }
    }
    let answer = app().get("/").send().await;
    assert_eq!(answer.header("strict-transport-security"), None);
}

#[tokio::test]
async fn no_other_site_is_let_in() {
    let call = app().get("/").header("origin", "https://evil.example");
    let answer = call.send().await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
}
