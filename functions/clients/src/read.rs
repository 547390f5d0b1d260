//! `GET /api/dashboard/clients` and `GET /api/dashboard/clients/{id}`.

use crate::answer::{ClientAnswer, found};
use axum::Json;
use serde::Serialize;
use shared::clients;
use shared::http::description::{ClientPath, Missing, SessionReads};
use shared::http::{ApiError, PathId, SignedIn};
use utoipa::ToSchema;

/// The old server read the clients while it found out who was asking, and said so when that failed.
const FAILED: &str = "An error occurred during authentication";

#[derive(Debug, Serialize, ToSchema)]
pub struct ClientList {
    clients: Vec<ClientAnswer>,
}

/// List the own clients
#[utoipa::path(
    get, path = "/api/dashboard/clients", operation_id = "listClients", tag = "clients", security(("session" = [])),
    responses(
        SessionReads,
        (status = 200, body = ClientList, description = "Oldest first, 1000 at most."),
    ),
)]
pub async fn list(caller: SignedIn) -> Result<Json<ClientList>, ApiError> {
    let (_, clients) = caller.run(clients::list(), FAILED).await?;
    let clients = clients.into_iter().map(ClientAnswer::from).collect();
    Ok(Json(ClientList { clients }))
}

/// Read a client
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}", operation_id = "readClient", tag = "clients", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionReads,
        Missing,
        (status = 200, body = ClientAnswer, description = "The client."),
    ),
)]
pub async fn find(caller: SignedIn, PathId(id): PathId) -> Result<Json<ClientAnswer>, ApiError> {
    let (_, client) = caller.run(clients::find(id), FAILED).await?;
    found(client)
}
