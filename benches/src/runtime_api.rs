//! As much of the Lambda Runtime API as one function needs to answer one event and then wait for the next.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What a function did.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// It asked for the next event.
    Polled,
    /// It answered; the body of its answer.
    Answered(String),
}

/// A listening Runtime API.
pub struct RuntimeApi {
    /// For `AWS_LAMBDA_RUNTIME_API`.
    pub address: String,
    /// What the function does, as it does it.
    pub seen: UnboundedReceiver<Seen>,
}

impl RuntimeApi {
    /// Serves `event` to the first poll and nothing to later ones.
    pub async fn start(event: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its number").to_string();
        let (sender, seen) = unbounded_channel();
        tokio::spawn(async move {
            let mut event = Some(event);
            while let Ok((stream, _)) = listener.accept().await {
                // One connection at a time is all the runtime client uses.
                drop(converse(stream, &mut event, &sender).await);
            }
        });
        Self { address, seen }
    }
}

async fn converse(
    stream: TcpStream,
    event: &mut Option<String>,
    seen: &UnboundedSender<Seen>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let (line, body) = read_request(&mut stream).await?;
        if line.contains("/invocation/next") {
            drop(seen.send(Seen::Polled));
            let Some(event) = event.take() else {
                return std::future::pending().await;
            };
            let head = "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n\
                        Lambda-Runtime-Deadline-Ms: 4102444800000\r\n\
                        Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:bench\r\n";
            respond(&mut stream, "200 OK", head, &event).await?;
        } else {
            drop(seen.send(Seen::Answered(body)));
            respond(&mut stream, "202 Accepted", "", "{}").await?;
        }
    }
}

async fn read_request(stream: &mut BufReader<TcpStream>) -> std::io::Result<(String, String)> {
    let mut first = String::new();
    let (mut length, mut is_chunked) = (0, false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let lower = line.trim().to_ascii_lowercase();
        if lower.is_empty() {
            break;
        }
        if first.is_empty() {
            first = line.trim().to_owned();
        }
        length = lower
            .strip_prefix("content-length:")
            .and_then(|value| value.trim().parse().ok())
            .unwrap_or(length);
        is_chunked |= lower.starts_with("transfer-encoding:") && lower.contains("chunked");
    }
    let body = if is_chunked {
        read_chunks(stream).await?
    } else {
        read_exactly(stream, length).await?
    };
    Ok((first, String::from_utf8_lossy(&body).into_owned()))
}

async fn read_exactly(
    stream: &mut BufReader<TcpStream>,
    length: usize,
) -> std::io::Result<Vec<u8>> {
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(body)
}

async fn read_chunks(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut size = String::new();
        stream.read_line(&mut size).await?;
        let size = usize::from_str_radix(size.trim(), 16).map_err(std::io::Error::other)?;
        body.extend(read_exactly(stream, size).await?);
        stream.read_line(&mut String::new()).await?;
        if size == 0 {
            return Ok(body);
        }
    }
}

async fn respond(
    stream: &mut BufReader<TcpStream>,
    status: &str,
    head: &str,
    body: &str,
) -> std::io::Result<()> {
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{head}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.get_mut().write_all(response.as_bytes()).await
}
