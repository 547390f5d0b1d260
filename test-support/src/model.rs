//! A server that plays a language model behind OpenAI's chat completions: it streams its words over a real connection, at the pace that
//! a test sets or when the test lets it, and fails on demand. It also says what texts mean. Real clients accept it (n8n's, OpenAI's own):
//! what they look for is there.

mod embeddings;
mod wire;

pub use embeddings::ModelEmbeddings;

use crate::webhook::{self, WebhookRequest};
use serde_json::{Value, json};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use wire::{error, event, frame, models, tokens, whole};

/// A running model. It stops with the runtime it was started on.
#[derive(Clone, Debug)]
pub struct FakeModel {
    port: u16,
    state: Arc<State>,
}

/// How the model answers. The default is a short answer that cites the first passage, all at once.
#[derive(Clone, Debug)]
pub struct ModelAnswer {
    /// What it says, one event each.
    pub words: Vec<String>,
    /// When it says each of them.
    pub pace: Pace,
    /// Why it stops: `stop`, `length`, `content_filter`.
    pub finish_reason: &'static str,
    /// Tokens of the question and of the answer, told when the caller wants to know.
    pub usage: Option<(u32, u32)>,
    /// What goes wrong.
    pub failure: Option<ModelFailure>,
}

/// When a model says its next words.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// At once.
    AtOnce,
    /// When so much time has passed.
    Every(Duration),
    /// When the test calls [`FakeModel::release`].
    Released,
}

/// What can go wrong with a model.
#[derive(Clone, Debug)]
pub enum ModelFailure {
    /// It answers with this status, and with words that nobody should see.
    Status(u16),
    /// It takes the question and says nothing.
    Hangs,
    /// The connection is cut after so many words.
    DiesAfter(usize),
    /// The reply ends as if it were complete after so many words.
    EndsAfter(usize),
    /// It tells of a failure after so many words.
    ReportsAfter(usize),
    /// It answers all at once, asked to stream or not.
    KnowsNoStreams,
    /// It refuses questions that want to know what was used.
    RefusesStreamOptions,
    /// It sends this instead, as whatever it is.
    Says(&'static str),
}

#[derive(Debug)]
struct State {
    answer: Mutex<ModelAnswer>,
    received: Mutex<Vec<WebhookRequest>>,
    embeddings: Mutex<ModelEmbeddings>,
    embedded: Mutex<Vec<WebhookRequest>>,
    connections: AtomicUsize,
    released: Semaphore,
    left: Semaphore,
}

impl FakeModel {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let state = Arc::new(State {
            answer: Mutex::default(),
            received: Mutex::default(),
            embeddings: Mutex::default(),
            embedded: Mutex::default(),
            connections: AtomicUsize::new(0),
            released: Semaphore::new(0),
            left: Semaphore::new(0),
        });
        let model = Self { port, state };
        let serving = model.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.state.connections.fetch_add(1, Ordering::SeqCst);
                let model = serving.clone();
                // A caller that does not wait for the end is part of what is tested.
                tokio::spawn(async move { drop(model.serve(stream).await) });
            }
        });
        model
    }

    /// The base URL to configure.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Answers so from now on.
    pub fn answer_with(&self, answer: ModelAnswer) {
        *lock(&self.state.answer) = answer;
    }

    /// The questions that came in, oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<WebhookRequest> {
        lock(&self.state.received).clone()
    }

    /// Reads texts so from now on.
    pub fn embed_with(&self, embeddings: ModelEmbeddings) {
        *lock(&self.state.embeddings) = embeddings;
    }

    /// The texts that it was asked for, oldest request first.
    #[must_use]
    pub fn embedded(&self) -> Vec<WebhookRequest> {
        lock(&self.state.embedded).clone()
    }

    /// How often somebody connected, whatever for.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Lets so many words out, of whichever answers wait for it.
    pub fn release(&self, words: usize) {
        self.state.released.add_permits(words);
    }

    /// Waits until a caller has closed the connection before the answer was complete.
    pub async fn until_left(&self) {
        let left = self.state.left.acquire().await;
        left.expect("it is never closed").forget();
    }

    /// One request a connection, which is then closed.
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        // Otherwise the system collects what is sent.
        stream.set_nodelay(true)?;
        let request = webhook::read(&mut stream).await?;
        let path = request.path.split('?').next().unwrap_or_default();
        let (mut reader, mut writer) = stream.split();
        match (request.method.as_str(), path) {
            ("GET", "/v1/models") => send(&mut writer, 200, &models()).await,
            ("POST", "/v1/chat/completions") => {
                let asked = request.json();
                lock(&self.state.received).push(request);
                let answer = lock(&self.state.answer).clone();
                tokio::select! {
                    answered = self.answer(&mut writer, &answer, &asked) => answered,
                    () = until_closed(&mut reader) => {
                        self.state.left.add_permits(1);
                        Ok(())
                    }
                }
            }
            ("POST", "/v1/embeddings") => {
                let asked = request.json();
                lock(&self.state.embedded).push(request);
                let embeddings = lock(&self.state.embeddings).clone();
                tokio::select! {
                    answered = embed(&mut writer, &embeddings, &asked) => answered,
                    () = until_closed(&mut reader) => {
                        self.state.left.add_permits(1);
                        Ok(())
                    }
                }
            }
            _ => send(&mut writer, 404, &error("There is no such route")).await,
        }
    }

    async fn answer(
        &self,
        writer: &mut WriteHalf<'_>,
        answer: &ModelAnswer,
        asked: &Value,
    ) -> io::Result<()> {
        match answer.failure {
            Some(ModelFailure::Status(status)) => {
                let body = error("a secret of the model");
                return send(writer, status, &body).await;
            }
            Some(ModelFailure::Hangs) => std::future::pending().await,
            Some(ModelFailure::Says(text)) => return send_text(writer, text).await,
            Some(ModelFailure::RefusesStreamOptions) if !asked["stream_options"].is_null() => {
                return send(writer, 400, &error("Unknown parameter: stream_options")).await;
            }
            _ => {}
        }
        let knows_streams = !matches!(answer.failure, Some(ModelFailure::KnowsNoStreams));
        if asked["stream"] == true && knows_streams {
            return self.stream(writer, answer, asked).await;
        }
        for _ in &answer.words {
            self.wait(answer.pace).await;
        }
        send(writer, 200, &whole(answer)).await
    }

    async fn stream(
        &self,
        writer: &mut WriteHalf<'_>,
        answer: &ModelAnswer,
        asked: &Value,
    ) -> io::Result<()> {
        let head = head(
            200,
            "text/event-stream; charset=utf-8",
            "Transfer-Encoding: chunked",
        );
        writer.write_all(head.as_bytes()).await?;
        let begin = json!({"role": "assistant", "content": "", "refusal": null});
        say(writer, &event(&begin, None)).await?;
        for (said, words) in answer.words.iter().enumerate() {
            match answer.failure {
                Some(ModelFailure::DiesAfter(at)) if at == said => return Ok(()),
                Some(ModelFailure::EndsAfter(at)) if at == said => return end(writer).await,
                Some(ModelFailure::ReportsAfter(at)) if at == said => {
                    return say(writer, &error("a secret of the model").to_string()).await;
                }
                _ => {}
            }
            self.wait(answer.pace).await;
            say(writer, &event(&json!({"content": words}), None)).await?;
        }
        say(writer, &event(&json!({}), Some(answer.finish_reason))).await?;
        let wants_usage = asked["stream_options"]["include_usage"] == true;
        if let (Some(usage), true) = (answer.usage, wants_usage) {
            let mut last = frame("chat.completion.chunk", json!([]));
            last["usage"] = tokens(usage);
            say(writer, &last.to_string()).await?;
        }
        say(writer, "[DONE]").await?;
        end(writer).await
    }

    async fn wait(&self, pace: Pace) {
        match pace {
            Pace::AtOnce => {}
            Pace::Every(gap) => tokio::time::sleep(gap).await,
            Pace::Released => {
                let released = self.state.released.acquire().await;
                released.expect("it is never closed").forget();
            }
        }
    }
}

