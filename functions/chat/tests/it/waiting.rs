//! What a visitor of the stream reads while the answer is still being made, and what becomes of it when the visitor leaves.

use crate::support::{SESSION_ID, STREAM_PATH, hello, house_and_router};
use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt;
use std::time::Duration;
use test_support::{FakeWebhook, House, WebhookAnswer};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

const LONG: Duration = Duration::from_secs(60);

/// What arrives, as it arrives.
pub async fn open(house: &House, router: &Router) -> BodyDataStream {
    let request = Request::post(STREAM_PATH)
        .header("x-api-key", &house.alice.key)
        .header("content-type", "application/json")
        .body(Body::from(hello().to_string()));
    let response = router.clone().oneshot(request.expect("a request")).await;
    let response = response.unwrap_or_else(|never| match never {});
    response.into_body().into_data_stream()
}

pub async fn next(frames: &mut BodyDataStream) -> String {
    let frame = frames.next().await.expect("not the end");
    String::from_utf8(frame.expect("bytes").to_vec()).expect("UTF-8")
}

/// The first event; gives the answer's id.
pub async fn started(frames: &mut BodyDataStream) -> String {
    let frame = next(frames).await;
    let before = format!("event: start\ndata: {{\"sessionId\":\"{SESSION_ID}\",\"messageId\":\"");
    let id = frame.strip_prefix(&before).expect("the start");
    id.strip_suffix("\"}\n\n").expect("its end").to_owned()
}

fn silent() -> WebhookAnswer {
    WebhookAnswer {
        delay: LONG,
        ..WebhookAnswer::default()
    }
}

#[tokio::test]
async fn the_start_is_told_before_the_webhook_is_asked() {
    let webhook = FakeWebhook::start().await;
    webhook.answer_with(silent());
    let (house, router) = house_and_router(&webhook.url(), LONG).await;
    let mut frames = open(&house, &router).await;
    started(&mut frames).await;
    assert_eq!(webhook.received().len(), 0);
    let asked = async {
        while webhook.received().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        frame = next(&mut frames) => panic!("the webhook has not answered: {frame}"),
        () = asked => {}
    }
}

#[tokio::test]
async fn every_event_arrives_by_itself() {
    let webhook = FakeWebhook::start().await;
    let answer = r#"{"response":"See","sources":[{"title":"T"}]}"#;
    webhook.answer_with(WebhookAnswer {
        body: answer.into(),
        ..WebhookAnswer::default()
    });
    let (house, router) = house_and_router(&webhook.url(), LONG).await;
    let mut frames = open(&house, &router).await;
    let id = started(&mut frames).await;
    for expected in [
        "event: chunk\ndata: {\"text\":\"See\"}\n\n",
        "event: sources\ndata: [{\"title\":\"T\"}]\n\n",
        &format!("event: done\ndata: {{\"messageId\":\"{id}\",\"unknown\":false}}\n\n"),
    ] {
        assert_eq!(next(&mut frames).await, expected);
    }
    assert!(frames.next().await.is_none());
}

#[tokio::test]
async fn while_the_webhook_is_silent_comments_keep_the_connection_alive() {
    let webhook = FakeWebhook::start().await;
    webhook.answer_with(silent());
    let keep_alive = Duration::from_millis(5);
    let (house, router) = house_and_router(&webhook.url(), keep_alive).await;
    let mut frames = open(&house, &router).await;
    started(&mut frames).await;
    for _ in 0..3 {
        assert_eq!(next(&mut frames).await, ": keep-alive\n\n");
    }
}

#[tokio::test]
async fn a_visitor_who_leaves_takes_the_question_back() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("its address"));
    let (house, router) = house_and_router(&url, LONG).await;
    let mut frames = open(&house, &router).await;
    started(&mut frames).await;
    let question = async {
        let (question, _) = listener.accept().await.expect("a connection");
        question.readable().await.expect("a question");
        question
    };
    let question = tokio::select! {
        frame = next(&mut frames) => panic!("nobody has answered: {frame}"),
        question = question => question,
    };
    drop(frames);
    // Well before the time limit of ten seconds ends it anyway.
    let ended = tokio::time::timeout(Duration::from_secs(5), end(&question));
    ended.await.expect("the connection is closed");
}

/// Waits until the other side has closed the connection.
async fn end(connection: &TcpStream) {
    let mut bytes = [0; 1024];
    loop {
        connection.readable().await.expect("a connection");
        match connection.try_read(&mut bytes) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            // A reset is an end too.
            Err(_) => return,
        }
    }
}
