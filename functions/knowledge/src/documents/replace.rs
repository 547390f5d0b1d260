//! `POST …/documents/{documentId}/replace`: another file in a document's place. Until it is read, the old one answers.

use super::answer::{DocumentAnswer, found};
use super::upload::UploadAnswer;
use super::{input, upload};
use crate::KnowledgeState;
use crate::answer::{refuse, refuse_with};
use crate::paths::DocumentPath;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use shared::documents;
use shared::http::description::{Missing, SessionChanges};
use shared::http::{ApiError, Fields, JsonBody, PathIds, SignedIn};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReplacedDocument)]
pub struct Replaced {
    document: DocumentAnswer,
    upload: UploadAnswer,
}

/// Another file in a document's place.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct Replacement {
    /// With an ending that says what it is: pdf, docx, txt, text, md, markdown, csv, html or htm.
    #[schema(max_length = 255)]
    file_name: String,
    /// 10 MB at most.
    #[schema(minimum = 1, maximum = 10_485_760)]
    size_bytes: i64,
}

/// Put another file in the place of a document
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/documents/{documentId}/replace", operation_id = "replaceDocument", tag = "documents", security(("session" = [])),
    params(DocumentPath),
    request_body = Replacement,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = Replaced, description = "The document, and where its new file is sent. Until that is read, the old one answers."),
    ),
)]
pub async fn replace(
    caller: SignedIn,
    State(state): State<KnowledgeState>,
    PathIds(client_id, id): PathIds,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Json<Replaced>, ApiError> {
    let mut fields = Fields::of(&body);
    let file = input::file(&mut fields);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, client_id, &invalid).await);
    }
    let store = match upload::store(&state) {
        Ok(store) => store,
        Err(error) => return Err(refuse_with(&caller, client_id, error).await),
    };
    let replace = documents::replace(client_id, id, &file);
    let statements = (replace, documents::find(client_id, id));
    let (_, (_, document)) = caller.run(statements, "Failed to replace the file").await?;
    let document = found(document)?;
    let upload = upload::address(store, &document, &headers)?;
    let document = DocumentAnswer::from(document);
    Ok(Json(Replaced { document, upload }))
}
