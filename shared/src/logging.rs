//! Log lines: JSON on Lambda, where CloudWatch indexes the fields; plain text elsewhere. `RUST_LOG` or `AWS_LAMBDA_LOG_LEVEL`
//! sets the level. Lines carry ids and durations, never bodies, keys, cookies, passwords, messages or addresses.

use crate::settings::{Secret, Settings};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging for a Lambda function. Call once, first thing in `main`.
pub fn start(settings: &Settings) {
    let level = settings
        .optional("RUST_LOG")
        .or_else(|| settings.optional("AWS_LAMBDA_LOG_LEVEL"));
    let json = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        // CloudWatch stamps every line itself.
        .without_time();
    tracing_subscriber::registry()
        .with(json)
        .with(levels(level.as_ref().map_or("info", Secret::expose)))
        .init();
    // The text of a panic may quote a value; its place is what finds the mistake.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}

/// Levels by target, as in `warn,shared=debug`; `info` when that cannot be read.
#[must_use]
pub fn levels(text: &str) -> Targets {
    text.to_ascii_lowercase()
        .parse()
        .unwrap_or_else(|_| Targets::new().with_default(tracing::Level::INFO))
}
