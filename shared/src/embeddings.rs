//! What texts mean, in numbers that a model gives (embeddings), so that a question finds what answers it in other words. The model is behind
//! OpenAI's `/embeddings`, which most providers and servers understand.
//! <https://platform.openai.com/docs/api-reference/embeddings>

mod reply;

use crate::explain;
use crate::neighbours;
use crate::settings::{Secret, Settings, SettingsError};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Response, StatusCode};
use serde_json::json;
use std::fmt;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::Instrument;
use url::Url;

/// Where models are when nobody says otherwise.
const DEFAULT_BASE_URL: &str = "https://api.openai.com/v1";
/// How long a question waits to be understood. Then the words alone have to find what answers it.
const QUESTION_LIMIT: Duration = Duration::from_millis(1_500);
/// From here on a passage says something about a question, as far as OpenAI's text-embedding-3 models can tell.
const LEAST_SIMILARITY: f32 = 0.4;
/// No reply to any batch of ours is larger.
const REPLY_LIMIT_BYTES: usize = 32 << 20;

/// The deployment's model.
///
/// - `EMBEDDINGS_MODEL`: its name. Another name has everything read anew.
/// - `EMBEDDINGS_API_KEY`: sent as bearer token, when set.
/// - `EMBEDDINGS_BASE_URL`: where it is, when not at OpenAI.
/// - `EMBEDDINGS_LEAST_SIMILARITY`: from which similarity on, 0 to 1, a passage is found by its meaning; 0.4 when not set. Models differ in it.
///
/// It is configured by its name and one of the next two. Cheap to clone.
#[derive(Clone)]
pub struct Embedder {
    url: Url,
    api_key: Option<HeaderValue>,
    model: String,
    least_similarity: f32,
    question_limit: Duration,
    http: Client,
}

/// The address may hold a token.
impl fmt::Debug for Embedder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedder")
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

/// What a question means, and to whom.
#[derive(Clone)]
pub struct Meaning {
    /// Of length 1.
    pub embedding: Vec<f32>,
    /// The model's name. Two models' numbers have nothing to do with each other.
    pub model: String,
    /// See `EMBEDDINGS_LEAST_SIMILARITY` at [`Embedder`].
    pub least_similarity: f32,
}

/// It says what somebody asked.
impl fmt::Debug for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meaning").finish_non_exhaustive()
    }
}

/// Why there are no embeddings. Holds nothing of the texts.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddingsError {
    /// Not there, or gone in the middle.
    #[error("the model of embeddings cannot be reached or broke off")]
    Unreachable(#[source] reqwest::Error),
    /// Nothing, or no end, in time.
    #[error("the model of embeddings took longer than {} ms", .0.as_millis())]
    TooSlow(Duration),
    /// An HTTP status that is no answer.
    #[error("the model of embeddings answered with status {0}")]
    Status(StatusCode),
    /// More than an answer may be.
    #[error("what the model of embeddings answers is larger than {0} bytes")]
    TooLarge(usize),
    /// Not JSON, another number of embeddings, or none that one can reckon with.
    #[error("what the model of embeddings answers has not the documented shape")]
    WrongShape,
}

impl EmbeddingsError {
    /// Whether it may be because of one of the texts: the others would do without it.
    #[must_use]
    pub fn may_be_a_text(&self) -> bool {
        match self {
            Self::Status(status) => matches!(status.as_u16(), 400 | 413 | 422),
            Self::WrongShape => true,
            Self::Unreachable(_) | Self::TooSlow(_) | Self::TooLarge(_) => false,
        }
    }
}

