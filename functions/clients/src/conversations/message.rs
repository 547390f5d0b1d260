//! A message as its client's owner reads it, here and in exports.

use serde::Serialize;
use serde_json::Value;
use shared::history::StoredMessage;
use shared::timestamps;
use uuid::Uuid;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub role: String,
    pub content: String,
    pub created_at: String,
    pub page: Option<String>,
    pub reply_to: Option<Uuid>,
    pub sources: Option<Value>,
    pub answerer: Option<String>,
    pub outcome: Option<String>,
    pub error_code: Option<String>,
    pub first_chunk_ms: Option<i32>,
    pub latency_ms: Option<i32>,
    pub prompt_tokens: Option<i32>,
    pub completion_tokens: Option<i32>,
    pub rating: Option<&'static str>,
    pub rating_comment: Option<String>,
    pub rated_at: Option<String>,
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
