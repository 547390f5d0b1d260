//! A server that plays a webhook and a model, and behaves as badly as it is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Well,
    /// Nobody listens.
    Away,
    /// It takes the question and says nothing.
    Silent,
    /// A byte a second.
    Dripping,
    /// The one or the other, in turns.
    Slow,
    /// A head, and then the end of the connection.
    HeadOnly,
    /// Half of the body, and then the end of the connection.
    Half,
    /// Half of the body, which says that it is all.
    HalfAsWhole,
    /// It answers with this status.
    Status(u16),
    /// What is no HTTP.
    Garbage,
    /// What is HTTP, and no answer.
    GarbageBody,
}

/// What an answer begins with, webhook's or model's.
pub const WORDS: &str = "It begins at nine";

pub struct Unruly {
    port: u16,
    manner: Arc<Mutex<Manner>>,
    task: Mutex<JoinHandle<()>>,
}

impl Unruly {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let manner = Arc::new(Mutex::new(Manner::Well));
        let task = tokio::spawn(serve(listener, Arc::clone(&manner)));
        Self {
            port,
            manner,
            task: Mutex::new(task),
        }
    }

    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn webhook_url(&self) -> String {
        format!("http://127.0.0.1:{}/webhook", self.port)
    }

    pub fn model_url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Behaves so from now on, also to those who wait.
    pub async fn behave(&self, manner: Manner) {
        let before = std::mem::replace(&mut *self.manner.lock().expect("no panic"), manner);
        if manner == Manner::Away {
            let task = self.task.lock().expect("no panic");
            task.abort();
        } else if before == Manner::Away {
            let listener = self.listen_again().await;
            let task = tokio::spawn(serve(listener, Arc::clone(&self.manner)));
            *self.task.lock().expect("no panic") = task;
        }
    }

    /// The port is free once the listener has been dropped, which is a moment after it was told to go.
    async fn listen_again(&self) -> TcpListener {
        loop {
            if let Ok(listener) = TcpListener::bind(("127.0.0.1", self.port)).await {
                return listener;
            }
            tokio::task::yield_now().await;
        }
    }
}

async fn serve(listener: TcpListener, manner: Arc<Mutex<Manner>>) {
    let mut drips = false;
    while let Ok((stream, _)) = listener.accept().await {
        let manner = match *manner.lock().expect("no panic") {
            Manner::Slow => {
                drips = !drips;
                if drips {
                    Manner::Dripping
                } else {
                    Manner::Silent
                }
            }
            manner => manner,
        };
        // Who does not wait for the end is part of what is tested.
        tokio::spawn(async move { drop(answer(stream, manner).await) });
    }
}

async fn answer(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let path = read(&mut stream).await?;
    let (content_type, body) = if path.contains("completions") {
        ("text/event-stream", model_reply())
    } else {
        (
            "application/json",
            r#"{"response":"It begins at nine, in the main hall."}"#.to_owned(),
        )
    };
    let head = |status: u16, length: usize| {
        format!(
            "HTTP/1.1 {status} Told\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        )
    };
    let whole = format!("{}{body}", head(200, body.len()));
    let half = &body[..body.len() / 2];
    let text = match manner {
        Manner::Well | Manner::Dripping | Manner::Slow | Manner::Away | Manner::Silent => whole,
        Manner::HeadOnly => head(200, body.len()),
        Manner::Half => format!("{}{half}", head(200, body.len())),
        Manner::HalfAsWhole => format!("{}{half}", head(200, half.len())),
        Manner::Status(status) => format!("{}{{\"error\":1}}", head(status, 11)),
        Manner::Garbage => "\u{1}\u{2}what is this\r\n\r\n".to_owned(),
        Manner::GarbageBody => format!("{}<html>\0</html>", head(200, 14)),
    };
    match manner {
        Manner::Silent => until_closed(&mut stream).await,
        Manner::Dripping => {
            for byte in text.as_bytes() {
                stream.write_all(&[*byte]).await?;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Ok(())
        }
        _ => {
            stream.write_all(text.as_bytes()).await?;
            stream.shutdown().await
        }
    }
}

/// What a model says, in OpenAI's events.
fn model_reply() -> String {
    let words = ["It ", "begins ", "at ", "nine [1]."];
    let mut reply = String::new();
    for word in words {
        let event = serde_json::json!({"choices": [{"index": 0, "delta": {"content": word}}]});
        reply.push_str(&format!("data: {event}\n\n"));
    }
    let end = serde_json::json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    format!("{reply}data: {end}\n\ndata: [DONE]\n\n")
}

async fn until_closed(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut buffer = [0; 256];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// Reads a request whose body comes with its length; gives its path.
async fn read(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, _)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        });
        if bytes.len() >= head.len() + 4 + length.unwrap_or(0) {
            let path = head.split(' ').nth(1).unwrap_or_default();
            return Ok(path.to_owned());
        }
    }
}
