//! Conversations as their client's owner reads, deletes and exports them. What visitors see of them is in [`crate::conversations`].

mod cursor;
mod delete;
mod export;

pub use cursor::{Cursor, NotACursor};
pub use delete::{Expired, delete, delete_expired, delete_some};
pub use export::{ExportEnd, ExportedMessage, find_export_end, list_for_export};

use crate::database::{FromRow, Query, Statement, StorageError, column};
use serde_json::Value;
use time::{Date, OffsetDateTime};
use tokio_postgres::Row;
use uuid::Uuid;

/// Which conversations are wanted. Days are those of the client's time zone.
#[derive(Clone, Debug, Default)]
pub struct ConversationFilter {
    /// All of these words in one message, the last one as the beginning of a word; or a part of the user's id or name.
    pub search: Option<String>,
    /// Something was said on this day or later.
    pub from: Option<Date>,
    /// Nothing was said after this day.
    pub to: Option<Date>,
    /// With an answer rated 1 or -1.
    pub rating: Option<i32>,
    /// With an answer that cites nothing, or says that it does not know.
    pub is_unanswered: bool,
    /// A part of the address of the page it began on, in any case of letters.
    pub page: Option<String>,
    /// Only those behind this one.
    pub after: Option<Cursor>,
    /// So many at most.
    pub at_most: i32,
}

/// A conversation in a list.
#[derive(Clone, Debug)]
pub struct ConversationSummary {
    /// Its id.
    pub id: Uuid,
    /// The beginning of the first question.
    pub title: Option<String>,
    /// The page it began on.
    pub page: Option<String>,
    /// Questions and answers.
    pub messages: i32,
    /// Answers that cite nothing, or say that they do not know.
    pub unanswered: i64,
    /// Answers that the visitor liked.
    pub ratings_up: i64,
    /// Answers that the visitor did not like.
    pub ratings_down: i64,
    /// When it began.
    pub started_at: OffsetDateTime,
    /// When something was said last.
    pub last_message_at: OffsetDateTime,
    /// Who the visitor is.
    pub user: Option<User>,
}

/// A visitor that the organiser's own site has vouched for.
#[derive(Clone, Debug)]
pub struct User {
    /// What that site calls it.
    pub id: String,
    /// Its name, as the page gave it.
    pub name: Option<String>,
}

/// Conversations of one of the signed-in user's clients, the last used first.
pub fn list(
    client_id: Option<Uuid>,
    filter: &ConversationFilter,
) -> Statement<Vec<ConversationSummary>> {
    Query::repeatable(
        "select id, title, page, messages, unanswered, ratings_up, ratings_down, started_at, last_message_at, user_id, user_name
           from app.find_conversations($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .uuid(client_id)
    .optional_text(filter.search.clone())
    .optional_date(filter.from)
    .optional_date(filter.to)
    .optional_integer(filter.rating)
    .boolean(filter.is_unanswered)
    .optional_text(filter.page.clone())
    .optional_moment(filter.after.map(|cursor| cursor.at))
    .uuid(filter.after.map(|cursor| cursor.id))
    .integer(filter.at_most)
    .many()
}

/// A row of `conversations`.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its id.
    pub id: Uuid,
    /// What the visitor's browser calls it.
    pub session_id: Uuid,
    /// The page it began on.
    pub page: Option<String>,
    /// Questions and answers.
    pub messages: i32,
    /// When it began.
    pub started_at: OffsetDateTime,
    /// When something was said last.
    pub last_message_at: OffsetDateTime,
    /// Who the visitor is.
    pub user: Option<User>,
}

/// One conversation of one of the signed-in user's clients.
pub fn find(
    client_id: Option<Uuid>,
    conversation_id: Option<Uuid>,
) -> Statement<Option<Conversation>> {
    Query::repeatable(
        "select v.id, v.session_id, v.page, v.messages, v.started_at, v.last_message_at, v.user_id, v.user_name
           from conversations v
           join clients c on c.id = v.client_id
          where v.id = $2 and v.client_id = $1 and c.user_id = app.user_id()",
    )
    .uuid(client_id)
    .uuid(conversation_id)
    .optional()
}

/// A row of `messages`: a visitor's question, or the answer to one.
#[derive(Clone, Debug)]
pub struct StoredMessage {
    /// Its id.
    pub id: Uuid,
    /// The conversation it is part of.
    pub conversation_id: Uuid,
    /// `visitor` or `assistant`.
    pub role: String,
    /// What was said.
    pub content: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// Of a question: the page it was asked on.
    pub page: Option<String>,
    /// Of an answer, as all that follows: the question.
    pub reply_to: Option<Uuid>,
    /// A JSON list of what it cites.
    pub sources: Option<Value>,
    /// Who answered.
    pub answerer: Option<String>,
    /// `complete`, `unknown`, `partial` or `failed`.
    pub outcome: Option<String>,
    /// Why it failed.
    pub error_code: Option<String>,
    /// Milliseconds to the first piece.
    pub first_chunk_ms: Option<i32>,
    /// Milliseconds to the end.
    pub latency_ms: Option<i32>,
    /// Tokens of the question with all that went along.
    pub prompt_tokens: Option<i32>,
    /// Tokens of the answer.
    pub completion_tokens: Option<i32>,
    /// 1 or -1, by the visitor.
    pub rating: Option<i16>,
    /// What the visitor said of it.
    pub rating_comment: Option<String>,
    /// When it was rated.
    pub rated_at: Option<OffsetDateTime>,
}

impl StoredMessage {
    /// The place behind it.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id,
        }
    }
}

