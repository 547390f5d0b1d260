//! What a text must be, with zod's codes. Lengths count UTF-16 code units, as JavaScript does.

use serde_json::{Value, json};

/// A rule for a text.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// At least so many UTF-16 code units.
    Min(usize, &'static str),
    /// At most so many UTF-16 code units.
    Max(usize, &'static str),
    /// What the function says.
    Matches(fn(&str) -> bool, &'static str),
    /// A UUID in its hyphenated form, any case.
    Uuid(&'static str),
    /// An absolute URL of any scheme.
    Url(&'static str),
    /// No NUL: Postgres cannot store one in a text.
    Storable,
}

impl Rule {
    /// The entry for `details` when the text breaks the rule.
    pub(super) fn issue(self, text: &str, path: &[Value]) -> Option<Value> {
        let length = || text.encode_utf16().count();
        let size = |code: &str, bound: &str, limit: usize, message: &str| json!({"code": code, bound: limit, "type": "string", "inclusive": true, "exact": false, "message": message, "path": path});
        let form = |validation: &str, message: &str| json!({"validation": validation, "code": "invalid_string", "message": message, "path": path});
        match self {
            Self::Min(limit, message) if length() < limit => {
                Some(size("too_small", "minimum", limit, message))
            }
            Self::Max(limit, message) if length() > limit => {
                Some(size("too_big", "maximum", limit, message))
            }
            Self::Matches(matches, message) if !matches(text) => Some(form("regex", message)),
            Self::Uuid(message) if text.len() != 36 || uuid::Uuid::try_parse(text).is_err() => {
                Some(form("uuid", message))
            }
            Self::Url(message) if url::Url::parse(text).is_err() => Some(form("url", message)),
            Self::Storable if text.contains('\0') => {
                Some(form("regex", "Must not contain the character U+0000"))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_needs_its_hyphens() {
        let is_uuid = |text: &str| Rule::Uuid("").issue(text, &[]).is_none();
        assert!(is_uuid("123E4567-E89B-12D3-A456-426614174000"));
        assert!(is_uuid("00000000-0000-0000-0000-000000000000"));
        for text in [
            "123e4567e89b12d3a456426614174000",
            "{123e4567-e89b-12d3-a456-426614174000}",
            "123e4567-e89b-12d3-a456-426614174000\n",
            "x",
        ] {
            assert!(!is_uuid(text), "{text}");
        }
    }
}
