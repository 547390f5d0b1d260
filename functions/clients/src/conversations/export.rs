//! `GET /api/dashboard/clients/{id}/conversations/export`: messages of all conversations, oldest first, as CSV or JSON Lines.
//!
//! The answer is sent while it is read, a page of messages after the other. Behind API Gateway an answer may have 6 MB, and its headers are
//! gone before its end is known; so the first batch looks where this answer has to end, and `X-Next-Cursor` says how to go on.

use super::message::Message;
use super::visitor::Visitor;
use crate::csv::{self, Cell};
use crate::described_query::ExportQuery;
use crate::query;
use crate::update::refuse;
use axum::body::Body;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{AppendHeaders, IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use serde_json::Value;
use shared::history::{self, Cursor, ExportEnd, ExportedMessage};
use shared::http::description::{ClientPath, InvalidFields, Missing, SessionStreams};
use shared::http::{ApiError, Fields, Invalid, PathId, QueryText, SignedIn};
use std::io;
use time::Date;
use uuid::Uuid;

const FAILED: &str = "Failed to export conversations";
const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");
/// Messages read at once.
const PAGE: i32 = 500;
/// The same, for what they take: an answer may have a megabyte.
const PAGE_BYTES: i32 = 1_000_000;
/// What one answer takes at most: below the 6 MB of API Gateway even in base64, which it is sent in when it is no text.
const BYTES_AT_MOST: i32 = 4_000_000;
const COLUMNS: [&str; 18] = [
    "conversationId",
    "messageId",
    "createdAt",
    "role",
    "content",
    "page",
    "answerer",
    "outcome",
    "errorCode",
    "firstChunkMs",
    "latencyMs",
    "promptTokens",
    "completionTokens",
    "rating",
    "ratingComment",
    "sources",
    "userId",
    "userName",
];

#[derive(Clone, Copy)]
enum Format {
    Csv,
    JsonLines,
}

struct Wanted {
    format: Format,
    from: Option<Date>,
    to: Option<Date>,
    after: Option<Cursor>,
}

/// Export all messages
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/conversations/export", operation_id = "exportConversations", tag = "conversations", security(("session" = [])),
    params(ClientPath, ExportQuery),
    responses(
        SessionStreams,
        InvalidFields,
        Missing,
        (status = 200, description = "A part of the file, below 4 MB. When more follows, `X-Next-Cursor` says where.",
            content((String = "text/csv"), (String = "application/x-ndjson")),
            headers(("X-Next-Cursor" = String, description = "The cursor to go on with; not there at the end."))),
    ),
)]
pub async fn export(
    caller: SignedIn,
    PathId(id): PathId,
    QueryText(query): QueryText,
) -> Result<Response, ApiError> {
    let wanted = match read(&query) {
        Ok(wanted) => wanted,
        Err(invalid) => return Err(refuse(&caller, id, &invalid).await),
    };
    let Wanted {
        from, to, after, ..
    } = wanted;
    let statements = (
        history::find_export_end(id, from, to, after, BYTES_AT_MOST),
        history::list_for_export(id, from, after, PAGE, PAGE_BYTES),
    );
    let (_, (end, first)) = caller.run(statements, FAILED).await?;
    let ExportEnd { end, has_more } = end.ok_or(ApiError::not_found("Client not found"))?;
    let (content_type, file) = wanted.format.names();
    let next = end.filter(|_| has_more);
    let next = next.map(|cursor| (NEXT_CURSOR, cursor.to_string()));
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{file}\""),
        ),
    ];
    let rest = Rest {
        caller,
        id,
        wanted,
        end,
        page: Some(first),
        is_done: false,
    };
    let body = Body::from_stream(stream::try_unfold(rest, Rest::next_page));
    Ok((headers, AppendHeaders(next), body).into_response())
}

/// A message, and who the visitor of its conversation is.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    message: Message,
    visitor: Option<Visitor>,
}

impl From<ExportedMessage> for Line {
    fn from(row: ExportedMessage) -> Self {
        Self {
            message: row.message.into(),
            visitor: row.user.map(Visitor::from),
        }
    }
}