/// A message in a page of them.
#[derive(Clone, Debug)]
pub struct PagedMessage {
    /// The message.
    pub message: StoredMessage,
    /// Whether another one follows, in this page or behind it.
    pub is_followed: bool,
}

/// Messages of one conversation of one of the signed-in user's clients, oldest first: `at_most` so many, and fewer when they would take
/// more than `bytes` to send, but one.
pub fn list_messages(
    client_id: Option<Uuid>,
    conversation_id: Option<Uuid>,
    after: Option<Cursor>,
    at_most: i32,
    bytes: i32,
) -> Statement<Vec<PagedMessage>> {
    Query::repeatable(
        "with page as (
             select m.id, row_number() over in_order as number, sum(m.size) over in_order as total, count(*) over () as rows
               from (select m.id, m.created_at, app.size_of_message(m) as size
                       from messages m
                       join clients c on c.id = m.client_id
                      where m.conversation_id = $2 and m.client_id = $1 and c.user_id = app.user_id()
                        and ($3 is null or (m.created_at, m.id) > ($3, $4))
                      order by m.created_at, m.id
                      limit $5 + 1) m
             window in_order as (order by m.created_at, m.id)
         )
         select m.id, m.conversation_id, m.role, m.content, m.created_at, m.page, m.reply_to, m.sources, m.answerer, m.outcome, m.error_code,
                m.first_chunk_ms, m.latency_ms, m.prompt_tokens, m.completion_tokens, m.rating, m.rating_comment, m.rated_at,
                p.number < p.rows as is_followed
           from page p
           join messages m on m.id = p.id
          where p.number = 1 or (p.number <= $5 and p.total <= $6)
          order by p.number",
    )
    .uuid(client_id)
    .uuid(conversation_id)
    .optional_moment(after.map(|cursor| cursor.at))
    .uuid(after.map(|cursor| cursor.id))
    .integer(at_most)
    .integer(bytes)
    .many()
}

impl FromRow for ConversationSummary {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            title: column(row, "title")?,
            page: column(row, "page")?,
            messages: column(row, "messages")?,
            unanswered: column(row, "unanswered")?,
            ratings_up: column(row, "ratings_up")?,
            ratings_down: column(row, "ratings_down")?,
            started_at: column(row, "started_at")?,
            last_message_at: column(row, "last_message_at")?,
            user: user(row)?,
        })
    }
}

impl FromRow for Conversation {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            session_id: column(row, "session_id")?,
            page: column(row, "page")?,
            messages: column(row, "messages")?,
            started_at: column(row, "started_at")?,
            last_message_at: column(row, "last_message_at")?,
            user: user(row)?,
        })
    }
}

fn user(row: &Row) -> Result<Option<User>, StorageError> {
    let id: Option<String> = column(row, "user_id")?;
    let name = column(row, "user_name")?;
    Ok(id.map(|id| User { id, name }))
}

impl FromRow for StoredMessage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            conversation_id: column(row, "conversation_id")?,
            role: column(row, "role")?,
            content: column(row, "content")?,
            created_at: column(row, "created_at")?,
            page: column(row, "page")?,
            reply_to: column(row, "reply_to")?,
            sources: column(row, "sources")?,
            answerer: column(row, "answerer")?,
            outcome: column(row, "outcome")?,
            error_code: column(row, "error_code")?,
            first_chunk_ms: column(row, "first_chunk_ms")?,
            latency_ms: column(row, "latency_ms")?,
            prompt_tokens: column(row, "prompt_tokens")?,
            completion_tokens: column(row, "completion_tokens")?,
            rating: column(row, "rating")?,
            rating_comment: column(row, "rating_comment")?,
            rated_at: column(row, "rated_at")?,
        })
    }
}

impl FromRow for PagedMessage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            message: StoredMessage::from_row(row)?,
            is_followed: column(row, "is_followed")?,
        })
    }
}
