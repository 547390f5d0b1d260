//! Sends recorded requests and takes variables out of the answers.

use crate::corpus::{Body, Capture, Request};
use crate::placeholders::Variables;
use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use test_support::Answer;
use tower::ServiceExt;

/// The name the server is called by unless a request says another.
pub const HOST: &str = "chat.example";

/// Sends a request and waits for the whole answer.
pub async fn send(server: &Router, request: &Request, variables: &Variables) -> Answer {
    let path = variables.fill(&request.path);
    let mut built: axum::extract::Request = axum::http::Request::builder()
        .method(request.method.as_str())
        .uri(&path)
        .body(request.body.bytes(variables).into())
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    for (name, value) in &request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        if let Some(value) = value {
            built
                .headers_mut()
                .append(name, header_value(&variables.fill(value)));
        }
    }
    let headers = built.headers_mut();
    headers
        .entry("host")
        .or_insert(HeaderValue::from_static(HOST));

    let response = server
        .clone()
        .oneshot(built)
        .await
        .unwrap_or_else(|never| match never {});
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("the whole body").to_bytes();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        // Compressed files are no text.
        text: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
    }
}

/// Node writes one byte a character; spaces around a value are not part of it (RFC 9110, section 5.5).
fn header_value(text: &str) -> HeaderValue {
    let byte = |character| u8::try_from(character).expect("a character of Latin-1");
    let bytes: Vec<u8> = text.trim_matches([' ', '\t']).chars().map(byte).collect();
    HeaderValue::from_bytes(&bytes).expect("a header's value")
}

impl Body {
    pub fn bytes(&self, variables: &Variables) -> Vec<u8> {
        if let Some(text) = &self.body {
            return variables.fill(text).into_bytes();
        }
        if let Some(text) = &self.body_base64 {
            return STANDARD.decode(text).expect("base64");
        }
        let generated = self.body_gen.as_ref().map(|body| {
            let middle = body.repeat.repeat(body.times);
            format!("{}{middle}{}", body.prefix, body.suffix)
        });
        generated.unwrap_or_default().into_bytes()
    }
}

/// Keeps what later steps need. What the answer lacks stays unset, and what needs it will differ.
pub fn capture(captures: &BTreeMap<String, Capture>, answer: &Answer, variables: &mut Variables) {
    for (name, from) in captures {
        match from {
            Capture::Body { pointer } => {
                let json: Option<serde_json::Value> = serde_json::from_str(&answer.text).ok();
                let value = json
                    .as_ref()
                    .and_then(|json| json.pointer(pointer)?.as_str());
                if let Some(value) = value {
                    variables.set(name, value);
                }
            }
            Capture::Cookie => {
                let cookie = answer
                    .header("set-cookie")
                    .and_then(|set| set.split(';').next());
                let sid = cookie.and_then(|cookie| {
                    let (sid, _) = cookie.strip_prefix("connect.sid=s%3A")?.rsplit_once('.')?;
                    Some(sid)
                });
                if let (Some(cookie), Some(sid)) = (cookie, sid) {
                    variables.set(name, cookie);
                    variables.set(format!("{name}.sid"), sid);
                }
            }
        }
    }
}