impl ModelAnswer {
    /// One that says these words.
    #[must_use]
    pub fn of(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|&words| words.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// One that fails so.
    #[must_use]
    pub fn failing(failure: ModelFailure) -> Self {
        Self {
            failure: Some(failure),
            ..Self::default()
        }
    }
}

impl Default for ModelAnswer {
    fn default() -> Self {
        Self {
            words: ["Doors open", " at nine", " [1]."]
                .map(str::to_owned)
                .into(),
            pace: Pace::AtOnce,
            finish_reason: "stop",
            usage: Some((120, 7)),
            failure: None,
        }
    }
}

async fn embed(
    writer: &mut WriteHalf<'_>,
    embeddings: &ModelEmbeddings,
    asked: &Value,
) -> io::Result<()> {
    match embeddings.failure {
        Some(ModelFailure::Status(status)) => {
            send(writer, status, &error("a secret of the model")).await
        }
        Some(ModelFailure::Hangs) => std::future::pending().await,
        Some(ModelFailure::Says(text)) => send_text(writer, text).await,
        _ => {
            let (status, body) = embeddings.answer(asked);
            send(writer, status, &body).await
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nobody panics holding it")
}

fn head(status: u16, content_type: &str, length: &str) -> String {
    format!(
        "HTTP/1.1 {status} Told\r\nConnection: close\r\nContent-Type: {content_type}\r\n{length}\r\n\r\n"
    )
}

async fn send(writer: &mut WriteHalf<'_>, status: u16, body: &Value) -> io::Result<()> {
    let body = body.to_string();
    let head = head(
        status,
        "application/json",
        &format!("Content-Length: {}", body.len()),
    );
    writer.write_all((head + &body).as_bytes()).await
}

async fn send_text(writer: &mut WriteHalf<'_>, text: &str) -> io::Result<()> {
    let length = format!("Content-Length: {}", text.len());
    let head = head(200, "text/plain", &length);
    writer.write_all((head + text).as_bytes()).await
}

/// An event in a chunk of its own.
async fn say(writer: &mut WriteHalf<'_>, data: &str) -> io::Result<()> {
    let event = format!("data: {data}\n\n");
    let chunk = format!("{:x}\r\n{event}\r\n", event.len());
    writer.write_all(chunk.as_bytes()).await
}

async fn end(writer: &mut WriteHalf<'_>) -> io::Result<()> {
    writer.write_all(b"0\r\n\r\n").await
}

async fn until_closed(reader: &mut ReadHalf<'_>) {
    let mut bytes = [0; 64];
    // A reset is an end too.
    while reader.read(&mut bytes).await.unwrap_or(0) > 0 {}
}
