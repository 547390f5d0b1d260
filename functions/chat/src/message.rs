//! `POST /api/widget/chat`: one message, one JSON answer.

use crate::ChatState;
use crate::n8n::{Answer, AnswerFailed, Question};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, Visitor};
use shared::timestamps;
use std::time::SystemTime;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatAnswer {
    response: String,
    session_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Value>,
}

struct Message {
    text: String,
    /// As the browser wrote it, in either case of letters.
    session_id: String,
    metadata: Option<Value>,
}

pub async fn answer(
    State(state): State<ChatState>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<Json<ChatAnswer>, ApiError> {
    let (client, ()) = visitor.run((), "An unexpected error occurred").await?;
    let message = read(&body).map_err(|invalid| ApiError::invalid("Invalid request", &invalid))?;
    let answerer = state
        .answerer
        .as_ref()
        .ok_or_else(|| unavailable("Chat service is not configured"))?;

    let question = Question {
        client_id: client.client_id,
        message: &message.text,
        session_id: &message.session_id,
        metadata: message.metadata.as_ref(),
        timestamp: timestamps::iso(SystemTime::now()),
    };
    let Answer { response, sources } = answerer.answer(&question).await.map_err(failed)?;
    Ok(Json(ChatAnswer {
        response,
        session_id: message.session_id,
        sources,
    }))
}

fn failed(error: AnswerFailed) -> ApiError {
    match error {
        AnswerFailed::TooSlow => {
            let message = "The request took too long to process. Please try again.";
            ApiError::new(StatusCode::GATEWAY_TIMEOUT, "Request timeout", message).caused_by(error)
        }
        _ => unavailable("Unable to process chat request at this time").caused_by(error),
    }
}

fn unavailable(message: &'static str) -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "Service unavailable",
        message,
    )
}

fn read(body: &Value) -> Result<Message, Invalid> {
    let mut fields = Fields::of(body);
    let text = fields.text(
        "message",
        &[
            Rule::Min(1, "Message cannot be empty"),
            Rule::Max(2000, "Message cannot exceed 2000 characters"),
        ],
    );
    let session_id = fields.text(
        "sessionId",
        &[Rule::Uuid("Session ID must be a valid UUID")],
    );
    let metadata = fields.optional_object("metadata", read_metadata);
    fields.finish()?;
    Ok(Message {
        text,
        session_id,
        metadata,
    })
}

/// Only the documented members are passed on.
fn read_metadata(fields: &mut Fields<'_>) -> Value {
    let mut metadata = Map::new();
    for (name, value) in [
        ("userAgent", fields.optional_text("userAgent", &[])),
        (
            "pageUrl",
            fields.optional_text("pageUrl", &[Rule::Url("Invalid url")]),
        ),
    ] {
        if let Some(value) = value {
            metadata.insert(name.to_owned(), value.into());
        }
    }
    if let Some(mut custom) = fields.optional_record("customFields") {
        // A JavaScript workflow that merges objects could be tricked by it; the old server lost it too.
        custom.shift_remove("__proto__");
        metadata.insert("customFields".to_owned(), custom.into());
    }
    metadata.into()
}
