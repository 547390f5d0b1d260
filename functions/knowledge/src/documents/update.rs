//! `PATCH …/documents/{documentId}`: title, address, tags, date; of a document without a file, its text.

use super::answer::{DocumentAnswer, found, not_found};
use super::input;
use crate::KnowledgeState;
use crate::answer::refuse;
use crate::paths::DocumentPath;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use shared::database::Changed;
use shared::documents::{self, DocumentChange};
use shared::http::description::{ErrorAnswer, Missing, SessionChanges};
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathIds, SignedIn};
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "Failed to update the document";

/// What of a document may be changed.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct DocumentChangeBody {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    title: Option<String>,
    /// `https://` or `http://`; null for none.
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// Of a text only: plain text or Markdown.
    #[schema(nullable = false, min_length = 1)]
    body: Option<String>,
    #[schema(nullable = false, max_items = 50)]
    tag_ids: Option<Vec<Uuid>>,
    #[schema(nullable = false, format = DateTime)]
    dated_at: Option<String>,
}

/// Change a document
///
/// What is not given stays.
#[utoipa::path(
    patch, path = "/api/dashboard/knowledge/{id}/documents/{documentId}", operation_id = "updateDocument", tag = "documents", security(("session" = [])),
    params(DocumentPath),
    request_body = DocumentChangeBody,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = DocumentAnswer, description = "The document as it is now."),
        (status = 409, body = ErrorAnswer, description = "A text was sent for a document that has a file."),
    ),
)]
pub async fn update(
    caller: SignedIn,
    State(state): State<KnowledgeState>,
    PathIds(client_id, id): PathIds,
    JsonBody(body): JsonBody,
) -> Result<Json<DocumentAnswer>, ApiError> {
    let (change, tag_ids) = match read(&body) {
        Ok(change) => change,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid).await),
    };
    let may_have_file = change.body.is_none();
    let update = documents::update(client_id, id, &change);
    let tags = documents::set_tags(client_id, id, tag_ids, may_have_file);
    let changed = documents::find(client_id, id);
    let (_, output) = caller.try_run((update, (tags, changed))).await?;
    let output = output.map_err(|error| input::refused(FAILED, error))?;
    match output {
        (Changed(true), ((), document)) => {
            let document = found(document)?;
            // A text that is what it was before queues nothing.
            let is_queued = change.body.is_some() && document.status == "processing";
            state.wake_ingest(is_queued).await;
            Ok(Json(document.into()))
        }
        (Changed(false), ((), Some(_))) => Err(ApiError::conflict(
            "This document has a file, so its text is changed by another file",
        )),
        (Changed(false), ((), None)) => Err(not_found()),
    }
}

fn read(body: &Value) -> Result<(DocumentChange, Option<Vec<Uuid>>), Invalid> {
    let mut fields = Fields::of(body);
    let change = DocumentChange {
        title: input::optional_title(&mut fields),
        url: input::url(&mut fields),
        body: input::body(&mut fields),
        dated_at: input::dated_at(&mut fields),
    };
    let tag_ids = input::tag_ids(&mut fields);
    fields.finish()?;
    Ok((change, tag_ids))
}
