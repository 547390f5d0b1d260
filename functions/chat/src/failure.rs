//! What a visitor is told when a question finds no answer: as a status while the answer has not begun, as an event after that.

use crate::n8n::AnswerFailed;
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

/// The answer instead of the one that failed.
pub fn refusal(error: AnswerFailed) -> ApiError {
    api_error(Told::from(&error)).caused_by(error)
}

/// The answer where nobody answers.
pub fn not_configured() -> ApiError {
    api_error(Told {
        code: Code::Unavailable,
        message: "Chat service is not configured",
    })
}

fn api_error(told: Told) -> ApiError {
    let (status, error) = match told.code {
        Code::Timeout => (StatusCode::GATEWAY_TIMEOUT, "Request timeout"),
        Code::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Service unavailable"),
    };
    ApiError::new(status, error, told.message)
}