impl Embedder {
    /// Reads the settings; `None` when no model is configured.
    ///
    /// # Errors
    /// When the address is none, the key cannot be sent in a header, the similarity is none, or the program has no TLS.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        let model = settings.optional("EMBEDDINGS_MODEL");
        let api_key = settings.optional("EMBEDDINGS_API_KEY");
        let base_url = settings.optional("EMBEDDINGS_BASE_URL");
        let model = match (model, api_key.is_some() || base_url.is_some()) {
            (Some(model), true) => model.expose().to_owned(),
            (None, false) => return Ok(None),
            (Some(_), false) => {
                tracing::warn!(
                    "EMBEDDINGS_MODEL needs EMBEDDINGS_API_KEY or EMBEDDINGS_BASE_URL: nothing is searched by meaning"
                );
                return Ok(None);
            }
            (None, true) => {
                tracing::warn!("EMBEDDINGS_MODEL is not set: nothing is searched by meaning");
                return Ok(None);
            }
        };
        let base_url = base_url.as_ref().map_or(DEFAULT_BASE_URL, Secret::expose);
        let url = address(base_url).ok_or_else(|| {
            SettingsError::malformed("EMBEDDINGS_BASE_URL", "it is not an http(s) URL")
        })?;
        let least_similarity = settings.optional("EMBEDDINGS_LEAST_SIMILARITY");
        let least_similarity = least_similarity
            .map_or(Some(LEAST_SIMILARITY), |text| share(text.expose()))
            .ok_or_else(|| {
                let reason = "it is not a number from 0 to less than 1";
                SettingsError::malformed("EMBEDDINGS_LEAST_SIMILARITY", reason)
            })?;
        Ok(Some(Self {
            url,
            api_key: api_key.as_ref().map(bearer).transpose()?,
            model,
            least_similarity,
            question_limit: QUESTION_LIMIT,
            http: neighbours::trusted_client("EMBEDDINGS_BASE_URL")?,
        }))
    }

    /// The same with questions that wait another time.
    #[must_use]
    pub fn with_question_limit(self, question_limit: Duration) -> Self {
        Self {
            question_limit,
            ..self
        }
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Begins to ask what a question means, while its asker does something else. To be called within a runtime; dropping what it gives
    /// ends it.
    #[must_use]
    pub fn ask(&self, question: &str) -> Asking {
        let (embedder, question) = (self.clone(), question.to_owned());
        let mut tasks = JoinSet::new();
        let asking = async move { embedder.understand(&question).await };
        tasks.spawn(asking.in_current_span());
        Asking(tasks)
    }

    async fn understand(self, question: &str) -> Option<Meaning> {
        let embedded = self.embed(&[question], self.question_limit).await;
        match embedded {
            Ok(embeddings) => Some(Meaning {
                embedding: embeddings.into_iter().next()?,
                model: self.model,
                least_similarity: self.least_similarity,
            }),
            Err(error) => {
                tracing::warn!(error = %explain(&error), "a question is searched by its words alone");
                None
            }
        }
    }

    /// What texts mean: for each, in their order, as many numbers, a vector of length 1.
    ///
    /// # Errors
    /// See [`EmbeddingsError`]; all of it within `limit`.
    pub async fn embed(
        &self,
        texts: &[&str],
        limit: Duration,
    ) -> Result<Vec<Vec<f32>>, EmbeddingsError> {
        let embedded = timeout(limit, self.try_embed(texts)).await;
        embedded.unwrap_or(Err(EmbeddingsError::TooSlow(limit)))
    }

    async fn try_embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbeddingsError> {
        let body = json!({"model": self.model, "input": texts});
        let mut request = self
            .http
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string());
        if let Some(key) = &self.api_key {
            request = request.header(AUTHORIZATION, key.clone());
        }
        let response = request.send().await.map_err(unreachable)?;
        if response.status() != StatusCode::OK {
            return Err(EmbeddingsError::Status(response.status()));
        }
        let body = read(response).await?;
        reply::embeddings(&body, texts.len()).ok_or(EmbeddingsError::WrongShape)
    }
}

/// A question on its way to the model.
#[derive(Debug)]
pub struct Asking(JoinSet<Option<Meaning>>);

impl Asking {
    /// Waits for it; `None`, with a line in the log, when the model does not say it, or not in time.
    pub async fn meaning(mut self) -> Option<Meaning> {
        self.0.join_next().await?.ok()?
    }
}

