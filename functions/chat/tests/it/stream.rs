//! `POST /api/widget/chat/stream`: the events of an answer.

use crate::support::{
    SECRET, SESSION_ID, ask, ask_streamed, expect_readable_by, hello, house, house_of_example_com,
    house_with, impatient_house, too_slow,
};
use serde_json::{Value, json};
use std::time::Duration;
use test_support::{Answer, FakeWebhook, WebhookAnswer};

/// What a browser reads: every event's name and data, without the answer's id, which is told at the start and at the end.
fn events(answer: &Answer) -> Vec<(&str, Value)> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let text = answer.text.strip_suffix("\n\n");
    let blocks = text.expect("a complete event last").split("\n\n");
    let mut ids = Vec::new();
    let events = blocks
        .map(|block| {
            let event = block.strip_prefix("event: ").expect("its name first");
            let (name, data) = event.split_once("\ndata: ").expect("its data second");
            let mut data = serde_json::from_str::<Value>(data).expect("JSON on one line");
            if let ("start" | "done", Some(members)) = (name, data.as_object_mut()) {
                ids.push(members.remove("messageId").expect("the answer's id"));
            }
            (name, data)
        })
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    events
}

fn done() -> (&'static str, Value) {
    ("done", json!({"unknown": false}))
}

fn start() -> (&'static str, Value) {
    ("start", json!({"sessionId": SESSION_ID}))
}

#[tokio::test]
async fn an_answer_is_told_in_a_fixed_order() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let sources = json!([{"title": "T", "url": "https://d.example/1", "excerpt": "E", "extra": 1}]);
    for (answer, cited) in [
        (json!({"response": "See", "sources": sources}), true),
        (json!([{"response": "See", "sources": sources}]), true),
        (json!({"response": "See", "sources": []}), false),
        (json!({"response": "See", "sources": null}), false),
        (json!({"response": "See"}), false),
    ] {
        webhook.answer_with(WebhookAnswer::json(&answer));
        let mut expected = vec![start(), ("chunk", json!({"text": "See"}))];
        if cited {
            expected.push(("sources", sources.clone()));
        }
        expected.push(done());
        let told = ask_streamed(&house, &hello()).send().await;
        assert_eq!(events(&told), expected, "{answer}");
    }
}

#[tokio::test]
async fn every_character_survives() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for text in [
        "",
        "Grüezi 😀",
        "a\nb\r\nc\rd",
        "x\n\nevent: done\ndata: {}\n\n",
        ": no comment\0\u{85}\u{2028}\u{2029}\u{feff}",
        &"😀\n".repeat(50_000),
    ] {
        let response = json!({"response": text, "sources": [{"title": text}]});
        webhook.answer_with(WebhookAnswer::json(&response));
        let told = ask_streamed(&house, &hello()).send().await;
        let expected = [
            start(),
            ("chunk", json!({"text": text})),
            ("sources", json!([{"title": text}])),
            done(),
        ];
        assert!(events(&told) == expected, "{text:.100}");
    }
}

#[tokio::test]
async fn the_webhook_is_told_the_same_as_for_one_answer() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let mut body = hello();
    body["metadata"] = json!({"pageUrl": "https://conf.example/", "extra": 1});
    ask(&house, &body).send().await;
    // It is not to hear of the first one.
    house.database.sql("delete from conversations").await;
    ask_streamed(&house, &body).send().await;
    let asked = webhook.received().into_iter().map(|request| {
        let mut body = request.json();
        body["timestamp"].take();
        (request.header("x-webhook-secret").map(str::to_owned), body)
    });
    let asked: Vec<_> = asked.collect();
    let [of_message, of_stream] = &asked[..] else {
        panic!("{asked:?}");
    };
    assert_eq!(of_message, of_stream);
}

#[tokio::test]
async fn nothing_in_between_keeps_packs_or_collects_the_events() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let call = ask_streamed(&house, &hello()).header("accept-encoding", "gzip");
    let told = call.send().await;
    for (name, value) in [
        ("content-type", Some("text/event-stream; charset=utf-8")),
        ("cache-control", Some("private, no-cache, no-transform")),
        ("x-accel-buffering", Some("no")),
        ("content-length", None),
        ("content-encoding", None),
        ("etag", None),
    ] {
        assert_eq!(told.header(name), value, "{name}");
    }
    assert!(told.header("x-request-id").is_some());
    let whole = ask(&house, &hello()).send().await;
    assert_eq!(whole.header("cache-control"), Some("private, no-cache"));
}

#[tokio::test]
async fn only_an_allowed_page_may_read_the_events() {
    let webhook = FakeWebhook::start().await;
    let house = house_of_example_com(&webhook).await;
    for (page, status, readable_by) in [
        ("https://a.example.com", 200, Some("https://a.example.com")),
        ("https://evilexample.com", 403, None),
    ] {
        let call = ask_streamed(&house, &hello()).header("origin", page);
        let told = call.send().await;
        assert_eq!(told.status, status, "{}", told.text);
        expect_readable_by(&told, readable_by);
    }
    assert_eq!(webhook.received().len(), 1);
}

#[tokio::test]
async fn a_webhook_that_gives_no_answer_ends_the_stream_with_an_error() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let told = "a secret of the workflow";
    let unable = "Unable to process chat request at this time";
    let expected = [
        start(),
        ("error", json!({"code": "unavailable", "message": unable})),
    ];
    for answer in [
        WebhookAnswer {
            status: 500,
            ..WebhookAnswer::json(&json!({"response": told}))
        },
        WebhookAnswer {
            hangs_up: true,
            ..WebhookAnswer::default()
        },
        WebhookAnswer::json(&json!({"output": told})),
        WebhookAnswer::json(&json!({"response": told, "sources": told})),
        WebhookAnswer::json(&json!({"response": "x".repeat(1024 * 1024)})),
    ] {
        webhook.answer_with(answer);
        let answer = ask_streamed(&house, &hello()).send().await;
        assert_eq!(events(&answer), expected);
        for secret in [told, SECRET, "127.0.0.1"] {
            assert!(!answer.text.contains(secret), "{}", answer.text);
        }
    }
    let nowhere = house_with(&[("N8N_WEBHOOK_URL", "http://127.0.0.1:1/")]).await;
    let answer = ask_streamed(&nowhere, &hello()).send().await;
    assert_eq!(events(&answer), expected);
}

#[tokio::test]
async fn a_webhook_that_is_too_slow_ends_the_stream_with_a_timeout() {
    let webhook = FakeWebhook::start().await;
    let house = impatient_house(&webhook, Duration::from_millis(200)).await;
    let message = "The request took too long to process. Please try again.";
    for slow in too_slow() {
        webhook.answer_with(slow);
        let answer = ask_streamed(&house, &hello()).send().await;
        let error = json!({"code": "timeout", "message": message});
        assert_eq!(events(&answer), [start(), ("error", error)]);
    }
}
