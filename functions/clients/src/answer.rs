//! A client as its owner reads it.

use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::clients::Client;
use shared::http::ApiError;
use shared::timestamps;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Client)]
pub struct ClientAnswer {
    id: Uuid,
    name: String,
    /// The key in the embed snippet.
    #[schema(pattern = "^pk_live_")]
    public_api_key: String,
    /// A list of texts: the pages that may use the key; all when there are none. What an old database holds instead is told as it is.
    allowed_domains: Value,
    /// `active`, `paused` or `disabled`; any other text, which an old database may hold, counts as not active.
    status: String,
    #[schema(format = DateTime)]
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
