//! A request and its answer, whichever way they go.

use serde_json::Value;
use std::time::Duration;

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: &'static str,
    pub path: String,
    /// Of somebody who is signed in.
    pub cookie: Option<String>,
    /// Of a widget.
    pub key: Option<String>,
    pub body: Option<Value>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// 0 when there was none.
    pub status: u16,
    pub retry_after: Option<String>,
    /// Says that a question was taken, whatever became of its answer.
    pub limit: Option<String>,
    /// The id of the message that the answer is kept as.
    pub message_id: Option<String>,
    pub body: Vec<u8>,
    /// Whether the body came to its end.
    pub is_whole: bool,
}

impl Call {
    pub fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            cookie: None,
            key: None,
            body: None,
        }
    }

    pub fn cookie(mut self, cookie: &str) -> Self {
        self.cookie = Some(cookie.to_owned());
        self
    }

    pub fn key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub fn json(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }
}

impl Answer {
    /// None at all.
    pub fn none() -> Self {
        Self {
            status: 0,
            retry_after: None,
            limit: None,
            message_id: None,
            body: Vec::new(),
            is_whole: false,
        }
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// What is wrong with an answer that says that it cannot be given now.
    pub fn wrong_refusal(&self) -> Option<String> {
        let body = self.json();
        let has = |name: &str| body[name].as_str().is_some_and(|text| !text.is_empty());
        if !matches!(self.status, 503 | 504) {
            let text = String::from_utf8_lossy(&self.body);
            return Some(format!("status {} {text}", self.status));
        }
        if !(has("error") && has("message") && has("requestId")) {
            return Some(format!("a {} of another shape: {body}", self.status));
        }
        let seconds = self
            .retry_after
            .as_deref()
            .and_then(|text| text.parse().ok());
        match seconds {
            Some(1..=60u64) => None,
            _ if self.status == 504 => None,
            _ => Some("a 503 without Retry-After".to_owned()),
        }
    }
}

/// A machine that is busy with other things takes its time too: by so much more than was promised a figure may be before it counts.
pub fn with_patience(promised: Duration) -> Duration {
    promised + Duration::from_millis(1_500)
}
