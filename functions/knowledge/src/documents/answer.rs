//! A document as its owner reads it.

use serde::Serialize;
use serde_json::Value;
use shared::documents::Document;
use shared::http::ApiError;
use shared::timestamps;
use uuid::Uuid;

/// A document as its owner reads it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentAnswer {
    id: Uuid,
    title: String,
    file_name: Option<String>,
    kind: Option<String>,
    url: Option<String>,
    size_bytes: Option<i64>,
    status: String,
    progress: i16,
    failure: Option<FailureAnswer>,
    revision: i32,
    indexed_revision: Option<i32>,
    chunk_count: i32,
    pages: Option<i32>,
    tags: Value,
    dated_at: String,
    created_at: String,
    updated_at: String,
    /// Only of a document that is read alone, and has no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

#[derive(Debug, Serialize)]
struct FailureAnswer {
    code: String,
    message: String,
}

impl From<Document> for DocumentAnswer {
    fn from(document: Document) -> Self {
        let failure = document.failure_code.zip(document.failure);
        Self {
            id: document.id,
            title: document.title,
            file_name: document.file_name,
            kind: document.kind,
            url: document.url,
            size_bytes: document.size_bytes,
            status: document.status,
            progress: document.progress,
            failure: failure.map(|(code, message)| FailureAnswer { code, message }),
            revision: document.revision,
            indexed_revision: document.indexed_revision,
            chunk_count: document.chunk_count,
            pages: document.pages,
            tags: document.tags,
            dated_at: timestamps::iso_utc(document.dated_at),
            created_at: timestamps::iso_utc(document.created_at),
            updated_at: timestamps::iso_utc(document.updated_at),
            body: document.body,
        }
    }
}

/// The document, or 404 for one that does not exist or belongs to somebody else.
pub fn found(document: Option<Document>) -> Result<Document, ApiError> {
    document.ok_or_else(not_found)
}

/// See [`found`].
pub fn not_found() -> ApiError {
    ApiError::not_found("Document not found")
}
