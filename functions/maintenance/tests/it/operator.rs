//! `aws lambda invoke` by hand.

use crate::support::{A_WHILE, CREATE, function, function_with, invoke, recorded};
use maintenance::Failed;
use serde_json::json;
use test_support::TestDatabase;

#[tokio::test]
async fn migrate_gives_what_ran() {
    let database = TestDatabase::create_empty().await;
    let function = function(database.url());
    let migrate = json!({"action": "migrate"});
    let first = invoke(&function, migrate.clone(), A_WHILE).await;
    let first = first.expect("a report");
    assert_eq!(first["applied"][0], "V1__adopt_the_old_tables");
    let newest = "select max(version)::bigint from refinery_schema_history";
    assert_eq!(first["version"], database.count(newest).await);
    let second = invoke(&function, migrate, A_WHILE).await;
    let expected = json!({"applied": [], "version": first["version"]});
    assert_eq!(second.expect("a report"), expected);
}

#[tokio::test]
async fn a_failure_is_an_error_with_the_reason() {
    for event in [
        json!({"action": "migrate"}),
        json!({"action": "prune"}),
        json!({"action": "set-plan", "clientId": "6f1c0d5e-1f8e-4c52-9f0b-0e6f2a1b3c4d", "plan": "paid"}),
    ] {
        let error = invoke(&function_with(&[]), event, A_WHILE).await;
        let error = error.expect_err("there is no database").to_string();
        assert!(error.ends_with("DATABASE_URL is not set"), "{error}");
    }
}

#[tokio::test]
async fn anything_else_is_an_error_that_says_what_would_be_understood() {
    let mut without_stack = recorded(CREATE);
    let members = without_stack.as_object_mut().expect("an object");
    members.remove("StackId");
    for event in [
        json!({"action": "drop"}),
        json!({"action": 1}),
        json!({}),
        json!(null),
        json!([]),
        json!("migrate"),
        json!({"source": "aws.s3", "detail-type": "Object Created", "detail": {}}),
        json!({"source": "aws.events", "detail-type": "Schema Created", "action": "migrate"}),
        json!({"RequestType": "Create"}),
        json!({"ResponseURL": 5}),
        without_stack,
    ] {
        let error = invoke(&function_with(&[]), event.clone(), A_WHILE).await;
        let error = error.expect_err("not understood");
        assert!(matches!(error, Failed::NotUnderstood(_)), "{event}");
        let error = error.to_string();
        assert!(error.contains(r#"{"action":"migrate"}"#), "{error}");
        assert!(!error.contains("Signature"), "{error}");
    }
}
