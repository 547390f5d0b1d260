//! `POST …/documents/{documentId}/replace`: another file in a document's place. Until it is read, the old one answers.

use super::answer::{DocumentAnswer, found};
use super::{input, upload};
use crate::KnowledgeState;
use crate::answer::{refuse, refuse_with};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use shared::documents;
use shared::http::{ApiError, Fields, JsonBody, PathIds, SignedIn};

pub async fn replace(
    caller: SignedIn,
    State(state): State<KnowledgeState>,
    PathIds(client_id, id): PathIds,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, ApiError> {
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
    Ok(Json(json!({"document": document, "upload": upload})))
}
