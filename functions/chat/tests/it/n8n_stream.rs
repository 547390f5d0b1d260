//! n8n's own stream, all the way to the visitor: what a real one has sent, and what happens while it is still sending.

use crate::support::{ask, ask_streamed, hello, house_and_router, house_with};
use crate::waiting::{open, started};
use axum::body::BodyDataStream;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use test_support::{Asked, Call, House, WebhookByHand};

const WEBHOOK: &str = "/webhook/conference-chat";
const TRIGGER: &str = "/webhook/00000000-0000-4000-8000-000000000007/chat";
const LONG: Duration = Duration::from_secs(60);

/// An HTTP response of n8n 2.41, as it was on the wire.
macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/n8n/", $name, ".http")) as &[u8]
    };
}

fn event(kind: &str, content: Option<&str>) -> String {
    let metadata = json!({"nodeId": "a", "nodeName": "AI Agent", "itemIndex": 0, "runIndex": 0});
    let event = json!({"type": kind, "content": content, "metadata": metadata});
    format!("{event}\n")
}

fn item(content: &str) -> String {
    event("item", Some(content))
}

async fn next(frames: &mut BodyDataStream) -> Option<String> {
    let frame = frames.next().await?.expect("bytes");
    Some(String::from_utf8(frame.to_vec()).expect("UTF-8"))
}

fn chunk(text: &str) -> Option<String> {
    let data = json!({ "text": text });
    Some(format!("event: chunk\ndata: {data}\n\n"))
}

/// Sends a question, and the answer that a real n8n gave.
async fn replay(
    webhook: &WebhookByHand,
    response: &[u8],
    call: Call,
) -> (test_support::Answer, Asked) {
    let answering = async {
        let mut asked = webhook.asked().await;
        for part in response.chunks(100) {
            asked.say(part).await;
        }
        asked
    };
    tokio::join!(call.send(), answering)
}

async fn house_at(webhook: &WebhookByHand, path: &str) -> House {
    house_with(&[("N8N_WEBHOOK_URL", &webhook.url(path))]).await
}

#[tokio::test]
async fn what_a_real_n8n_streams_is_one_answer_with_its_sources() {
    let webhook = WebhookByHand::start().await;
    let house = house_at(&webhook, WEBHOOK).await;
    let sources = json!([
        {"title": "Programme", "url": "https://c.example/p", "page": 3, "heading": "Keynote", "excerpt": "at nine"},
    ]);
    for (response, text, sources) in [
        (
            recorded!("agent"),
            "Echo: Hello — with “ünïcode” 😀.",
            Value::Null,
        ),
        (
            recorded!("workflow"),
            "The keynote is at nine [1].",
            sources,
        ),
    ] {
        let (whole, _) = replay(&webhook, response, ask(&house, &hello())).await;
        assert_eq!(whole.status, 200, "{}", whole.text);
        assert_eq!(whole.json()["response"], text);
        assert_eq!(whole.json()["sources"], sources);

        let (told, _) = replay(&webhook, response, ask_streamed(&house, &hello())).await;
        let data = told
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("data: "));
        let data = data.map(|data| serde_json::from_str::<Value>(data).expect("JSON"));
        let data: Vec<_> = data.collect();
        let words: Vec<_> = data
            .iter()
            .filter_map(|data| data["text"].as_str())
            .collect();
        assert_eq!(words.concat(), text);
        assert!(words.len() > 2, "{words:?}");
        assert_eq!(data.contains(&sources), sources != Value::Null, "{data:?}");
        assert!(told.text.contains("event: done\n"), "{}", told.text);
    }
}

#[tokio::test]
async fn a_chat_trigger_is_asked_and_understood_in_its_own_words() {
    let webhook = WebhookByHand::start().await;
    let house = house_at(&webhook, TRIGGER).await;
    for (response, text) in [
        (recorded!("chat-trigger"), "You said: hi there"),
        (
            recorded!("chat-trigger-stream"),
            "Echo: hi there — with “ünïcode” 😀.",
        ),
    ] {
        let (answer, asked) = replay(&webhook, response, ask(&house, &hello())).await;
        assert_eq!(answer.json()["response"], text);
        let body = asked.request.json();
        assert_eq!(body["chatInput"], body["message"]);
        assert_eq!(body["action"], "sendMessage");
    }
}

#[tokio::test]
async fn every_word_is_told_before_the_next_one_comes() {
    let webhook = WebhookByHand::start().await;
    let (house, router) = house_and_router(&webhook.url(WEBHOOK), LONG).await;
    let mut frames = open(&house, &router).await;
    started(&mut frames).await;
    let (first, mut asked) = tokio::join!(next(&mut frames), async {
        let mut asked = webhook.asked().await;
        asked.begin_stream().await;
        asked.chunk(&event("begin", None)).await;
        asked.chunk(&item("At")).await;
        asked
    });
    assert_eq!(first, chunk("At"));
    for word in [" nine,", " in", " hall A."] {
        asked.chunk(&item(word)).await;
        assert_eq!(next(&mut frames).await, chunk(word));
    }
    asked.chunk(&event("end", None)).await;
    asked.end_stream().await;
    let last = next(&mut frames).await.expect("the end is told");
    assert!(last.starts_with("event: done\n"), "{last}");
    assert_eq!(next(&mut frames).await, None);
}

#[tokio::test]
async fn a_workflow_that_fails_in_the_middle_leaves_its_words_and_an_error() {
    let webhook = WebhookByHand::start().await;
    let house = house_at(&webhook, WEBHOOK).await;
    let secret = "a secret of the workflow";
    let failing = async || {
        let mut asked = webhook.asked().await;
        asked.begin_stream().await;
        let lines = event("begin", None) + &item("At ") + &event("error", Some(secret));
        asked.chunk(&lines).await;
        asked.end_stream().await;
    };
    let (told, ()) = tokio::join!(ask_streamed(&house, &hello()).send(), failing());
    let (words, error) = told.text.split_once("event: error\n").expect("an error");
    assert!(words.contains(&chunk("At ").expect("words")), "{words}");
    assert!(error.contains("\"unavailable\""), "{error}");
    assert!(!told.text.contains(secret) && !told.text.contains("event: done"));
    let kept = "select content from messages where role = 'assistant'";
    assert_eq!(house.database.text(kept).await, "At ");

    let (refused, ()) = tokio::join!(ask(&house, &hello()).send(), failing());
    refused.assert_error("half an answer is none", 503);
    assert!(!refused.text.contains(secret), "{}", refused.text);
}
