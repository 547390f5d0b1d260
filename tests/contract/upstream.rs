//! Compares what the webhook received.

use crate::corpus::Request;
use crate::json;
use crate::placeholders::Variables;
use serde_json::Value;
use test_support::WebhookRequest;

/// Everything that differs, in words.
pub fn differences(
    count: usize,
    last: Option<&Request>,
    now: &[WebhookRequest],
    variables: &Variables,
) -> Vec<String> {
    let mut found = Vec::new();
    if count != now.len() {
        found.push(format!(
            "the webhook received {} requests, recorded {count}",
            now.len()
        ));
    }
    let (Some(last), Some(now)) = (last, now.last()) else {
        return found;
    };
    for (what, recorded, now) in [
        (
            "method",
            Some(last.method.as_str()),
            Some(now.method.as_str()),
        ),
        ("path", Some(last.path.as_str()), Some(now.path.as_str())),
        (
            "content-type",
            last.header("content-type"),
            now.header("content-type"),
        ),
        (
            "x-webhook-secret",
            last.header("x-webhook-secret"),
            now.header("x-webhook-secret"),
        ),
    ] {
        if recorded != now {
            found.push(format!(
                "upstream {what}: recorded {recorded:?}, now {now:?}"
            ));
        }
    }
    let recorded: Value =
        serde_json::from_slice(&last.body.bytes(variables)).expect("recorded JSON");
    found.extend(json::exact_difference(
        "upstream",
        &recorded,
        &now.json(),
        variables,
    ));
    found
}
