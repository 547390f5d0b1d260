//! Figures of a client by day, from sums that are kept while visitors are answered: no message is looked at.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::sessions::Deleted;
use time::Date;
use tokio_postgres::Row;
use uuid::Uuid;

/// A range of days of a client's time zone, both ends included.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The first day; when it is `None`, so long before the last that `length` is covered.
    pub from: Option<Date>,
    /// The last day; today when it is `None`.
    pub to: Option<Date>,
    /// As Postgres reads a length of time: `7 days`, `3 months`.
    pub length: &'static str,
}

/// The figures of a day, or of a whole range.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The day; `None` for the whole range.
    pub day: Option<Date>,
    /// Conversations that began.
    pub conversations: i64,
    /// Questions of visitors.
    pub messages: i64,
    /// Answers that were made to their end.
    pub answers: i64,
    /// Of them those that cite nothing, or say that they do not know.
    pub unanswered: i64,
    /// Answers that broke off or did not begin.
    pub failures: i64,
    /// Tokens of questions with all that went along.
    pub prompt_tokens: i64,
    /// Tokens of answers.
    pub completion_tokens: i64,
    /// Answers that visitors liked.
    pub ratings_up: i64,
    /// Answers that visitors did not like.
    pub ratings_down: i64,
    /// Half of the answers were made within so many milliseconds, give or take an eighth; `None` when there were none.
    pub latency_p50_ms: Option<i32>,
    /// The same for 95 of 100 answers.
    pub latency_p95_ms: Option<i32>,
}

/// The figures of a range.
#[derive(Clone, Debug)]
pub struct Usage {
    /// What a day is.
    pub time_zone: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// One for each day, in order.
    pub days: Vec<Figures>,
    /// Of all days. A range counts answers by their time, so these percentiles are no mean of the days'.
    pub total: Figures,
}

/// One row of the figures, with what all of them have in common.
#[derive(Clone, Debug)]
pub struct UsageRow {
    time_zone: String,
    first_day: Date,
    last_day: Date,
    figures: Figures,
}

impl Usage {
    /// Puts the rows together; `None` without any: the client is not the signed-in user's.
    #[must_use]
    pub fn of(rows: Vec<UsageRow>) -> Option<Self> {
        let mut rows = rows;
        let total = rows.pop()?;
        Some(Self {
            time_zone: total.time_zone,
            from: total.first_day,
            to: total.last_day,
            days: rows.into_iter().map(|row| row.figures).collect(),
            total: total.figures,
        })
    }
}

/// The figures of one of the signed-in user's clients, for [`Usage::of`].
pub fn list(client_id: Option<Uuid>, days: Days) -> Statement<Vec<UsageRow>> {
    figures(client_id, days, false)
}

/// The same for the range of the same length before it.
pub fn list_previous(client_id: Option<Uuid>, days: Days) -> Statement<Vec<UsageRow>> {
    figures(client_id, days, true)
}

fn figures(client_id: Option<Uuid>, days: Days, is_previous: bool) -> Statement<Vec<UsageRow>> {
    Query::repeatable(
        "select day, time_zone, first_day, last_day, conversations, messages, answers, unanswered, failures, prompt_tokens, completion_tokens,
                ratings_up, ratings_down, latency_p50_ms, latency_p95_ms
           from app.usage_of_days($1, $2, $3, $4::interval, $5)",
    )
    .uuid(client_id)
    .optional_date(days.from)
    .optional_date(days.to)
    .text(days.length)
    .boolean(is_previous)
    .many()
}

/// Deletes counts of requests in hours that are over, by which nobody is limited any more, `at_most` so many. Gives how many.
pub fn delete_expired_request_counts(at_most: i32) -> Statement<Deleted> {
    // As with sessions: it may run twice, but would count only the second time.
    Query::write("select app.delete_expired_request_counts($1) as deleted")
        .integer(at_most)
        .one()
}

impl FromRow for UsageRow {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            time_zone: column(row, "time_zone")?,
            first_day: column(row, "first_day")?,
            last_day: column(row, "last_day")?,
            figures: Figures {
                day: column(row, "day")?,
                conversations: column(row, "conversations")?,
                messages: column(row, "messages")?,
                answers: column(row, "answers")?,
                unanswered: column(row, "unanswered")?,
                failures: column(row, "failures")?,
                prompt_tokens: column(row, "prompt_tokens")?,
                completion_tokens: column(row, "completion_tokens")?,
                ratings_up: column(row, "ratings_up")?,
                ratings_down: column(row, "ratings_down")?,
                latency_p50_ms: column(row, "latency_p50_ms")?,
                latency_p95_ms: column(row, "latency_p95_ms")?,
            },
        })
    }
}
