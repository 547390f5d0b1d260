//! `POST /api/widget/chat`: what goes to the webhook and what comes back.

use crate::support::{
    PATH, SECRET, SESSION_ID, ask, expect_readable_by, hello, house, house_of_example_com,
    house_with,
};
use serde_json::json;
use test_support::{FakeWebhook, WebhookAnswer};

#[tokio::test]
async fn the_webhooks_answer_goes_to_the_visitor() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for answer in [
        json!({"response": "See the program", "sources": [{"title": "T", "url": "https://d.example/1", "excerpt": "E"}]}),
        json!({"response": "", "sources": []}),
        json!({"response": "Grüezi 😀"}),
    ] {
        webhook.answer_with(WebhookAnswer::json(&answer));
        let mut expected = answer;
        expected["sessionId"] = json!(SESSION_ID);
        assert_eq!(ask(&house, &hello()).expect(200).await, expected);
    }
}

#[tokio::test]
async fn the_webhook_is_told_the_client_the_message_and_the_secret() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    ask(&house, &hello()).expect(200).await;
    let received = webhook.received();
    let [request] = &received[..] else {
        panic!("{received:?}");
    };
    assert_eq!(
        (&*request.method, &*request.path),
        ("POST", "/webhook/chat")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("x-webhook-secret"), Some(SECRET));
    let mut body = request.json();
    let stamp = body["timestamp"].take();
    assert!(
        stamp.as_str().is_some_and(|stamp| stamp.len() == 24),
        "{stamp}"
    );
    let expected = json!({
        "clientId": house.alice.client_id, "message": "Hello", "sessionId": SESSION_ID, "timestamp": null,
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn nothing_of_the_visitors_request_but_the_message_goes_on() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let call = ask(&house, &hello()).cookie(&house.bob.cookie);
    call.header("authorization", "Bearer x").expect(200).await;
    for request in webhook.received() {
        for name in ["cookie", "authorization", "x-api-key"] {
            assert_eq!(request.header(name), None);
        }
    }
}

#[tokio::test]
async fn without_a_secret_none_is_sent() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[("N8N_WEBHOOK_URL", &webhook.url())]).await;
    ask(&house, &hello()).expect(200).await;
    assert_eq!(webhook.received()[0].header("x-webhook-secret"), None);
}

#[tokio::test]
async fn of_the_metadata_only_the_documented_members_go_on() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let mut body = hello();
    body["metadata"] = json!({
        "userAgent": "Firefox", "pageUrl": "https://conf.example/program", "extra": 1,
        "customFields": {"track": "A", "nested": {"null": null}, "__proto__": {"admin": true}},
    });
    ask(&house, &body).expect(200).await;
    let expected = json!({
        "userAgent": "Firefox", "pageUrl": "https://conf.example/program",
        "customFields": {"track": "A", "nested": {"null": null}},
    });
    assert_eq!(webhook.received()[0].json()["metadata"], expected);
}

#[tokio::test]
async fn a_message_has_1_to_2000_characters_of_any_kind() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for message in [
        "x",
        " ",
        "a\0b",
        &"x".repeat(2_000),
        &"😀".repeat(1_000),
        "</script>\u{202e}",
    ] {
        let mut body = hello();
        body["message"] = json!(message);
        ask(&house, &body).expect(200).await;
        let received = webhook.received();
        let last = received.last().expect("a request");
        assert_eq!(last.json()["message"], message);
    }
}

#[tokio::test]
async fn an_allowed_page_may_read_the_answer_and_no_other_may_ask() {
    let webhook = FakeWebhook::start().await;
    let house = house_of_example_com(&webhook).await;
    for (page, status, readable_by) in [
        ("https://a.example.com", 200, Some("https://a.example.com")),
        ("https://evilexample.com", 403, None),
        ("null", 403, None),
    ] {
        let answer = ask(&house, &hello()).header("origin", page).send().await;
        assert_eq!(answer.status, status, "{}", answer.text);
        expect_readable_by(&answer, readable_by);
    }
    assert_eq!(webhook.received().len(), 1);
    let preflight = house.app.call("OPTIONS", PATH).header("origin", "null");
    preflight.expect(204).await;
}
