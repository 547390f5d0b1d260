//! A webhook that plays n8n: it answers as told and remembers what it was sent. A small HTTP/1.1 server, so that a test can also
//! make it slow, break off in the middle, or say nothing at all, which a real server would not do on demand.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A running webhook. It stops with the runtime it was started on.
#[derive(Clone, Debug)]
pub struct FakeWebhook {
    port: u16,
    state: Arc<Mutex<State>>,
}

/// How the webhook answers. The default is what a simple workflow says: `{"response":"ok"}`.
#[derive(Clone, Debug)]
pub struct WebhookAnswer {
    /// The status code.
    pub status: u16,
    /// Headers beside `Content-Length` and `Connection`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long it thinks before it begins to answer.
    pub delay: Duration,
    /// How long it pauses when half of the body is sent.
    pub stall_in_body: Duration,
    /// Closes the connection instead of answering.
    pub hangs_up: bool,
}

/// A request that the webhook received.
#[derive(Clone, Debug)]
pub struct WebhookRequest {
    /// `POST`, …
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    answer: WebhookAnswer,
    received: Vec<WebhookRequest>,
}

impl FakeWebhook {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let state = Arc::default();
        let webhook = Self { port, state };
        let serving = webhook.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let webhook = serving.clone();
                // A caller that does not wait for the end is part of what is tested.
                tokio::spawn(async move { drop(webhook.serve(stream).await) });
            }
        });
        webhook
    }

    /// The URL to configure.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/webhook/chat", self.port)
    }

    /// Answers so from now on.
    pub fn answer_with(&self, answer: WebhookAnswer) {
        self.state().answer = answer;
    }

    /// What came in since the start or the last [`Self::reset`], oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<WebhookRequest> {
        self.state().received.clone()
    }

    /// Forgets what came in and answers as in the beginning.
    pub fn reset(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics holding it")
    }

    /// One request a connection, which is then closed.
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let request = read(&mut stream).await?;
        let answer = if request.path == "/redirected" {
            WebhookAnswer::text(format!(
                r#"{{"response":"after redirect {}"}}"#,
                request.method
            ))
        } else {
            self.state().answer.clone()
        };
        self.state().received.push(request);
        tokio::time::sleep(answer.delay).await;
        if answer.hangs_up {
            return Ok(());
        }
        answer.write(&mut stream).await
    }
}

impl WebhookAnswer {
    /// A 200 of JSON.
    #[must_use]
    pub fn json(body: &Value) -> Self {
        Self::text(body.to_string())
    }

    fn text(body: String) -> Self {
        Self {
            status: 200,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: body.into_bytes(),
            delay: Duration::ZERO,
            stall_in_body: Duration::ZERO,
            hangs_up: false,
        }
    }

    async fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Told\r\nConnection: close\r\n", self.status);
        // A 204 has no body and may not announce one (RFC 9110, section 8.6).
        if self.status != 204 {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await?;
        let (first, second) = self.body.split_at(self.body.len() / 2);
        stream.write_all(first).await?;
        stream.flush().await?;
        tokio::time::sleep(self.stall_in_body).await;
        stream.write_all(second).await?;
        stream.shutdown().await
    }
}

impl Default for WebhookAnswer {
    fn default() -> Self {
        Self::text(r#"{"response":"ok"}"#.to_owned())
    }
}

impl WebhookRequest {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// A header's text, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Reads a request whose body, when it has one, comes with its length, as our client sends it.
pub(crate) async fn read(stream: &mut TcpStream) -> io::Result<WebhookRequest> {
    let mut bytes = Vec::new();
    let head_length = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        read_more(stream, &mut bytes).await?;
    };
    let head = String::from_utf8_lossy(&bytes[..head_length]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let mut word = || first.next().unwrap_or_default().to_owned();
    let (method, path) = (word(), word());
    let headers: HeaderMap = lines
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value.trim()).ok()?))
        })
        .collect();
    let length = headers
        .get("content-length")
        .and_then(|length| length.to_str().ok()?.parse().ok());
    let whole_length = head_length + length.unwrap_or(0);
    while bytes.len() < whole_length {
        read_more(stream, &mut bytes).await?;
    }
    Ok(WebhookRequest {
        method,
        path,
        headers,
        body: bytes.split_off(head_length),
    })
}

async fn read_more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    match stream.read_buf(bytes).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(webhook: &FakeWebhook) -> String {
        let port = ("127.0.0.1", webhook.port);
        let mut stream = TcpStream::connect(port).await.expect("a connection");
        let request = b"POST /webhook/chat?x=y HTTP/1.1\r\nContent-Length: 2\r\nX-A: b\r\n\r\n{}";
        stream.write_all(request).await.expect("the request");
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer).await;
        read.expect("all that comes");
        answer
    }

    #[tokio::test]
    async fn it_remembers_what_it_was_sent_until_it_is_reset() {
        let webhook = FakeWebhook::start().await;
        assert!(ask(&webhook).await.ends_with(r#"{"response":"ok"}"#));
        let received = webhook.received();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].path, "/webhook/chat?x=y");
        assert_eq!(received[0].header("x-a"), Some("b"));
        assert_eq!(received[0].json(), serde_json::json!({}));
        webhook.reset();
        assert!(webhook.received().is_empty());
    }

    #[tokio::test]
    async fn it_pauses_in_the_middle_and_hangs_up_when_told() {
        let webhook = FakeWebhook::start().await;
        webhook.answer_with(WebhookAnswer {
            stall_in_body: Duration::from_millis(20),
            ..WebhookAnswer::default()
        });
        assert!(ask(&webhook).await.ends_with(r#"{"response":"ok"}"#));
        webhook.answer_with(WebhookAnswer {
            hangs_up: true,
            ..WebhookAnswer::default()
        });
        assert_eq!(ask(&webhook).await, "");
    }
}
