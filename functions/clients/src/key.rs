//! `POST /api/dashboard/clients/{id}/regenerate-key`: a new public key; embeds with the old one stop working at once.

use crate::answer::{ClientAnswer, found};
use axum::Json;
use shared::http::description::{ClientPath, Missing, SessionChanges};
use shared::http::{ApiError, PathId, SignedIn};
use shared::{api_key, clients};

/// Give a client a new public key
///
/// Embeds with the old one stop working at once.
#[utoipa::path(
    post, path = "/api/dashboard/clients/{id}/regenerate-key", operation_id = "regenerateKey", tag = "clients", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = ClientAnswer, description = "The client with its new key."),
    ),
)]
pub async fn regenerate(
    caller: SignedIn,
    PathId(id): PathId,
) -> Result<Json<ClientAnswer>, ApiError> {
    let statement = clients::update_public_api_key(id, &api_key::generate());
    found(
        caller
            .run(statement, "Failed to regenerate API key")
            .await?
            .1,
    )
}
