//! A function's routes as a list, for what must hold for all of them, and what a database that is away means for them.

use crate::app::{App, Call};
use crate::proxy::Proxy;
use serde_json::Value;
use std::fmt;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// A request that its route answers with success when the caller may.
#[derive(Clone, Debug)]
pub struct Route {
    method: &'static str,
    path: String,
    body: Option<Value>,
}

impl Route {
    /// A request without a body.
    #[must_use]
    pub fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            body: None,
        }
    }

    /// The same with a body.
    #[must_use]
    pub fn with(self, body: Value) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// Whether the method promises to change nothing.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        self.method == "GET"
    }

    /// The request, from nobody yet.
    #[must_use]
    pub fn call(&self, app: &App) -> Call {
        let call = self.call_without_body(app);
        match &self.body {
            Some(body) => call.json(body),
            None => call,
        }
    }

    /// The request with its body still to be given.
    #[must_use]
    pub fn call_without_body(&self, app: &App) -> Call {
        app.call(self.method, &self.path)
    }

    /// Expects 503 while the database is away, and success from the first request after it came back.
    /// `caller` adds who is calling.
    pub async fn recovers(&self, app: &App, proxy: &Proxy, caller: impl Fn(Call) -> Call) {
        proxy.go_away();
        caller(self.call(app)).expect_error(503).await;
        proxy.come_back();
        let answer = caller(self.call(app)).send().await;
        let is_success = (200..300).contains(&answer.status);
        assert!(is_success, "{self}: {} {}", answer.status, answer.text);
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// Sends all at once and expects each to be told within three seconds that the database is away.
pub async fn expect_unavailable(calls: impl IntoIterator<Item = Call>) {
    let mut answers = JoinSet::new();
    for call in calls {
        answers.spawn(async move {
            let started = Instant::now();
            let what = format!("{call:?}");
            let answer = call.send().await;
            answer.assert_error(&what, 503);
            assert!(answer.header("retry-after").is_some(), "{what}");
            let waited = started.elapsed();
            assert!(waited < Duration::from_secs(3), "{what}: {waited:?}");
        });
    }
    while let Some(answered) = answers.join_next().await {
        answered.unwrap_or_else(|error| panic!("{error}"));
    }
}
