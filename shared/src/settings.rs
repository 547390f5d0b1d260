//! Settings, read once at start: from the environment, and beneath it from Parameter Store. Each concern has its own struct beside its
//! code and takes what it needs from [`Settings`]; a missing or malformed value is reported by its name and never by its content.

use crate::parameter_store::{self, ParameterStoreError};
use std::collections::HashMap;
use std::fmt;

/// The names of all settings that functions read, in the order of `.env.example`. `RUST_LOG` is one more, which only the process environment
/// can have: logging starts before anything else is read.
pub const NAMES: [&str; 22] = [
    "DATABASE_URL",
    "SESSION_SECRET",
    "DATABASE_URL_UNPOOLED",
    "DATABASE_CA_CERT",
    "PASSWORD_HASH",
    "N8N_WEBHOOK_URL",
    "N8N_WEBHOOK_SECRET",
    "OPENAI_MODEL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_PROMPT_PRICE",
    "OPENAI_COMPLETION_PRICE",
    "EMBEDDINGS_MODEL",
    "EMBEDDINGS_API_KEY",
    "EMBEDDINGS_BASE_URL",
    "EMBEDDINGS_LEAST_SIMILARITY",
    "PRIVATE_NEIGHBOURS",
    "CHAT_URL",
    "DOCUMENTS_BUCKET",
    "DIRECTUS_URL",
    "DIRECTUS_TOKEN",
    "DIRECTUS_WEBHOOK_SECRET",
];

/// Named values. Empty values count as not set.
#[derive(Debug, Default)]
pub struct Settings {
    values: HashMap<String, Secret>,
}

impl Settings {
    /// Takes the process environment. Variables that are not UTF-8 are passed over.
    #[must_use]
    pub fn from_environment() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The same, and beneath it what Parameter Store holds under `SSM_PREFIX`, when that is set.
    ///
    /// # Errors
    /// [`SettingsError::ParameterStore`] when it cannot be read.
    pub async fn with_parameters(mut self) -> Result<Self, SettingsError> {
        let Some(prefix) = self.optional("SSM_PREFIX") else {
            return Ok(self);
        };
        let prefix = prefix.expose().trim_end_matches('/').to_owned();
        let read = parameter_store::read(&self, &prefix).await;
        let parameters = read.map_err(|source| SettingsError::ParameterStore { prefix, source })?;
        for (name, value) in parameters {
            if !value.expose().trim().is_empty() {
                self.values.entry(name).or_insert(value);
            }
        }
        Ok(self)
    }

    /// The value of `name`, or an error that names it.
    ///
    /// # Errors
    /// [`SettingsError::Missing`] when it is not set or empty.
    pub fn required(&self, name: &'static str) -> Result<Secret, SettingsError> {
        self.optional(name).ok_or(SettingsError::Missing { name })
    }

    /// The value of `name` when it is set and not empty.
    #[must_use]
    pub fn optional(&self, name: &str) -> Option<Secret> {
        self.values.get(name).cloned()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Settings {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let values = pairs
            .into_iter()
            .map(|(name, value)| (name.into(), Secret::new(value)))
            .filter(|(_, value)| !value.expose().trim().is_empty())
            .collect();
        Self { values }
    }
}

/// A setting that is missing or cannot be used. Says which one and what is wrong, never its value.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Parameter Store does not give what is under the prefix.
    #[error("the parameters under {prefix} cannot be read from Parameter Store")]
    ParameterStore {
        /// The path, without a slash at its end.
        prefix: String,
        /// Why.
        source: ParameterStoreError,
    },
    /// Not set, or set to nothing.
    #[error("{name} is not set")]
    Missing {
        /// The setting's name.
        name: &'static str,
    },
    /// Set to something that cannot be used.
    #[error("{name} cannot be used: {reason}")]
    Malformed {
        /// The setting's name.
        name: &'static str,
        /// What is wrong with it, in words that hold none of its value.
        reason: String,
    },
}

impl SettingsError {
    /// A [`SettingsError::Malformed`].
    pub fn malformed(name: &'static str, reason: impl Into<String>) -> Self {
        Self::Malformed {
            name,
            reason: reason.into(),
        }
    }
}

/// A text that must not appear in a log: printing it prints that it is one.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Call it where the value is used, not where it is passed on.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_counts_as_not_set() {
        let settings: Settings = [("A", " "), ("B", "b")].into_iter().collect();
        assert!(settings.optional("A").is_none());
        assert_eq!(settings.optional("B").expect("B is set").expose(), "b");
    }

    #[test]
    fn a_missing_setting_is_named() {
        let error = Settings::default()
            .required("SESSION_SECRET")
            .expect_err("nothing is set");
        assert_eq!(error.to_string(), "SESSION_SECRET is not set");
    }

    #[test]
    fn printing_settings_prints_no_value() {
        let settings: Settings = [("SESSION_SECRET", "hunter2")].into_iter().collect();
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