/// The address may hold a token, so the error goes on without it.
fn unreachable(error: reqwest::Error) -> EmbeddingsError {
    EmbeddingsError::Unreachable(error.without_url())
}

async fn read(mut response: Response) -> Result<Vec<u8>, EmbeddingsError> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(unreachable)? {
        if body.len() + bytes.len() > REPLY_LIMIT_BYTES {
            return Err(EmbeddingsError::TooLarge(REPLY_LIMIT_BYTES));
        }
        body.extend_from_slice(&bytes);
    }
    Ok(body)
}

fn bearer(key: &Secret) -> Result<HeaderValue, SettingsError> {
    let value = HeaderValue::from_str(&format!("Bearer {}", key.expose()));
    let mut value = value.map_err(|_| {
        SettingsError::malformed("EMBEDDINGS_API_KEY", "it cannot be sent in a header")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The base URL is what providers call so: `/embeddings` is put behind it, unless somebody has written that too.
fn address(base_url: &str) -> Option<Url> {
    let mut url = Url::parse(base_url).ok()?;
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/embeddings").unwrap_or(path);
    let path = format!("{path}/embeddings");
    url.set_path(&path);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn share(text: &str) -> Option<f32> {
    let share: f32 = text.trim().parse().ok()?;
    (0.0..1.0).contains(&share).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: (&str, &str) = ("EMBEDDINGS_MODEL", "m");

    fn read(settings: &[(&str, &str)]) -> Result<Option<Embedder>, SettingsError> {
        Embedder::from_settings(&settings.iter().copied().collect())
    }

    #[test]
    fn a_model_is_configured_by_its_name_and_a_key_or_an_address() {
        let key = ("EMBEDDINGS_API_KEY", "k");
        let url = ("EMBEDDINGS_BASE_URL", "http://ollama:11434/v1");
        for (settings, is_configured) in [
            (vec![], false),
            (vec![MODEL], false),
            (vec![key, url], false),
            (vec![MODEL, key], true),
            (vec![MODEL, url], true),
        ] {
            let read = read(&settings).expect("settings that can be used");
            assert_eq!(read.is_some(), is_configured, "{settings:?}");
        }
    }

    #[test]
    fn the_path_is_put_behind_the_base_url_whatever_its_end() {
        for (base_url, url) in [
            ("https://a.example/v1", "https://a.example/v1/embeddings"),
            ("https://a.example/v1/", "https://a.example/v1/embeddings"),
            ("https://a.example", "https://a.example/embeddings"),
            (
                "https://a.example/x/embeddings?api-version=1",
                "https://a.example/x/embeddings?api-version=1",
            ),
        ] {
            assert_eq!(address(base_url).expect("a URL").as_str(), url);
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_and_not_told() {
        for (name, value) in [
            ("EMBEDDINGS_API_KEY", "hunter2\nX-Evil: 1"),
            ("EMBEDDINGS_BASE_URL", "hunter2"),
            ("EMBEDDINGS_BASE_URL", "ftp://hunter2.example/v1"),
            ("EMBEDDINGS_LEAST_SIMILARITY", "hunter2"),
            ("EMBEDDINGS_LEAST_SIMILARITY", "1"),
            ("EMBEDDINGS_LEAST_SIMILARITY", "-0.1"),
            ("EMBEDDINGS_LEAST_SIMILARITY", "NaN"),
        ] {
            let usual = ("EMBEDDINGS_BASE_URL", "https://a.example");
            let error = read(&[MODEL, usual, (name, value)]).expect_err(value);
            let error = error.to_string();
            assert!(
                error.starts_with(name) && !error.contains("hunter2"),
                "{error}"
            );
        }
    }

    #[test]
    fn printing_it_prints_no_secret() {
        let embedder = read(&[
            MODEL,
            ("EMBEDDINGS_API_KEY", "hunter2"),
            ("EMBEDDINGS_BASE_URL", "https://hunter2.example"),
        ]);
        assert!(!format!("{embedder:?}").contains("hunter2"));
    }
}
