//! A webhook whose answer the test sends itself, byte by byte: what has arrived on the other side before the next byte is sent is then no
//! question of time.

use crate::webhook::{self, WebhookRequest};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

/// A webhook that says nothing by itself.
#[derive(Debug)]
pub struct WebhookByHand {
    listener: TcpListener,
}

/// A question that waits for its answer.
#[derive(Debug)]
pub struct Asked {
    /// What was asked.
    pub request: WebhookRequest,
    stream: TcpStream,
}

impl WebhookByHand {
    /// Opens a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self { listener }
    }

    /// The URL to configure, with this path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        let address = self.listener.local_addr().expect("its address");
        format!("http://{address}{path}")
    }

    /// Waits for the next question.
    pub async fn asked(&self) -> Asked {
        let (mut stream, _) = self.listener.accept().await.expect("a connection");
        // Otherwise the system collects what is sent.
        stream.set_nodelay(true).expect("an open connection");
        let request = webhook::read(&mut stream).await.expect("a question");
        Asked { request, stream }
    }
}

impl Asked {
    /// Sends bytes as they are, the answer's head among them.
    pub async fn say(&mut self, bytes: &[u8]) {
        let sent = self.stream.write_all(bytes).await;
        sent.expect("somebody who listens");
    }

    /// Sends the head of a streamed answer, as n8n does.
    pub async fn begin_stream(&mut self) {
        self.say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n")
            .await;
    }

    /// Sends one chunk of it.
    pub async fn chunk(&mut self, text: &str) {
        let chunk = format!("{:x}\r\n{text}\r\n", text.len());
        self.say(chunk.as_bytes()).await;
    }

    /// Sends its end.
    pub async fn end_stream(mut self) {
        self.say(b"0\r\n\r\n").await;
        self.hang_up().await;
    }

    /// Closes the connection after what was sent.
    pub async fn hang_up(mut self) {
        // Who has closed it before has heard enough.
        drop(self.stream.shutdown().await);
    }

    /// Waits until the other side has closed the connection.
    pub async fn is_taken_back(self) {
        let mut bytes = [0; 1024];
        loop {
            self.stream.readable().await.expect("a connection");
            match self.stream.try_read(&mut bytes) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Ok(1..) => {}
                // A reset is an end too.
                Ok(0) | Err(_) => return,
            }
        }
    }
}
