//! `DELETE` of one conversation, of those before a day, or of all. What is deleted is gone, messages included; the figures stay.

use super::read::not_found;
use crate::described_query::{ConversationPath, DeletionQuery};
use crate::query;
use crate::update::refuse;
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::history;
use shared::http::description::{ClientPath, Missing, SessionChanges};
use shared::http::{ApiError, Fields, Invalid, PathId, PathIds, QueryText, SignedIn};
use shared::sessions::Deleted;
use std::time::{Duration, Instant};
use time::Date;
use utoipa::ToSchema;

const FAILED: &str = "Failed to delete conversations";
/// Conversations of one transaction: short enough that nobody waits for it.
const BATCH: i32 = 500;
/// How long one request goes on deleting; API Gateway waits 30 seconds.
const TIME_LIMIT: Duration = Duration::from_secs(15);

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeletedConversations)]
pub struct DeletedAnswer {
    /// How many.
    deleted: i64,
    /// Whether nothing is left that was to be deleted; else the same request goes on.
    finished: bool,
}

/// Delete a conversation with its messages
#[utoipa::path(
    delete, path = "/api/dashboard/clients/{id}/conversations/{conversationId}", operation_id = "deleteConversation", tag = "conversations", security(("session" = [])),
    params(ConversationPath),
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = DeletedAnswer, description = "It is gone; figures stay."),
    ),
)]
pub async fn delete(
    caller: SignedIn,
    PathIds(id, conversation_id): PathIds,
) -> Result<Json<DeletedAnswer>, ApiError> {
    let statement = history::delete(id, conversation_id);
    let (_, Deleted(deleted)) = caller.run(statement, FAILED).await?;
    if deleted == 0 {
        return Err(not_found());
    }
    let finished = true;
    Ok(Json(DeletedAnswer { deleted, finished }))
}

/// Delete conversations of before a day, or all
#[utoipa::path(
    delete, path = "/api/dashboard/clients/{id}/conversations", operation_id = "deleteConversations", tag = "conversations", security(("session" = [])),
    params(ClientPath, DeletionQuery),
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = DeletedAnswer, description = "So many are gone; send it again until it is `finished`."),
    ),
)]
pub async fn delete_some(
    caller: SignedIn,
    PathId(id): PathId,
    QueryText(query): QueryText,
) -> Result<Json<DeletedAnswer>, ApiError> {
    let before = match read(&query) {
        Ok(before) => before,
        Err(invalid) => return Err(refuse(&caller, id, &invalid).await),
    };
    let started = Instant::now();
    let mut deleted = 0;
    loop {
        let batch = history::delete_some(id, before, BATCH);
        let (_, batch) = caller.run(batch, FAILED).await?;
        let Deleted(rows) = batch.ok_or(ApiError::not_found("Client not found"))?;
        deleted += rows;
        let finished = rows < BATCH.into();
        if finished || started.elapsed() > TIME_LIMIT {
            return Ok(Json(DeletedAnswer { deleted, finished }));
        }
    }
}

/// A day, or all: nothing is deleted because a word was forgotten.
fn read(query: &Value) -> Result<Option<Date>, Invalid> {
    let mut fields = Fields::of(query);
    let before = query::date(&mut fields, "before");
    let all = fields.optional_choice("all", &["true"]);
    let is_one = query.get("before").is_some() != all.is_some();
    fields.require("before", is_one, "Either `before` or `all=true`");
    fields.finish()?;
    Ok(before)
}
