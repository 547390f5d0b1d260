//! Log lines: JSON on Lambda, where CloudWatch indexes the fields; plain text elsewhere. `RUST_LOG` or `AWS_LAMBDA_LOG_LEVEL`
//! sets the level. Lines carry ids and durations, never bodies, keys, cookies, passwords, messages or addresses.

use crate::settings::{Secret, Settings};
use tracing_subscriber::EnvFilter;

/// Starts logging for a Lambda function. Call once, first thing in `main`.
pub fn start(settings: &Settings) {
    let level = settings
        .optional("RUST_LOG")
        .or_else(|| settings.optional("AWS_LAMBDA_LOG_LEVEL"));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        // CloudWatch stamps every line itself.
        .without_time()
        .with_env_filter(EnvFilter::new(
            level.as_ref().map_or("info", Secret::expose),
        ))
        .init();
}
