//! A client's tags: `GET` and `POST …/tags`, `PATCH` and `DELETE …/tags/{tagId}`.

use crate::answer::{client_found, client_not_found, refuse};
use crate::paths::TagPath;
use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use shared::database::Changed;
use shared::http::description::{ClientPath, ErrorAnswer, Missing, SessionChanges, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, JsonBody, PathId, PathIds, SignedIn};
use shared::tags::{self, NAME_UNIQUE, Tag};
use shared::{StorageError, clients, timestamps};
use utoipa::ToSchema;
use uuid::Uuid;

const NAME_RULES: [Rule; 3] = [
    Rule::Matches(|name| !name.trim().is_empty(), "A name is required"),
    Rule::Max(60, "A name may have 60 characters at most"),
    Rule::Storable,
];
const PROMPT_RULES: [Rule; 2] = [
    Rule::Max(4000, "A prompt may have 4000 characters at most"),
    Rule::Storable,
];

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tag)]
pub struct TagAnswer {
    id: Uuid,
    name: String,
    /// Goes along with questions that name the tag, or find its documents.
    prompt: String,
    /// How many documents have it.
    documents: i64,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TagList {
    tags: Vec<TagAnswer>,
}

/// A new tag.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct NewTag {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(nullable = false, max_length = 4000)]
    prompt: Option<String>,
}

/// What of a tag may be changed.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct TagChange {
    #[schema(nullable = false, min_length = 1, max_length = 60)]
    name: Option<String>,
    #[schema(nullable = false, max_length = 4000)]
    prompt: Option<String>,
}

/// List a client's tags
#[utoipa::path(
    get, path = "/api/dashboard/knowledge/{id}/tags", operation_id = "listTags", tag = "tags", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionReads,
        Missing,
        (status = 200, body = TagList, description = "By name."),
    ),
)]
pub async fn list(caller: SignedIn, PathId(client_id): PathId) -> Result<Json<TagList>, ApiError> {
    let statements = (clients::find(client_id), tags::list(client_id));
    let (_, (client, tags)) = caller.run(statements, "Failed to list tags").await?;
    client_found(client)?;
    let tags = tags.into_iter().map(TagAnswer::from).collect();
    Ok(Json(TagList { tags }))
}

/// Add a tag
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/tags", operation_id = "createTag", tag = "tags", security(("session" = [])),
    params(ClientPath),
    request_body = NewTag,
    responses(
        SessionChanges,
        Missing,
        (status = 201, body = TagAnswer, description = "The tag."),
        (status = 409, body = ErrorAnswer, description = "The client has one of that name, in any case of letters."),
    ),
)]
pub async fn create(
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<TagAnswer>), ApiError> {
    let mut fields = Fields::of(&body);
    let name = fields.text("name", &NAME_RULES);
    let prompt = fields.optional_text("prompt", &PROMPT_RULES);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, client_id, &invalid).await);
    }
    let prompt = prompt.unwrap_or_default();
    let statement = tags::insert(client_id, name.trim(), &prompt);
    let (_, tag) = caller.try_run(statement).await?;
    let tag = tag.map_err(|error| refused("Failed to make the tag", error))?;
    let tag = tag.ok_or_else(client_not_found)?;
    Ok((StatusCode::CREATED, Json(tag.into())))
}

/// Change a tag
///
/// What is not given stays.
#[utoipa::path(
    patch, path = "/api/dashboard/knowledge/{id}/tags/{tagId}", operation_id = "updateTag", tag = "tags", security(("session" = [])),
    params(TagPath),
    request_body = TagChange,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = TagAnswer, description = "The tag as it is now."),
        (status = 409, body = ErrorAnswer, description = "The client has one of that name, in any case of letters."),
    ),
)]
pub async fn update(
    caller: SignedIn,
    PathIds(client_id, id): PathIds,
    JsonBody(body): JsonBody,
) -> Result<Json<TagAnswer>, ApiError> {
    let mut fields = Fields::of(&body);
    let name = fields.optional_text("name", &NAME_RULES);
    let prompt = fields.optional_text("prompt", &PROMPT_RULES);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, client_id, &invalid).await);
    }
    let name = name.map(|name| name.trim().to_owned());
    let (_, tag) = caller
        .try_run(tags::update(client_id, id, name, prompt))
        .await?;
    let tag = tag.map_err(|error| refused("Failed to update the tag", error))?;
    Ok(Json(tag.ok_or_else(not_found)?.into()))
}

/// Delete a tag
#[utoipa::path(
    delete, path = "/api/dashboard/knowledge/{id}/tags/{tagId}", operation_id = "deleteTag", tag = "tags", security(("session" = [])),
    params(TagPath),
    responses(
        SessionChanges,
        Missing,
        (status = 204, description = "It is gone; documents lose it."),
    ),
)]
pub async fn delete(
    caller: SignedIn,
    PathIds(client_id, id): PathIds,
) -> Result<StatusCode, ApiError> {
    let statement = tags::delete(client_id, id);
    match caller.run(statement, "Failed to delete the tag").await? {
        (_, Changed(true)) => Ok(StatusCode::NO_CONTENT),
        (_, Changed(false)) => Err(not_found()),
    }
}

fn refused(failure: &'static str, error: StorageError) -> ApiError {
    match &error {
        StorageError::Conflict { constraint, .. } if constraint == NAME_UNIQUE => {
            ApiError::conflict("This client has a tag of that name already")
        }
        _ => ApiError::storage(failure, error),
    }
}

fn not_found() -> ApiError {
    ApiError::not_found("Tag not found")
}

impl From<Tag> for TagAnswer {
    fn from(tag: Tag) -> Self {
        Self {
            id: tag.id,
            name: tag.name,
            prompt: tag.prompt,
            documents: tag.documents,
            created_at: timestamps::iso_utc(tag.created_at),
            updated_at: timestamps::iso_utc(tag.updated_at),
        }
    }
}
