//! A message as its client's owner reads it, here and in exports.

use crate::described_query::Rating;
use serde::Serialize;
use serde_json::Value;
use shared::history::StoredMessage;
use shared::http::description::Source;
use shared::timestamps;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: Uuid,
    pub conversation_id: Uuid,
    #[schema(value_type = Role)]
    pub role: String,
    pub content: String,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// The address of the page it was written on.
    #[schema(required)]
    pub page: Option<String>,
    /// The question that an answer answers.
    #[schema(required)]
    pub reply_to: Option<Uuid>,
    /// Where an answer comes from: what a workflow sent as it sent it, else the passages that it cites.
    #[schema(required, value_type = Option<Vec<Source>>)]
    pub sources: Option<Value>,
    /// Who answered.
    #[schema(required, value_type = Option<Answerer>)]
    pub answerer: Option<String>,
    #[schema(required, value_type = Option<Outcome>)]
    pub outcome: Option<String>,
    /// Why there is no answer, or no more of it.
    #[schema(required)]
    pub error_code: Option<String>,
    /// Milliseconds until the answer began.
    #[schema(required)]
    pub first_chunk_ms: Option<i32>,
    /// Milliseconds until it was complete.
    #[schema(required)]
    pub latency_ms: Option<i32>,
    #[schema(required)]
    pub prompt_tokens: Option<i32>,
    #[schema(required)]
    pub completion_tokens: Option<i32>,
    #[schema(required, value_type = Option<Rating>)]
    pub rating: Option<&'static str>,
    /// What the visitor wrote about it.
    #[schema(required)]
    pub rating_comment: Option<String>,
    #[schema(required, format = DateTime)]
    pub rated_at: Option<String>,
}

/// Who wrote a message.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
enum Role {
    Visitor,
    Assistant,
}

/// How an answer came out: to its end, with nothing found to answer with, broken off, not begun.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
enum Outcome {
    Complete,
    Unknown,
    Partial,
    Failed,
}

#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its description is used")]
enum Answerer {
    BuiltIn,
    N8n,
    #[schema(rename = "openai")]
    OpenAi,
}

impl From<StoredMessage> for Message {
    fn from(row: StoredMessage) -> Self {
        Self {
            id: row.id,
            conversation_id: row.conversation_id,
            role: row.role,
            content: row.content,
            created_at: timestamps::iso_utc(row.created_at),
            page: row.page,
            reply_to: row.reply_to,
            sources: row.sources,
            answerer: row.answerer,
            outcome: row.outcome,
            error_code: row.error_code,
            first_chunk_ms: row.first_chunk_ms,
            latency_ms: row.latency_ms,
            prompt_tokens: row.prompt_tokens,
            completion_tokens: row.completion_tokens,
            rating: row.rating.and_then(|rating| rating_word(rating.into())),
            rating_comment: row.rating_comment,
            rated_at: row.rated_at.map(timestamps::iso_utc),
        }
    }
}

/// As visitors send it.
pub fn rating_word(rating: i32) -> Option<&'static str> {
    match rating {
        1 => Some("up"),
        -1 => Some("down"),
        _ => None,
    }
}
