//! The path under which a deployment's parameters are.

use std::fmt;
use std::str::FromStr;

/// A path like `/conference-chat/staging`, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole name of a parameter.
    pub fn parameter(&self, name: &str) -> String {
        format!("{}/{name}", self.0)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rule of `SsmPrefix` in template.yaml. A slash at the end is passed over, as functions do.
impl FromStr for Prefix {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let Some(parts) = path.strip_prefix('/') else {
            return Err("it must begin with / and name a path, as in /conference-chat/staging");
        };
        if parts.split('/').any(str::is_empty) {
            return Err("there must be a name between two slashes");
        }
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_.-/".contains(c);
        if !parts.chars().all(is_allowed) {
            return Err("its names may have letters (a to z), digits and _ . - only");
        }
        Ok(Self(path.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_with_or_without_a_slash_at_its_end() {
        for text in ["/conference-chat/staging", "/conference-chat/staging/"] {
            let prefix: Prefix = text.parse().expect("a prefix");
            assert_eq!(prefix.as_str(), "/conference-chat/staging");
            assert_eq!(prefix.parameter("A"), "/conference-chat/staging/A");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "", "/", "//", "staging", "/a//b", "/a b", "/ä", "/a/b//", "/a:b", "/a*",
        ] {
            assert!(text.parse::<Prefix>().is_err(), "{text}");
        }
    }
}
