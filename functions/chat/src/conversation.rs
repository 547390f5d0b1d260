//! `GET /api/widget/chat/conversation`: what a visitor has said and was told, for a page that is loaded again.

use crate::ChatState;
use crate::description::{ConversationQuery, Outcome, Rating, Role, VisitorHeaders};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use shared::conversations::{self, OwnMessage};
use shared::http::description::{InvalidFields, KeyHolders, Source};
use shared::http::{ApiError, QueryText, Visitor};
use shared::timestamps;
use utoipa::ToSchema;
use uuid::Uuid;

/// More than a widget would show.
const AT_MOST: i32 = 200;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OwnConversation)]
pub struct Conversation {
    session_id: Uuid,
    /// The newest 200, oldest first.
    messages: Vec<Message>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OwnMessage)]
struct Message {
    id: Uuid,
    #[schema(value_type = Role)]
    role: String,
    content: String,
    /// What an answer cites.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Vec<Source>>)]
    sources: Option<Value>,
    /// Of an answer: how it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Outcome>)]
    outcome: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Rating>)]
    rating: Option<&'static str>,
    #[schema(format = DateTime)]
    created_at: String,
}

/// Read one's own conversation
///
/// A session id alone opens nothing: it passes through workflows and their logs. The visitor's token does, or its identity.
#[utoipa::path(
    get, path = "/api/widget/chat/conversation", operation_id = "readOwnConversation", tag = "chat", security(("publicKey" = [])),
    params(VisitorHeaders, ConversationQuery),
    responses(
        KeyHolders, InvalidFields,
        (status = 200, body = Conversation, description = "The conversation; without messages when there is none."),
    ),
)]
pub async fn read(
    State(_): State<ChatState>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Json<Conversation>, ApiError> {
    let session_id = query.get("sessionId").and_then(Value::as_str);
    let session_id = session_id.map(Uuid::try_parse);
    let (Some(Ok(session_id)), Some(visitor_id)) = (session_id, visitor.id()) else {
        visitor.run((), "Failed to load the conversation").await?;
        return Err(if visitor.id().is_none() {
            let message = "Send the token you were given in the x-visitor-token header";
            ApiError::new(StatusCode::UNAUTHORIZED, "Missing visitor token", message)
        } else {
            let message = "Session ID must be a valid UUID";
            ApiError::new(StatusCode::BAD_REQUEST, "Invalid request", message)
        });
    };
    let messages = conversations::list_own(session_id, visitor_id, AT_MOST);
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