/// What is still to be sent.
struct Rest {
    caller: SignedIn,
    id: Option<Uuid>,
    wanted: Wanted,
    end: Option<Cursor>,
    /// Read already.
    page: Option<Vec<ExportedMessage>>,
    is_done: bool,
}

impl Rest {
    async fn next_page(mut self) -> Result<Option<(String, Self)>, io::Error> {
        let page = match self.page.take() {
            Some(page) => page,
            None if self.is_done => return Ok(None),
            None => self.read().await?,
        };
        let is_first = self.wanted.after.is_none();
        let last = page.last().map(|row| row.message.cursor());
        // The messages up to the end may have been deleted meanwhile.
        self.is_done = page.is_empty() || last >= self.end;
        self.wanted.after = last.or(self.wanted.after);
        let within = |row: &ExportedMessage| Some(row.message.cursor()) <= self.end;
        let rows = page.into_iter().filter(within).map(Line::from);
        let text = self.wanted.format.write(rows, is_first);
        Ok(Some((text, self)))
    }

    async fn read(&self) -> Result<Vec<ExportedMessage>, io::Error> {
        let Wanted { from, after, .. } = self.wanted;
        let page = history::list_for_export(self.id, from, after, PAGE, PAGE_BYTES);
        match self.caller.run(page, FAILED).await {
            Ok((_, rows)) => Ok(rows),
            // The status is gone already: that the answer breaks off is all that can still be told.
            Err(_) => {
                tracing::error!("an export breaks off: its next page cannot be read");
                Err(io::Error::other("the next page cannot be read"))
            }
        }
    }
}

impl Format {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => (
                "text/csv; charset=utf-8; header=present",
                "conversations.csv",
            ),
            Self::JsonLines => ("application/x-ndjson", "conversations.jsonl"),
        }
    }

    /// `is_first`: nothing was sent before, by this answer or one that it goes on from, so that the parts make one file.
    fn write(self, messages: impl Iterator<Item = Line>, is_first: bool) -> String {
        match self {
            Self::Csv => {
                let mut table = if is_first {
                    csv::header(&COLUMNS)
                } else {
                    String::new()
                };
                messages.for_each(|message| push_row(&mut table, &message));
                table
            }
            Self::JsonLines => {
                let line = |message| {
                    let json = serde_json::to_string(&message);
                    json.expect("texts, numbers and JSON can be written as JSON") + "\n"
                };
                messages.map(line).collect()
            }
        }
    }
}

fn push_row(table: &mut String, line: &Line) {
    let Line { message, visitor } = line;
    let visitor = visitor.as_ref();
    let sources = message.sources.as_ref().map(Value::to_string);
    let cells: [Cell<'_>; COLUMNS.len()] = [
        message.conversation_id.into(),
        message.id.into(),
        (&message.created_at).into(),
        (&message.role).into(),
        (&message.content).into(),
        (&message.page).into(),
        (&message.answerer).into(),
        (&message.outcome).into(),
        (&message.error_code).into(),
        message.first_chunk_ms.into(),
        message.latency_ms.into(),
        message.prompt_tokens.into(),
        message.completion_tokens.into(),
        Cell::Text(message.rating),
        (&message.rating_comment).into(),
        (&sources).into(),
        Cell::Text(visitor.map(|visitor| &*visitor.user_id)),
        Cell::Text(visitor.and_then(|visitor| visitor.name.as_deref())),
    ];
    csv::push_row(table, cells);
}

fn read(query: &Value) -> Result<Wanted, Invalid> {
    let mut fields = Fields::of(query);
    let format = fields.optional_choice("format", &["csv", "jsonl"]);
    let (from, to) = query::dates(&mut fields);
    let after = query::cursor(&mut fields);
    fields.finish()?;
    let format = match format.as_deref() {
        Some("jsonl") => Format::JsonLines,
        _ => Format::Csv,
    };
    Ok(Wanted {
        format,
        from,
        to,
        after,
    })
}
