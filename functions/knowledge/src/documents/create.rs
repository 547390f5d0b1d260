//! `POST /api/dashboard/knowledge/{id}/documents`: a document that is written here, or a file that is to be uploaded.

use super::answer::{DocumentAnswer, found};
use super::upload::UploadAnswer;
use super::{input, upload};
use crate::KnowledgeState;
use crate::answer::{client_not_found, refuse, refuse_with};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::Value;
use shared::documents::{self, Content, DocumentLimit, NewDocument};
use shared::http::description::{ClientPath, ErrorAnswer, Missing, SessionChanges};
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "Failed to add the document";

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AddedDocument)]
pub struct Added {
    document: DocumentAnswer,
    /// Where its file is sent; not there for a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    upload: Option<UploadAnswer>,
}

/// A new document: a file (`fileName`, `sizeBytes`), or a text (`title`, `body`).
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct NewDocumentBody {
    /// With an ending that says what it is: pdf, docx, txt, text, md, markdown, csv, html or htm.
    #[schema(nullable = false, max_length = 255)]
    file_name: Option<String>,
    /// 10 MB at most.
    #[schema(nullable = false, minimum = 1, maximum = 10_485_760)]
    size_bytes: Option<i64>,
    /// Of a file its name when nothing is said.
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    title: Option<String>,
    /// Plain text or Markdown.
    #[schema(nullable = false, min_length = 1)]
    body: Option<String>,
    /// Where visitors find the original: `https://` or `http://`.
    #[schema(max_length = 2000)]
    url: Option<String>,
    #[schema(nullable = false, max_items = 50)]
    tag_ids: Option<Vec<Uuid>>,
    /// When nothing is said, when it is added.
    #[schema(nullable = false, format = DateTime)]
    dated_at: Option<String>,
}

/// Add a document
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/documents", operation_id = "addDocument", tag = "documents", security(("session" = [])),
    params(ClientPath),
    request_body = NewDocumentBody,
    responses(
        SessionChanges,
        Missing,
        (status = 201, body = Added, description = "The document, and where its file is sent."),
        (status = 403, body = ErrorAnswer, description = "The client has as many documents as its plan allows (`limit`), or the request comes from a page of another site."),
    ),
)]
pub async fn create(
    caller: SignedIn,
    State(state): State<KnowledgeState>,
    PathId(client_id): PathId,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Added>), ApiError> {
    let (new, tag_ids) = match read(&body, client_id) {
        Ok(new) => new,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid).await),
    };
    let store = match &new.content {
        Content::Text(_) => None,
        Content::File(_) => match upload::store(&state) {
            Ok(store) => Some(store),
            Err(error) => return Err(refuse_with(&caller, client_id, error).await),
        },
    };
    let added = documents::find(client_id, Some(new.id));
    let tags = documents::set_tags(client_id, Some(new.id), tag_ids, true);
    let add = (documents::insert(&new), (tags, added));
    let (_, added) = caller
        .try_run((documents::lock_limit(client_id), add))
        .await?;
    let (limit, ((), ((), document))) = added.map_err(|error| input::refused(FAILED, error))?;
    let DocumentLimit(at_most) = limit.ok_or_else(client_not_found)?;
    let document = document.ok_or_else(|| limit_reached(at_most))?;
    state.wake_ingest(store.is_none()).await;
    let upload = store
        .map(|store| upload::address(store, &document, &headers))
        .transpose()?;
    let document = DocumentAnswer::from(found(Some(document))?);
    Ok((StatusCode::CREATED, Json(Added { document, upload })))
}

fn limit_reached(at_most: i32) -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "Document limit reached",
        "This client has as many documents as its plan allows. Delete some, or change the plan",
    )
    .with("limit", at_most)
}

fn read(
    body: &Value,
    client_id: Option<Uuid>,
) -> Result<(NewDocument, Option<Vec<Uuid>>), Invalid> {
    let mut fields = Fields::of(body);
    let (title, content) = match input::body(&mut fields) {
        Some(text) => (input::title(&mut fields), Content::Text(text)),
        None => {
            let title = input::optional_title(&mut fields);
            let file = input::file(&mut fields);
            let title = title.unwrap_or_else(|| input::title_of(&file.name));
            (title, Content::File(file))
        }
    };
    let new = NewDocument {
        id: Uuid::new_v4(),
        client_id,
        title,
        url: input::url(&mut fields).flatten(),
        dated_at: input::dated_at(&mut fields),
        content,
    };
    let tag_ids = input::tag_ids(&mut fields);
    fields.finish()?;
    Ok((new, tag_ids))
}
