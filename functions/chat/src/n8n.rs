//! Answers from an n8n workflow behind a webhook.

use crate::question::Question;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use serde_json::Value;
use shared::{Secret, Settings, SettingsError};
use std::fmt;
use std::time::Duration;
use url::Url;

/// How long a visitor waits. API Gateway gives up after 30 seconds and answers with words of its own, which the widget may not even read.
const TIME_LIMIT: Duration = Duration::from_secs(28);
/// More than any answer that a visitor could read.
const SIZE_LIMIT_BYTES: usize = 1024 * 1024;

/// A workflow's webhook.
///
/// - `N8N_WEBHOOK_URL`: where it is; nobody answers when it is not set.
/// - `N8N_WEBHOOK_SECRET`: sent along as `X-Webhook-Secret`, when set.
#[derive(Clone)]
pub struct N8nWebhook {
    /// `None` for a setting that is no URL: then every answer fails, and the widgets' other routes go on.
    url: Option<Url>,
    secret: Option<Secret>,
    time_limit: Duration,
    http: Client,
}

/// The address may hold a token.
impl fmt::Debug for N8nWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("N8nWebhook")
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

/// What a workflow answered.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub response: String,
    /// A list of `{title, url?, excerpt?}`, or null; members beyond those are passed on.
    pub sources: Option<Value>,
}

/// Why there is no answer. Holds nothing of what was asked or answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerFailed {
    #[error("N8N_WEBHOOK_URL is not a URL")]
    NotConfigured,
    #[error("the webhook cannot be reached or broke off")]
    Unreachable(#[source] reqwest::Error),
    #[error("the webhook took longer than the time limit")]
    TooSlow,
    #[error("the webhook answered with status {0}")]
    Status(StatusCode),
    #[error("the webhook's answer is larger than {SIZE_LIMIT_BYTES} bytes")]
    TooLarge,
    #[error("the webhook's answer is not JSON")]
    NotJson(#[source] serde_json::Error),
    #[error("the webhook's answer has not the documented shape")]
    WrongShape,
}

impl N8nWebhook {
    /// Reads the settings; `None` when no webhook is configured.
    ///
    /// # Errors
    /// When the secret cannot be sent in a header, or the program has no TLS.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        let Some(url) = settings.optional("N8N_WEBHOOK_URL") else {
            return Ok(None);
        };
        let secret = settings.optional("N8N_WEBHOOK_SECRET");
        if secret
            .as_ref()
            .is_some_and(|secret| reqwest::header::HeaderValue::from_str(secret.expose()).is_err())
        {
            return Err(SettingsError::malformed(
                "N8N_WEBHOOK_SECRET",
                "it cannot be sent in a header",
            ));
        }
        let url = Url::parse(url.expose())
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        if url.is_none() {
            tracing::error!("N8N_WEBHOOK_URL is not an http(s) URL: no message can be answered");
        }
        // A redirect would carry the secret and the message to somewhere nobody configured.
        let http = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(5))
            // A connection that was kept over a freeze is dead without a word, and found out only by waiting for an answer.
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|error| SettingsError::malformed("N8N_WEBHOOK_URL", error.to_string()))?;
        Ok(Some(Self {
            url,
            secret,
            time_limit: TIME_LIMIT,
            http,
        }))
    }

    /// The same with another time limit.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    /// Asks the workflow.
    ///
    /// # Errors
    /// See [`AnswerFailed`]; never later than the time limit.
    pub(crate) async fn answer(&self, question: &Question) -> Result<Answer, AnswerFailed> {
        tokio::time::timeout(self.time_limit, self.ask(question))
            .await
            .map_err(|_| AnswerFailed::TooSlow)?
    }

    async fn ask(&self, question: &Question) -> Result<Answer, AnswerFailed> {
        let url = self.url.clone().ok_or(AnswerFailed::NotConfigured)?;
        let body = serde_json::to_vec(question).map_err(AnswerFailed::NotJson)?;
        let mut request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "*/*")
            .body(body);
        if let Some(secret) = &self.secret {
            request = request.header("X-Webhook-Secret", secret.expose());
        }
        // The address may hold a token, so the error goes on without it.
        let unreachable = |error: reqwest::Error| AnswerFailed::Unreachable(error.without_url());
        let mut response = request.send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(AnswerFailed::Status(response.status()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if bytes.len() + chunk.len() > SIZE_LIMIT_BYTES {
                return Err(AnswerFailed::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        read(&bytes)
    }
}

/// Reads `{response, sources?}`, alone or as the only item of a list, which is n8n's own form.
fn read(bytes: &[u8]) -> Result<Answer, AnswerFailed> {
    let text = String::from_utf8_lossy(bytes);
    let value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(AnswerFailed::NotJson)?;
    let mut members = match value {
        Value::Object(members) => members,
        Value::Array(mut items) if items.len() == 1 => match items.pop() {
            Some(Value::Object(members)) => members,
            _ => return Err(AnswerFailed::WrongShape),
        },
        _ => return Err(AnswerFailed::WrongShape),
    };
    let Some(Value::String(response)) = members.remove("response") else {
        return Err(AnswerFailed::WrongShape);
    };
    let sources = members.remove("sources");
    let is_readable = match &sources {
        None | Some(Value::Null) => true,
        Some(Value::Array(sources)) => sources.iter().all(is_source),
        Some(_) => false,
    };
    if is_readable {
        Ok(Answer { response, sources })
    } else {
        Err(AnswerFailed::WrongShape)
    }
}

fn is_source(value: &Value) -> bool {
    let is_text_or_missing =
        |name| matches!(value.get(name), None | Some(Value::Null | Value::String(_)));
    value.get("title").is_some_and(Value::is_string)
        && is_text_or_missing("url")
        && is_text_or_missing("excerpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_text(text: &str) -> Option<Answer> {
        read(text.as_bytes()).ok()
    }

    #[test]
    fn the_documented_shape_is_read_alone_and_as_n8ns_list_of_one() {
        let expected = Answer {
            response: "r".to_owned(),
            sources: Some(json!([{"title": "t", "excerpt": "e", "extra": 1}])),
        };
        let text = r#"{"response":"r","sources":[{"title":"t","excerpt":"e","extra":1}]}"#;
        assert_eq!(read_text(text), Some(expected));
        assert!(read_text(&format!("[{text}]")).is_some());
    }

    #[test]
    fn missing_and_null_sources_differ() {
        assert_eq!(
            read_text(r#"{"response":"r"}"#).expect("an answer").sources,
            None
        );
        assert_eq!(
            read_text(r#"{"response":"r","sources":null}"#)
                .expect("an answer")
                .sources,
            Some(Value::Null)
        );
    }

    #[test]
    fn another_shape_is_no_answer() {
        for text in [
            "null",
            "\"plain\"",
            "5",
            "[]",
            "{}",
            r#"[{"response":"a"},{"response":"b"}]"#,
            r#"{"output":"text"}"#,
            r#"{"response":null}"#,
            r#"{"response":{"a":[1]}}"#,
            r#"{"response":"r","sources":"x"}"#,
            r#"{"response":"r","sources":[{"url":"u"}]}"#,
            r#"{"response":"#,
            "",
        ] {
            assert_eq!(read_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_byte_order_mark_and_broken_utf8_do_no_harm() {
        assert_eq!(
            read_text("\u{feff}{\"response\":\"bom\"}")
                .expect("an answer")
                .response,
            "bom"
        );
        assert_eq!(
            read(b"{\"response\":\"\xe9\"}")
                .expect("an answer")
                .response,
            "\u{fffd}"
        );
    }
}
