//! What a real n8n sends, byte for byte, and what others might.

mod over_http;
mod properties;
mod request;
mod streams;
mod whole;

use super::reply::Reply;
use super::shape::Shape;
use crate::answer::{AnswerFailed, Piece};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// What a visitor has in the end.
#[derive(Debug, Default, PartialEq)]
struct Read {
    text: Option<String>,
    sources: Option<Value>,
    /// Why it is not all, in the log's words.
    failure: Option<String>,
}

impl Read {
    fn text(text: &str) -> Self {
        Self {
            text: Some(text.to_owned()),
            ..Self::default()
        }
    }

    fn nothing(failure: &AnswerFailed) -> Self {
        Self::default().but(failure)
    }

    fn citing(self, sources: Value) -> Self {
        Self {
            sources: Some(sources),
            ..self
        }
    }

    fn but(self, failure: &AnswerFailed) -> Self {
        Self {
            failure: Some(failure.to_string()),
            ..self
        }
    }

    fn add(&mut self, piece: Result<Piece, AnswerFailed>) {
        assert_eq!(self.failure, None, "{piece:?} came after a failure");
        match piece {
            Ok(Piece::Text(text)) => self.text.get_or_insert_default().push_str(&text),
            Ok(Piece::Sources(sources)) => {
                assert_eq!(self.sources.replace(sources), None, "two lists");
            }
            Ok(other) => panic!("no workflow says {other:?}"),
            Err(failure) => self.failure = Some(failure.to_string()),
        }
    }
}

/// Reads a reply that arrives in these parts.
fn read_parts<'a>(shape: Shape, parts: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut reply = Reply::new(shape);
    let mut pieces = VecDeque::new();
    let take = || {
        for part in parts {
            reply.take(part, &mut pieces)?;
        }
        reply.end(&mut pieces)
    };
    let failure = take().err();
    let failure = failure.map(|failure| reply.give_up(failure, &mut pieces));
    let mut read = Read::default();
    pieces.into_iter().for_each(|piece| read.add(Ok(piece)));
    failure
        .map(Err)
        .into_iter()
        .for_each(|failure| read.add(failure));
    read
}

fn read(reply: &str) -> Read {
    read_parts(Shape::Documented, [reply.as_bytes()])
}

/// An HTTP response of n8n 2.41, as it was on the wire.
macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/n8n/",
            $name,
            ".http"
        )) as &[u8]
    };
}
use recorded;

/// All that n8n streams, and what becomes of it.
fn recorded_streams() -> Vec<(&'static [u8], Shape, Read)> {
    let echo = |message: &str| Read::text(&format!("Echo: {message} — with “ünïcode” 😀."));
    let respond = Read::text("You said: Hello")
        .citing(json!([{"title": "T", "url": "https://example.test", "excerpt": "e"}]));
    // An agent streams its words, and a last node says all of them once more with what they cite.
    let workflow = Read::text("The keynote is at nine [1].").citing(json!([
        {"title": "Programme", "url": "https://c.example/p", "page": 3, "heading": "Keynote", "excerpt": "at nine"},
    ]));
    let failed = || Read::nothing(&AnswerFailed::Reported);
    vec![
        (recorded!("agent"), Shape::Documented, echo("Hello")),
        (
            recorded!("chat-trigger-stream"),
            Shape::Chat,
            echo("hi there"),
        ),
        (recorded!("respond"), Shape::Documented, respond),
        (recorded!("workflow"), Shape::Documented, workflow),
        (recorded!("agent-error"), Shape::Documented, failed()),
        (recorded!("code-error"), Shape::Documented, failed()),
    ]
}

/// The body of a response whose head says that it comes in chunks.
fn chunked_body(response: &[u8]) -> Vec<u8> {
    let end_of = |bytes: &[u8], what: &[u8]| {
        let at = bytes.windows(what.len()).position(|window| window == what);
        at.expect("a complete response")
    };
    let mut rest = &response[end_of(response, b"\r\n\r\n") + 4..];
    let mut body = Vec::new();
    loop {
        let size = end_of(rest, b"\r\n");
        let length = std::str::from_utf8(&rest[..size]).expect("a number");
        let length = usize::from_str_radix(length, 16).expect("a number");
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&rest[size + 2..][..length]);
        rest = &rest[size + 2 + length + 2..];
    }
}

/// A stream in short: `a begins|a: text|a ends|a fails`.
fn stream(short: &str) -> String {
    let line = |short: &str| match short.split_once(": ") {
        Some((node, content)) => item(node, content),
        None => {
            let (node, kind) = short.split_once(' ').expect("a node and what it does");
            match kind {
                "begins" => event("begin", node, None),
                "ends" => event("end", node, None),
                "fails" => event("error", node, Some("a secret of the workflow")),
                _ => panic!("{kind}"),
            }
        }
    };
    short.split('|').map(line).collect()
}

fn item(node: &str, content: &str) -> String {
    event("item", node, Some(content))
}

fn event(kind: &str, node: &str, content: Option<&str>) -> String {
    let metadata = json!({"nodeId": node, "runIndex": 0, "itemIndex": 0});
    let mut event = json!({"type": kind, "metadata": metadata});
    if let Some(content) = content {
        event["content"] = content.into();
    }
    format!("{event}\n")
}
