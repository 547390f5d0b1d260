//! A document as its owner reads it.

use crate::paths::DocumentStatus;
use serde::Serialize;
use serde_json::Value;
use shared::documents::Document;
use shared::http::ApiError;
use shared::timestamps;
use utoipa::ToSchema;
use uuid::Uuid;

/// A document as its owner reads it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub struct DocumentAnswer {
    id: Uuid,
    title: String,
    /// Null of a text.
    #[schema(required)]
    file_name: Option<String>,
    /// What the file is, by its content.
    #[schema(required, value_type = Option<DocumentKind>)]
    kind: Option<String>,
    /// Where visitors find the original.
    #[schema(required)]
    url: Option<String>,
    /// Of the file.
    #[schema(required)]
    size_bytes: Option<i64>,
    #[schema(value_type = DocumentStatus)]
    status: String,
    /// From 0 to 100, while it is being read.
    #[schema(minimum = 0, maximum = 100)]
    progress: i16,
    #[schema(required)]
    failure: Option<FailureAnswer>,
    /// Counts changes of what it says.
    revision: i32,
    /// The revision that answers; null when none does yet.
    #[schema(required)]
    indexed_revision: Option<i32>,
    chunk_count: i32,
    #[schema(required)]
    pages: Option<i32>,
    /// By name.
    #[schema(value_type = Vec<DocumentTag>)]
    tags: Value,
    /// Newer documents come a little before older ones.
    #[schema(format = DateTime)]
    dated_at: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    /// Only of a document that is read alone, and has no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    body: Option<String>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
struct DocumentTag {
    id: Uuid,
    name: String,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
enum DocumentKind {
    Pdf,
    Docx,
    Txt,
    Md,
    Csv,
    Html,
}

/// Why a document could not be read; beside `processing`, why the last try failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentFailure)]
struct FailureAnswer {
    /// `empty`, `needs_ocr`, `encrypted`, `corrupt`, `unknown_kind`, `too_large`, `upload_missing`, …: API.md has all of them.
    code: String,
    /// A sentence for people that says what to do.
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
