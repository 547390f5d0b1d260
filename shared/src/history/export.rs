//! Messages of all conversations of a client, in parts that are no larger than they may be.

use super::{Cursor, StoredMessage};
use crate::database::{FromRow, Query, Statement, StorageError, column};
use time::{Date, OffsetDateTime};
use tokio_postgres::Row;
use uuid::Uuid;

/// Where one answer of an export ends.
#[derive(Clone, Copy, Debug)]
pub struct ExportEnd {
    /// The last message of it; `None` when there is none at all.
    pub end: Option<Cursor>,
    /// Whether more follow.
    pub has_more: bool,
}

/// Finds the last message that an export may hold which begins behind `after` and takes at most `bytes` to send, however its texts have
/// to be written. `None` when the client is not the signed-in user's.
pub fn find_export_end(
    client_id: Option<Uuid>,
    from: Option<Date>,
    to: Option<Date>,
    after: Option<Cursor>,
    bytes: i32,
) -> Statement<Option<ExportEnd>> {
    Query::repeatable("select at, id, is_last from app.export_end($1, $2, $3, $4, $5, $6)")
        .uuid(client_id)
        .optional_date(from)
        .optional_date(to)
        .optional_moment(after.map(|cursor| cursor.at))
        .uuid(after.map(|cursor| cursor.id))
        .integer(bytes)
        .optional()
}

/// Messages of one of the signed-in user's clients in all conversations, from that day on and behind `after`, oldest first: `at_most` so
/// many, and fewer when they would take more than `bytes` to send, but one if there is one.
pub fn list_for_export(
    client_id: Option<Uuid>,
    from: Option<Date>,
    after: Option<Cursor>,
    at_most: i32,
    bytes: i32,
) -> Statement<Vec<StoredMessage>> {
    Query::repeatable(
        "select id, conversation_id, role, content, created_at, page, reply_to, sources, answerer, outcome, error_code,
                first_chunk_ms, latency_ms, prompt_tokens, completion_tokens, rating, rating_comment, rated_at
           from app.export_messages($1, $2, $3, $4, $5, $6)",
    )
    .uuid(client_id)
    .optional_date(from)
    .optional_moment(after.map(|cursor| cursor.at))
    .uuid(after.map(|cursor| cursor.id))
    .integer(at_most)
    .integer(bytes)
    .many()
}

impl FromRow for ExportEnd {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let at: Option<OffsetDateTime> = column(row, "at")?;
        let id: Option<Uuid> = column(row, "id")?;
        let is_last: bool = column(row, "is_last")?;
        Ok(Self {
            end: at.zip(id).map(|(at, id)| Cursor { at, id }),
            has_more: !is_last,
        })
    }
}
