//! `POST …/documents/{documentId}/reprocess`: reads a document once more.

use super::answer::{DocumentAnswer, found};
use crate::KnowledgeState;
use crate::paths::DocumentPath;
use axum::Json;
use axum::extract::State;
use shared::database::Changed;
use shared::documents;
use shared::http::description::{ErrorAnswer, Missing, SessionChanges};
use shared::http::{ApiError, PathIds, SignedIn};

/// Read a document once more
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/documents/{documentId}/reprocess", operation_id = "reprocessDocument", tag = "documents", security(("session" = [])),
    params(DocumentPath),
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = DocumentAnswer, description = "The document."),
        (status = 409, body = ErrorAnswer, description = "Its file has yet to come."),
    ),
)]
pub async fn reprocess(
    caller: SignedIn,
    State(state): State<KnowledgeState>,
    PathIds(client_id, id): PathIds,
) -> Result<Json<DocumentAnswer>, ApiError> {
    let statements = (
        documents::reprocess(client_id, id),
        documents::find(client_id, id),
    );
    let (_, (Changed(is_queued), document)) = caller
        .run(statements, "Failed to queue the document")
        .await?;
    let document = found(document)?;
    if is_queued {
        state.wake_ingest(true).await;
        Ok(Json(document.into()))
    } else {
        Err(ApiError::conflict("The file has not come yet"))
    }
}
