//! Log lines: JSON on Lambda, where CloudWatch indexes the fields; plain text elsewhere. `RUST_LOG` or `AWS_LAMBDA_LOG_LEVEL`
//! sets the level. Lines carry ids and durations, never bodies, keys, cookies, passwords, messages or addresses.

use crate::settings::{Secret, Settings};
use crate::timestamps;
use std::time::SystemTime;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The targets of our own lines.
const OUR_CRATES: [&str; 9] = [
    "auth",
    "chat",
    "clients",
    "extraction",
    "knowledge",
    "maintenance",
    "shared",
    "site",
    "widgets",
];

/// The time of a line, as the API writes times.
struct Now;

impl FormatTime for Now {
    fn format_time(&self, writer: &mut Writer<'_>) -> std::fmt::Result {
        writer.write_str(&timestamps::iso(SystemTime::now()))
    }
}

/// Starts logging for a Lambda function. Call once, first thing in `main`.
pub fn start(settings: &Settings) {
    let level = settings
        .optional("RUST_LOG")
        .or_else(|| settings.optional("AWS_LAMBDA_LOG_LEVEL"));
    let json = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        // The innermost span has the request's id; the list of all would say it again.
        .with_span_list(false)
        // Without a time of its own Lambda takes every line for one of level INFO.
        // <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
        .with_timer(Now);
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

/// Levels by target, as in `warn,shared=debug`; `info` when that cannot be read. More talkative than `info` are only our own crates,
/// whatever is asked for: what libraries say below that quotes requests, parameters and presigned addresses.
#[must_use]
pub fn levels(text: &str) -> Targets {
    let wanted: Targets = text
        .to_ascii_lowercase()
        .parse()
        .unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    let default = wanted.default_level().unwrap_or(LevelFilter::OFF);
    let is_ours =
        |target: &str| OUR_CRATES.contains(&target.split("::").next().unwrap_or_default());
    let named: Vec<(String, LevelFilter)> = wanted
        .iter()
        .map(|(target, level)| {
            let most = if is_ours(target) {
                level
            } else {
                level.min(LevelFilter::INFO)
            };
            (target.to_owned(), most)
        })
        .collect();
    Targets::new()
        .with_default(default.min(LevelFilter::INFO))
        .with_targets(OUR_CRATES.map(|name| (name, default)))
        // It asks to close a connection that ours closes anyway, and calls it an error that it cannot.
        .with_target(
            "aws_smithy_runtime::client::http::connection_poisoning",
            LevelFilter::OFF,
        )
        .with_targets(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn a_talkative_level_is_for_our_own_crates() {
        for (text, target, level, expected) in [
            ("TRACE", "shared::database", Level::TRACE, true),
            ("TRACE", "maintenance", Level::TRACE, true),
            ("TRACE", "lambda_runtime", Level::TRACE, false),
            ("DEBUG", "aws_smithy_runtime", Level::DEBUG, false),
            ("DEBUG", "lambda_runtime", Level::INFO, true),
            ("debug,shared=warn", "shared", Level::INFO, false),
            (
                "info,lambda_runtime=trace",
                "lambda_runtime",
                Level::TRACE,
                false,
            ),
            (
                "info,shared::database=debug",
                "shared::database::batch",
                Level::DEBUG,
                true,
            ),
            ("warn,lambda_http=error", "lambda_http", Level::WARN, false),
            ("warn", "auth", Level::INFO, false),
            ("nonsense=?", "auth", Level::INFO, true),
        ] {
            let levels = levels(text);
            assert_eq!(
                levels.would_enable(target, &level),
                expected,
                "{text}: {target} {level}"
            );
        }
    }
}
