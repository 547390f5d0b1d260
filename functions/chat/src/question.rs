//! What a visitor asks: read and checked alike, in whatever form the answer goes out.

use crate::n8n::N8nWebhook;
use crate::{ChatState, failure};
use serde::Serialize;
use serde_json::{Map, Value};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, Visitor};
use shared::timestamps;
use std::time::SystemTime;
use uuid::Uuid;

/// What an answerer is asked; as JSON, what a webhook is sent. Not `Debug`: messages are never logged.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    pub client_id: Uuid,
    pub message: String,
    /// As the browser wrote it, in either case of letters.
    pub session_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    pub timestamp: String,
}

/// A question that its visitor may ask, and who answers it.
pub struct Asked {
    pub question: Question,
    pub answerer: N8nWebhook,
}

impl Asked {
    /// What is wrong with the body is told only to who has a key, and that nobody answers only to who asked well.
    pub async fn read(state: ChatState, visitor: &Visitor, body: &Value) -> Result<Self, ApiError> {
        let (client, ()) = visitor.run((), "An unexpected error occurred").await?;
        let question = read(client.client_id, body)
            .map_err(|invalid| ApiError::invalid("Invalid request", &invalid))?;
        let answerer = state.answerer.ok_or_else(failure::not_configured)?;
        Ok(Self { question, answerer })
    }
}

fn read(client_id: Uuid, body: &Value) -> Result<Question, Invalid> {
    let mut fields = Fields::of(body);
    let message = fields.text(
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
    Ok(Question {
        client_id,
        message,
        session_id,
        metadata,
        timestamp: timestamps::iso(SystemTime::now()),
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
