//! `GET /api/widget/chat/conversation`: what a visitor has said and was told, for a page that is loaded again.

use crate::ChatState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use shared::conversations::{self, OwnMessage};
use shared::http::{ApiError, QueryText, Visitor};
use shared::timestamps;
use uuid::Uuid;

/// More than a widget would show.
const AT_MOST: i32 = 200;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    session_id: Uuid,
    messages: Vec<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: Uuid,
    role: String,
    content: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<&'static str>,
    created_at: String,
}

/// A session id alone opens nothing: it passes through workflows and their logs. The visitor's token does.
pub async fn read(
    State(_): State<ChatState>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Json<Conversation>, ApiError> {
    let session_id = query.get("sessionId").and_then(Value::as_str);
    let session_id = session_id.map(Uuid::try_parse);
    let (Some(Ok(session_id)), Some(visitor_id)) = (session_id, visitor.visitor_id) else {
        visitor.run((), "Failed to load the conversation").await?;
        return Err(if visitor.visitor_id.is_none() {
            let message = "Send the token you were given in the x-visitor-token header";
            ApiError::new(StatusCode::UNAUTHORIZED, "Missing visitor token", message)
        } else {
            let message = "Session ID must be a valid UUID";
            ApiError::new(StatusCode::BAD_REQUEST, "Invalid request", message)
        });
    };
    let messages = conversations::list_own(session_id, visitor_id.id(), AT_MOST);
    let (_, messages) = visitor
        .run(messages, "Failed to load the conversation")
        .await?;
    Ok(Json(Conversation {
        session_id,
        messages: messages.into_iter().rev().map(Message::from).collect(),
    }))
}

impl From<OwnMessage> for Message {
    fn from(message: OwnMessage) -> Self {
        Self {
            id: message.id,
            role: message.role,
            content: message.content,
            sources: message.sources,
            outcome: message.outcome,
            rating: message
                .rating
                .map(|rating| if rating > 0 { "up" } else { "down" }),
            created_at: timestamps::iso_utc(message.created_at),
        }
    }
}
