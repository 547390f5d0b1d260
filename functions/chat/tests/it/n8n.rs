//! What a visitor is told when the webhook does not answer as it should.

use crate::support::{SECRET, ask, hello, house, house_with, impatient_house, too_slow};
use serde_json::json;
use std::time::{Duration, Instant};
use test_support::{FakeWebhook, WebhookAnswer};
use tokio::task::JoinSet;

const UNABLE: &str = "Unable to process chat request at this time";

fn status(status: u16) -> WebhookAnswer {
    WebhookAnswer {
        status,
        ..WebhookAnswer::default()
    }
}

fn body(body: impl Into<Vec<u8>>) -> WebhookAnswer {
    WebhookAnswer {
        body: body.into(),
        ..WebhookAnswer::default()
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_an_outage_for_the_visitor() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let told = "a secret of the workflow";
    for answer in [
        status(500),
        status(404),
        status(401),
        status(429),
        status(204),
        status(304),
        body(""),
        body(told),
        body("{\"response\":"),
        body(json!({"output": told}).to_string()),
        body(json!({"response": 5}).to_string()),
        body(json!({"response": null, "message": told}).to_string()),
        body(json!({"response": told, "sources": {}}).to_string()),
        body(json!({"response": told, "sources": [{"url": "u"}]}).to_string()),
        body("[".repeat(100_000)),
        WebhookAnswer {
            hangs_up: true,
            ..WebhookAnswer::default()
        },
    ] {
        let what = format!("{:.200}", format!("{answer:?}"));
        webhook.answer_with(answer);
        let refused = ask(&house, &hello()).send().await;
        refused.assert_error(&what, 503);
        assert_eq!(refused.json()["message"], UNABLE, "{what}");
        for secret in [told, SECRET, "127.0.0.1"] {
            assert!(!refused.text.contains(secret), "{what}: {}", refused.text);
        }
    }
}

#[tokio::test]
async fn an_answer_of_more_than_a_mebibyte_is_none() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let frame = json!({"response": ""}).to_string().len();
    for (length, status) in [
        (1024 * 1024, 200),
        (1024 * 1024 + 1, 503),
        (8 * 1024 * 1024, 503),
    ] {
        let response = json!({"response": "x".repeat(length - frame)});
        webhook.answer_with(WebhookAnswer::json(&response));
        let answer = ask(&house, &hello()).send().await;
        assert_eq!(answer.status, status, "{length}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for code in [301, 302, 303, 307, 308] {
        webhook.reset();
        let location = ("Location".to_owned(), "/redirected".to_owned());
        webhook.answer_with(WebhookAnswer {
            headers: vec![location],
            ..status(code)
        });
        let refused = ask(&house, &hello()).expect_error(503).await;
        assert_eq!(refused["message"], UNABLE);
        assert_eq!(webhook.received().len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_webhook_that_is_too_slow_is_a_timeout() {
    let webhook = FakeWebhook::start().await;
    let limit = Duration::from_millis(200);
    let house = impatient_house(&webhook, limit).await;
    for slow in too_slow() {
        webhook.answer_with(slow);
        let started = Instant::now();
        let refused = ask(&house, &hello()).expect_error(504).await;
        assert_eq!(refused["error"], "Request timeout");
        assert!(started.elapsed() >= limit && started.elapsed() < Duration::from_secs(30));
    }
}

#[tokio::test]
async fn a_webhook_that_is_slow_within_the_limit_is_waited_for() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let pause = Duration::from_millis(50);
    webhook.answer_with(WebhookAnswer {
        delay: pause,
        stall_in_body: pause,
        ..WebhookAnswer::default()
    });
    ask(&house, &hello()).expect(200).await;
}

#[tokio::test]
async fn a_webhook_that_works_again_answers_again() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    webhook.answer_with(WebhookAnswer {
        hangs_up: true,
        ..WebhookAnswer::default()
    });
    ask(&house, &hello()).expect_error(503).await;
    webhook.reset();
    ask(&house, &hello()).expect(200).await;
}

/// More visitors than the four connections of the house.
#[tokio::test]
async fn who_waits_for_the_webhook_holds_no_connection_to_the_database() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    webhook.answer_with(WebhookAnswer {
        delay: Duration::from_secs(60),
        ..WebhookAnswer::default()
    });
    let mut waiting = JoinSet::new();
    for _ in 0..10 {
        waiting.spawn(ask(&house, &hello()).send());
    }
    while webhook.received().len() < 10 {
        assert!(waiting.try_join_next().is_none(), "one gave up");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn where_the_workflow_cannot_be_asked_the_visitor_is_told_so() {
    for url in [
        "not a URL",
        "ftp://n8n.example/x",
        "http://127.0.0.1:1/webhook",
    ] {
        let house = house_with(&[("N8N_WEBHOOK_URL", url)]).await;
        let refused = ask(&house, &hello()).expect_error(503).await;
        assert_eq!(refused["message"], UNABLE, "{url}");
        ask(&house, &json!({})).expect_error(400).await;
    }
}

#[tokio::test]
async fn where_no_workflow_is_set_the_documents_answer() {
    for settings in [vec![], vec![("N8N_WEBHOOK_SECRET", SECRET)]] {
        let house = house_with(&settings).await;
        ask(&house, &hello()).expect(200).await;
        let answerer = "select answerer from messages where role = 'assistant'";
        assert_eq!(house.database.text(answerer).await, "built_in");
    }
}
