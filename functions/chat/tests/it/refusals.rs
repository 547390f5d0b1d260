//! Messages that never reach the webhook.

use crate::support::{PATH, SESSION_ID, STREAM_PATH, ask, hello, house};
use serde_json::{Value, json};
use test_support::{Call, FakeWebhook, House, Route};

#[tokio::test]
async fn invalid_input_is_refused() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let with = |member: &str, value: Value| {
        let mut body = hello();
        body[member] = value;
        body
    };
    for body in [
        json!({}),
        json!([]),
        json!({"message": "Hello"}),
        json!({"sessionId": SESSION_ID}),
        with("message", json!("")),
        with("message", json!("x".repeat(2_001))),
        with("message", json!("😀".repeat(1_001))),
        with("message", json!(5)),
        with("message", json!(null)),
        with("message", json!(["Hello"])),
        with("sessionId", json!("")),
        with("sessionId", json!("nope")),
        with("sessionId", json!(SESSION_ID.replace('-', ""))),
        with("sessionId", json!(format!("{SESSION_ID}\0"))),
        with("sessionId", json!(format!("{{{SESSION_ID}}}"))),
        with("sessionId", json!(1)),
        with("metadata", json!(null)),
        with("metadata", json!("x")),
        with("metadata", json!([])),
        with("metadata", json!({"userAgent": null})),
        with("metadata", json!({"pageUrl": "/program"})),
        with("metadata", json!({"pageUrl": ""})),
        with("metadata", json!({"customFields": "x"})),
        with("metadata", json!({"customFields": []})),
    ] {
        ask(&house, &body).expect_error(400).await;
    }
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn a_broken_body_is_refused() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let routes = [PATH, STREAM_PATH].map(|path| Route::new("POST", path));
    house
        .refuses_broken_bodies(&routes, |call| call.key(&house.alice.key))
        .await;
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn without_a_key_that_is_known_nobody_is_answered() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for key in [
        "",
        "pk_live_",
        "pk_live_unknown",
        &house.alice.key[1..],
        &house.alice.key.to_uppercase(),
    ] {
        let call = house.app.post(PATH, &hello()).key(key);
        call.expect_error(401).await;
    }
    let signed_in = house.app.post(PATH, &json!({"message": ""}));
    signed_in
        .cookie(&house.alice.cookie)
        .expect_error(401)
        .await;
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn a_client_that_is_not_active_answers_nobody() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for status in ["paused", "disabled"] {
        let update = format!("update clients set status = '{status}'");
        house.database.sql(&update).await;
        let answer = ask(&house, &hello()).expect_error(403).await;
        assert_eq!(answer["status"], status);
    }
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn what_is_wrong_with_the_input_is_told_only_to_who_has_a_key() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let call = house.app.post(PATH, &json!({})).key("pk_live_unknown");
    call.expect_error(401).await;
}

#[tokio::test]
async fn before_it_begins_a_stream_is_refused_as_a_message_is() {
    let webhook = FakeWebhook::start().await;
    let refused: [(u16, Finish); 7] = [
        (401, |_, call| call.json(&hello())),
        (401, |_, call| call.key("pk_live_unknown").json(&hello())),
        (401, |_, call| call.key("pk_live_unknown").json(&json!({}))),
        (403, |house, call| {
            let call = as_alices_visitor(house, call);
            call.header("origin", "https://other.example")
        }),
        (400, |house, call| call.key(&house.alice.key)),
        (400, |house, call| {
            let wrong = json!({"message": "", "sessionId": "x"});
            call.key(&house.alice.key).json(&wrong)
        }),
        (415, |house, call| call.key(&house.alice.key).body("Hello")),
    ];
    let house = house(&webhook).await;
    let allowed = r#"update clients set allowed_domains = '["conf.example"]'"#;
    house.database.sql(allowed).await;
    for (status, finish) in refused {
        refused_alike(&house, status, finish).await;
    }
    let paused = "update clients set status = 'paused', allowed_domains = '[]'";
    house.database.sql(paused).await;
    refused_alike(&house, 403, as_alices_visitor).await;
    assert_eq!(webhook.received().len(), 0);
}

/// Makes a call complete.
type Finish = fn(&House, Call) -> Call;

fn as_alices_visitor(house: &House, call: Call) -> Call {
    call.key(&house.alice.key).json(&hello())
}

async fn refused_alike(house: &House, status: u16, finish: Finish) {
    let mut told = Vec::new();
    for path in [PATH, STREAM_PATH] {
        let call = finish(house, house.app.call("POST", path));
        let answer = call.send().await;
        answer.assert_error(path, status);
        let (mut json, mut headers) = (answer.json(), answer.headers);
        json["requestId"].take();
        headers.remove("x-request-id");
        told.push((json, headers));
    }
    assert_eq!(told[0], told[1]);
}
