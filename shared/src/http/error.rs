//! The one error of all handlers, and the one place that turns it into status, code and message.
//!
//! What the caller reads (`error`, `message`, `details`) and what the log gets (`source`) never mix: a server-side failure
//! answers with a fixed sentence.

use super::validation::Invalid;
use crate::database::StorageError;
use axum::body::Body;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use tokio_postgres::error::DbError;

/// An answer other than success.
#[derive(Clone, Debug)]
pub struct ApiError(Box<Answer>);

#[derive(Clone, Debug)]
struct Answer {
    status: StatusCode,
    error: &'static str,
    message: Cow<'static, str>,
    /// Members beside `error` and `message`, in order.
    members: Map<String, Value>,
    /// `Retry-After`, in seconds.
    retry_after_s: Option<u32>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl ApiError {
    /// An answer with the given code and sentence.
    pub fn new(
        status: StatusCode,
        error: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Answer {
            status,
            error,
            message: message.into(),
            members: Map::new(),
            retry_after_s: None,
            source: None,
        }))
    }

    /// 401 for somebody who is not signed in or whose password is wrong.
    pub fn unauthorized(message: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    }

    /// 403 for somebody known who may not.
    pub fn forbidden(message: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// 404, also for what belongs to somebody else.
    pub fn not_found(message: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found", message)
    }

    /// 409.
    pub fn conflict(message: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, "Conflict", message)
    }

    /// 400 with the list of what is wrong.
    #[must_use]
    pub fn invalid(error: &'static str, invalid: &Invalid) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error, invalid.message())
            .with("details", invalid.details())
    }

    /// 500 with a fixed sentence for the caller and the reason for the log.
    pub fn internal(message: &'static str, source: impl StdError + Send + Sync + 'static) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal server error",
            message,
        )
        .caused_by(source)
    }

    /// What a failed statement means to the caller: 503 when the database is away, else 500 with `message`.
    #[must_use]
    pub fn storage(message: &'static str, error: StorageError) -> Self {
        match error {
            StorageError::Unavailable { .. } => Self::database_away(error),
            _ => Self::internal(message, error),
        }
    }

    /// 503.
    pub(crate) fn database_away(source: StorageError) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Service unavailable",
            "The service is temporarily unavailable. Please try again.",
        )
        .caused_by(source)
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    /// Says in how many seconds it is worth another try.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// Adds the reason for the log.
    #[must_use]
    pub fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// The reason for the log, for a handler that can do without what failed and says so there itself.
    #[must_use]
    pub fn reason(&self) -> String {
        let source = self.0.source.as_deref();
        source.map(|source| chain(source)).unwrap_or_default()
    }

    /// Writes the body and the log line. Called once a request, where its id is known.
    pub(super) fn render(&self, request_id: &str) -> Response {
        let reason = self.reason();
        if self.0.status.is_server_error() {
            tracing::error!(request_id, status = self.0.status.as_u16(), answer = %self.0.message, reason, "a request failed");
        } else {
            tracing::debug!(
                request_id,
                status = self.0.status.as_u16(),
                code = self.0.error,
                reason,
                "a request was refused"
            );
        }
        let mut body = Map::new();
        body.insert("error".to_owned(), json!(self.0.error));
        body.insert("message".to_owned(), json!(self.0.message));
        body.extend(self.0.members.clone());
        body.insert("requestId".to_owned(), json!(request_id));
        (self.0.status, axum::Json(Value::Object(body))).into_response()
    }
}

impl IntoResponse for ApiError {
    /// An unwritten answer: [`super::finish`] writes it when the request's id is known.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.0.status;
        let is_away = self.0.status == StatusCode::SERVICE_UNAVAILABLE;
        if let Some(seconds) = self.0.retry_after_s.or(is_away.then_some(2)) {
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The whole chain of reasons, for the log.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        if let Some(refusal) = error
            .downcast_ref::<tokio_postgres::Error>()
            .and_then(|error| error.as_db_error())
        {
            text.push_str(&describe(refusal));
            break;
        }
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// A Postgres error without its message, which may quote a value ("invalid input syntax for type uuid: …"). The code and the names
/// of things never do.
fn describe(error: &DbError) -> String {
    let names = [
        error.table(),
        error.column(),
        error.constraint(),
        error.routine(),
    ];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    format!("SQLSTATE {} {}", error.code().code(), names.join(" "))
}
