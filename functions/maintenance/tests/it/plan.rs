//! `{"action":"set-plan"}`: what a client may use, changed by an operator.

use crate::support::{A_WHILE, function, function_with, invoke};
use maintenance::Failed;
use serde_json::{Value, json};
use test_support::{Person, TestDatabase};
use uuid::Uuid;

fn event(client_id: Uuid, plan: &str, requests: Value, documents: Value) -> Value {
    json!({"action": "set-plan", "clientId": client_id, "plan": plan, "requestsPerHour": requests, "documentsAtMost": documents})
}

#[tokio::test]
async fn the_client_may_use_what_the_operator_says() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let alice = Person::register(&services, "alice").await;
    Person::register(&services, "bob").await;
    let id = alice.client_id;
    for (event, requests, documents) in [
        (event(id, "paid", json!(null), json!(null)), 1000, 1000),
        (event(id, "paid", json!(50), json!(0)), 50, 0),
        (event(id, "free", json!(7), json!(null)), 7, 25),
        (
            json!({"action": "set-plan", "clientId": id, "plan": "free"}),
            100,
            25,
        ),
    ] {
        let answer = invoke(&function(database.url()), event.clone(), A_WHILE).await;
        let expected = json!({
            "clientId": id, "plan": event["plan"], "requestsPerHour": requests, "documentsAtMost": documents,
        });
        assert_eq!(answer.expect("an answer"), expected);
        let allowed = format!(
            "select l.requests_per_hour::bigint from clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l where c.id = '{id}'"
        );
        assert_eq!(database.count(&allowed).await, requests);
        let others = format!(
            "select count(*) from clients where id <> '{id}' and (plan, coalesce(requests_per_hour, documents_at_most, -1)) = ('free', -1)"
        );
        assert_eq!(database.count(&others).await, 1);
    }
}

#[tokio::test]
async fn what_cannot_be_is_an_error_that_says_why() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let before = database.snapshot().await;
    for (event, reason) in [
        (
            event(Uuid::nil(), "paid", json!(null), json!(null)),
            "no such client",
        ),
        (
            event(alice.client_id, "paid", json!(-1), json!(null)),
            "clients_requests_per_hour_sane",
        ),
        (
            event(alice.client_id, "paid", json!(null), json!(1_000_001)),
            "clients_documents_at_most_sane",
        ),
    ] {
        let error = invoke(&function(database.url()), event, A_WHILE).await;
        let error = error.expect_err("it cannot be");
        assert!(matches!(error, Failed::Plan(_)), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn an_event_with_a_mistake_changes_nothing() {
    let id = Uuid::nil();
    for event in [
        json!({"action": "set-plan"}),
        json!({"action": "set-plan", "clientId": id}),
        event(id, "gold", json!(null), json!(null)),
        event(id, "paid", json!("many"), json!(null)),
        event(id, "paid", json!(1.5), json!(null)),
        json!({"action": "set-plan", "clientId": "nope", "plan": "paid"}),
        json!({"action": "set-plan", "clientId": id, "plan": "paid", "requestPerHour": 5}),
    ] {
        let error = invoke(&function_with(&[]), event.clone(), A_WHILE).await;
        let error = error.expect_err("not understood");
        assert!(
            matches!(error, Failed::NotUnderstood(_)),
            "{event}: {error}"
        );
    }
}
