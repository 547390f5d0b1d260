//! The function's own program under the Lambda Runtime API, invoked by CloudFormation and by the schedule.

use crate::support::{CREATE, recorded, request};
use serde_json::{Value, json};
use test_support::{Environment, FakeWebhook, Finished, Person, TestDatabase, bootstrap};

async fn start(variables: &[(&str, &str)]) -> Environment {
    let program = bootstrap("maintenance", env!("CARGO_BIN_EXE_maintenance"));
    Environment::start(&program, variables).await
}

fn json_of(finished: &Finished) -> Value {
    serde_json::from_slice(&finished.body).expect("JSON")
}

#[tokio::test]
async fn one_environment_migrates_and_later_cleans_up() {
    let database = TestDatabase::create_empty().await;
    let mut environment = start(&[("DATABASE_URL", database.url())]).await;
    let stack = FakeWebhook::start().await;
    let created = environment.invoke(&request(CREATE, &stack)).await;
    assert!(!created.is_error, "{}", environment.log());
    assert_eq!(stack.received()[0].json()["Status"], "SUCCESS");

    let alice = Person::register(&database.services(1), "alice").await;
    let bob = Person::register(&database.services(1), "bob").await;
    let over = format!(
        "update session set expire = now() - interval '1 second' where sid = '{}'",
        alice.sid
    );
    database.sql(&over).await;
    let scheduled = recorded(include_str!("../events/scheduled_by_rule.json"));
    let cleaned = environment.invoke(&scheduled).await;
    assert!(!cleaned.is_error, "{}", environment.log());
    assert_eq!(
        database
            .text("select string_agg(sid, ',') from session")
            .await,
        bob.sid
    );

    let log = environment.log();
    assert!(
        !log.contains(&stack.url()),
        "who knows the address can answer: {log}"
    );
    assert!(!log.contains(&alice.sid), "{log}");
}

#[tokio::test]
async fn without_settings_it_starts_and_tells_cloudformation_what_is_missing() {
    let mut environment = start(&[]).await;
    environment.ready().await;
    let stack = FakeWebhook::start().await;
    let told = environment.invoke(&request(CREATE, &stack)).await;
    assert!(!told.is_error, "told is done: nothing is to be repeated");
    let answer = stack.received()[0].json();
    assert_eq!(answer["Status"], "FAILED");
    let reason = answer["Reason"].as_str().unwrap_or_default();
    assert!(reason.contains("DATABASE_URL is not set"), "{reason}");
}

#[tokio::test]
async fn an_event_it_does_not_know_is_an_error_and_the_next_is_served() {
    let database = TestDatabase::create().await;
    let mut environment = start(&[("DATABASE_URL", database.url())]).await;
    let unknown = environment
        .invoke(&json!({"action": "drop everything"}))
        .await;
    assert!(unknown.is_error);
    assert_eq!(json_of(&unknown)["errorType"], "NotUnderstood");
    let migrated = environment.invoke(&json!({"action": "migrate"})).await;
    assert!(!migrated.is_error, "{}", environment.log());
}
