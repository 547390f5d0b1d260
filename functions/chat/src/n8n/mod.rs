//! Answers from an n8n workflow behind a webhook: in one piece, or streamed as n8n's own nodes tell them.

mod body;
mod event;
mod incoming;
mod reply;
mod shape;
mod speaker;
mod telling;
#[cfg(test)]
mod tests;

use crate::answer::{AnswerFailed, Piece, Pieces, Question};
use body::Body;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use incoming::Incoming;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Response};
use shape::Shape;
use shared::{Secret, Settings, SettingsError, neighbours};
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;
use uuid::Uuid;

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
            .is_some_and(|secret| header_value(secret).is_none())
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
        let http = neighbours::trusted_client("N8N_WEBHOOK_URL")?;
        Ok(Some(Self {
            url,
            secret,
            time_limit: TIME_LIMIT,
            http,
        }))
    }

    /// A client's own webhook. `http` follows no redirects and reaches no address that an organiser may not name.
    #[must_use]
    pub fn of_client(http: Client, url: Url, secret: Option<Secret>) -> Self {
        Self {
            url: Some(url),
            secret,
            time_limit: TIME_LIMIT,
            http,
        }
    }

    /// The same with another time limit.
    #[cfg(test)]
    fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    /// Asks the workflow, as soon as somebody waits for the first piece; the last one comes before the time limit ends.
    pub fn answer(&self, question: Question) -> Pieces {
        let webhook = self.clone();
        let pieces = stream::once(async move { webhook.ask(&question).await });
        pieces.try_flatten().boxed()
    }

    async fn ask(
        &self,
        question: &Question,
    ) -> Result<impl Stream<Item = Result<Piece, AnswerFailed>> + use<>, AnswerFailed> {
        let url = self.url.clone().ok_or(AnswerFailed::NotConfigured(
            "the webhook's address is no URL",
        ))?;
        let shape = if is_chat_trigger(&url) {
            Shape::Chat
        } else {
            Shape::Documented
        };
        let body =
            serde_json::to_vec(&Body::new(question, shape)).map_err(AnswerFailed::NotJson)?;
        let deadline = Instant::now() + self.time_limit;
        let response = tokio::time::timeout_at(deadline, self.post(url, body))
            .await
            .map_err(|_| AnswerFailed::TooSlow)??;
        Ok(Incoming::new(response, shape, deadline).pieces())
    }

    async fn post(&self, url: Url, body: Vec<u8>) -> Result<Response, AnswerFailed> {
        let mut request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "*/*")
            // What packs a stream collects it first.
            .header(ACCEPT_ENCODING, "identity")
            .body(body);
        if let Some(secret) = &self.secret {
            let secret = header_value(secret).ok_or(AnswerFailed::NotConfigured(
                "the webhook's secret cannot be sent in a header",
            ))?;
            request = request.header("X-Webhook-Secret", secret);
        }
        let response = request.send().await.map_err(unreachable)?;
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(AnswerFailed::Status(response.status()))
        }
    }
}

fn header_value(secret: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(secret.expose()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The address may hold a token, so the error goes on without it.
fn unreachable(error: reqwest::Error) -> AnswerFailed {
    AnswerFailed::Unreachable(error.without_url())
}

/// n8n serves a Chat Trigger, and nothing else, under `…/<its id>/chat`. Both are spoken to in our words; a trigger in its own words too.
fn is_chat_trigger(url: &Url) -> bool {
    let mut segments = url.path_segments().into_iter().flatten().rev();
    segments.next() == Some("chat")
        && segments
            .next()
            .is_some_and(|id| Uuid::try_parse(id).is_ok())
}
