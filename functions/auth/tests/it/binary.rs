//! The function's own program under the Lambda Runtime API, with events as API Gateway sends them.

use crate::support::PASSWORD;
use serde_json::{Value, json};
use std::path::PathBuf;
use test_support::{Environment, HttpAnswer, HttpEvent, Person, TestDatabase, bootstrap};

fn program() -> PathBuf {
    bootstrap("auth", env!("CARGO_BIN_EXE_auth"))
}

async fn start(database: &TestDatabase) -> Environment {
    Environment::with_database(&program(), database.url(), &[]).await
}

async fn answer(environment: &mut Environment, event: &HttpEvent) -> HttpAnswer {
    HttpAnswer::whole(&environment.invoke(event.value()).await)
}

/// `connect.sid=…` out of what a browser would be told to keep.
fn cookie_of(answer: &HttpAnswer) -> String {
    let mut pairs = answer
        .cookies
        .iter()
        .filter_map(|cookie| cookie.split(';').next());
    let session = pairs.find(|pair| pair.starts_with("connect.sid="));
    session.expect("a session's cookie").to_owned()
}

fn credentials(username: &str) -> Value {
    json!({"username": username, "password": PASSWORD})
}

#[tokio::test]
async fn an_organiser_registers_logs_in_and_out_through_api_gateway() {
    let database = TestDatabase::create().await;
    let mut environment = start(&database).await;
    let registered = answer(
        &mut environment,
        &HttpEvent::api_gateway("POST", "/api/auth/register").json(&credentials("alice")),
    )
    .await;
    assert_eq!(registered.expect(201)["user"]["username"], "alice");
    assert!(registered.cookies[0].contains("; Secure"), "{registered:?}");

    let logged_in = answer(
        &mut environment,
        &HttpEvent::api_gateway("POST", "/api/auth/login").json(&credentials("alice")),
    )
    .await;
    logged_in.expect(200);
    let cookie = cookie_of(&logged_in);
    let me = HttpEvent::api_gateway("GET", "/api/auth/me").cookies(&["theme=dark", &cookie]);
    let found = answer(&mut environment, &me).await.expect(200);
    assert_eq!(found["user"]["username"], "alice");

    let log_out = HttpEvent::api_gateway("POST", "/api/auth/logout").cookies(&[&cookie]);
    answer(&mut environment, &log_out).await.expect(200);
    answer(&mut environment, &me).await.expect(401);
}

#[tokio::test]
async fn a_body_in_base64_is_read_as_what_it_was() {
    let database = TestDatabase::create().await;
    let mut environment = start(&database).await;
    let event = HttpEvent::api_gateway("POST", "/api/auth/register")
        .json(&credentials("zoe"))
        .base64();
    let registered = answer(&mut environment, &event).await.expect(201);
    assert_eq!(registered["user"]["username"], "zoe");
}

#[tokio::test]
async fn a_stage_with_a_name_is_no_part_of_the_path() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let mut environment = start(&database).await;
    for stage in ["staging", "api"] {
        let event = HttpEvent::api_gateway("GET", "/api/auth/me")
            .cookies(&[&alice.cookie])
            .stage(stage);
        let me = answer(&mut environment, &event).await.expect(200);
        assert_eq!(me["user"]["username"], "alice", "{stage}");
    }
}

#[tokio::test]
async fn several_values_of_a_header_arrive_joined_and_are_understood() {
    let database = TestDatabase::create().await;
    let mut environment = start(&database).await;
    let event = HttpEvent::api_gateway("POST", "/api/auth/register")
        .json(&credentials("alice"))
        .header("x-forwarded-proto", "https,http")
        .header("accept", "application/json,text/plain");
    let registered = answer(&mut environment, &event).await;
    registered.expect(201);
    assert!(registered.cookies[0].contains("; Secure"), "{registered:?}");
}

#[tokio::test]
async fn an_address_that_nobody_can_read_does_no_harm() {
    let database = TestDatabase::create().await;
    let mut environment = start(&database).await;
    for event in [
        HttpEvent::api_gateway("GET", "/api/auth/me").header("x-forwarded-proto", "java script"),
        HttpEvent::api_gateway("GET", "/api/auth/me").header("host", "not a host"),
        HttpEvent::api_gateway("GET", "/api/auth/me?q=\"<é>| #"),
        HttpEvent::api_gateway("GET", "/api/auth/me?%zz"),
    ] {
        answer(&mut environment, &event).await.expect(401);
    }
    let strange = HttpEvent::api_gateway("GET", "/api/auth/\\..\\%00é\"");
    let status = answer(&mut environment, &strange).await.status;
    assert!((400..500).contains(&status), "{status}");
}

#[tokio::test]
async fn an_event_that_is_none_is_an_error_and_the_next_is_answered() {
    let database = TestDatabase::create().await;
    let mut environment = start(&database).await;
    let broken = environment.invoke(&json!({"version": "2.0"})).await;
    assert!(broken.is_error);
    let me = HttpEvent::api_gateway("GET", "/api/auth/me");
    answer(&mut environment, &me).await.expect(401);
}

#[tokio::test]
async fn told_to_end_it_ends_at_once_and_leaves_no_connection() {
    let database = TestDatabase::create().await;
    let mut environment = start(&database).await;
    environment.ready().await;
    assert!(environment.is_registered_for_shutdown());
    assert_eq!(database.connections().await, 1, "opened during init");
    environment.terminate();
    assert!(environment.ended().await.success());
    database.has_no_connections().await;
}

#[tokio::test]
async fn a_missing_setting_ends_the_init_with_one_line_that_names_it() {
    let database = TestDatabase::create().await;
    let variables = [("DATABASE_URL", database.url())];
    let mut environment = Environment::start(&program(), &variables).await;
    assert!(!environment.ended().await.success());
    let log = environment.log();
    assert_eq!(log.lines().count(), 1, "{log}");
    let line: Value = serde_json::from_str(&log).expect("JSON");
    assert_eq!(line["level"], "ERROR");
    assert_eq!(line["error"], "SESSION_SECRET is not set");
}

#[tokio::test]
async fn a_database_that_is_away_at_the_start_is_asked_again_by_the_request() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let (proxy, _) = database.behind_proxy(1);
    proxy.go_away();
    let url = proxy.url(database.url());
    let mut environment = Environment::with_database(&program(), &url, &[]).await;
    environment.ready().await;
    let me = HttpEvent::api_gateway("GET", "/api/auth/me").cookies(&[&alice.cookie]);
    answer(&mut environment, &me).await.expect(503);
    proxy.come_back();
    answer(&mut environment, &me).await.expect(200);
}
