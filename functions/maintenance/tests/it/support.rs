//! The function under test, and who invokes it.

use lambda_runtime::{Context, LambdaEvent};
use maintenance::{Failed, Maintenance};
use serde_json::{Value, json};
use shared::{Settings, SettingsError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use test_support::{FakeWebhook, TestDatabase};

pub const CREATE: &str = include_str!("../events/create.json");
pub const UPDATE: &str = include_str!("../events/update.json");
pub const DELETE: &str = include_str!("../events/delete.json");

/// What most tests leave it.
pub const A_WHILE: Duration = Duration::from_secs(60);

/// The function with these settings.
pub fn function_with(
    settings: &[(&str, &str)],
) -> Maintenance<impl AsyncFn() -> Result<Settings, SettingsError> + use<>> {
    let settings: Vec<(String, String)> = settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Maintenance::new(async move || Ok(settings.iter().cloned().collect()))
}

/// The function for a database.
pub fn function(
    url: &str,
) -> Maintenance<impl AsyncFn() -> Result<Settings, SettingsError> + use<>> {
    function_with(&[("DATABASE_URL", url)])
}

/// Invokes it as Lambda does, with so much time.
pub async fn invoke(
    function: &Maintenance<impl AsyncFn() -> Result<Settings, SettingsError>>,
    payload: Value,
    time: Duration,
) -> Result<Value, Failed> {
    let end = (SystemTime::now() + time).duration_since(UNIX_EPOCH);
    let mut context = Context::default();
    let end_ms = end.expect("after 1970").as_millis();
    context.deadline = u64::try_from(end_ms).expect("before the year 500 million");
    function.handle(LambdaEvent::new(payload, context)).await
}

/// A recorded event.
pub fn recorded(event: &str) -> Value {
    serde_json::from_str(event).expect("the recording is JSON")
}

/// A recorded request of CloudFormation's, to be answered at that address.
pub fn request(event: &str, stack: &FakeWebhook) -> Value {
    let mut request = recorded(event);
    request["ResponseURL"] = json!(stack.url());
    request
}

/// Has the function serve a request of CloudFormation's. Gives the one answer that came.
pub async fn ask(
    function: &Maintenance<impl AsyncFn() -> Result<Settings, SettingsError>>,
    event: &str,
    time: Duration,
) -> Value {
    let stack = FakeWebhook::start().await;
    let began = Instant::now();
    let outcome = invoke(function, request(event, &stack), time).await;
    outcome.expect("an answer that was brought there is a success for Lambda");
    assert!(began.elapsed() < time, "{:?}", began.elapsed());
    let received = stack.received();
    assert_eq!(received.len(), 1);
    received[0].json()
}

/// Has it serve one and fail; gives the reason.
pub async fn ask_in_vain(
    function: &Maintenance<impl AsyncFn() -> Result<Settings, SettingsError>>,
    event: &str,
    time: Duration,
) -> String {
    let answer = ask(function, event, time).await;
    assert_eq!(answer["Status"], "FAILED", "{answer}");
    answer["Reason"].as_str().expect("a reason").to_owned()
}

/// Waits until a query gives zero.
pub async fn none_are_left(database: &TestDatabase, count: &str) {
    let limit = Instant::now() + Duration::from_secs(5);
    loop {
        match database.count(count).await {
            0 => return,
            left => assert!(Instant::now() < limit, "{left} left: {count}"),
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
