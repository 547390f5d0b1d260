//! `DELETE …/documents/{documentId}`: the document, what was made of it, and its file.

use super::answer::not_found;
use crate::KnowledgeState;
use crate::paths::DocumentPath;
use axum::extract::State;
use axum::http::StatusCode;
use shared::database::Changed;
use shared::documents;
use shared::http::description::{Missing, SessionChanges};
use shared::http::{ApiError, PathIds, SignedIn};

/// Delete a document
#[utoipa::path(
    delete, path = "/api/dashboard/knowledge/{id}/documents/{documentId}", operation_id = "deleteDocument", tag = "documents", security(("session" = [])),
    params(DocumentPath),
    responses(
        SessionChanges,
        Missing,
        (status = 204, description = "It is gone with its chunks; its file goes within a quarter of an hour."),
    ),
)]
pub async fn delete(
    caller: SignedIn,
    State(state): State<KnowledgeState>,
    PathIds(client_id, id): PathIds,
) -> Result<StatusCode, ApiError> {
    let statement = documents::delete(client_id, id);
    match caller
        .run(statement, "Failed to delete the document")
        .await?
    {
        (_, Changed(true)) => {
            state.wake_ingest(false).await;
            Ok(StatusCode::NO_CONTENT)
        }
        (_, Changed(false)) => Err(not_found()),
    }
}
