//! `GET /api/dashboard/clients/{id}/conversations/{conversationId}`: a conversation with its messages, oldest first, a page at a time.

use super::message::Message;
use super::visitor::Visitor;
use crate::described_query::{ConversationPath, PageQuery};
use crate::query;
use crate::update::refuse;
use axum::Json;
use serde::Serialize;
use shared::history;
use shared::http::description::{InvalidFields, Missing, SessionReads};
use shared::http::{ApiError, Fields, PathIds, QueryText, SignedIn};
use shared::timestamps;
use utoipa::ToSchema;
use uuid::Uuid;

/// Of messages in one answer, which may have 6 MB behind API Gateway.
const BYTES_AT_MOST: i32 = 3_000_000;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Conversation)]
pub struct ConversationAnswer {
    id: Uuid,
    /// By which an embed without tokens goes on with it.
    session_id: Uuid,
    /// The address it began on.
    #[schema(required)]
    page: Option<String>,
    message_count: i32,
    #[schema(format = DateTime)]
    started_at: String,
    #[schema(format = DateTime)]
    last_message_at: String,
    /// Who asked; null for a visitor without a proved identity.
    #[schema(required)]
    visitor: Option<Visitor>,
    messages: Vec<Message>,
    /// To go on with; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Read a conversation with its messages
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/conversations/{conversationId}", operation_id = "readConversation", tag = "conversations", security(("session" = [])),
    params(ConversationPath, PageQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = ConversationAnswer, description = "Messages oldest first; fewer than `limit` when they are large."),
    ),
)]
pub async fn find(
    caller: SignedIn,
    PathIds(id, conversation_id): PathIds,
    QueryText(query): QueryText,
) -> Result<Json<ConversationAnswer>, ApiError> {
    let mut fields = Fields::of(&query);
    let (after, limit) = (query::cursor(&mut fields), query::limit(&mut fields));
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, id, &invalid).await);
    }
    let statements = (
        history::find(id, conversation_id),
        history::list_messages(id, conversation_id, after, limit, BYTES_AT_MOST),
    );
    let failed = "Failed to read the conversation";
    let (_, (conversation, rows)) = caller.run(statements, failed).await?;
    let conversation = conversation.ok_or_else(not_found)?;
    let last = rows.last().filter(|row| row.is_followed);
    let next_cursor = last.map(|row| row.message.cursor().to_string());
    let messages = rows.into_iter().map(|row| Message::from(row.message));
    Ok(Json(ConversationAnswer {
        id: conversation.id,
        session_id: conversation.session_id,
        page: conversation.page,
        message_count: conversation.messages,
        started_at: timestamps::iso_utc(conversation.started_at),
        last_message_at: timestamps::iso_utc(conversation.last_message_at),
        visitor: conversation.user.map(Visitor::from),
        messages: messages.collect(),
        next_cursor,
    }))
}

/// The answer about a conversation that there is not, or that is somebody else's.
pub fn not_found() -> ApiError {
    ApiError::not_found("Conversation not found")
}
