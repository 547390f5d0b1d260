//! Answers from a language model behind OpenAI's chat completions, which most providers and servers understand.
//! <https://platform.openai.com/docs/api-reference/chat/create>

mod part;
mod prompt;
mod reply;
pub(crate) mod sse;
#[cfg(test)]
mod tests;
mod words;

use crate::answer::{AnswerFailed, Pieces, Question};
use futures_util::{StreamExt, TryStreamExt, stream};
use reply::Reply;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use shared::{Secret, Settings, SettingsError, neighbours};
use std::fmt;
use url::Url;

/// A model that answers from the passages it is given.
///
/// - `OPENAI_MODEL`: its name.
/// - `OPENAI_API_KEY`: sent as bearer token, when set.
/// - `OPENAI_BASE_URL`: where it is, when not at OpenAI.
///
/// It is configured by its name and one of the other two.
#[derive(Clone)]
pub struct Model {
    base_url: Url,
    api_key: Option<Secret>,
    model: String,
    http: Client,
}

/// The address may hold a token.
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

impl Model {
    /// Where models are when nobody says otherwise.
    pub const DEFAULT_BASE_URL: &str = "https://api.openai.com/v1";

    /// Reads the settings of the deployment's own; `None` when no model is configured.
    ///
    /// # Errors
    /// When the address is none, the key cannot be sent in a header, or the program has no TLS.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        let model = settings.optional("OPENAI_MODEL");
        let api_key = settings.optional("OPENAI_API_KEY");
        let base_url = settings.optional("OPENAI_BASE_URL");
        let model = match (model, api_key.is_some() || base_url.is_some()) {
            (Some(model), true) => model,
            (None, false) => return Ok(None),
            (Some(_), false) => {
                tracing::warn!(
                    "OPENAI_MODEL needs OPENAI_API_KEY or OPENAI_BASE_URL: no model answers"
                );
                return Ok(None);
            }
            (None, true) => {
                tracing::warn!("OPENAI_MODEL is not set: no model answers");
                return Ok(None);
            }
        };
        if api_key.as_ref().is_some_and(|key| bearer(key).is_err()) {
            let reason = "it cannot be sent in a header";
            return Err(SettingsError::malformed("OPENAI_API_KEY", reason));
        }
        let base_url = base_url
            .as_ref()
            .map_or(Self::DEFAULT_BASE_URL, Secret::expose);
        let base_url = Url::parse(base_url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| {
                SettingsError::malformed("OPENAI_BASE_URL", "it is not an http(s) URL")
            })?;
        let http = neighbours::trusted_client("OPENAI_BASE_URL")?;
        let model = model.expose().to_owned();
        Ok(Some(Self::of_client(http, base_url, api_key, model)))
    }

    /// A client's own, at an address that [`neighbours::Policy::check`] has let through.
    #[must_use]
    pub fn of_client(http: Client, base_url: Url, api_key: Option<Secret>, model: String) -> Self {
        Self {
            base_url,
            api_key,
            model,
            http,
        }
    }

    /// Asks the model. Nothing is sent before the first piece is awaited, and dropping the pieces ends it.
    pub(crate) fn answer(&self, question: Question) -> Pieces {
        let model = self.clone();
        let reply = async move {
            let (messages, given) = prompt::messages(&question);
            let response = model.ask(messages).await?;
            let passages = question.passages.into_iter().take(given);
            Ok(Reply::begin(response, passages.collect()))
        };
        stream::once(reply)
            .map_ok(|reply| {
                stream::try_unfold(reply, async |mut reply: Reply| {
                    Ok(reply.next().await?.map(|piece| (piece, reply)))
                })
            })
            .try_flatten()
            .boxed()
    }

    async fn ask(&self, messages: Vec<Value>) -> Result<Response, AnswerFailed> {
        let mut body = json!({
            "model": self.model,
            "messages": messages,
            "stream": true,
            "stream_options": {"include_usage": true},
        });
        let response = self.send(&body).await?;
        let response = match (response.status(), body.as_object_mut()) {
            // Some servers refuse what they do not know: without it they do not say what they used, but they answer.
            (StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY, Some(members)) => {
                members.remove("stream_options");
                self.send(&body).await?
            }
            _ => response,
        };
        if response.status() != StatusCode::OK {
            return Err(AnswerFailed::Status(response.status()));
        }
        Ok(response)
    }

    async fn send(&self, body: &Value) -> Result<Response, AnswerFailed> {
        let mut request = self
            .http
            .post(completions(&self.base_url))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "text/event-stream, application/json")
            // What packs an answer collects it first.
            .header(ACCEPT_ENCODING, "identity")
            .body(body.to_string());
        if let Some(key) = &self.api_key {
            let unusable = AnswerFailed::NotConfigured("the key cannot be sent in a header");
            request = request.header(AUTHORIZATION, bearer(key).map_err(|_| unusable)?);
        }
        // The address may hold a token, so the error goes on without it.
        let sent = request.send().await;
        sent.map_err(|error| AnswerFailed::Unreachable(error.without_url()))
    }
}

fn bearer(key: &Secret) -> Result<HeaderValue, reqwest::header::InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", key.expose()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The base URL is what providers call so: `/chat/completions` is put behind it, unless somebody has written that too.
fn completions(base_url: &Url) -> Url {
    let mut url = base_url.clone();
    let path = base_url.path().trim_end_matches('/');
    let path = path.strip_suffix("/chat/completions").unwrap_or(path);
    url.set_path(&format!("{path}/chat/completions"));
    url
}
