//! `GET /api/dashboard/clients` and `GET /api/dashboard/clients/{id}`.

use crate::answer::{ClientAnswer, found};
use axum::Json;
use serde_json::{Value, json};
use shared::clients;
use shared::http::{ApiError, PathId, SignedIn};

/// The old server read the clients while it found out who was asking, and said so when that failed.
const FAILED: &str = "An error occurred during authentication";

pub async fn list(caller: SignedIn) -> Result<Json<Value>, ApiError> {
    let (_, clients) = caller.run(clients::list(), FAILED).await?;
    let answers: Vec<ClientAnswer> = clients.into_iter().map(ClientAnswer::from).collect();
    Ok(Json(json!({"clients": answers})))
}

pub async fn find(caller: SignedIn, PathId(id): PathId) -> Result<Json<ClientAnswer>, ApiError> {
    let (_, client) = caller.run(clients::find(id), FAILED).await?;
    found(client)
}
