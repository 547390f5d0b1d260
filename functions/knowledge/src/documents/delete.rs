//! `DELETE …/documents/{documentId}`: the document, what was made of it, and its file.

use super::answer::not_found;
use axum::http::StatusCode;
use shared::documents::{self, Changed};
use shared::http::{ApiError, PathIds, SignedIn};

pub async fn delete(
    caller: SignedIn,
    PathIds(client_id, id): PathIds,
) -> Result<StatusCode, ApiError> {
    let statement = documents::delete(client_id, id);
    match caller
        .run(statement, "Failed to delete the document")
        .await?
    {
        (_, Changed(true)) => Ok(StatusCode::NO_CONTENT),
        (_, Changed(false)) => Err(not_found()),
    }
}
