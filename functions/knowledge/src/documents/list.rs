//! `GET /api/dashboard/knowledge/{id}/documents`: newest first, in pages.

use super::answer::DocumentAnswer;
use crate::answer::{client_found, refuse};
use crate::paths::DocumentQuery;
use crate::query::{QueryFields, is_page_size, page_size};
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::clients;
use shared::documents::{self, Document, Filter, Place};
use shared::http::description::{ClientPath, InvalidFields, Missing, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, PathId, SignedIn};
use time::OffsetDateTime;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentList {
    documents: Vec<DocumentAnswer>,
    /// To go on with; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List a client's documents
#[utoipa::path(
    get, path = "/api/dashboard/knowledge/{id}/documents", operation_id = "listDocuments", tag = "documents", security(("session" = [])),
    params(ClientPath, DocumentQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = DocumentList, description = "Newest first."),
    ),
)]
pub async fn list(
    caller: SignedIn,
    PathId(client_id): PathId,
    QueryFields(query): QueryFields,
) -> Result<Json<DocumentList>, ApiError> {
    let (filter, at_most) = match read(&query) {
        Ok(read) => read,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid).await),
    };
    let list = documents::list(client_id, filter, at_most);
    let statements = (clients::find(client_id), list);
    let (_, (client, documents)) = caller.run(statements, "Failed to list documents").await?;
    client_found(client)?;
    let is_full = documents.len() == usize::try_from(at_most).unwrap_or_default();
    let next_cursor = documents.last().filter(|_| is_full).map(cursor);
    Ok(Json(DocumentList {
        documents: documents.into_iter().map(DocumentAnswer::from).collect(),
        next_cursor,
    }))
}

fn read(query: &Value) -> Result<(Filter, i32), Invalid> {
    let mut fields = Fields::of(query);
    let statuses = ["uploading", "processing", "ready", "failed"];
    let status = fields.optional_choice("status", &statuses);
    let tag = fields.optional_text("tag", &[Rule::Uuid("Must be a tag's id")]);
    let search = [
        Rule::Max(200, "May have 200 characters at most"),
        Rule::Storable,
    ];
    let title = fields.optional_text("search", &search);
    let is_place = |text: &str| place(text).is_some();
    let cursor = [Rule::Matches(
        is_place,
        "Must be a nextCursor of an earlier answer",
    )];
    let cursor = fields.optional_text("cursor", &cursor);
    let limit = fields.optional_text("limit", &[Rule::Matches(is_page_size, "Must be 1 to 100")]);
    fields.finish()?;
    let filter = Filter {
        status,
        tag_id: tag.and_then(|tag| tag.parse().ok()),
        title: title.filter(|title| !title.is_empty()),
        after: cursor.and_then(|cursor| place(&cursor)),
    };
    Ok((filter, page_size(limit.as_deref())))
}

/// Where the next page begins: microseconds, as Postgres has them, and the id that tells two of one moment apart.
fn cursor(document: &Document) -> String {
    let microseconds = document.created_at.unix_timestamp_nanos() / 1_000;
    format!("{microseconds}.{}", document.id)
}

fn place(cursor: &str) -> Option<Place> {
    let (microseconds, id) = cursor.split_once('.')?;
    let nanoseconds = i128::from(microseconds.parse::<i64>().ok()?) * 1_000;
    let created_at = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()?;
    // Postgres begins later than the type does.
    (created_at.year() > 0).then_some(())?;
    Some(Place {
        created_at,
        id: id.parse().ok()?,
    })
}
