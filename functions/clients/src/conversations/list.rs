//! `GET /api/dashboard/clients/{id}/conversations`: the last used first, a page at a time, filtered.

use super::visitor::Visitor;
use crate::described_query::ConversationQuery;
use crate::query;
use crate::update::refuse;
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::history::{self, ConversationFilter, ConversationSummary, Cursor};
use shared::http::description::{ClientPath, InvalidFields, Missing, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, PathId, QueryText, SignedIn};
use shared::{clients, timestamps};
use utoipa::ToSchema;
use uuid::Uuid;

const SEARCH_RULES: [Rule; 2] = [
    Rule::Max(200, "A search cannot exceed 200 characters"),
    Rule::Storable,
];
const PAGE_RULES: [Rule; 2] = [
    Rule::Max(2000, "A page cannot exceed 2000 characters"),
    Rule::Storable,
];

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationList)]
pub struct Page {
    conversations: Vec<Summary>,
    /// To go on with; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationSummary)]
struct Summary {
    id: Uuid,
    /// The first question.
    #[schema(required)]
    title: Option<String>,
    /// The address it began on.
    #[schema(required)]
    page: Option<String>,
    message_count: i32,
    /// Answers that cite nothing, or say that they do not know.
    unanswered: i64,
    ratings_up: i64,
    ratings_down: i64,
    #[schema(format = DateTime)]
    started_at: String,
    #[schema(format = DateTime)]
    last_message_at: String,
    /// Who asked; null for a visitor without a proved identity.
    #[schema(required)]
    visitor: Option<Visitor>,
}

/// List a client's conversations
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/conversations", operation_id = "listConversations", tag = "conversations", security(("session" = [])),
    params(ClientPath, ConversationQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = Page, description = "The last used first."),
    ),
)]
pub async fn list(
    caller: SignedIn,
    PathId(id): PathId,
    QueryText(query): QueryText,
) -> Result<Json<Page>, ApiError> {
    let (mut filter, limit) = match read(&query) {
        Ok(wanted) => wanted,
        Err(invalid) => return Err(refuse(&caller, id, &invalid).await),
    };
    // One more than the page has tells whether there is another.
    filter.at_most = limit + 1;
    let statements = (clients::find(id), history::list(id, &filter));
    let (_, (client, mut rows)) = caller
        .run(statements, "Failed to list conversations")
        .await?;
    client.ok_or(ApiError::not_found("Client not found"))?;
    let size = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > size;
    rows.truncate(size);
    let next_cursor = rows.last().filter(|_| has_more).map(|row| {
        let (at, id) = (row.last_message_at, row.id);
        Cursor { at, id }.to_string()
    });
    Ok(Json(Page {
        conversations: rows.into_iter().map(Summary::from).collect(),
        next_cursor,
    }))
}

fn read(query: &Value) -> Result<(ConversationFilter, i32), Invalid> {
    let mut fields = Fields::of(query);
    let (from, to) = query::dates(&mut fields);
    let rating = fields.optional_choice("rating", &["up", "down"]);
    let is_unanswered = fields.optional_choice("unanswered", &["true", "false"]);
    let filter = ConversationFilter {
        search: fields.optional_text("search", &SEARCH_RULES),
        from,
        to,
        rating: rating.map(|rating| if rating == "up" { 1 } else { -1 }),
        is_unanswered: is_unanswered.as_deref() == Some("true"),
        page: fields.optional_text("page", &PAGE_RULES),
        after: query::cursor(&mut fields),
        at_most: 0,
    };
    let limit = query::limit(&mut fields);
    fields.finish()?;
    Ok((filter, limit))
}

impl From<ConversationSummary> for Summary {
    fn from(row: ConversationSummary) -> Self {
        Self {
            id: row.id,
            title: row.title,
            page: row.page,
            message_count: row.messages,
            unanswered: row.unanswered,
            ratings_up: row.ratings_up,
            ratings_down: row.ratings_down,
            started_at: timestamps::iso_utc(row.started_at),
            last_message_at: timestamps::iso_utc(row.last_message_at),
            visitor: row.user.map(Visitor::from),
        }
    }
}
