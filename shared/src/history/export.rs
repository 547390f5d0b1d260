//! Messages of all conversations of a client, in parts that are no larger than they may be.

use super::{Cursor, StoredMessage, User, user};
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

/// A message beside who its visitor is.
#[derive(Clone, Debug)]
pub struct ExportedMessage {
    /// The message.
    pub message: StoredMessage,
    /// Who the visitor of its conversation is.
    pub user: Option<User>,
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
) -> Statement<Vec<ExportedMessage>> {
    Query::repeatable(
        "select m.id, m.conversation_id, m.role, m.content, m.created_at, m.page, m.reply_to, m.sources, m.answerer, m.outcome, m.error_code,
                m.first_chunk_ms, m.latency_ms, m.prompt_tokens, m.completion_tokens, m.rating, m.rating_comment, m.rated_at,
                v.user_id, v.user_name
           from app.export_messages($1, $2, $3, $4, $5, $6) m
           left join lateral (select c.user_id, c.user_name from conversations c where c.id = m.conversation_id offset 0) v on true
          order by m.created_at, m.id",
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

impl FromRow for ExportedMessage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            message: StoredMessage::from_row(row)?,
            user: user(row)?,
        })
    }
}
