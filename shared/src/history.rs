//! Conversations as their client's owner reads, deletes and exports them. What visitors see of them is in [`crate::conversations`].

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::sessions::Deleted;
use serde_json::Value;
use std::fmt;
use std::str::FromStr;
use time::{Date, OffsetDateTime};
use tokio_postgres::Row;
use uuid::Uuid;

/// A place in a list that is ordered by time: the row before it. As text it is what a caller sends to go on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The row's time.
    pub at: OffsetDateTime,
    /// The row's id.
    pub id: Uuid,
}

/// A text is no place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

/// Microseconds, which is as far as Postgres tells times apart, and the id.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let microseconds = self.at.unix_timestamp_nanos() / 1_000;
        write!(f, "{microseconds}-{}", self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (microseconds, id) = text.rsplit_once('-').ok_or(NotACursor)?;
        let microseconds: i64 = microseconds.parse().map_err(|_| NotACursor)?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(microseconds) * 1_000);
        let cursor = Self {
            at: at.map_err(|_| NotACursor)?,
            id: Uuid::try_parse(id).map_err(|_| NotACursor)?,
        };
        // One text for each place.
        (cursor.to_string() == text)
            .then_some(cursor)
            .ok_or(NotACursor)
    }
}

/// Which conversations are wanted. Days are those of the client's time zone.
#[derive(Clone, Debug, Default)]
pub struct ConversationFilter {
    /// All of these words in one message, the last one as the beginning of a word.
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
}

/// Conversations of one of the signed-in user's clients, the last used first.
pub fn list(
    client_id: Option<Uuid>,
    filter: &ConversationFilter,
) -> Statement<Vec<ConversationSummary>> {
    Query::repeatable(
        "select id, title, page, messages, unanswered, ratings_up, ratings_down, started_at, last_message_at
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
}

/// One conversation of one of the signed-in user's clients.
pub fn find(
    client_id: Option<Uuid>,
    conversation_id: Option<Uuid>,
) -> Statement<Option<Conversation>> {
    Query::repeatable(
        "select v.id, v.session_id, v.page, v.messages, v.started_at, v.last_message_at
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

/// Deletes one conversation with its messages: 1, or 0 when there is no such one in one of the signed-in user's clients.
pub fn delete(client_id: Option<Uuid>, conversation_id: Option<Uuid>) -> Statement<Deleted> {
    Query::write(
        "with deleted as (
             delete from conversations v
              using clients c
              where v.id = $2 and v.client_id = $1 and c.id = v.client_id and c.user_id = app.user_id()
             returning 1
         )
         select count(*) as deleted from deleted",
    )
    .uuid(client_id)
    .uuid(conversation_id)
    .one()
}

/// Deletes some of the conversations of one of the signed-in user's clients in which nothing was said since the day `before` began in
/// the client's time zone, or of all; the oldest first. `None` when the client is not the user's.
pub fn delete_some(
    client_id: Option<Uuid>,
    before: Option<Date>,
    at_most: i32,
) -> Statement<Option<Deleted>> {
    Query::repeatable(
        "with own as materialized (
             select c.id, coalesce($2::timestamp at time zone c.time_zone, 'infinity') as ends_at
               from clients c
              where c.id = $1 and c.user_id = app.user_id()
         ), deleted as (
             delete from conversations
              where id = any (array(
                 select v.id
                   from own o
                   join conversations v on v.client_id = o.id and v.last_message_at < o.ends_at
                  order by v.last_message_at
                  limit $3
                    for update of v))
             returning 1
         )
         select (select count(*) from deleted) as deleted from own",
    )
    .uuid(client_id)
    .optional_date(before)
    .integer(at_most)
    .optional()
}

/// Deletes conversations of all clients in which nothing was said for longer than their client keeps them, `at_most` so many with their
/// messages. Gives how many.
pub fn delete_expired(at_most: i32) -> Statement<Deleted> {
    // As with sessions: it may run twice, but would count only the second time.
    Query::write("select app.delete_expired_conversations($1) as deleted")
        .integer(at_most)
        .one()
}

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
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for at in [
            datetime!(2026-11-23 04:05:06.789_012 UTC),
            datetime!(1969-12-31 23:59:59.999_999 UTC),
        ] {
            let id = Uuid::from_u128(7);
            let cursor = Cursor { at, id };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    #[test]
    fn other_texts_are_no_cursors() {
        let id = Uuid::from_u128(7).simple();
        for text in [
            "",
            "-",
            "5",
            "5-",
            &format!("-{id}"),
            &format!("x-{id}"),
            &format!("05-{id}"),
            &format!("9223372036854775807-{id}"),
            &format!("99999999999999999999-{id}"),
            "5-00000000-0000-0000-0000-000000000007",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(NotACursor), "{text}");
        }
    }
}
