//! CloudFormation's requests, and what it hears.

use crate::support::{A_WHILE, CREATE, DELETE, UPDATE, ask, ask_in_vain, function, function_with};
use crate::support::{invoke, request};
use maintenance::Maintenance;
use serde_json::json;
use shared::{Settings, SettingsError};
use std::cell::Cell;
use std::time::Duration;
use test_support::{FakeWebhook, TestDatabase};

#[tokio::test]
async fn create_migrates_an_empty_database_and_answers_as_documented() {
    let database = TestDatabase::create_empty().await;
    let stack = FakeWebhook::start().await;
    let outcome = invoke(&function(database.url()), request(CREATE, &stack), A_WHILE).await;
    assert_eq!(outcome.expect("a success")["status"], "SUCCESS");

    let names = "select string_agg('V' || version || '__' || name, ',' order by version) from refinery_schema_history";
    let names = database.text(names).await;
    assert!(
        names.starts_with("V1__adopt_the_old_tables,V2__"),
        "{names}"
    );
    let newest = "select max(version)::text from refinery_schema_history";
    let newest = database.text(newest).await;
    let received = stack.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].method, "PUT");
    // The address is signed for that.
    assert_eq!(received[0].header("content-type"), Some(""));
    assert_eq!(
        received[0].json(),
        json!({
            "Status": "SUCCESS",
            "Reason": format!("{newest} migration(s) ran; the database is at version {newest}"),
            "PhysicalResourceId": "conference-chat-migrations",
            "StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/conference-chat/16580499-7622-4a9c-b32f-4eba35da93da",
            "RequestId": "82304eb2-bdda-469f-a33b-a3f1406d0a52",
            "LogicalResourceId": "Migrations",
            "Data": {"Applied": names, "Version": newest},
        })
    );
}

#[tokio::test]
async fn update_of_a_current_database_runs_nothing_and_keeps_the_resources_name() {
    let database = TestDatabase::create().await;
    let before = database.snapshot().await;
    let answer = ask(&function(database.url()), UPDATE, A_WHILE).await;
    assert_eq!(answer["Status"], "SUCCESS");
    assert_eq!(answer["PhysicalResourceId"], "the-name-it-was-given-once");
    assert_eq!(answer["RequestId"], "49347ca5-c603-44e5-a34b-10cf1854a887");
    assert_eq!(answer["Data"]["Applied"], "");
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn delete_leaves_the_database_alone_and_needs_none() {
    let answer = ask(&function_with(&[]), DELETE, A_WHILE).await;
    assert_eq!(answer["Status"], "SUCCESS");
    assert_eq!(answer["PhysicalResourceId"], "the-name-it-was-given-once");
    assert_eq!(answer["Data"], json!({}));
}

#[tokio::test]
async fn a_database_that_is_away_is_a_failure_within_seconds() {
    // Nobody listens on port 1.
    let function = function("postgres://somebody:hunter2@127.0.0.1:1/db");
    let reason = ask_in_vain(&function, CREATE, Duration::from_secs(5)).await;
    assert!(reason.contains("database cannot be used"), "{reason}");
    assert!(reason.contains("refused"), "{reason}");
    assert!(!reason.contains("hunter2"), "{reason}");
}

#[tokio::test]
async fn a_missing_setting_is_named_and_looked_for_again_next_time() {
    let database = TestDatabase::create().await;
    let is_there = Cell::new(false);
    let function = Maintenance::new(async || -> Result<Settings, SettingsError> {
        let url = is_there.get().then_some(("DATABASE_URL", database.url()));
        Ok(url.into_iter().collect())
    });
    let reason = ask_in_vain(&function, CREATE, A_WHILE).await;
    assert_eq!(reason, "DATABASE_URL is not set");
    is_there.set(true);
    let answer = ask(&function, CREATE, A_WHILE).await;
    assert_eq!(answer["Status"], "SUCCESS");
}

#[tokio::test]
async fn settings_are_read_each_time_because_they_may_have_changed() {
    let database = TestDatabase::create().await;
    let times = Cell::new(0);
    let function = Maintenance::new(async || -> Result<Settings, SettingsError> {
        times.set(times.get() + 1);
        Ok([("DATABASE_URL", database.url())].into_iter().collect())
    });
    for event in [CREATE, UPDATE] {
        assert_eq!(ask(&function, event, A_WHILE).await["Status"], "SUCCESS");
    }
    assert_eq!(times.get(), 2);
}

#[tokio::test]
async fn taking_a_deployment_back_asks_no_database() {
    let function = function("postgres://postgres@127.0.0.1:1/away");
    let code = |version: u32| json!({"ServiceToken": "t", "Code": format!("arn:aws:lambda:eu-central-1:123456789012:function:maintenance:{version}")});
    for (old, new, status) in [(10, 9, "SUCCESS"), (9, 10, "FAILED"), (9, 9, "FAILED")] {
        let stack = FakeWebhook::start().await;
        let mut update = request(UPDATE, &stack);
        update["OldResourceProperties"] = code(old);
        update["ResourceProperties"] = code(new);
        let outcome = invoke(&function, update, A_WHILE).await;
        assert_eq!(
            outcome.expect("it was told")["status"],
            status,
            "{old} {new}"
        );
    }
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_named_without_their_value() {
    let function = function("mysql://hunter2@h/db");
    let reason = ask_in_vain(&function, CREATE, A_WHILE).await;
    assert!(reason.contains("DATABASE_URL"), "{reason}");
    assert!(!reason.contains("hunter2"), "{reason}");
}

#[tokio::test]
async fn a_migration_that_fails_is_named_with_the_reason() {
    let database = TestDatabase::create_empty().await;
    let old = "create table users (id varchar primary key, username text unique, password text);
               insert into users values ('1', 'number-one', 'x')";
    database.sql(old).await;
    let reason = ask_in_vain(&function(database.url()), CREATE, A_WHILE).await;
    assert_eq!(
        reason,
        "a migration failed: error applying migration V2__ids_become_uuid: 1 row(s) of table users have a value in column id \
         that is not a lower-case UUID: correct them, then migrate again (SQLSTATE P0001)"
    );
}

#[tokio::test]
async fn an_unknown_kind_of_request_is_a_failure() {
    let event = CREATE.replace("\"Create\"", "\"Import\"");
    let reason = ask_in_vain(&function_with(&[]), &event, A_WHILE).await;
    assert!(reason.contains("Import"), "{reason}");
}

#[tokio::test]
async fn a_mistake_in_the_program_is_a_failure_too() {
    let function = Maintenance::new(async || panic!("a mistake"));
    let reason = ask_in_vain(&function, CREATE, A_WHILE).await;
    assert!(reason.contains("mistake"), "{reason}");
}
