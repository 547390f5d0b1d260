//! The specimen at work.

use serde_json::Value;
use std::path::Path;
use test_support::{Environment, HttpAnswer, HttpEvent};

/// Starts the specimen with these variables.
pub async fn specimen(variables: &[(&str, &str)]) -> Environment {
    Environment::start(Path::new(env!("CARGO_BIN_EXE_specimen")), variables).await
}

/// Asks it.
pub async fn get(environment: &mut Environment, path: &str) -> HttpAnswer {
    let event = HttpEvent::api_gateway("GET", path);
    HttpAnswer::whole(&environment.invoke(event.value()).await)
}

/// The one line that a function writes which cannot start.
pub async fn only_line(environment: &mut Environment) -> Value {
    let status = environment.ended().await;
    assert_eq!(status.code(), Some(1));
    let log = environment.log();
    assert_eq!(log.lines().count(), 1, "{log}");
    let line: Value = serde_json::from_str(&log).expect("a line of JSON");
    assert_eq!(line["message"], "the function cannot start");
    line
}
