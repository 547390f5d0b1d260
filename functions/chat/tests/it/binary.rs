//! The function's own program under the Lambda Runtime API, with events as function URLs send them in mode `RESPONSE_STREAM`.

use crate::support::{PATH, STREAM_PATH, hello};
use serde_json::json;
use std::time::Duration;
use test_support::{Environment, HttpAnswer, HttpEvent, Person, TestDatabase, bootstrap};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

struct Chat {
    environment: Environment,
    /// Where the workflow would be.
    webhook: TcpListener,
    alice: Person,
    _database: TestDatabase,
}

impl Chat {
    async fn start() -> Self {
        let database = TestDatabase::create().await;
        let alice = Person::register(&database.services(1), "alice").await;
        let webhook = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", webhook.local_addr().expect("its address"));
        let program = bootstrap("chat", env!("CARGO_BIN_EXE_chat"));
        let more = [("N8N_WEBHOOK_URL", url.as_str())];
        let environment = Environment::with_database(&program, database.url(), &more).await;
        Self {
            environment,
            webhook,
            alice,
            _database: database,
        }
    }

    fn question(&self, path: &str) -> HttpEvent {
        HttpEvent::function_url("POST", path)
            .header("x-api-key", &self.alice.key)
            .json(&hello())
    }
}

/// Waits for the question.
async fn asked(webhook: &TcpListener) -> TcpStream {
    let (mut stream, _) = webhook.accept().await.expect("a connection");
    let mut question = Vec::new();
    while !question.ends_with(b"}") {
        let read = stream.read_buf(&mut question).await.expect("a question");
        assert!(read > 0, "{}", String::from_utf8_lossy(&question));
    }
    stream
}

/// Answers as the workflow.
async fn say(mut stream: TcpStream, text: &str) {
    let body = format!("{{\"response\":\"{text}\"}}");
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream
        .write_all(answer.as_bytes())
        .await
        .expect("the whole answer");
}

#[tokio::test]
async fn a_stream_arrives_in_pieces_while_it_is_made() {
    let mut chat = Chat::start().await;
    let event = chat.question(STREAM_PATH);
    let mut incoming = chat
        .environment
        .begin(event.value(), Duration::from_secs(35))
        .await;
    assert_eq!(
        incoming.headers["lambda-runtime-function-response-mode"],
        "streaming"
    );
    let mut so_far = Vec::new();
    while !so_far.ends_with(b"\n\n") {
        so_far.extend(incoming.piece().await.expect("not the end"));
    }
    let text = String::from_utf8_lossy(&so_far);
    assert!(
        text.contains("event: start") && !text.contains("event: chunk"),
        "{text}"
    );

    // Only now is there an answer at all.
    say(asked(&chat.webhook).await, "In the main hall").await;
    let mut finished = incoming.rest().await;
    finished.body.splice(0..0, so_far);
    let answer = HttpAnswer::streamed(&finished);
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.headers["content-type"],
        "text/event-stream; charset=utf-8"
    );
    assert_eq!(
        answer.headers["cache-control"],
        "private, no-cache, no-transform"
    );
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(
        body.contains("In the main hall") && body.contains("\n\nevent: done\n"),
        "{body}"
    );
}

#[tokio::test]
async fn one_json_answer_goes_out_the_same_way() {
    let mut chat = Chat::start().await;
    let event = chat.question(PATH);
    let (finished, ()) = tokio::join!(chat.environment.invoke(event.value()), async {
        say(asked(&chat.webhook).await, "Noon").await;
    });
    assert_eq!(
        HttpAnswer::streamed(&finished).expect(200)["response"],
        "Noon"
    );
}

#[tokio::test]
async fn what_nobody_can_read_ends_no_environment() {
    let mut chat = Chat::start().await;
    let long = format!("{PATH}?{}", "q".repeat(70_000));
    let event = HttpEvent::function_url("POST", &long);
    let finished = chat.environment.invoke(event.value()).await;
    HttpAnswer::streamed(&finished).expect(404);
    let mut events = Vec::new();
    for host in [
        "a.example:99999",
        "xn--a.example",
        "999.999.999.999",
        "[v1.x]",
        "a b",
    ] {
        events.push(HttpEvent::function_url("POST", PATH).header("host", host));
    }
    for event in events {
        let finished = chat.environment.invoke(event.value()).await;
        let status = HttpAnswer::streamed(&finished).status;
        assert!((400..500).contains(&status), "{status}");
    }
    let broken = chat.environment.invoke(&json!({"warm": true})).await;
    assert!(broken.is_error);
    let nobody = HttpEvent::function_url("POST", PATH).json(&hello());
    let finished = chat.environment.invoke(nobody.value()).await;
    HttpAnswer::streamed(&finished).expect(401);
}

#[tokio::test]
async fn an_origin_that_is_no_text_spoils_no_prelude() {
    let mut chat = Chat::start().await;
    let preflight = HttpEvent::function_url("OPTIONS", PATH).header("origin", "https://é.example");
    let finished = chat.environment.invoke(preflight.value()).await;
    let answer = HttpAnswer::streamed(&finished);
    assert_eq!(answer.status, 204);
    let headers = answer.headers.as_object().expect("headers");
    assert!(
        headers.values().all(serde_json::Value::is_string),
        "{headers:?}"
    );
}

#[tokio::test]
async fn a_preflight_and_a_refusal_have_their_status_and_headers() {
    let mut chat = Chat::start().await;
    let preflight = HttpEvent::function_url("OPTIONS", PATH)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-api-key");
    let finished = chat.environment.invoke(preflight.value()).await;
    let answer = HttpAnswer::streamed(&finished);
    assert_eq!(answer.status, 204);
    assert_eq!(
        answer.headers["access-control-allow-origin"],
        "https://conference.example"
    );

    let nobody = HttpEvent::function_url("POST", STREAM_PATH).json(&hello());
    let finished = chat.environment.invoke(nobody.value()).await;
    HttpAnswer::streamed(&finished).expect(401);
}
