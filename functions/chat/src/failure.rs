//! What a visitor is told when a question finds no answer: as a status while the answer has not begun, as an event after that.

use crate::answer::AnswerFailed;
use crate::refused::Refused;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use serde::Serialize;
use shared::http::ApiError;

/// What went wrong, for a program.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Code {
    Timeout,
    Unavailable,
}

impl Code {
    /// Its name in events and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Unavailable => "unavailable",
        }
    }
}

/// What is told. Why it is so is for the log only.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Told {
    pub code: Code,
    pub message: &'static str,
}

impl From<&AnswerFailed> for Told {
    fn from(error: &AnswerFailed) -> Self {
        let (code, message) = match error {
            AnswerFailed::TooSlow => (
                Code::Timeout,
                "The request took too long to process. Please try again.",
            ),
            _ => (
                Code::Unavailable,
                "Unable to process chat request at this time",
            ),
        };
        Self { code, message }
    }
}

/// The answer instead of the one that failed. The reason was logged where it was kept.
pub fn refusal(error: AnswerFailed, headers: HeaderMap) -> Refused {
    let error = api_error(Told::from(&error));
    Refused { error, headers }
}

fn api_error(told: Told) -> ApiError {
    let (status, error) = match told.code {
        Code::Timeout => (StatusCode::GATEWAY_TIMEOUT, "Request timeout"),
        Code::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Service unavailable"),
    };
    ApiError::new(status, error, told.message)
}
