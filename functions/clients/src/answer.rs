//! A client as its owner reads it.

use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::clients::Client;
use shared::http::ApiError;
use shared::timestamps;
use uuid::Uuid;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientAnswer {
    id: Uuid,
    name: String,
    public_api_key: String,
    allowed_domains: Value,
    status: String,
    created_at: String,
}

impl From<Client> for ClientAnswer {
    fn from(client: Client) -> Self {
        Self {
            id: client.id,
            name: client.name,
            public_api_key: client.public_api_key,
            allowed_domains: client.allowed_domains,
            status: client.status,
            created_at: timestamps::iso_local(client.created_at),
        }
    }
}

/// The client, or 404 for one that does not exist or belongs to somebody else.
pub fn found(client: Option<Client>) -> Result<Json<ClientAnswer>, ApiError> {
    client
        .map(|client| Json(client.into()))
        .ok_or(ApiError::not_found("Client not found"))
}
