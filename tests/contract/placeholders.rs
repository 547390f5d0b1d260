//! `{{name}}`: values of the fixtures and of earlier answers. `{{any:KIND}}`: values that are new each time.

use std::collections::HashMap;
use uuid::Uuid;

/// The values by name.
#[derive(Clone, Debug, Default)]
pub struct Variables(HashMap<String, String>);

impl Variables {
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// `text` with every known name replaced.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, name, after)) = next_placeholder(rest) {
            filled.push_str(before);
            match self.0.get(name) {
                Some(value) => filled.push_str(value),
                None => filled.push_str(&format!("{{{{{name}}}}}")),
            }
            rest = after;
        }
        filled + rest
    }

    /// Whether a recorded text, filled, is `actual`.
    pub fn is_match(&self, recorded: &str, actual: &str) -> bool {
        is_match(&self.fill(recorded), actual)
    }
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

fn is_match(pattern: &str, actual: &str) -> bool {
    let Some((before, name, after)) = next_placeholder(pattern) else {
        return pattern == actual;
    };
    let Some(rest) = actual.strip_prefix(before) else {
        return false;
    };
    let ends = rest
        .char_indices()
        .map(|(index, _)| index)
        .chain([rest.len()]);
    ends.into_iter()
        .any(|end| is_of_kind(name, &rest[..end]) && is_match(after, &rest[end..]))
}

fn is_of_kind(name: &str, text: &str) -> bool {
    let is_hex = |text: &str| {
        text.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let is_base64url = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let between = |prefix, suffix| {
        text.strip_prefix(prefix)
            .and_then(|rest| rest.strip_suffix(suffix))
    };
    match name.strip_prefix("any:") {
        Some("text") => true,
        Some("number") => text.parse::<f64>().is_ok(),
        Some("uuid") => text.len() == 36 && Uuid::try_parse(text).is_ok(),
        Some("api-key") => {
            between("pk_live_", "").is_some_and(|key| key.len() == 64 && is_hex(key))
        }
        Some("iso-ts") => has_shape(text, "9999-99-99T99:99:99.999Z"),
        Some("pg-ts") => has_shape(text, "9999-99-99 99:99:99"),
        Some("http-date") => has_shape(text, "aaa, 99 aaa 9999 99:99:99 GMT"),
        Some("weak-etag") => between("W/\"", "\"").is_some(),
        Some("static-etag") => between("\"", "\"").is_some(),
        Some("sid") => text.len() == 32 && is_base64url(text),
        Some("signed-cookie") => between("s%3A", "").is_some_and(|rest| !rest.contains(';')),
        Some("bcrypt10") => text.len() == 60 && text.starts_with("$2b$10$"),
        // A name that nothing set, or a kind that the recordings' README does not know.
        _ => false,
    }
}

/// `9` stands for a digit, `a` for a letter, all else for itself.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, shape): (u8, u8)| match shape {
        b'9' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphabetic(),
        literal => byte == literal,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[test]
fn placeholders_are_filled_and_matched() {
    let mut variables = Variables::default();
    variables.set("new.user", "u1");
    assert!(variables.is_match(
        "a={{new.user}}; t={{any:iso-ts}}",
        "a=u1; t=2025-01-02T03:04:05.678Z"
    ));
    assert!(variables.is_match("{{any:text}}</p>", "x</p></p>"));
    for (recorded, actual) in [
        ("{{new.user}}", "u2"),
        ("{{unknown}}", "{{unknown}}"),
        ("{{any:number}}", "x"),
        ("{{any:uuid}}!", "a11ce000-0000-4000-8000-000000000001"),
    ] {
        assert!(!variables.is_match(recorded, actual), "{recorded}");
    }
}
