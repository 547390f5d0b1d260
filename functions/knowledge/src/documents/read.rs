//! `GET …/documents/{documentId}` and `GET …/documents/{documentId}/chunks`.

use super::answer::{DocumentAnswer, found};
use crate::answer::refuse;
use crate::paths::{ChunkQuery, DocumentPath};
use crate::query::{QueryFields, is_page_size, page_size};
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::documents::{self, Chunk};
use shared::http::description::{InvalidFields, Missing, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, PathIds, SignedIn};
use utoipa::ToSchema;

/// Read a document
#[utoipa::path(
    get, path = "/api/dashboard/knowledge/{id}/documents/{documentId}", operation_id = "readDocument", tag = "documents", security(("session" = [])),
    params(DocumentPath),
    responses(
        SessionReads,
        Missing,
        (status = 200, body = DocumentAnswer, description = "The document, with `body` when it is a text."),
    ),
)]
pub async fn find(
    caller: SignedIn,
    PathIds(client_id, id): PathIds,
) -> Result<Json<DocumentAnswer>, ApiError> {
    let statement = documents::find(client_id, id);
    let (_, document) = caller.run(statement, "Failed to read the document").await?;
    Ok(Json(found(document)?.into()))
}

/// List what of a document answers now
#[utoipa::path(
    get, path = "/api/dashboard/knowledge/{id}/documents/{documentId}/chunks", operation_id = "listChunks", tag = "documents", security(("session" = [])),
    params(DocumentPath, ChunkQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = ChunkList, description = "In its order."),
    ),
)]
pub async fn chunks(
    caller: SignedIn,
    PathIds(client_id, id): PathIds,
    QueryFields(query): QueryFields,
) -> Result<Json<ChunkList>, ApiError> {
    let (after, at_most) = match page(&query) {
        Ok(page) => page,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid).await),
    };
    let list = documents::list_chunks(client_id, id, after, at_most);
    let statements = (documents::find(client_id, id), list);
    let (_, (document, chunks)) = caller.run(statements, "Failed to read the chunks").await?;
    found(document)?;
    let is_full = chunks.len() == usize::try_from(at_most).unwrap_or_default();
    let last = chunks.last().map(|chunk| chunk.ordinal);
    Ok(Json(ChunkList {
        chunks: chunks.into_iter().map(ChunkAnswer::from).collect(),
        next_after: last.filter(|_| is_full),
    }))
}

fn page(query: &Value) -> Result<(i32, i32), Invalid> {
    let mut fields = Fields::of(query);
    let is_ordinal = |text: &str| text.parse::<i32>().is_ok_and(|ordinal| ordinal >= -1);
    let after = fields.optional_text(
        "after",
        &[Rule::Matches(is_ordinal, "Must be a chunk's number")],
    );
    let limit = fields.optional_text("limit", &[Rule::Matches(is_page_size, "Must be 1 to 100")]);
    fields.finish()?;
    let after = after.and_then(|after| after.parse().ok()).unwrap_or(-1);
    Ok((after, page_size(limit.as_deref())))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChunkList {
    chunks: Vec<ChunkAnswer>,
    /// To go on with; null at the end.
    #[schema(required)]
    next_after: Option<i32>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Chunk)]
struct ChunkAnswer {
    /// Its place in the document, from 0.
    ordinal: i32,
    /// The page it is on, from 1.
    #[schema(required)]
    page: Option<i32>,
    /// The heading it stands under.
    #[schema(required)]
    heading: Option<String>,
    content: String,
    /// How long it is, in tokens of a usual model, about.
    tokens: i32,
}

impl From<Chunk> for ChunkAnswer {
    fn from(chunk: Chunk) -> Self {
        Self {
            ordinal: chunk.ordinal,
            page: chunk.page,
            heading: chunk.heading,
            content: chunk.content,
            tokens: chunk.tokens,
        }
    }
}
