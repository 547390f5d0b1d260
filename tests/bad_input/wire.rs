//! Bytes that are hardly HTTP, sent to what `cargo dev` serves with: on Lambda requests come parsed, so all that counts here is that it goes on
//! and that what follows a broken request is not taken for another one.

use crate::stage::{SECRET, Stage};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// How long what is not closed is listened to.
const PATIENCE: Duration = Duration::from_millis(300);
/// Nothing here takes so long unless it hangs.
const LIMIT: Duration = Duration::from_secs(20);
/// What only a smuggled request would find.
const SMUGGLED: &str = "GET /api/widget/health HTTP/1.1\r\nHost: x\r\n\r\n";
/// After its answer the server closes.
const GOOD: &str = "GET /api/widget/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// A request of headers and a body.
fn post(headers: &str, body: &str) -> Vec<u8> {
    let json = "Host: x\r\nContent-Type: application/json\r\n";
    format!("POST /api/auth/logout HTTP/1.1\r\n{json}{headers}\r\n{body}").into_bytes()
}

fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n").into_bytes()
}

fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    let chunked = "Transfer-Encoding: chunked\r\n";
    let many: String = (0..10_000)
        .map(|number| format!("X-{number}: 1\r\n"))
        .collect();
    let smuggled = |headers: &str, before: &str| post(headers, &format!("{before}{SMUGGLED}"));
    vec![
        (
            "a length and chunks",
            smuggled(&format!("Content-Length: 5\r\n{chunked}"), "0\r\n\r\n"),
        ),
        (
            "two lengths",
            smuggled("Content-Length: 0\r\nContent-Length: 44\r\n", ""),
        ),
        (
            "a list of lengths",
            smuggled("Content-Length: 0, 44\r\n", ""),
        ),
        (
            "a length below zero",
            smuggled("Content-Length: -1\r\n", ""),
        ),
        (
            "a length beyond 64 bits",
            smuggled("Content-Length: 18446744073709551617\r\n", ""),
        ),
        (
            "a length with a sign",
            smuggled("Content-Length: +0\r\n", ""),
        ),
        (
            "an unknown coding",
            smuggled("Transfer-Encoding: xchunked\r\n", ""),
        ),
        (
            "a coding before a blank",
            smuggled("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        ),
        (
            "a coding over lines",
            smuggled("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
        ),
        (
            "chunks of garbage",
            smuggled(chunked, "ZZ\r\n{}\r\n0\r\n\r\n"),
        ),
        (
            "a chunk beyond 64 bits",
            smuggled(chunked, "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"),
        ),
        (
            "a chunk's endless extension",
            smuggled(chunked, &format!("2;{}\r\n{{}}\r\n", "a".repeat(100_000))),
        ),
        ("a body cut short", post("Content-Length: 20\r\n", "{\"a\"")),
        ("a NUL in a header", get("/", "X-A: b\0c\r\n")),
        ("10 000 headers", get("/", &many)),
        (
            "a header of 1 MB",
            get("/", &format!("X-A: {}\r\n", "a".repeat(1 << 20))),
        ),
        (
            "a path of 200 KB",
            get(&format!("/{}", "a".repeat(200_000)), ""),
        ),
        ("a path with a blank", get("/a b", "")),
        ("no version", b"GET /\r\n\r\n".to_vec()),
        (
            "HTTP/2 in clear",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0".to_vec(),
        ),
        (
            "TLS",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(40),
        ),
        ("any bytes", (0..=255).collect::<Vec<u8>>().repeat(40)),
    ]
}

/// What comes back: until the server closes, or is silent for so long.
async fn answered(address: std::net::SocketAddr, bytes: &[u8], patience: Duration) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    // It may have enough before all is sent.
    drop(
        timeout(LIMIT, stream.write_all(bytes))
            .await
            .expect("it reads"),
    );
    let mut answer = Vec::new();
    while let Ok(Ok(1..)) = timeout(patience, stream.read_buf(&mut answer)).await {}
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn hardly_http() {
    let stage = Stage::build(SECRET).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its number");
    tokio::spawn(async move { axum::serve(listener, stage.app.router()).await });
    for (what, bytes) in shapes() {
        let answer = answered(address, &bytes, PATIENCE).await;
        let answers = answer.matches("HTTP/1.1 ").count();
        assert!(answers <= 1, "{what}: {answer}");
        assert!(!answer.contains("HTTP/1.1 5"), "{what}: {answer}");
        let good = answered(address, GOOD.as_bytes(), LIMIT).await;
        assert!(good.starts_with("HTTP/1.1 200 "), "after {what}: {good}");
    }
}
