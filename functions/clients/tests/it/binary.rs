//! The function's own program under the Lambda Runtime API, with events as API Gateway sends them.

use serde_json::json;
use test_support::{Environment, HttpAnswer, HttpEvent, Person, TestDatabase, bootstrap};

#[tokio::test]
async fn an_organiser_makes_and_lists_clients_through_api_gateway() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let program = bootstrap("clients", env!("CARGO_BIN_EXE_clients"));
    let mut environment = Environment::with_database(&program, database.url(), &[]).await;

    let make = HttpEvent::api_gateway("POST", "/api/dashboard/clients")
        .cookies(&[&alice.cookie])
        .json(&json!({"name": "Zweite Konferenz – Köln"}));
    let made = HttpAnswer::whole(&environment.invoke(make.value()).await).expect(201);
    assert_eq!(made["name"], "Zweite Konferenz – Köln");

    let list = HttpEvent::api_gateway("GET", "/api/dashboard/clients").cookies(&[&alice.cookie]);
    let listed = HttpAnswer::whole(&environment.invoke(list.value()).await).expect(200);
    assert_eq!(listed["clients"].as_array().map(Vec::len), Some(2));
}
