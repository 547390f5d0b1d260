//! `POST /api/auth/logout`.

use crate::support::{app, sessions_of_sid};
use serde_json::json;
use test_support::{Person, TestDatabase};

const PATH: &str = "/api/auth/logout";

#[tokio::test]
async fn the_session_ends_and_its_cookie_opens_nothing() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let app = app(&database);
    let answer = app
        .call("POST", PATH)
        .cookie(&alice.cookie)
        .expect(200)
        .await;
    assert_eq!(answer, json!({"message": "Logged out successfully"}));
    assert_eq!(sessions_of_sid(&database, &alice.sid).await, 0);
    let me = app.get("/api/auth/me").cookie(&alice.cookie);
    me.expect_error(401).await;
}

#[tokio::test]
async fn other_sessions_stay() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let alice = Person::register(&services, "alice").await;
    let elsewhere = alice.log_in_elsewhere(&services).await;
    let bob = Person::register(&services, "bob").await;
    let call = app(&database).call("POST", PATH);
    call.cookie(&alice.cookie).expect(200).await;
    for stays in [elsewhere, bob] {
        assert_eq!(sessions_of_sid(&database, &stays.sid).await, 1);
    }
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_end_and_that_is_as_good() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let before = database.snapshot().await;
    let app = app(&database);
    app.call("POST", PATH).expect(200).await;
    let tampered = format!("{}x", alice.cookie);
    app.call("POST", PATH).cookie(&tampered).expect(200).await;
    let unsigned = format!("connect.sid={}", alice.sid);
    app.call("POST", PATH).cookie(&unsigned).expect(200).await;
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn an_expired_session_is_removed_too() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    database
        .sql("update session set expire = localtimestamp - interval '1 day'")
        .await;
    let call = app(&database).call("POST", PATH);
    call.cookie(&alice.cookie).expect(200).await;
    assert_eq!(sessions_of_sid(&database, &alice.sid).await, 0);
}
