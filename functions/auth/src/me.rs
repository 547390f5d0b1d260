//! `GET /api/auth/me`: who is signed in.

use crate::SignedInAs;
use axum::Json;
use shared::clients;
use shared::http::description::SessionReads;
use shared::http::{ApiError, SignedIn};

/// Who is signed in
#[utoipa::path(
    get, path = "/api/auth/me", operation_id = "readSession", tag = "session", security(("session" = [])),
    responses(SessionReads, (status = 200, body = SignedInAs, description = "The user and the oldest client.")),
)]
pub async fn me(caller: SignedIn) -> Result<Json<SignedInAs>, ApiError> {
    let (user, client) = caller
        .run(
            clients::find_first(),
            "An error occurred during authentication",
        )
        .await?;
    Ok(Json(SignedInAs::new(user, client)))
}
