//! What a client's visitors ask, when, and what they think of the answers.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::usage::Days;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// Questions of one hour of one weekday, by the client's own clock.
#[derive(Clone, Copy, Debug)]
pub struct ClockCount {
    /// 1 for Monday to 7.
    pub weekday: i32,
    /// 0 to 23.
    pub hour: i32,
    /// How many.
    pub messages: i64,
}

/// When visitors of one of the signed-in user's clients asked; hours without a question are left out.
pub fn list_by_clock(client_id: Option<Uuid>, days: Days) -> Statement<Vec<ClockCount>> {
    Query::repeatable(
        "select weekday, hour, messages from app.usage_by_clock($1, $2, $3, $4::interval)",
    )
    .uuid(client_id)
    .optional_date(days.from)
    .optional_date(days.to)
    .text(days.length)
    .many()
}

/// Questions that are the same but for endings, order and small words.
#[derive(Clone, Debug)]
pub struct AskedQuestion {
    /// The words they have in common, in order.
    pub key: String,
    /// As it was put most often.
    pub question: String,
    /// How often.
    pub asked: i64,
    /// How often nothing was found to answer it with.
    pub unanswered: i64,
    /// When last.
    pub last_asked_at: OffsetDateTime,
    /// The conversation it was asked in last.
    pub conversation_id: Uuid,
}

/// What visitors of one of the signed-in user's clients asked, most asked first: so many of the most asked and so many of those that last had no
/// answer. Looks at the newest 20 000 questions of the range.
pub fn list_questions(
    client_id: Option<Uuid>,
    days: Days,
    most_asked: i32,
    last_unanswered: i32,
) -> Statement<Vec<AskedQuestion>> {
    Query::repeatable(
        "select key, question, asked, unanswered, last_asked_at, conversation_id
           from app.asked_questions($1, $2, $3, $4::interval, $5, $6)",
    )
    .uuid(client_id)
    .optional_date(days.from)
    .optional_date(days.to)
    .text(days.length)
    .integer(most_asked)
    .integer(last_unanswered)
    .many()
}

/// What a visitor said of an answer.
#[derive(Clone, Debug)]
pub struct RatedAnswer {
    /// The conversation.
    pub conversation_id: Uuid,
    /// The answer's id.
    pub message_id: Uuid,
    /// The beginning of the question.
    pub question: Option<String>,
    /// The beginning of the answer.
    pub answer: String,
    /// 1 or -1.
    pub rating: i32,
    /// What the visitor wrote.
    pub comment: Option<String>,
    /// When.
    pub rated_at: OffsetDateTime,
}

/// What visitors of one of the signed-in user's clients said of answers in these days, newest first, those with a comment before the others.
pub fn list_rated_answers(
    client_id: Option<Uuid>,
    days: Days,
    at_most: i32,
) -> Statement<Vec<RatedAnswer>> {
    Query::repeatable(
        "select conversation_id, message_id, question, answer, rating, comment, rated_at
           from app.rated_answers($1, $2, $3, $4::interval, $5)",
    )
    .uuid(client_id)
    .optional_date(days.from)
    .optional_date(days.to)
    .text(days.length)
    .integer(at_most)
    .many()
}

impl FromRow for ClockCount {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            weekday: column(row, "weekday")?,
            hour: column(row, "hour")?,
            messages: column(row, "messages")?,
        })
    }
}

impl FromRow for AskedQuestion {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            key: column(row, "key")?,
            question: column(row, "question")?,
            asked: column(row, "asked")?,
            unanswered: column(row, "unanswered")?,
            last_asked_at: column(row, "last_asked_at")?,
            conversation_id: column(row, "conversation_id")?,
        })
    }
}

impl FromRow for RatedAnswer {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            conversation_id: column(row, "conversation_id")?,
            message_id: column(row, "message_id")?,
            question: column(row, "question")?,
            answer: column(row, "answer")?,
            rating: column(row, "rating")?,
            comment: column(row, "comment")?,
            rated_at: column(row, "rated_at")?,
        })
    }
}
