//! `GET`, `POST` and `DELETE /api/dashboard/widget/{client id}/identity`: the secret with which the organiser's own server vouches for its
//! users. It is told once, when it is made.

use crate::settings::not_found;
use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use shared::database::Changed;
use shared::http::description::{ClientPath, Missing, SessionChanges, SessionReads};
use shared::http::{ApiError, PathId, SignedIn};
use shared::identity_secrets::{self, IdentitySecret};
use shared::timestamps;
use utoipa::ToSchema;

/// What is known of the secret.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IdentitySecret)]
pub struct IdentityAnswer {
    has_secret: bool,
    /// Its last characters.
    #[schema(required)]
    hint: Option<String>,
    #[schema(required, format = DateTime)]
    created_at: Option<String>,
    /// How long the secret before is good; null when it is not any more.
    #[schema(required, format = DateTime)]
    previous_until: Option<String>,
}

/// A secret that was made in this moment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewIdentitySecret)]
pub struct NewIdentityAnswer {
    /// Told this once.
    secret: String,
    has_secret: bool,
    /// Its last characters.
    #[schema(required)]
    hint: Option<String>,
    #[schema(required, format = DateTime)]
    created_at: Option<String>,
    /// How long the secret before is good; null when there was none.
    #[schema(required, format = DateTime)]
    previous_until: Option<String>,
}

/// Read what is known of an identity secret
#[utoipa::path(
    get, path = "/api/dashboard/widget/{id}/identity", operation_id = "readIdentitySecret", tag = "widget", security(("session" = [])),
    params(ClientPath),
    responses(SessionReads, Missing, (status = 200, body = IdentityAnswer, description = "All but the secret itself.")),
)]
pub async fn find(
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<Json<IdentityAnswer>, ApiError> {
    let statement = identity_secrets::find(client_id);
    let (_, found) = caller
        .run(statement, "Failed to read the identity secret")
        .await?;
    Ok(Json(found.ok_or_else(not_found)?.into()))
}

/// Make an identity secret
///
/// The one before stays good for 72 hours, in which the organiser's server is told.
#[utoipa::path(
    post, path = "/api/dashboard/widget/{id}/identity", operation_id = "makeIdentitySecret", tag = "widget", security(("session" = [])),
    params(ClientPath),
    responses(SessionChanges, Missing, (status = 201, body = NewIdentityAnswer, description = "The secret, told this once.")),
)]
pub async fn replace(
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<(StatusCode, Json<NewIdentityAnswer>), ApiError> {
    let secret = identity_secrets::generate();
    let statement = identity_secrets::upsert(client_id, &secret);
    let (_, kept) = caller
        .run(statement, "Failed to make an identity secret")
        .await?;
    let known = IdentityAnswer::from(kept.ok_or_else(not_found)?);
    let answer = NewIdentityAnswer {
        secret: secret.expose().to_owned(),
        has_secret: known.has_secret,
        hint: known.hint,
        created_at: known.created_at,
        previous_until: known.previous_until,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Delete an identity secret
///
/// With it goes the login that the widget may have asked for.
#[utoipa::path(
    delete, path = "/api/dashboard/widget/{id}/identity", operation_id = "deleteIdentitySecret", tag = "widget", security(("session" = [])),
    params(ClientPath),
    responses(SessionChanges, Missing, (status = 204, description = "There is none.")),
)]
pub async fn delete(caller: SignedIn, PathId(client_id): PathId) -> Result<StatusCode, ApiError> {
    let statement = identity_secrets::delete(client_id);
    let (_, Changed(is_own)) = caller
        .run(statement, "Failed to delete the identity secret")
        .await?;
    is_own
        .then_some(StatusCode::NO_CONTENT)
        .ok_or_else(not_found)
}

impl From<IdentitySecret> for IdentityAnswer {
    fn from(secret: IdentitySecret) -> Self {
        Self {
            has_secret: secret.hint.is_some(),
            hint: secret.hint,
            created_at: secret.created_at.map(timestamps::iso_utc),
            previous_until: secret.previous_until.map(timestamps::iso_utc),
        }
    }
}
