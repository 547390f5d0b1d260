//! How a caller uploads a file: by itself, to the object store.

use super::input;
use crate::KnowledgeState;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};
use shared::documents::Document;
use shared::http::{ApiError, is_https};
use shared::objects::{NewObject, ObjectStore, Upload};
use shared::timestamps;
use std::time::SystemTime;
use utoipa::ToSchema;

/// What a caller does to upload a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Upload)]
pub struct UploadAnswer {
    /// `PUT`.
    method: &'static str,
    /// Where the file's bytes are sent. It takes that one file, of exactly the size that was announced.
    url: String,
    /// To be sent along.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    headers: Value,
    #[schema(format = DateTime)]
    expires_at: String,
}

impl From<Upload> for UploadAnswer {
    fn from(upload: Upload) -> Self {
        let headers = upload.headers.into_iter();
        let headers: Map<_, _> = headers
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        Self {
            method: "PUT",
            url: upload.url,
            headers: Value::Object(headers),
            expires_at: timestamps::iso(upload.expires_at),
        }
    }
}

/// The object store, or 503 where none is configured.
pub fn store(state: &KnowledgeState) -> Result<&ObjectStore, ApiError> {
    state.objects.as_ref().ok_or_else(|| {
        ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Uploads not configured",
            "This installation has no store for files (DOCUMENTS_BUCKET). Documents can be written as text",
        )
    })
}

/// How to upload the file that a document waits for.
pub fn address(
    store: &ObjectStore,
    document: &Document,
    headers: &HeaderMap,
) -> Result<UploadAnswer, ApiError> {
    const FAILED: &str = "Failed to prepare the upload";
    let missing = || {
        ApiError::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal server error",
            FAILED,
        )
    };
    let key = document
        .object_key
        .as_deref()
        .and_then(|key| key.parse().ok());
    let size = document
        .size_bytes
        .and_then(|size| u64::try_from(size).ok());
    let name = document.file_name.as_deref();
    let object = NewObject {
        key: key.ok_or_else(missing)?,
        size_bytes: size.ok_or_else(missing)?,
        content_type: name.and_then(input::content_type).ok_or_else(missing)?,
    };
    let upload = store.upload(object, &own_origin(headers), SystemTime::now());
    Ok(upload
        .map_err(|error| ApiError::internal(FAILED, error))?
        .into())
}

/// Where the caller reached us.
fn own_origin(headers: &HeaderMap) -> String {
    let scheme = if is_https(headers) { "https" } else { "http" };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
