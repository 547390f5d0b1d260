//! `GET /api/auth/me`: who is signed in.

use crate::SignedInAs;
use axum::Json;
use shared::clients;
use shared::http::{ApiError, SignedIn};

pub async fn me(caller: SignedIn) -> Result<Json<SignedInAs>, ApiError> {
    let (user, client) = caller
        .run(
            clients::find_first(),
            "An error occurred during authentication",
        )
        .await?;
    Ok(Json(SignedInAs::new(user, client)))
}
