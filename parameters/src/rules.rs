//! What a function would say about settings: they are given to the very code that reads them there.

use chat::{Model, N8nWebhook};
use clients::Prices;
use knowledge::directus::Directus;
use shared::database::DatabaseConfig;
use shared::embeddings::Embedder;
use shared::neighbours::Policy;
use shared::passwords::Passwords;
use shared::session_cookie::SessionKeys;
use shared::{Settings, explain};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// What is to be said about settings, without their values.
#[derive(Debug, Default)]
pub struct Findings {
    /// With these no function starts, or one does not do its work.
    pub wrong: Vec<String>,
    /// With these all do.
    pub warnings: Vec<String>,
}

/// Checks settings; connects to nothing.
pub fn check(settings: &Settings) -> Findings {
    let log = Log::default();
    let listening = tracing_subscriber::registry().with(log.clone());
    let read = tracing::subscriber::with_default(listening, || {
        [
            DatabaseConfig::from_settings(settings).map(drop),
            SessionKeys::from_settings(settings).map(drop),
            Passwords::from_settings(settings).map(drop),
            N8nWebhook::from_settings(settings).map(drop),
            Model::from_settings(settings).map(drop),
            Embedder::from_settings(settings).map(drop),
            Policy::from_settings(settings).map(drop),
            Prices::from_settings(settings).map(drop),
            Directus::from_settings(settings).map(drop),
        ]
    });
    let mut findings = Findings {
        wrong: read
            .iter()
            .filter_map(|read| read.as_ref().err())
            .map(|error| explain(error))
            .collect(),
        ..Findings::default()
    };
    for (level, line) in log.take() {
        if level == Level::ERROR {
            findings.wrong.push(line);
        } else {
            findings.warnings.push(line);
        }
    }
    findings
}

/// Some mistakes do not keep a function from starting: it logs them, as errors or warnings, and goes on.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<(Level, String)>>>);

impl Log {
    fn take(&self) -> Vec<(Level, String)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::WARN {
            return;
        }
        let mut message = Message::default();
        event.record(&mut message);
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push((level, message.0));
    }
}

/// The text of a log line.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATABASE: (&str, &str) = ("DATABASE_URL", "postgres://u:hunter2@localhost/d");
    const SECRET: (&str, &str) = ("SESSION_SECRET", "0123456789abcdef0123456789abcdef");

    fn findings(pairs: &[(&str, &str)]) -> Findings {
        check(&pairs.iter().copied().collect())
    }

    #[test]
    fn good_settings_are_let_be() {
        let found = findings(&[DATABASE, SECRET]);
        assert!(
            found.wrong.is_empty() && found.warnings.is_empty(),
            "{found:?}"
        );
    }

    #[test]
    fn every_missing_or_malformed_one_is_named_at_once() {
        let found = findings(&[
            ("PASSWORD_HASH", "md5"),
            ("N8N_WEBHOOK_URL", "not a url"),
            ("N8N_WEBHOOK_SECRET", "two\nlines"),
            ("OPENAI_MODEL", "m"),
            ("OPENAI_BASE_URL", "not a url"),
            ("EMBEDDINGS_MODEL", "m"),
            ("EMBEDDINGS_BASE_URL", "not a url"),
            ("PRIVATE_NEIGHBOURS", "yes"),
            ("OPENAI_PROMPT_PRICE", "cheap"),
        ]);
        let expected = [
            "DATABASE_URL",
            "SESSION_SECRET",
            "PASSWORD_HASH",
            "N8N_WEBHOOK_SECRET",
            "OPENAI_BASE_URL",
            "EMBEDDINGS_BASE_URL",
            "PRIVATE_NEIGHBOURS",
            "OPENAI_PROMPT_PRICE",
        ];
        for (name, line) in expected.into_iter().zip(&found.wrong) {
            assert!(line.starts_with(name), "{line}");
        }
        assert_eq!(found.wrong.len(), expected.len());
    }

    #[test]
    fn what_a_function_would_only_log_is_said_too() {
        let webhook = ("N8N_WEBHOOK_URL", "ftp://hunter2@n8n.example/webhook");
        let found = findings(&[DATABASE, ("SESSION_SECRET", "short"), webhook]);
        assert!(
            found.wrong[0].starts_with("N8N_WEBHOOK_URL is not"),
            "{found:?}"
        );
        assert!(found.warnings[0].contains("SESSION_SECRET"), "{found:?}");
        assert!(!format!("{found:?}").contains("hunter2"));
    }
}
