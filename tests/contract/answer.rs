//! Compares an answer with the recorded one. Five differences of `docs/COMPATIBILITY.md` concern so many answers that they are
//! expected here instead of being listed one by one:
//!
//! - 1: a cookie has the recorded attributes and `SameSite=Lax`, over HTTPS also `Secure`.
//! - 4: CORS headers of widget routes, see `cors.rs`.
//! - 24: the files of the embed snippet are kept for minutes.
//! - 25: what is told of a widget has more members, see `differences/added.rs`.
//! - 27: register and log-in make the browser known by a second cookie.

use crate::corpus::Exchange;
use crate::differences::FILES_ARE_KEPT;
use crate::placeholders::Variables;
use crate::{cors, differences, json};
use serde_json::Value;
use std::collections::BTreeSet;
use test_support::Answer;

/// How long the old server had the files of the embed snippet kept.
const FILES_WERE_KEPT: &str = "public, max-age=3600, s-maxage=86400";

/// Headers that must be there as recorded, if they were. The old server's API answers had none of the caching ones.
const SAME_WHEN_RECORDED: [&str; 6] = [
    "content-type",
    "cache-control",
    "x-content-type-options",
    "x-frame-options",
    "content-security-policy",
    "allow",
];

/// Everything that differs, in words.
pub fn differences(recorded: &Exchange, actual: &Answer, variables: &Variables) -> Vec<String> {
    let response = &recorded.response;
    let mut found = Vec::new();
    if response.status != actual.status {
        found.push(format!(
            "recorded status {}, now {}",
            response.status, actual.status
        ));
    }
    found.extend(body_difference(recorded, actual, variables));
    for name in SAME_WHEN_RECORDED {
        if let Some(value) = response.header(name).next() {
            let value = if value == FILES_WERE_KEPT {
                FILES_ARE_KEPT
            } else {
                value
            };
            let now = actual.header(name);
            if !now.is_some_and(|now| variables.is_match(value, now)) {
                found.push(format!("{name}: recorded {value}, now {now:?}"));
            }
        }
    }
    found.extend(cookie_difference(recorded, actual, variables));
    found.extend(cors::differences(recorded, actual));
    found
}

fn body_difference(recorded: &Exchange, actual: &Answer, variables: &Variables) -> Option<String> {
    if let Some(json) = &recorded.response.json {
        let now: Value = match serde_json::from_str(&actual.text) {
            Ok(now) => now,
            Err(_) => return Some(format!("recorded {json}, now {:?}", actual.text)),
        };
        let now = match differences::without_added(json, now) {
            Ok(now) => now,
            Err(missing) => return Some(format!("/{missing}: new, and missing")),
        };
        return json::difference(json, &now, variables);
    }
    match &recorded.response.body {
        Some(text) if !variables.is_match(text, &actual.text) => {
            Some(format!("recorded {text:?}, now {:?}", actual.text))
        }
        // Files may say something else today, but they must say something.
        None if actual.status == 200 && actual.text.is_empty() => Some("now empty".to_owned()),
        _ => None,
    }
}

fn cookie_difference(
    recorded: &Exchange,
    actual: &Answer,
    variables: &Variables,
) -> Option<String> {
    let old: Vec<_> = recorded.response.header("set-cookie").collect();
    let new = actual.headers.get_all("set-cookie").iter();
    let mut new: Vec<_> = new.map(|value| value.to_str().expect("ASCII")).collect();
    if !old.is_empty() && actual.status < 300 && new.len() == old.len() + 1 {
        // Beside a session and nowhere else; of what form it is, functions/auth tests.
        new.retain(|cookie| !cookie.starts_with("conference-chat-device="));
    }
    let is_https = recorded.request.header("x-forwarded-proto") == Some("https");
    let added = if is_https {
        "; SameSite=Lax; Secure"
    } else {
        "; SameSite=Lax"
    };
    let is_same = |(old, new): (&&str, &&str)| {
        let expected = variables.fill(old) + added;
        let (expected, expected_attributes) = parts(&expected);
        let (now, attributes) = parts(new);
        let both = expected_attributes.iter().zip(&attributes);
        variables.is_match(expected, now)
            && expected_attributes.len() == attributes.len()
            && both
                .into_iter()
                .all(|(old, new)| variables.is_match(old, new))
    };
    let are_same = old.len() == new.len() && old.iter().zip(&new).all(is_same);
    (!are_same).then(|| format!("Set-Cookie: recorded {old:?}, now {new:?}"))
}

fn parts(cookie: &str) -> (&str, BTreeSet<&str>) {
    let mut parts = cookie.split("; ");
    (parts.next().unwrap_or_default(), parts.collect())
}
